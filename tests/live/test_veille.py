"""The watch: its preview, its feeds, and the digest when its moment comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest_asyncio

from bot.app import App, Pace
from bot.setup import set_up_all
from tests.live.conftest import Build
from tests.live.house import House, eventually
from tests.live.press import Press, open_press
from tests.live.server import posts_in
from tests.sandbox.people import Json

LIMIT = 16_383


@dataclass
class Clock:
    """The real time, and what a test adds to it."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """A house that follows one newspaper, and whose time a test moves."""

    house: House
    app: App
    press: Press
    clock: Clock

    async def next_digest(self) -> list[Json]:
        """Move to the next moment of a digest, and return its posts, the root first."""
        before = {each["id"] for each in await self.house.all_said()}
        self.clock.ahead += self.app.next_due() - self.clock() + timedelta(minutes=1)
        while (
            self.app.house.networks["loire"].digest.last_due(
                self.clock() - timedelta(hours=1), self.clock(), "Europe/Paris"
            )
            is None
        ):  # it was a meeting's
            self.clock.ahead += self.app.next_due() - self.clock() + timedelta(minutes=1)

        async def published() -> list[Json]:
            new = [each for each in await self.house.all_said() if each["id"] not in before]
            return new if any("La veille de" in each["message"] for each in new) else []

        (root, *_) = await eventually(published, within=15)

        async def whole() -> list[Json]:
            waiting = await self._waiting()
            posts = await posts_in(self.house.zoe, self.house.here)
            own = [each for each in posts if root["id"] in (each["id"], each["root_id"])]
            return [] if waiting else own

        return await eventually(whole)

    async def _waiting(self) -> bool:
        health = f"http://127.0.0.1:{self.house.port}/health"
        async with self.house.http.get(health) as answer:
            return bool((await answer.json())["outbox_waiting"])


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def newsroom(build: Build) -> AsyncIterator[Newsroom]:
    """Return a newsroom whose newspaper has one article."""
    clock = Clock()
    async with open_press() as press:
        press.publish("Le premier [article] @channel <b>du</b> mois", clock() - timedelta(days=1))
        house = await build(
            "kiosque",
            administers=True,
            feeds=((press.url, "La presse"),),
            pace=Pace(clock=clock, fast=True),
        )
        said: list[str] = []
        assert await set_up_all(house.config, said.append) == 0, said
        async with house.running() as app:
            yield Newsroom(house=house, app=app, press=press, clock=clock)


async def test_the_feeds_and_their_health_are_shown(newsroom: Newsroom) -> None:
    house = newsroom.house

    async def read() -> str:
        said = await house.types(house.louis, "/veille flux")
        return said if "✔" in said else ""

    assert "**La presse**" in await eventually(read)


async def test_what_is_news_goes_to_the_next_digest_once_and_rings_nobody(
    newsroom: Newsroom,
) -> None:
    title = "Un *guide* pour [tous] | @channel #inclusion (suite)"
    link = newsroom.press.publish(title, newsroom.clock())
    place = f"/channels/{newsroom.house.here}/members/{newsroom.house.zoe.id}"
    before = (await newsroom.house.zoe.get(place))["mention_count"]

    posts = await newsroom.next_digest()
    preview = await newsroom.house.types(newsroom.house.louis, "/veille")

    text = "\n".join(each["message"] for each in posts)
    assert text.count(f"]({link})") == 1
    assert "[Un \\*guide\\* pour \\[tous\\] \\| @\u200bchannel #\u200binclusion (suite)]" in text
    assert link not in preview
    assert all(not each["hashtags"] for each in posts)
    assert (await newsroom.house.zoe.get(place))["mention_count"] == before


async def test_a_long_digest_goes_on_in_its_thread_within_the_limit(newsroom: Newsroom) -> None:
    long = "Une aide à l'équipement des lieux de médiation, troisième volet du plan pour "
    links = [
        newsroom.press.publish(f"{long * 2} {number}", newsroom.clock() - timedelta(minutes=1))
        for number in range(120)
    ]

    root, *others = await newsroom.next_digest()

    texts = [root["message"], *(each["message"] for each in others)]
    assert len(others) >= 1
    assert all(len(text) <= LIMIT for text in texts)
    assert all(each["root_id"] == root["id"] for each in others)
    assert [sum(text.count(f"]({link})") for text in texts) for link in links] == [1] * 120


async def test_a_coordinator_gets_the_agenda_and_a_member_the_date(newsroom: Newsroom) -> None:
    house = newsroom.house

    agenda = await house.types(house.amina, "/rencontre")
    date = await house.types(house.louis, "/rencontre")

    assert all(f"**{part}." in agenda for part in (1, 2, 3, 4))
    assert "projet d'ordre du jour" not in date
    assert "La prochaine rencontre de 42 - Loire" in date


async def test_a_month_without_news_still_has_its_digest(newsroom: Newsroom) -> None:
    await newsroom.next_digest()

    (post,) = await newsroom.next_digest()

    assert "Rien de neuf dans les flux" in post["message"]
