"""Fetches the feeds that are due, and keeps what is new.

A crash at the worst moment loses one fetch, which the next beat makes again; articles and the
feed's state are written together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import NoneType
from typing import Protocol
from urllib.parse import urlsplit

import structlog
from sqlalchemy import Connection

from bot.core.clock import Clock
from bot.core.database import Database, DatabaseAwayError
from bot.core.grouping import grouped
from bot.core.measures import FeedOutcome, Measures
from bot.network.network import Network
from bot.veille.feeds import collecting
from bot.veille.feeds import store as feeds
from bot.veille.feeds.rules import Ailment, Collected, Failed, Feed, Outcome, Trouble, Unchanged

log = structlog.get_logger(__name__)

AT_ONCE = 32
"""Feeds fetched at the same time, each of another host."""


class Reader(Protocol):
    """What fetches a feed; a bad feed is an outcome, never an exception."""

    async def fetch(self, feed: Feed, now: datetime) -> Outcome:
        """Fetch one feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReading:
    """What came of one feed: `new` articles, in so many seconds, its turn waited for included.

    `outcome` is None where a defect, or the database, kept us from keeping it: the log says why.
    """

    feed: Feed
    outcome: Outcome | None
    new: int = 0
    seconds: float = 0.0


@dataclass(eq=False)
class Collector:
    """The collection job.

    `told` hears of each feed once what came
    of it is kept, `measures` counts them.
    """

    database: Database
    reader: Reader
    clock: Clock
    networks: Mapping[str, Network]
    told: Callable[[FeedReading], None] = lambda _reading: None
    measures: Measures = field(default_factory=Measures)
    _busy: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def collect_due(self) -> int:
        """Collect all feeds that are due; return how many were. One run at a time."""
        async with self._busy:
            now, steady = self.clock(), asyncio.get_running_loop()
            self.measures.collected_at.set(now.timestamp())
            due = await self.database.run(lambda db: _due(db, now))
            start = steady.time()
            await self.collect(due)
            if due:
                self.measures.rounds.observe(steady.time() - start)
            return len(due)

    async def collect(self, chosen: Sequence[Feed]) -> None:
        """Collect these feeds, whether due or not; only cancellation raises."""
        gate = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for host in _by_host(chosen):
                group.create_task(self._host(gate, host))

    async def _host(self, gate: asyncio.Semaphore, host: Sequence[Feed]) -> None:
        """Read the feeds of one host, one after the other: a slow one takes one place only."""
        for feed in host:
            async with gate:
                try:
                    await self._one(feed)
                except DatabaseAwayError as error:  # it stays due, and nothing is wrong with it
                    log.warning("feed_not_noted", feed=feed.id, reason=str(error))
                except Exception:  # a defect: this feed is left, the others are read
                    log.exception("feed_broke_us", feed=feed.id)
                    await self._unreadable(feed)

    async def _unreadable(self, feed: Feed) -> None:
        """Have a feed that breaks us wait as one that fails, rather than be asked at each beat."""
        now = self.clock()
        outcome = Failed(trouble=Trouble(ailment=Ailment.UNREADABLE))
        try:
            await self.database.run(self._keeping(feed, outcome, now))
        except Exception:
            log.exception("feed_state_lost", feed=feed.id)
        self._tell(FeedReading(feed=feed, outcome=None))

    def _keeping(self, feed: Feed, outcome: Outcome, now: datetime) -> Callable[[Connection], int]:
        zones = {slug: each.timezone for slug, each in self.networks.items()}
        return lambda db: collecting.keep(db, feed, outcome, now, zones)

    async def _one(self, feed: Feed) -> None:
        now, clock = self.clock(), asyncio.get_running_loop()
        start = clock.time()
        outcome = await self.reader.fetch(feed, now)
        new = await self.database.run(self._keeping(feed, outcome, now))
        if isinstance(outcome, Failed):
            log.info("feed_failed", feed=feed.id, trouble=outcome.trouble.code)
        elif new:
            log.info("feed_collected", feed=feed.id, new=new)
        seconds = clock.time() - start
        self._tell(FeedReading(feed=feed, outcome=outcome, new=new, seconds=seconds))

    def _tell(self, reading: FeedReading) -> None:
        """Tell what came of a feed, and count it unless its host was not asked."""
        self.told(reading)
        outcome = reading.outcome
        if not isinstance(outcome, Failed) or outcome.asked:
            counted = _COUNTED.get(type(outcome), FeedOutcome.FAILED)
            self.measures.feeds.labels(counted).inc()


_COUNTED: Mapping[type[object], FeedOutcome] = {
    NoneType: FeedOutcome.BROKEN,
    Collected: FeedOutcome.READ,
    Unchanged: FeedOutcome.UNCHANGED,
}


def _due(db: Connection, now: datetime) -> Sequence[Feed]:
    """Return the feeds to fetch; those that a network has just begun to follow are sorted first."""
    collecting.sort_first(db, now)
    return feeds.due(db, now)


def _by_host(due: Iterable[Feed]) -> Iterable[Sequence[Feed]]:
    """Group feeds by the host that they are asked of, the longest waiting first."""
    return grouped((urlsplit(feed.url).netloc.lower(), feed) for feed in due).values()
