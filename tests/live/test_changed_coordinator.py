"""Whoever coordinates is renamed, put out, deactivated; another account takes the name.

On real servers: nothing passes to the other account, nor by a button copied to another server.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.mattermost.signing import Signer, Ticket
from tests.live.bot import House, whisper_to
from tests.live.levels import Levels, open_levels
from tests.live.server import Server, in_direct
from tests.sandbox.people import Json, Person

PUBLIC, SECRET = "Qui prête une girouette ?", "Mon parapluie fuit, que faire ?"
RESERVED, STALE = "réservé", "Ce bouton ne sert plus"
COMMANDS = ("exporter", "transmis")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def levels(
    server: Server, second_server: Server | None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Levels]:
    """Return three networks with buttons, the Drôme on another server where there is one."""
    folder = tmp_path_factory.mktemp("releve")
    async with open_levels(server, second_server, folder, "releve") as opened:
        yield opened


async def test_a_freed_name_and_an_ended_account_give_nothing(
    server: Server, levels: Levels
) -> None:
    loire, amina, zoe = levels.loire, levels.amina, levels.loire.zoe
    number = await loire.asks(levels.louis, PUBLIC)
    secret = await loire.asks(levels.louis, f"privé {SECRET}", anyway=False)
    await loire.does(levels.louis, f"besoin transmettre {secret}")
    private = await loire.told(amina, "parapluie")
    form = await loire.opens(amina, f"besoin fermer {number}")
    proposed = await _proposed(loire, zoe)

    window = await loire.bot.listens()
    await window.next("hello")
    await _renamed(server, amina, f"{loire.names['amina']}.b")
    await _renamed(server, zoe, loire.names["amina"])
    for _ in range(2):
        await window.next("user_updated")
    await window.socket.close()

    assert "parapluie" in await loire.types(amina, "/besoin liste"), "she is known by her id"
    told = await _tries(loire, zoe, form)
    assert "parapluie" not in told
    assert told.count(RESERVED) >= len(COMMANDS)
    action = private["props"]["attachments"][0]["actions"][0]["id"]
    assert (await loire.clicks(zoe, private, action)).status in (403, 404)
    assert await _proposed(loire, zoe) == proposed

    await server.admin.call("PUT", f"/users/{amina.id}/active", {"active": False})
    assert (await amina.call("GET", "/users/me")).status == 401
    told = str(await _forged(levels, amina, "besoin liste"))
    told += str(await _forged(levels, amina, "besoin fermer", f"{number} Déjà vu"))
    told += str(await _sent(loire, amina, form))
    assert "parapluie" not in told
    assert "Déjà vu" not in await loire.types(zoe, f"/besoin voir {number}")


async def test_a_button_that_is_copied_to_another_server_does_nothing(levels: Levels) -> None:
    loire, drome = levels.loire, levels.drome
    if loire.server == drome.server:
        pytest.skip("both départements are on one server")
    number = await loire.asks(levels.louis, "Qui répare une pendule ?")
    for who in (levels.ines, levels.bruno):
        for route in ("liste", f"voir {number}", f"moi-aussi {number}", f"fermer {number} Déjà vu"):
            verb, _, argument = route.partition(" ")
            window = await who.listens()
            integration = {
                "url": f"{loire.address}/mattermost/action",
                "context": {"ticket": _ticket(levels, f"besoin {verb}", argument)},
            }
            action = {"id": "copie", "type": "button", "name": "Moi", "integration": integration}
            shown = {"attachments": [{"text": "ici", "actions": [action]}]}
            post = await who.says(drome.here, "copie", props=shown)
            await drome.clicks(who, post, "copie")
            told = await whisper_to(window)
            await window.socket.close()
            assert STALE in told
    card = await loire.card(number)
    assert "concerne" not in card["message"]
    assert "Déjà vu" not in await loire.types(levels.louis, f"/besoin voir {number}")


async def _renamed(server: Server, who: Person, name: str) -> None:
    answer = await server.admin.call("PUT", f"/users/{who.id}/patch", {"username": name})
    assert answer.status == 200, answer.body


async def _proposed(house: House, who: Person) -> list[str]:
    """Return what the server proposes to someone who types the beginning of a command."""
    path = f"/teams/{house.team.id}/commands/autocomplete_suggestions"
    found = await who.get(f"{path}?user_input=/besoin%20&channel_id={house.here}")
    return sorted(each["Complete"] for each in found or [])


async def _tries(house: House, who: Person, form: Json) -> str:
    """Have someone type, write and send what a coordinator may; return what they are shown."""
    told = "".join([await house.does(who, f"besoin {each}") for each in COMMANDS])
    own = await in_direct(who, house.bot)
    body = {"channel_id": own, "team_id": house.team.id, "command": "/besoin liste"}
    told += str((await who.call("POST", "/commands/execute", body)).body)
    return told + str(await _sent(house, who, form))


async def _sent(house: House, who: Person, form: Json) -> Json:
    """Have the bot called with a form that was opened for someone else, as by the server."""
    body = {
        "type": "dialog_submission",
        "callback_id": form["dialog"]["callback_id"],
        "state": form["dialog"]["state"],
        "user_id": who.id,
        "channel_id": house.here,
        "submission": {"texte": "Déjà vu"},
    }
    return await _called(house, "dialog", body)


async def _forged(levels: Levels, who: Person, route: str, argument: str = "") -> Json:
    """Have the bot called as if someone pressed a button, as by the server."""
    body = {
        "type": "button",
        "user_id": who.id,
        "channel_id": levels.loire.here,
        "post_id": levels.loire.here,
        "context": {"ticket": _ticket(levels, route, argument)},
    }
    return await _called(levels.loire, "action", body)


async def _called(house: House, what: str, body: Json) -> Json:
    async with house.http.post(f"{house.address}/mattermost/{what}", json=body) as answer:
        found: Json = await answer.json()
        return found


def _ticket(levels: Levels, route: str, argument: str) -> str:
    """Return a ticket that is good in the Loire, whoever presses."""
    now = datetime.now(UTC)
    return Signer(levels.app.config.bot.secret).sign(
        Ticket(
            server=levels.loire.server,
            network=levels.loire.slug,
            route=route,
            argument=argument,
            made=now,
            expires=now + timedelta(days=1),
        )
    )
