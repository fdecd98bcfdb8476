"""What grows from one département to all of France, and beyond: `python -m bench scale PART SIZE`.

The parts: `size` (what a year of life takes, and what people then wait for), `jobs` (what is done
for every network), `load` (questions a second, and how long they wait), `sockets` (one bot on many
servers), `feeds`, `mail`. The sizes: `departement`, `france`, `ten` (times France), `hundred`;
`france` unless said. With COURROIE_TEST_POSTGRESQL, on PostgreSQL too. See `docs/dimensionner.md`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import structlog
from sqlalchemy import Connection, delete, func, insert, select, text

from bench.crowded import crowded
from bench.daily import worked
from bench.lived import NOW, copied, country, fill
from bench.machine import resident_mb
from bench.readers import press
from bot.config.mail import MailConfig
from bot.core.columns import metadata
from bot.core.database import Database
from bot.letter.mail import store as mails
from bot.letter.mail.rules import AddressStatus
from bot.letter.mail.tables import mails as mails_table
from bot.letter.mail.tables import subscribers
from bot.letter.tables import letters
from bot.network.network import Network
from tests import databases
from tests.databases import POSTGRESQL

SIZES = {
    "departement": (1, 40, 1),
    "france": (12, 33, 10),
    "ten": (12, 33, 100),
    "hundred": (12, 33, 1_000),
}
"""Networks that live the year, people of each, and how often they are copied."""

LOADS = (1, 4, 16, 64)
RATES = (25, 50, 100, 150, 200, 300)
SERVERS = (1, 10, 100)
FEEDS = (100, 1_000, 5_000, 20_000)
MAILS = (4_000, 40_000, 400_000)
_SECONDS = 6.0
_MINUTE = 60.0
_TOO_LONG = 1.0
"""Seconds that a person waits before typing again; beyond, a rate is too much."""

Figure = tuple[str, float, str]


def figures(asked: Sequence[str]) -> Iterable[Figure]:
    """Yield (name, value, unit) of a part at a size; of all that passes in minutes by default."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    sizes = [each for each in asked if each in SIZES] or ["france"]
    for part in [each for each in asked if each in PARTS] or PARTS:
        for size in sizes if PARTS[part] in _SIZED else ["france"]:
            yield from PARTS[part](size)


def _size(size: str) -> Iterator[Figure]:
    for engine, url in _databases():
        name = f"{size}_{engine}"
        start = time.perf_counter()
        database = fill(url, *SIZES[size])
        yield f"{name}_filled_in", time.perf_counter() - start, "s"
        yield f"{name}_size", _megabytes(database), "MB"
        for table, rows in _largest(database):
            yield f"{name}_rows_{table}", rows, "rows"
        database.close()
        yield from asyncio.run(_lived_with(name, url, size))


async def _lived_with(name: str, url: str, size: str) -> Sequence[Figure]:
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        async with crowded(Path(folder), url, _networks(size), SIZES[size][1]) as crowd:
            found = [
                (f"{name}_started_in", crowd.started, "s"),
                (f"{name}_memory", resident_mb(crowd.bots[0].pid), "MB"),
            ]
            start = time.perf_counter()
            await crowd.idle()
            found.append((f"{name}_all_looked_at_after", time.perf_counter() - start, "s"))
            await asyncio.sleep(_MINUTE)  # what a start has left to do
            found.append((f"{name}_idle", 100 * await crowd.idle(_MINUTE), "% of a core"))
            for what, written in (("deposit", crowd.deposit), ("search", crowd.search)):
                times, _ = await crowd.closed(written, 1, _SECONDS)
                found += _spread(f"{name}_{what}", times)
            found.append((f"{name}_memory_after", resident_mb(crowd.bots[0].pid), "MB"))
            return found


def _jobs(size: str) -> Iterator[Figure]:
    for engine, url in _databases():
        fill(url, *SIZES[size]).close()
        for name, value, unit in asyncio.run(worked(url, _networks(size), SIZES[size][1])):
            yield f"{size}_{engine}_{name}", value, unit


def _load(size: str) -> Iterator[Figure]:
    for engine, url in _databases():
        fill(url, *SIZES[size]).close()
        for bots in (1, 2) if engine == "postgresql" else (1,):
            yield from asyncio.run(_loaded(f"{size}_{engine}_{bots}", url, size, bots))


async def _loaded(name: str, url: str, size: str, bots: int) -> Sequence[Figure]:
    found: list[Figure] = []
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        async with crowded(Path(folder), url, _networks(size), SIZES[size][1], bots=bots) as crowd:
            await crowd.idle()
            for what, written in (("deposit", crowd.deposit), ("search", crowd.search)):
                for callers in LOADS:
                    before, cpu = _busy(), crowd.cpu()
                    times, rate = await crowd.closed(written, callers, _SECONDS)
                    found.append((f"{name}_{what}_{callers}_rate", rate, "answers/s"))
                    found += _spread(f"{name}_{what}_{callers}", times)
                    own = 1000 * (crowd.cpu() - cpu) / len(times)
                    found.append((f"{name}_{what}_{callers}_cpu", own, "ms/answer"))
                    busy, whole = (now - then for now, then in zip(_busy(), before, strict=True))
                    found.append((f"{name}_{what}_{callers}_machine", 100 * busy / whole, "% busy"))
                found += [(f"{name}_{what}_said_after", await crowd.well(quiet=True), "s")]
                for rate in RATES:
                    times = await crowd.opened(written, rate, _SECONDS)
                    found += _spread(f"{name}_{what}_at_{rate}", times)
                    if _p95(times) > _TOO_LONG:
                        break
                await crowd.well(quiet=True)
    return found


def _sockets(size: str) -> Iterator[Figure]:
    for servers in SERVERS:
        with TemporaryDirectory(prefix="courroie-bench-") as folder:
            url = f"sqlite:///{folder}/scale.db"
            fill(url, *SIZES[size]).close()
            yield from asyncio.run(_heard(Path(folder), url, size, servers))


async def _heard(folder: Path, url: str, size: str, servers: int) -> Sequence[Figure]:
    async with crowded(folder, url, _networks(size), SIZES[size][1], servers=servers) as crowd:
        await crowd.idle()
        found = [
            (f"{servers}_servers_started_in", crowd.started, "s"),
            (f"{servers}_servers_memory", resident_mb(crowd.bots[0].pid), "MB"),
        ]
        cut = await crowd.asks("/cut")
        await asyncio.sleep(0.2)
        found += [
            (f"{servers}_servers_cut", cut, "sockets"),
            (f"{servers}_servers_heard_again_after", await crowd.well(), "s"),
        ]
        times, _ = await crowd.closed(crowd.deposit, 1, _SECONDS)
        return [*found, *_spread(f"{servers}_servers_deposit_after", times)]


def _feeds(_size: str) -> Iterator[Figure]:
    for publishers in FEEDS:
        with TemporaryDirectory(prefix="courroie-bench-") as folder, press() as port:
            for case, hours in (("cold", 0), ("same", 2)):
                given = (f"{folder}/feeds.db", str(port), str(publishers), str(hours))
                ran = subprocess.run(  # noqa: S603
                    [sys.executable, "-m", "bench.collecting", *given],
                    check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                )  # fmt: skip
                told = json.loads(ran.stdout)
                name = f"{publishers}_feeds_{case}"
                yield f"{name}_read_in", told["wall"], "s"
                yield f"{name}_an_hour", 3600 * publishers / told["wall"], "feeds/h"
                yield f"{name}_loop_late_at_most", told["worst_lag"], "ms"


def _mail(_size: str) -> Iterator[Figure]:
    pace = MailConfig.model_fields["pace"].default
    for engine, url in _databases():
        database = fill(url, *SIZES["departement"])
        for many in MAILS:
            database.submit(partial(_subscribe, many=many)).result()
            last = database.submit(
                lambda db: db.scalar(select(func.max(letters.c.id))) or 0
            ).result()
            start = time.perf_counter()
            queued = database.submit(partial(_queue, letter=last)).result()
            yield f"mail_{engine}_{queued}_queued_in", time.perf_counter() - start, "s"
            yield f"mail_{queued}_at_pace_{pace}", queued / pace / 60, "h"
            yield f"mail_{queued}_within_eight_hours_takes_a_pace_of", queued / 480, "mails/min"
            database.submit(lambda db: db.execute(delete(mails_table)).close()).result()
        database.close()


def _queue(db: Connection, letter: int) -> int:
    return mails.queue_letter(db, "more", letter, NOW)


def _subscribe(db: Connection, many: int) -> None:
    row = {"network": "more", "user": "", "standing": AddressStatus.CONFIRMED, "asked_at": NOW,
           "confirmed_at": NOW, "failures": 0, "trouble": ""}  # fmt: skip
    count = db.scalar(select(func.count()).where(subscribers.c.network == "more")) or 0
    numbers = range(count, many)
    rows = [row | {"address": f"m{n}@example.org", "handle": f"more{n:036}"} for n in numbers]
    db.execute(insert(subscribers), rows)


PARTS: dict[str, Callable[[str], Iterator[Figure]]] = {
    "size": _size,
    "jobs": _jobs,
    "load": _load,
    "sockets": _sockets,
    "feeds": _feeds,
    "mail": _mail,
}
_SIZED = (_size, _jobs, _load)


def _networks(size: str) -> Sequence[Network]:
    few, _, copies = SIZES[size]
    return copied(country(few), copies)


@contextmanager
def _database(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        with TemporaryDirectory(prefix="courroie-bench-") as folder:
            yield f"sqlite:///{folder}/scale.db"
        return
    server = os.environ[POSTGRESQL]
    name = databases.copied(server)
    try:
        yield databases.at(server, name)
    finally:
        databases.drop(server, name)


def _databases() -> Iterator[tuple[str, str]]:
    for engine in ("sqlite", *(("postgresql",) if os.environ.get(POSTGRESQL) else ())):
        with _database(engine) as url:
            yield engine, url


def _megabytes(database: Database) -> float:
    if database.path is not None:
        return database.path.stat().st_size / 1e6
    asked = text("SELECT pg_database_size(current_database())")
    return database.submit(lambda db: int(db.scalar(asked) or 0)).result() / 1e6


def _largest(database: Database, count: int = 6) -> Sequence[tuple[str, int]]:
    def work(db: Connection) -> list[tuple[str, int]]:
        counts = [
            (e, db.scalar(select(func.count()).select_from(e))) for e in metadata.sorted_tables
        ]
        return [(table.name, count or 0) for table, count in counts]

    return sorted(database.submit(work).result(), key=lambda each: -each[1])[:count]


def _spread(name: str, times: Sequence[float]) -> list[Figure]:
    return [
        (f"{name}_p50", median(times) * 1000, "ms"),
        (f"{name}_p95", _p95(times) * 1000, "ms"),
        (f"{name}_max", max(times) * 1000, "ms"),
    ]


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=100)[94]


def _busy() -> tuple[float, float]:
    """Return the time that the machine's processors were busy so far, and all of it."""
    told = [int(each) for each in Path("/proc/stat").read_text("ascii").split("\n")[0].split()[1:9]]
    return float(sum(told) - told[3] - told[4]), float(sum(told))
