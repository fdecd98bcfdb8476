"""Whoever no longer coordinates is given nothing and does nothing, by any way of acting.

Each way is tried by who lost the right, or took the name; who has it keeps all.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, replace

import pytest

from sandbox.server import wire
from tests.sandbox.people import Json, Listener, Person
from tests.waiting import eventually, until
from tests.whole.conftest import village
from tests.whole.town import Village
from tests.whole.verbs import press, verb_in

__all__ = ["village"]

PUBLIC, SENT, WAITING = "Qui prête une salle à Brest ?", "Ma Girouette grince", "Mon Parapluie"
GIVEN = ("Girouette", "Parapluie", "en tableau")
"""What only coordinators are given: private questions, an export."""

COMMANDS = (
    "/besoin voir 2",
    "/besoin exporter",
    "/besoin transmis",
    "/besoin fermer 1",
    "/besoin fermer 1 Déjà vu",
    "/besoin reporter 1 lettre",
    "/besoin transmettre 1 Qui prête ?",
    "/lettre édito Bonjour",
    "/reseau changer-rythme veille le 2 à 9 h",
    "/reseau copies",
    "/veille trier",
)


@dataclass
class Before:
    """What someone who coordinates has at hand, and who reads it next."""

    form: Json
    cards: Sequence[Json]
    card: Json
    mention: Json
    channel: str


async def left(village: Village) -> None:
    amina = await village.person("amina")
    await amina.call("DELETE", f"/channels/{await village.channel()}/members/{amina.id}")


async def left_unheard(village: Village) -> None:
    village.stage.sandbox.faults.error("/websocket", times=None)
    village.stage.sandbox.faults.close_sockets()

    async def deaf() -> bool:
        health = await village.health()
        return health is not None and health["status"] == "degraded"

    await eventually(deaf)
    await left(village)


async def became_a_guest(village: Village) -> None:
    account(village, "amina", roles="system_guest")


async def changed_names(village: Village) -> None:
    account(village, "amina", name="amina.b")
    account(village, "louis", name="amina")


def account(village: Village, who: str, *, name: str = "", roles: str = "system_user") -> None:
    """Change someone's account, as an administrator does."""
    context = village.stage.sandbox.shared.servers["France"]
    user = context.world.user_named(who)
    assert user is not None
    changed = context.world.users.keep(replace(user, username=name or who, roles=roles))
    context.hub.publish("user_updated", {"user": wire.user(changed)})


def named(village: Village, coordinator: str) -> Village:
    """Return the same place where someone else coordinates the Loire."""
    config = village.stage.config
    networks = tuple(
        each.model_copy(update={"coordinators": (coordinator,)}) if each.slug == "loire" else each
        for each in config.networks
    )
    told = config.model_copy(update={"networks": networks})
    return replace(village, stage=replace(village.stage, config=told))


async def prepared(village: Village) -> Before:
    """Have Amina coordinate for a while, and some of it wait to be said."""
    window = await (await village.person("amina")).listens()
    await village.types("zoe", f"/besoin {PUBLIC}")
    await village.types("zoe", f"/besoin en privé : {SENT}, que faire ?")
    await village.does("zoe", "besoin transmettre 2")
    await village.letter_with("amina", "Girouette")
    card = await village.post_with("Qui prête une salle")
    mention = await village.says("amina", "@courroie besoin voir 1")
    await village.click("amina", card, "Plus…")
    offered = await village.letter_with("amina", "**Question n° 1**")
    await village.click("amina", offered, "Plus…", "Fermer sans réponse…")
    form = await window.form()
    await (await village.person("amina")).says(await village.direct("amina"), "aide")
    await village.quietly()
    await window.socket.close()
    village.stage.sandbox.faults.error("/posts", method="POST", times=None)
    assert "réservé" not in await village.does("amina", "besoin exporter")
    await village.types("zoe", f"/besoin en privé : {WAITING}, que faire ?")
    await village.does("zoe", "besoin transmettre 3")
    cards = [each for each in await village.letters("amina") if "attachments" in each["props"]]
    return Before(form, cards, card, mention, await village.channel())


async def acts(village: Village, person: Person, own: str, before: Before) -> str:
    """Have someone try each way of acting; return all that they are shown at once."""
    told = ""
    http, config = village.town.http, village.stage.config
    for line in COMMANDS:
        for where in (before.channel, own):
            told += str((await person.types(where, line)).body)
            if (verb := verb_in(line)) is not None:
                told += await press(http, config, "loire", person.id, where, verb)
        await person.says(own, line.lstrip("/"))
    for card in before.cards:
        told += await presses_all(person, card)
        await person.reacts(card["id"], "white_check_mark")
    for typed in ("1", "2", "oui", "Fermer…"):
        await person.says(own, typed)
    told += str(await person.fills_in(before.form, own, texte="Déjà vu"))
    await person.reacts(before.card["id"], "white_check_mark")
    body = {"channel_id": before.channel, "root_id": before.card["id"]}
    await person.call("POST", "/posts", body | {"message": "@courroie fermer Déjà vu"})
    body = {"channel_id": before.channel, "message": "@courroie besoin fermer 1 Déjà vu"}
    await person.call("POST", "/posts", body)
    await person.call("PUT", f"/posts/{before.mention['id']}/patch", body)
    return told


async def presses_all(person: Person, card: Json) -> str:
    """Press each button of a card, and choose each option of its menus."""
    told = ""
    actions = [each for part in card["props"]["attachments"] for each in part.get("actions", ())]
    for action in actions:
        for option in [each["value"] for each in action.get("options") or ()] or [""]:
            body = {"cookie": action.get("cookie", ""), "selected_option": option}
            path = f"/posts/{card['id']}/actions/{action['id']}"
            told += str((await person.call("POST", path, body)).body)
    return told


async def shown(window: Listener) -> str:
    """Return what came to someone's window."""
    told = ""
    while True:
        try:
            told += json.dumps(await window.socket.receive_json(timeout=0.2), ensure_ascii=False)
        except (TimeoutError, TypeError):  # nothing more, or it was cut
            return told


def waits(village: Village, user: str) -> int:
    """Return how much waits to be said to someone."""
    path = village.stage.config.bot.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as file:
        theirs = "SELECT count(*) FROM outbox WHERE user = ? AND status IN ('prepared', 'sending')"
        found: int = file.execute(theirs, (user,)).fetchone()[0]
        return found


async def state(village: Village) -> str:
    """Return what acts of coordination would change, as a member reads it."""
    lines = ("/besoin voir 1", "/reseau rythme", "/lettre")
    told = "\n".join([await village.types("zoe", line) for line in lines])
    told += await village.does("zoe", "veille adresse")
    return re.sub(r"\n+.*concern.*", "", told)  # a member may say so


SITUATIONS: Mapping[str, tuple[Callable[[Village], Awaitable[None]] | None, str, str]] = {
    "left": (left, "amina", ""),
    "left unheard": (left_unheard, "amina", ""),
    "guest": (became_a_guest, "amina", ""),
    "name taken": (changed_names, "louis", "amina"),
    "no longer named": (None, "amina", "louis"),
}
"""What happens, who has no right then, and who has."""


@pytest.mark.long
@pytest.mark.parametrize("situation", SITUATIONS)
async def test_nothing_is_given_or_done(village: Village, situation: str) -> None:
    happens, who, rightful = SITUATIONS[situation]
    faults, person, own = village.stage.sandbox.faults, await village.person(who), ""
    async with AsyncExitStack() as bots:
        await bots.enter_async_context(village.bot())
        own, before = await village.direct(who), await prepared(village)
        read = {each["id"] for each in await village.letters(who)}
        window = await person.listens()
        if happens is None:
            await bots.aclose()
            village = named(village, rightful)
            faults.clear()
            await bots.enter_async_context(village.bot())
        else:
            await happens(village)
        if not rightful:
            await until(lambda: not waits(village, person.id))
        faults.clear()
        if happens is left_unheard:
            faults.error("/websocket", times=None)
        else:
            await village.quietly()
        known = await state(village)

        told = await acts(village, person, own, before)

        assert await state(village) == known
        faults.clear()
        await village.quietly()
        assert await state(village) == known
        told += await shown(window)
        await window.socket.close()
        letters = [each for each in await village.letters(who) if each["id"] not in read]
        told += "".join(each["message"] for each in letters if each["user_id"] != person.id)
        assert [each for each in GIVEN if each in told] == []
        assert "réservé" in told or "d'aucun" in told
        if rightful:
            assert "n° 1" in (await village.types(rightful, "/besoin liste")).replace("\xa0", " ")
        if rightful == "amina":
            await village.letter_with("amina", "Parapluie")
            await village.letter_with("amina", "en tableau")
