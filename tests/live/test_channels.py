"""A channel archived, renamed, left; reactions unheard; a locked file: nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from bot.mattermost import listener as ear
from tests.live.bot import House, eventually, holds
from tests.live.conftest import Build
from tests.live.server import Server, in_direct, posts_in
from tests.sandbox.people import Json, Person
from tests.waiting import PATIENCE

_CREATED = 201
_OK = 200


async def _state(house: House, state: str | None) -> None:
    """Wait until the bot's health says that of its channel."""

    async def look() -> bool:
        async with house.http.get(f"http://127.0.0.1:{house.port}/health") as answer:
            told: Json = await answer.json()
        return bool(told["status"] == "ok" and told["channels"].get("loire") == state)

    await eventually(look)


async def _noted(house: House) -> None:
    """Wait until the bot has written where its channel is."""
    path = house.folder / "courroie.db"

    async def look() -> bool:
        with closing(sqlite3.connect(path)) as file:
            return bool(file.execute("SELECT count(*) FROM channels").fetchone()[0])

    await eventually(look)


async def _asks_aside(house: House, who: Person, text: str) -> None:
    """Ask by direct message, and wait for the answer that gives a number."""
    post = await house.writes(who, f"besoin ~{house.channel['name']} {text}")
    await house.confirmed(who, post)


async def _cards(house: House, text: str) -> int:
    return sum(holds(each, f"> {text}") for each in await house.all_said())


async def _shown(house: House, *texts: str) -> None:
    """Wait for each question's card, once."""

    async def look() -> bool:
        return all([await _cards(house, text) for text in texts])

    await eventually(look)
    assert [await _cards(house, text) for text in texts] == [1] * len(texts)


async def _letters(house: House, who: Person, words: str) -> int:
    channel = await in_direct(who, house.bot)
    found = await posts_in(who, channel)
    return sum(words in each["message"] for each in found if each["user_id"] == house.bot.id)


async def _call(who: Person, method: str, path: str, body: object = None) -> None:
    answer = await who.call(method, path, body)
    assert answer.status in (_OK, _CREATED), answer.body


async def test_what_is_for_an_archived_channel_is_said_when_it_is_back(
    server: Server, build: Build
) -> None:
    house = await build("archive", callback=None)
    path = f"/channels/{house.here}"
    async with house.running():
        await _noted(house)
        await _call(house.amina, "DELETE", path)
        await _state(house, "archived")
        await house.told(house.amina, "vient d'être archivé")
        await _asks_aside(house, house.louis, "Qui prête une salle pendant l'archive ?")
    async with house.running():
        await _state(house, "archived")
        await _asks_aside(house, house.zoe, "Qui prête un écran après le redémarrage ?")
    await _call(server.admin, "POST", f"{path}/restore")
    await house.mentions(house.louis, "besoin Qui nous lit depuis le retour ?")
    async with house.running():
        await _state(house, None)
        await _shown(
            house,
            "Qui prête une salle pendant l'archive ?",
            "Qui prête un écran après le redémarrage ?",
            "Qui nous lit depuis le retour ?",
        )
        await _call(house.amina, "DELETE", path)
        await _state(house, "archived")
        await _asks_aside(house, house.louis, "Qui répare un vélo sans redémarrage ?")
        await _call(server.admin, "POST", f"{path}/restore")
        await _state(house, None)
        await _shown(house, "Qui répare un vélo sans redémarrage ?")
    assert await _letters(house, house.amina, "vient d'être archivé") == 2


async def test_a_renamed_channel_is_served_live_and_after_a_restart(build: Build) -> None:
    house = await build("renomme", callback=None)
    async with house.running():
        await _noted(house)
        names = {"name": "la-loire-42", "display_name": "La Loire"}
        await _call(house.amina, "PUT", f"/channels/{house.here}/patch", names)
        await house.mentions(house.louis, "besoin Qui suit le nouveau nom ?")
        await _shown(house, "Qui suit le nouveau nom ?")
    async with house.running():
        await house.mentions(house.zoe, "besoin Qui suit après le redémarrage ?")
        await _shown(house, "Qui suit après le redémarrage ?")
        await _state(house, None)


async def test_a_bot_put_out_of_its_channel_or_team_catches_up_on_return(
    server: Server, build: Build
) -> None:
    house = await build("dehors", callback=None)
    members = f"/channels/{house.here}/members"
    team = f"/teams/{house.team.id}/members"
    async with house.running():
        await _noted(house)
        await _call(house.amina, "DELETE", f"{members}/{house.bot.id}")
        await _state(house, "removed")
        await house.told(house.amina, "Je ne suis plus dans le canal")
        await house.mentions(house.louis, "besoin Qui passe pendant l'absence ?")
        await _call(house.amina, "POST", members, {"user_id": house.bot.id})
        await _state(house, None)
        await _shown(house, "Qui passe pendant l'absence ?")
        assert await _letters(house, house.amina, "Je ne suis plus dans le canal") == 1

        await _call(server.admin, "DELETE", f"{team}/{house.bot.id}")
        await _state(house, "removed")
        await house.mentions(house.louis, "besoin Qui passe hors de l'équipe ?")
        body = {"team_id": house.team.id, "user_id": house.bot.id}
        await _call(server.admin, "POST", team, body)
        await _call(house.amina, "POST", members, {"user_id": house.bot.id})
        await _state(house, None)
        await _shown(house, "Qui passe hors de l'équipe ?")

        await _call(house.amina, "DELETE", f"{members}/{house.bot.id}")
        await _state(house, "removed")
    await house.mentions(house.zoe, "besoin Qui passe pendant l'arrêt ?")
    await _call(house.amina, "POST", members, {"user_id": house.bot.id})
    async with house.running():
        await _state(house, None)
        await _shown(house, "Qui passe pendant l'arrêt ?")


async def test_reactions_put_and_taken_back_while_the_bot_was_stopped(build: Build) -> None:
    house = await build("reactions", callback=None)

    async def react(who: Person, post: Json, emoji: str) -> None:
        body = {"user_id": who.id, "post_id": post["id"], "emoji_name": emoji}
        await _call(who, "POST", "/reactions", body)

    async with house.running():
        _, card = await house.asks_aloud(house.louis, "Qui saurait prêter un scanner ?")
        _, other = await house.asks_aloud(house.louis, "Qui connaît un bon imprimeur ?")
        await react(house.zoe, other, "raising_hand")
        await house.said(other["props"]["courroie_key"], "2\N{NO-BREAK SPACE}personnes")
        reply = await house.zoe.says(house.here, "La Manufacture en prête.", root_id=card["id"])
        key = f"{card['props']['courroie_key']}"
    await react(house.amina, card, "raising_hand")
    await react(house.louis, reply, "white_check_mark")
    await _call(
        house.zoe,
        "DELETE",
        f"/users/{house.zoe.id}/posts/{other['id']}/reactions/raising_hand",
    )
    async with house.running():
        await house.said(key, "La Manufacture en prête")

        async def alone() -> bool:
            for post in await house.all_said():
                if post["id"] == other["id"]:
                    return "2\N{NO-BREAK SPACE}personnes" not in post["message"]
            return False

        await eventually(alone)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Try again soon; return what counts the events that waited for a locked file."""
    waited: list[str] = []
    warn = ear.log.warning

    def note(event: str, **more: object) -> None:
        waited.append(event)
        warn(event, **more)

    monkeypatch.setattr(ear, "TRY_AGAIN", 0.1)
    monkeypatch.setattr(ear.log, "warning", note, raising=False)
    return lambda: waited.count("event_waits")


async def test_what_is_said_while_the_database_is_locked_is_heard_once(
    build: Build, impatient: Callable[[], int]
) -> None:
    house = await build("verrou", callback=None)
    async with house.running():
        await _noted(house)
        path = house.folder / "courroie.db"
        with closing(sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)) as other:
            other.execute("BEGIN IMMEDIATE")
            await house.mentions(house.louis, "besoin Qui attend le verrou ?")
            channel = await in_direct(house.zoe, house.bot)
            await house.zoe.says(channel, "besoin Qui attend par écrit ?")

            async def waits() -> bool:
                return impatient() > 0

            await eventually(waits)
            other.execute("ROLLBACK")
        await _shown(house, "Qui attend le verrou ?", "Qui attend par écrit ?")
