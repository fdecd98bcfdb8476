"""The collection job: every feed in its turn, none in another's way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.network.network import Subscription
from bot.veille import store as articles
from bot.veille.article import Article
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.following import Following
from bot.veille.feeds.rules import Ailment, Collected, Failed, Feed, Outcome, Trouble
from scheduler.collect import AT_ONCE, Collector, FeedReading
from tests.away import locked
from tests.room import LOIRE, Room
from tests.waiting import until


@dataclass
class Reader:
    """Reads feeds of one article each; those of `slow` hosts wait for `gate`."""

    broken: Sequence[str] = ()
    failing: Sequence[str] = ()
    slow: str = "slow.example.org"
    gate: asyncio.Event | None = None
    read: list[str] = field(default_factory=list)

    async def fetch(self, feed: Feed, now: datetime) -> Outcome:
        if self.gate is not None and self.slow in feed.url:
            await self.gate.wait()
        self.read.append(feed.url)
        if feed.url in self.broken:
            raise RuntimeError("a defect")
        if feed.url in self.failing:
            return Failed(trouble=Trouble(ailment=Ailment.SILENT))
        return Collected(articles=(Article(link=f"{feed.url}/1", title="Un titre", published=now),))


def follow(room: Room, *urls: str) -> None:
    given = tuple(Subscription(url=each, name="", theme="") for each in urls)
    loire = replace(LOIRE, feeds=given)
    room.store(lambda db: collecting.configure(db, [loire], room.clock.now))


def collected(room: Room, reader: Reader) -> int:
    return asyncio.run(Collector(room.database, reader, room.clock, {}).collect_due())


def test_a_feed_is_read_again_only_when_its_time_has_come(room: Room) -> None:
    follow(room, "https://a.example.org/f")
    reader = Reader()

    assert collected(room, reader) == 1
    assert collected(room, reader) == 0
    room.clock.forward(hours=2)
    assert collected(room, reader) == 1
    assert len(reader.read) == 2


def test_what_came_of_each_feed_is_told_once_it_is_kept(room: Room) -> None:
    urls = [f"https://{name}.example.org/f" for name in ("casse", "mort", "sain")]
    follow(room, *urls)
    reader = Reader(broken=urls[:1], failing=urls[1:2])
    told: list[FeedReading] = []

    asyncio.run(Collector(room.database, reader, room.clock, {}, told.append).collect_due())

    found = {each.feed.url: each for each in told}
    assert found[urls[0]].outcome is None
    assert isinstance(found[urls[1]].outcome, Failed)
    assert found[urls[2]].new == 1
    assert len(told) == 3


def test_a_feed_that_fails_or_breaks_us_does_not_stop_the_others(room: Room) -> None:
    urls = [f"https://{name}.example.org/f" for name in ("casse", "mort", "sain")]
    follow(room, *urls)
    reader = Reader(broken=urls[:1], failing=urls[1:2])

    collected(room, reader)

    state = {each.address: each.feed for each in feeds_of(room)}
    assert state[urls[0]].trouble == Trouble(ailment=Ailment.UNREADABLE)
    assert state[urls[1]].trouble == Trouble(ailment=Ailment.SILENT)
    assert state[urls[2]].succeeded_at == room.clock.now
    assert [each.title for each in room.store(lambda db: articles.unread(db, "loire"))] == [
        "Un titre"
    ]
    assert collected(room, reader) == 0


async def test_a_slow_host_with_many_feeds_keeps_no_other_waiting(room: Room) -> None:
    slow = [f"https://slow.example.org/{number}" for number in range(AT_ONCE + 4)]
    others = [f"https://h{number}.example.org/f" for number in range(5)]
    follow(room, *slow, *others)
    reader = Reader(gate=asyncio.Event())
    collecting = asyncio.create_task(Collector(room.database, reader, room.clock, {}).collect_due())

    await until(lambda: len(reader.read) == len(others))
    assert sorted(reader.read) == others
    assert reader.gate is not None
    reader.gate.set()

    assert await collecting == len(slow) + len(others)
    assert reader.read[len(others) :] == slow


def feeds_of(room: Room) -> Sequence[Following]:
    return room.store(lambda db: followings.of_network(db, "loire"))


def test_a_feed_read_while_the_database_is_away_is_read_again_and_not_blamed(room: Room) -> None:
    follow(room, "https://a.example.org/f")
    reader, away = Reader(), ExitStack()
    told: list[FeedReading] = []

    class Locking(Reader):
        async def fetch(self, feed: Feed, now: datetime) -> Outcome:
            away.enter_context(locked(room))
            return await super().fetch(feed, now)

    with away:
        asyncio.run(Collector(room.database, Locking(), room.clock, {}, told.append).collect_due())

    [found] = feeds_of(room)
    assert (told, found.feed.failures, found.feed.trouble) == ([], 0, None)
    assert collected(room, reader) == 1
    assert [each.title for each in room.store(lambda db: articles.unread(db, "loire"))]
