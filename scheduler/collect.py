"""Fetches the feeds that are due, and keeps what is new.

A crash at the worst moment loses one fetch, which the next beat makes again; articles and the
feed's state are written together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import structlog

from bot.dispatch import Clock
from bot.domain.feed import Failed, Feed, Outcome
from bot.services import veille
from bot.store import feeds
from bot.store.database import Database

log = structlog.get_logger(__name__)

AT_ONCE = 16
"""Feeds fetched at the same time; the fetcher keeps to one at a time a host."""


class Reader(Protocol):
    """What fetches a feed; a bad feed is an outcome, never an exception."""

    async def fetch(self, feed: Feed, now: datetime) -> Outcome:
        """Fetch one feed."""


class Collector:
    """The collection job."""

    def __init__(self, database: Database, reader: Reader, clock: Clock) -> None:
        self._database = database
        self._reader = reader
        self._clock = clock
        self._busy = asyncio.Lock()

    async def collect_due(self) -> int:
        """Collect all feeds that are due; return how many were. One run at a time."""
        async with self._busy:
            now = self._clock()
            due: Sequence[Feed] = await self._database.run(lambda db: feeds.due(db, now))
            gate = asyncio.Semaphore(AT_ONCE)
            async with asyncio.TaskGroup() as group:
                for feed in due:
                    group.create_task(self._one(gate, feed))
            return len(due)

    async def _one(self, gate: asyncio.Semaphore, feed: Feed) -> None:
        async with gate:
            now = self._clock()
            outcome = await self._reader.fetch(feed, now)
            new = await self._database.run(lambda db: veille.keep(db, feed, outcome, now))
        if isinstance(outcome, Failed):
            log.info("feed_failed", feed=feed.id, trouble=outcome.trouble.code)
        elif new:
            log.info("feed_collected", feed=feed.id, new=new)
