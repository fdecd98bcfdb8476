"""One collection by Courroie, as the bot makes it, in a process of its own.

`python -m bench.collecting DATABASE PORT PUBLISHERS HOURS` follows so many publishers, collects
them once, with the clock moved on by HOURS, and tells what it took as one line of JSON. The parts
are the real ones: collector, fetcher with its politeness, worker, SQLite file.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bench.publishers import PRINTED, address
from bot.core.database import Database
from bot.core.migrate import migrate
from bot.network.network import Subscription
from bot.veille import store as articles
from bot.veille.feeds import collecting
from bot.veille.feeds import store as feeds
from bot.veille.fetching.fetch import Fetcher
from bot.veille.fetching.guard import Guard
from bot.veille.fetching.worker import Worker
from scheduler.collect import Collector
from tests.room import LOIRE

_TICK = 0.005
"""Seconds between two looks at the event loop."""


def main(path: Path, port: int, publishers: int, hours: float) -> None:
    """Collect once and print what it took."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    database = Database(f"sqlite:///{path}")
    try:
        migrate(database)
        followed = [
            Subscription(url=address(n, port), name="", theme="") for n in range(publishers)
        ]
        loire = replace(LOIRE, feeds=tuple(followed))
        database.submit(lambda db: collecting.configure(db, [loire], PRINTED)).result()
        gc.collect()
        gc.freeze()  # as the bot does once started
        now = PRINTED + timedelta(hours=hours)
        before = _cpu()
        wall, lags = asyncio.run(_collect(database, now, publishers))
        cpu = _cpu() - before
        failing = database.submit(feeds.count_failing).result()
        kept = database.submit(lambda db: len(articles.unread(db, LOIRE.slug))).result()
    finally:
        database.close()
    lags.sort()
    print(
        json.dumps(
            {
                "wall": wall,
                "cpu": cpu,
                "lag": lags[len(lags) * 99 // 100] * 1000,
                "worst_lag": lags[-1] * 1000,
                "failing": failing,
                "unread": kept,
            }
        )
    )


async def _collect(database: Database, now: datetime, publishers: int) -> tuple[float, list[float]]:
    lags: list[float] = []
    async with (
        Worker() as worker,
        Fetcher(worker, agent="Courroie bench", guard=Guard(["127.0.0.0/8"])) as fetcher,
        _watched(lags),
    ):
        start = time.perf_counter()
        collected = await Collector(database, fetcher, lambda: now, {}).collect_due()
        wall = time.perf_counter() - start
    assert collected == publishers, f"{collected} of {publishers} were due"
    return wall, lags


@asynccontextmanager
async def _watched(lags: list[float]) -> AsyncIterator[None]:
    """Note how late the event loop wakes a task, in seconds."""

    async def watch() -> None:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(_TICK)
            lags.append(time.perf_counter() - asked - _TICK)

    watching = asyncio.create_task(watch())
    yield
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching


def _cpu() -> float:
    """Return the seconds of processor of this process and of those that it has waited for."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
