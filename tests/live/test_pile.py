"""The pile on a real server: presses, stale and double ones, two devices, cuts, and no buttons."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.app import Pace
from bot.mattermost.client import Mattermost
from bot.mattermost.wire.cards import PostProps
from bot.mattermost.wire.objects import Post
from bot.pile.card import HEAD, MOVED
from bot.pile.rules import THUMB
from bot.veille.feeds.rules import INTERVAL
from sandbox.play.player import text_of
from tests.live.bot import House, eventually, holds, number_before
from tests.live.conftest import Build
from tests.live.newsroom import Clock, Newsroom, open_newsroom
from tests.live.piles import PileReader, labels
from tests.live.server import Server
from tests.live.wire import cable_to
from tests.sandbox.people import Json

PRESSES = 100
"""Presses that are timed."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def kiosk(build: Build) -> AsyncIterator[Newsroom]:
    """Return a newsroom with buttons, whose coordinator has articles to sort."""
    async with open_newsroom(build, "kiosque-pile") as opened:
        await _published(opened, 40)
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def silent(build: Build) -> AsyncIterator[Newsroom]:
    """Return a newsroom whose bot no click can reach, with articles to sort."""
    async with open_newsroom(build, "guichet-pile", buttons=False) as opened:
        await _published(opened, 4)
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def pile(kiosk: Newsroom) -> PileReader:
    """Return the coordinator's pile, open at its first article."""
    reader = PileReader(house=kiosk.house, who=kiosk.house.amina, clock=kiosk.clock)
    await reader.opens("**1 sur", by="veille trier")
    return reader


async def test_ten_presses_show_ten_things_in_one_post(pile: PileReader) -> None:
    first = await pile.shows("**1 sur")
    assert holds(first, HEAD)

    for place in range(2, 12):
        shown = await pile.presses("Écarter" if place % 2 else "Garder", f"**{place} sur", "✔")
        assert shown["id"] == first["id"]
        assert shown["message"] == first["message"]
        assert "Annuler" in labels(shown)


async def test_what_was_just_done_is_taken_back(pile: PileReader) -> None:
    first = await pile.shows("**1 sur")
    await pile.presses("Écarter", "**2 sur", "✔")

    back = await pile.presses("Annuler", "**1 sur", "✔ C'est annulé")

    assert text_of(first).splitlines()[2] in text_of(back)


async def test_a_device_that_shows_what_stood_there_acts_on_nothing(pile: PileReader) -> None:
    stale = await pile.shows("**1 sur")
    shown = await pile.presses("Garder", "**2 sur")

    answer = await pile.clicks(stale, "Écarter")

    assert answer.status == 404, "that button is of no post as the server has it now"
    await pile.presses("Garder", "**3 sur")
    assert labels(shown)[:3] == labels(stale)[:3], "though it says the same"


async def test_two_devices_press_at_once_and_it_is_done_once(pile: PileReader) -> None:
    shown = await pile.shows("**1 sur")
    phone, desk = await pile.who.listens(), await pile.who.listens()
    pile.clock.ahead += timedelta(seconds=2)

    await asyncio.gather(*(pile.who.clicks(shown, "Écarter") for _ in range(2)))

    await pile.turned(shown, "**2 sur")
    for device in (phone, desk):
        edited = await device.next("post_edited")
        assert "**2 sur" in edited["data"]["post"]
        await device.socket.close()
    await _settled(pile)
    await pile.shows("**2 sur")


async def test_an_older_post_shrinks_to_a_line_when_a_new_one_comes(pile: PileReader) -> None:
    old = await pile.shows("**1 sur")

    new = await pile.opens("1 sur")

    assert new["id"] != old["id"]
    shrunk = next(each for each in await pile.posts() if each["id"] == old["id"])
    assert holds(shrunk, f"{HEAD}\n\n{MOVED}")
    assert not labels(shrunk)


async def test_a_time_limit_of_edits_stops_nothing(server: Server, pile: PileReader) -> None:
    limit = {"ServiceSettings": {"PostEditTimeLimit": 0}}
    assert (await server.admin.call("PUT", "/config/patch", limit)).status == 200
    try:
        first = await pile.shows("**1 sur")
        shown = await pile.presses("Garder", "**2 sur")
    finally:
        limit["ServiceSettings"]["PostEditTimeLimit"] = -1
        await server.admin.call("PUT", "/config/patch", limit)

    assert shown["id"] == first["id"], "its message never changes: only what is attached does"


async def test_a_refused_edit_makes_a_new_post_which_outlives_a_cut_and_a_restart(
    server: Server, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    async with cable_to(server.url) as cable:
        house = await build(
            "tenace", administers=True, url=cable.url, pace=Pace(clock=clock, fast=True)
        )
        reader = PileReader(house=house, who=house.zoe, clock=clock)
        async with house.running():
            for text in ("Qui prête une girouette ?", "Qui prête un baromètre ?"):
                await house.asks_aloud(house.louis, text)
            shown = await reader.opens("1 sur")
            _deleted_first(monkeypatch, server, shown["id"])
            assert (await reader.clicks(shown, "Moi aussi")).status == 200

            moved = await reader.turned(shown, "2 sur", "✔")
            assert moved["id"] != shown["id"]
            cable.cut()
            await reader.clicks(moved, "Plus tard")
            cable.mend()
            await house.settled()
            assert text_of((await reader.posts())[-1]) == text_of(moved), "it was not done"
        async with house.running():
            again = await reader.presses("Plus tard", "✔")
            assert again["id"] == moved["id"]


async def test_where_nothing_can_be_pressed_each_next_thing_is_a_new_post(silent: Newsroom) -> None:
    house = silent.house
    reader = PileReader(house=house, who=house.amina, clock=silent.clock)
    first = await reader.opens("**1 sur 5", "**1** Garder", by="veille trier")
    assert first["message"] != HEAD
    assert not labels(first)

    second = await reader.answers("Écarter")
    assert holds(second, "✔")
    third = await reader.answers("Pourquoi…", "Pour l'accueil des débutants")
    assert holds(third, "**2 sur 5")
    assert holds(third, "Pourquoi : Pour l'accueil des débutants")
    await house.amina.replies(third, "garder")
    fourth = await reader.turned(third, "**3 sur 5")
    await house.amina.replies(first, number_before(first, "Garder"))

    shown = await reader.turned(fourth, "**3 sur 5")
    assert len({each["id"] for each in (first, second, third, fourth, shown)}) == 5
    asked = await house.chooses(house.amina, shown, "Pourquoi…")
    await house.amina.replies(asked, "Pour les ateliers")
    explained = await reader.turned(shown, "Pourquoi : Pour les ateliers")
    assert holds(explained, "✔ Raison notée")


async def test_the_next_card_is_there_soon_after_a_press(build: Build) -> None:
    """Print how long it takes where time goes as it does: `-s` shows it."""
    async with open_newsroom(build, "minute", fast=False) as opened:
        await _collected(opened.house, 1)
        await _published(opened, PRESSES)
        reader = PileReader(house=opened.house, who=opened.house.amina, clock=opened.clock)
        took = await _timed(reader)
    for name, rank in (("median", PRESSES // 2), ("p95", PRESSES * 95 // 100), ("longest", -1)):
        print(f"pile_press_to_next_card_{name}: {took[rank] * 1000:.0f} ms")  # noqa: T201  a measure
    print(f"pile_presses: {len(took)} presses")  # noqa: T201


async def _timed(pile: PileReader) -> list[float]:
    """Press through the pile; return how many seconds each next card took, the shortest first."""
    shown, took = await pile.opens("1 sur", by="veille trier"), []
    window = await pile.who.listens()
    for _ in range(PRESSES):
        if "Garder" not in labels(shown):
            shown = await pile.opens("1 sur", by="veille trier")
        await asyncio.sleep(THUMB.total_seconds() + 0.1)  # as someone does who reads it
        start = time.perf_counter()
        assert (await pile.who.clicks(shown, "Garder")).status == 200
        edited: Json = {"id": ""}
        while edited["id"] != shown["id"]:
            edited = json.loads((await window.next("post_edited"))["data"]["post"])
        took.append(time.perf_counter() - start)
        assert text_of(edited) != text_of(shown)
        shown = edited
    await window.socket.close()
    return sorted(took)


def _deleted_first(monkeypatch: pytest.MonkeyPatch, server: Server, post: str) -> None:
    """Have the administrator delete a post just before the bot rewrites it."""
    edit = Mattermost.update_post

    async def deleted(
        self: Mattermost, post_id: str, text: str, props: PostProps | None = None
    ) -> Post:
        if post_id == post:
            await server.admin.call("DELETE", f"/posts/{post}")
        return await edit(self, post_id, text, props)

    monkeypatch.setattr(Mattermost, "update_post", deleted)


async def _published(newsroom: Newsroom, count: int) -> None:
    """Publish so many articles, and wait until they are collected."""
    for number in range(count):
        newsroom.press.publish(f"Guide n° {number}", newsroom.clock() - timedelta(minutes=5))
    newsroom.clock.ahead += INTERVAL
    await _collected(newsroom.house, len(newsroom.press.articles))


async def _collected(house: House, count: int) -> None:
    """Wait until the bot has so many articles."""

    async def all_there() -> bool:
        with closing(sqlite3.connect(house.folder / "courroie.db")) as db:
            (found,) = db.execute("SELECT count(*) FROM articles").fetchone()
        return bool(found == count)

    await eventually(all_there)


async def _settled(pile: PileReader) -> None:
    """Wait until the bot has nothing left to say."""

    async def nothing_waits() -> bool:
        async with pile.house.http.get(f"http://127.0.0.1:{pile.house.port}/health") as answer:
            return not (await answer.json())["outbox_waiting"]

    await eventually(nothing_waits)
