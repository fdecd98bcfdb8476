"""From a server without any network to one that lives, with thirty questions of its own past."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio

from bot.past.rules import starting
from bot.pile.rules import THUMB
from sandbox.play.player import text_of
from tests.live.bot import eventually, holds, plain
from tests.live.conftest import Build
from tests.live.entered import EmptyServer, lives_a_year, open_empty_server
from tests.live.piles import labels
from tests.live.server import Server
from tests.sandbox.people import Json

KEPT = 30
BEFORE = "Une question d'avant"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def empty(build: Build) -> AsyncIterator[EmptyServer]:
    """Return a server where no network is declared."""
    async with open_empty_server(build, "entree") as opened:
        yield opened


async def test_an_empty_server_becomes_a_network_with_thirty_questions_of_its_past(
    empty: EmptyServer,
) -> None:
    house, amina = empty.house, empty.house.amina
    count = await lives_a_year(house)
    empty.took(f"{count} posts said")
    assert await house.all_said() == []

    louis = (await house.louis.get("/users/me"))["username"]
    await empty.enters(others=f"@{louis}")
    await eventually(lambda: _reads(empty, "fait le lien"))
    question = await house.mentions(house.louis, "besoin Qui prête un vidéoprojecteur ?")
    await house.confirmed(house.louis, question)
    empty.took("first question")

    await _comes_to(empty, "questions de l'an dernier")
    card = (await empty.pile.posts())[-1]
    empty.clock.ahead += 2 * THUMB  # sooner, it was meant for what stood there before
    asked = await house.turns(amina, card, "Prévenir le réseau")
    await house.presses(amina, asked, "Oui, prévenir le réseau")
    await eventually(lambda: _reads(empty, "ne soient pas lus"))
    empty.took("announced")

    empty.clock.ahead += starting(empty.clock(), "Europe/Paris", "") - empty.clock()
    empty.clock.ahead += timedelta(hours=1)
    await house.told(amina, "semblent demander")
    empty.took("read")

    kept = 0
    card = await _comes_to(empty, BEFORE)
    while kept < KEPT:
        label = next((each for each in labels(card) if each.startswith("Garder")), "")
        if not holds(card, BEFORE) or not label:
            card = await _comes_to(empty, BEFORE)
            continue
        kept += await _keeps(empty, card, label)
        card = (await empty.pile.posts())[-1]
    empty.took(f"{kept} kept")

    door = await house.turns(amina, await _year(empty), "Plus…", "Les questions passées")
    sure = await house.turns(amina, door, "Terminer")
    told = plain(await house.presses(amina, sure, "Oui, terminer"))
    assert told.startswith(f"**{KEPT} questions du réseau, dont ")
    await house.told(house.louis, "De vos messages passés")
    empty.took("ended")

    shown = ", ".join(f"{step} {minutes:.2f}" for step, minutes in empty.minutes.items())
    print(f"minutes: {shown}; all {sum(empty.minutes.values()):.2f}")  # noqa: T201  for the note


async def test_a_renamed_coordinator_stays_and_the_freed_name_gives_nothing(
    server: Server, empty: EmptyServer
) -> None:
    house, amina, louis = empty.house, empty.house.amina, empty.house.louis
    name = (await amina.get("/users/me"))["username"]
    await _patched(server, amina.id, username=f"{name}.b")
    await _patched(server, louis.id, username=name)

    try:
        await house.types(amina, f"/invite @{house.names['bot']}")  # heard after the renames
        assert empty.app.bot.coordinators_of(house.slug) == {amina.id}
    finally:
        await _patched(server, louis.id, username=f"louis-{server.suffix}")
        await _patched(server, amina.id, username=name)


async def test_who_is_deactivated_or_leaves_coordinates_no_longer(
    server: Server, empty: EmptyServer
) -> None:
    house, amina, louis = empty.house, empty.house.amina, empty.house.louis
    asked = await house.told(louis, "vous propose de coordonner")
    await house.presses(louis, asked, "D'accord")
    await eventually(lambda: _coordinate(empty, {amina.id, louis.id}))

    await amina.call("DELETE", f"/channels/{house.here}/members/{amina.id}")
    await eventually(lambda: _coordinate(empty, {louis.id}))
    await server.admin.call("PUT", f"/users/{louis.id}/active", {"active": False})
    try:
        await eventually(lambda: _coordinate(empty, set()))
    finally:
        await server.admin.call("PUT", f"/users/{louis.id}/active", {"active": True})
        await server.gives_token(louis)
        path = f"/channels/{house.here}/members"
        await server.admin.post(path, {"user_id": amina.id}, status=201)


async def _patched(server: Server, user: str, **changes: str) -> None:
    answer = await server.admin.call("PUT", f"/users/{user}/patch", changes)
    assert answer.status == 200, answer.body


async def _keeps(empty: EmptyServer, card: Json, label: str) -> bool:
    """Keep what a card shows, unless it names someone or may not be: then it is left out."""
    window = await empty.house.amina.listens()
    assert (await empty.pile.clicks(card, label)).status == 200
    changed = asyncio.create_task(empty.pile.turned(card))
    named = asyncio.create_task(window.form())
    await asyncio.wait({changed, named}, return_when=asyncio.FIRST_COMPLETED)
    kept = changed.done() and _left(card) > _left((await empty.pile.posts())[-1])
    for each in (changed, named):
        each.cancel()
    await window.socket.close()
    if not kept:
        await empty.pile.presses("Pas celle-ci")
    return kept


def _left(card: Json) -> int:
    """Return how many messages of the past a card says are left."""
    found = re.search(r"(\d+) restent", plain(text_of(card)))
    return int(found[1]) if found else 0


async def _coordinate(empty: EmptyServer, people: set[str]) -> bool:
    return empty.app.bot.coordinators_of(empty.house.slug) == people


async def _reads(empty: EmptyServer, words: str) -> Json | None:
    said = await empty.house.all_said()
    return next((each for each in said if holds(each, words)), None)


async def _year(empty: EmptyServer) -> Json:
    """Write « reseau » to the bot, and return what it answers, with its verbs."""
    amina = empty.house.amina
    return await empty.house.answered(amina, await empty.house.writes(amina, "reseau"))


async def _comes_to(empty: EmptyServer, words: str) -> Json:
    """Open the coordinator's pile, and put things off until one has these words."""
    card = await empty.pile.opens("Ce qui vous attend")
    while not holds(card, words):
        assert "Plus tard" in labels(card), text_of(card)
        card = await empty.pile.presses("Plus tard")
    return card
