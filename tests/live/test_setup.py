"""Installing on a real server: who may create commands, and what the check says."""

from __future__ import annotations

import pytest

from bot.admin.check import check_all
from bot.admin.setup import set_up_all, slash_commands
from bot.mattermost.wire import fields
from tests.live.bot import House
from tests.live.conftest import Build
from tests.live.server import CALLBACK, Server


async def _made_by_hand(server: Server, house: House) -> None:
    """Have the administrator create the commands that setup asks for, and give their tokens."""
    given = []
    for command in slash_commands(house.address, house.team.id):
        made = await server.admin.post("/commands", fields.written(command), status=201)
        given.append(made["token"])
    house.command_tokens = tuple(given)


async def test_setting_up_again_changes_nothing_and_keeps_the_tokens(house: House) -> None:
    path = f"/commands?team_id={house.team.id}&custom_only=true"
    before = {each["trigger"]: each["token"] for each in await house.bot.get(path)}
    said: list[str] = []

    status = await set_up_all(house.config, said.append)

    after = {
        each["trigger"]: each["token"]
        for each in await house.bot.get(path)
        if each["creator_id"] == house.bot.id
    }
    assert status == 0, said
    assert set(after) == {"besoin", "rencontre", "veille", "lettre", "reseau", "réseau", "aide"}
    assert after.items() <= before.items()
    assert "question" in await house.types(house.louis, "/besoin liste")


async def test_commands_are_offered_with_their_hints(house: House) -> None:
    commands = await house.louis.get(f"/commands?team_id={house.team.id}")

    (besoin,) = [each for each in commands if each["trigger"] == "besoin"]

    assert besoin["auto_complete"]
    assert "<votre question>" in besoin["auto_complete_hint"]
    assert "chercher" in besoin["auto_complete_hint"]
    assert besoin["token"] == ""
    assert besoin["url"] == ""


async def test_reseau_is_typed_with_its_accent_too_and_proposed_once(house: House) -> None:
    commands = await house.louis.get(f"/commands?team_id={house.team.id}")

    for spelt in ("reseau", "réseau", "Réseau"):
        assert "Le rythme de" in await house.types(house.louis, f"/{spelt} rythme")
    proposed = [each["trigger"] for each in commands if each["auto_complete"]]
    assert proposed.count("reseau") == 1
    assert "réseau" not in proposed


async def test_a_first_check_has_no_fault_at_any_step(build: Build) -> None:
    house = await build("premier", administers=True)
    for step in range(2):
        said: list[str] = []
        assert await check_all(house.config, said.append) == 0, said
        assert not [line for line in said if line.startswith("✘")]
        assert any("le robot ne tourne pas" in line for line in said)
        if step == 0:
            assert await set_up_all(house.config, lambda _line: None) == 0
    async with house.running():
        said = []
        assert await check_all(house.config, said.append) == 0
        assert said[-1] == "Tout est en place.", said


async def test_a_bot_without_the_right_says_what_to_ask_and_serves_what_was_made(
    server: Server, build: Build
) -> None:
    house = await build("i")
    said: list[str] = []

    status = await set_up_all(house.config, said.append)
    await _made_by_hand(server, house)

    assert status == 1
    assert f"@{house.names['bot']} besoin …" in said[0]
    assert f"{house.address}/mattermost/command" in said[0]
    assert "/besoin <votre question>" in said[0]
    async with house.running():
        number = await house.asks(house.louis, "Des commandes faites à la main ?")
        await house.card(number, "Louis")
        checked: list[str] = []
        assert await check_all(house.config, checked.append) == 0, checked


async def test_all_is_well_once_set_up(house: House) -> None:
    said: list[str] = []

    status = await check_all(house.config, said.append)

    assert status == 0, said
    assert any("Mattermost appelle le robot" in line for line in said)


async def test_the_check_tells_when_mattermost_cannot_call_the_bot(
    server: Server, build: Build
) -> None:
    house = await build("j")
    await _made_by_hand(server, house)
    async with house.running():
        pass  # before it ever ran, that it does not answer is no fault
    said: list[str] = []

    status = await check_all(house.config, said.append)

    assert status == 1
    (line,) = [each for each in said if "Mattermost appelle" in each]
    assert "AllowedUntrustedInternalConnections" in line


async def test_the_check_tells_when_mattermost_may_not_call_the_bot(
    server: Server, build: Build
) -> None:
    if CALLBACK != "127.0.0.1":
        pytest.skip("the bot listens elsewhere: no other address of this machine is known")
    house = await build("k", callback="127.0.0.2")
    await _made_by_hand(server, house)
    async with house.running():
        answer = await house.louis.types(house.here, "/aide")
        if answer.status == 200:
            pytest.skip("this server may call any address")
        said: list[str] = []

        status = await check_all(house.config, said.append)

    assert status == 1
    (line,) = [each for each in said if each.startswith("✘")]
    assert "AllowedUntrustedInternalConnections" in line


async def test_the_check_tells_what_the_bot_was_not_added_to(server: Server, build: Build) -> None:
    house = await build("l", callback=None)
    path = f"/channels/{house.here}/members/{house.bot.id}"
    await server.admin.call("DELETE", path)
    outside: list[str] = []
    await check_all(house.config, outside.append)
    await server.admin.call("DELETE", f"/teams/{house.team.id}/members/{house.bot.id}")
    away: list[str] = []
    await check_all(house.config, away.append)

    assert any(f"/invite @{house.names['bot']}" in line for line in outside)
    assert any(f"faites-y ajouter @{house.names['bot']}" in line for line in away)


async def test_setup_tells_a_team_that_the_bot_is_not_in(server: Server, build: Build) -> None:
    house = await build("n")
    await server.admin.call("DELETE", f"/teams/{house.team.id}/members/{house.bot.id}")
    said: list[str] = []

    status = await set_up_all(house.config, said.append)

    assert status == 1
    assert f"faites-y ajouter @{house.names['bot']}" in said[0]


async def test_the_check_tells_a_refused_token(build: Build) -> None:
    house = await build("m", callback=None)
    house.bot.token = "a" * 26
    said: list[str] = []

    status = await check_all(house.config, said.append)

    assert status == 1
    assert any("le serveur refuse ce jeton" in line for line in said)
