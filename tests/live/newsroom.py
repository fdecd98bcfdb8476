"""A house that follows one newspaper, and whose time a test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.admin.setup import set_up_all
from bot.app import App, Pace
from bot.network import schedule
from bot.network.network import DEFAULT_DIGEST, Network
from bot.network.rhythm import parse_rhythm
from bot.network.schedule import Due
from bot.pile.rules import week_of
from tests.live.bot import House, eventually
from tests.live.press import Press, open_press
from tests.live.server import posts_in
from tests.sandbox.people import Json

_ZONE = "Europe/Paris"


@dataclass
class Clock:
    """The real time, and what a test adds to it."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def before_a_preview(now: datetime) -> timedelta:
    """Return how far to go on so that the Monday before the next digest is still to come.

    In the week of a digest that is not published yet, it is past: that digest must be too.
    """
    (due,) = parse_rhythm(DEFAULT_DIGEST).next_dates(now, _ZONE, 1)
    return timedelta() if week_of(due, _ZONE) > now else due + timedelta(minutes=1) - now


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """A house, the bot there, and the newspaper that it follows."""

    house: House
    app: App
    press: Press
    clock: Clock

    @property
    def network(self) -> Network:
        """The network, as the bot knows it."""
        return self.app.bot.networks["loire"]

    async def preview(self) -> Json:
        """Move to the Monday whose pile has the articles of the next digest; return that pile."""
        (due,) = self.network.digest.next_dates(self.clock(), self.network.timezone, 1)
        monday = week_of(due, self.network.timezone)
        self.clock.ahead += monday - self.clock() + timedelta(minutes=1)
        return await self.house.told(self.house.amina, "Sans vous : il paraît le")

    async def next_digest(self) -> list[Json]:
        """Move to the next moment of a digest, and return its posts, the root first."""
        before = {each["id"] for each in await self.house.all_said()}
        self.clock.ahead += self.app.next_due() - self.clock() + timedelta(minutes=1)
        hour = timedelta(hours=1)
        while (
            schedule.last_due(self.network, Due.DIGEST, self.clock() - hour, self.clock()) is None
        ):  # it was a meeting's, or a preview's
            self.clock.ahead += self.app.next_due() - self.clock() + timedelta(minutes=1)

        async def published() -> list[Json]:
            new = [each for each in await self.house.all_said() if each["id"] not in before]
            return new if any("La veille de" in each["message"] for each in new) else []

        (root, *_) = await eventually(published)

        async def whole() -> list[Json]:
            waiting = await self._waiting()
            posts = await posts_in(self.house.zoe, self.house.here)
            own = [each for each in posts if root["id"] in (each["id"], each["root_id"])]
            return [] if waiting else own

        return await eventually(whole)

    async def to_come(self, words: str, *, there: bool = True) -> str:
        """Wait until the digest to come holds these words, or holds them no more; return it."""

        async def look() -> str:
            said = await self.house.does(self.house.louis, "veille articles")
            return said if (words in said) is there else ""

        return await eventually(look)

    async def _waiting(self) -> bool:
        health = f"http://127.0.0.1:{self.house.port}/health"
        async with self.house.http.get(health) as answer:
            return bool((await answer.json())["outbox_waiting"])


@asynccontextmanager
async def open_newsroom(
    build: Callable[..., Awaitable[House]], name: str, *, buttons: bool = True, fast: bool = True
) -> AsyncIterator[Newsroom]:
    """Open a newsroom whose newspaper has one article; without `buttons`, no click comes.

    Unless `fast`, its jobs are woken as seldom as those of a bot that people use.
    """
    clock = Clock(ahead=before_a_preview(datetime.now(UTC)))
    async with open_press() as press:
        press.publish("Le premier [article] @channel <b>du</b> mois", clock() - timedelta(days=1))
        more = {} if buttons else {"callback": None}
        house = await build(
            name,
            administers=buttons,
            feeds=((press.url, "La presse"),),
            pace=Pace(clock=clock, fast=fast),
            **more,
        )
        if buttons:
            said: list[str] = []
            assert await set_up_all(house.config, said.append) == 0, said
        async with house.running() as app:
            yield Newsroom(house=house, app=app, press=press, clock=clock)
