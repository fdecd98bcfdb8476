"""One writer for SQLite, a pool for PostgreSQL; transactions that wait are committed together.

Work is a plain function of a connection. It runs inside a transaction on the store's own thread
and is over when its future is done: then it is on the disk (`synchronous=FULL`), or it raised
and left no trace. What the database itself raises comes out as DatabaseAwayError, when the same
work may pass later, or as DatabaseBrokeError.

On PostgreSQL transactions run side by side, serializable: as if one after the other, which is what
the one writer of SQLite does. Work that would have seen otherwise is run again, from its beginning:
it must change nothing but the database.
"""

from __future__ import annotations

import asyncio
import os
import queue
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from copy import copy
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import NullPool

from bot.core.database_errors import DatabaseAwayError, is_conflict, plainly, told_plainly

__all__ = ["BATCH", "Database", "DatabaseAwayError"]

T = TypeVar("T")

BATCH = 64
"""Transactions that may share one durable commit: beyond, the first would wait for the last."""

KEEPS_TRYING = 5.0
"""Seconds for which work is tried again that other transactions come in the way of."""

_POOL = 4
_PAUSES = (0.005, 0.1)
"""Seconds between two tries at most, the first time and later."""

_PATIENCE = 5.0
_PRAGMAS = (
    "busy_timeout=5000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
)


@dataclass(slots=True)
class _Job:
    """Work that waits, and who waits for it: a thread, or a task of `loop`.

    What runs `alone` is in no transaction.
    """

    work: Callable[[Connection], Any]
    future: Future[Any] | asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop | None = None
    result: Any = None
    error: BaseException | None = None
    alone: bool = False

    def run(self, db: Connection) -> bool:
        """Run the work; what it raises is kept for whoever waits, and False comes back."""
        try:
            self.result = self.work(db)
        except BaseException as error:  # noqa: BLE001  handed over
            self.error = plainly(error)
        return self.error is None

    def tell(self) -> None:
        """Tell who waits how it ended, unless they left."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Database:
    """The way to the data: `await run(work)` on the event loop, `submit(work)` elsewhere.

    `url` is SQLAlchemy's (`sqlite:///courroie.db`, `postgresql+psycopg://…`); a SQLite
    file and its folder are made when missing, for their owner only. Call `close()` at the end: it
    waits for work under way.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        file = self.url.database if self.url.get_backend_name() == "sqlite" else None
        self.path = Path(file) if file and file != ":memory:" else None
        if self.path is not None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.engine = _engine(url)
        self._fence: Callable[[Connection], None] | None = None
        self.unfenced = self
        """This database without the check of `fenced`: to look at what another process did."""
        self._writer: _Writer | ThreadPoolExecutor
        if self.url.get_backend_name() == "sqlite":
            self._writer = _Writer(self.engine)
        else:
            self._writer = ThreadPoolExecutor(_POOL, thread_name_prefix="store")

    def fenced(self, fence: Callable[[Connection], None]) -> Database:
        """Return the same database, for those whose every transaction begins with a check.

        What `fence` raises ends the transaction. Close the first one only.
        """
        view = copy(self)
        view._fence = fence  # noqa: SLF001  ours
        return view

    def submit(self, work: Callable[[Connection], T]) -> Future[T]:
        """Run work in a transaction; the future tells when it is durable."""
        work = self._checked(work)
        if isinstance(self._writer, _Writer):
            return self._writer.submit(work)
        return self._writer.submit(self._alone, work)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction and wait until it is durable."""
        work = self._checked(work)
        if isinstance(self._writer, _Writer):
            found: T = await self._writer.run(work)
            return found
        return await asyncio.wrap_future(self._writer.submit(self._alone, work))

    async def compact(self) -> None:
        """Write the file anew, without what was deleted; nothing else is written meanwhile.

        Deleted rows are overwritten at once (`secure_delete`); what pages that were split or moved
        still held goes now. PostgreSQL clears its dead rows.
        """
        if isinstance(self._writer, _Writer):
            await self._writer.run(_compact_file, alone=True)
        else:
            await asyncio.wrap_future(self._writer.submit(self._vacuum))

    def damage(self) -> str:
        """Return what is damaged in a SQLite file, "" when it is whole or not ours to look at.

        It reads the whole file, beside the writer. Raises DatabaseError.
        """
        if self.path is None:
            return ""
        place = f"{self.path.resolve().as_uri()}?mode=ro"
        with told_plainly(), closing(sqlite3.connect(place, uri=True)) as db:
            (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
        return "" if found == "ok" else str(found)

    def _checked(self, work: Callable[[Connection], T]) -> Callable[[Connection], T]:
        fence = self._fence
        if fence is None:
            return work

        def checked(db: Connection) -> T:
            fence(db)
            return work(db)

        return checked

    def _vacuum(self) -> None:
        with (
            told_plainly(),
            self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db,
            unhurried(db),
        ):
            db.exec_driver_sql("VACUUM")

    def close(self) -> None:
        """Finish what was submitted, then close."""
        if isinstance(self._writer, _Writer):
            self._writer.close()
        else:
            self._writer.shutdown()
        self.engine.dispose()

    def _alone(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction of its own, and again when another one came in its way."""
        pause, longest = _PAUSES
        until = time.monotonic() + KEEPS_TRYING
        with told_plainly():
            while True:
                try:
                    with self.engine.begin() as db:
                        return work(db)
                except Exception as error:
                    if time.monotonic() > until or not is_conflict(error):
                        raise
                time.sleep(random.uniform(0, pause))  # noqa: S311  so that they part
                pause = min(2 * pause, longest)


class _Writer:
    """The one thread that touches a SQLite file; it groups what waits into one commit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="store", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], T]) -> Future[T]:
        future: Future[T] = Future()
        self._waiting.put(_Job(work, future))
        return future

    async def run(self, work: Callable[[Connection], T], *, alone: bool = False) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._waiting.put(_Job(work, future, loop, alone=alone))
        return await future

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _serve(self) -> None:
        """Take what waits, run it, commit once, tell everyone; until told to stop.

        A file that cannot be opened, or used, is told to those who wait, and opened anew for the
        next.
        """
        with ExitStack() as opened:
            db = None
            while True:
                batch, last = self._batch()
                if batch:
                    try:
                        db = db or opened.enter_context(self._engine.connect())
                    except Exception as error:  # noqa: BLE001  told to all who wait
                        _fail(batch, error)
                    else:
                        for part in _parts(batch):
                            _commit_together(db, part)
                        if any(isinstance(job.error, DatabaseAwayError) for job in batch):
                            opened.close()
                            db = None
                    _tell(batch)
                if last:
                    return

    def _batch(self) -> tuple[list[_Job], bool]:
        job = self._waiting.get()
        batch: list[_Job] = []
        while job is not None:
            if not job.future.cancelled():
                batch.append(job)
            if len(batch) == BATCH:
                return batch, False
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True


def _parts(batch: Sequence[_Job]) -> Iterator[Sequence[_Job]]:
    """Cut a batch before and after each job that runs alone."""
    if not any(job.alone for job in batch):
        yield batch
        return
    for alone, jobs in groupby(batch, lambda job: job.alone):
        if not alone:
            yield list(jobs)
            continue
        for job in jobs:
            yield [job]


def _compact_file(db: Connection) -> None:
    driver = db.connection.cursor()
    driver.execute("VACUUM")
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    driver.close()


def _commit_together(db: Connection, batch: Sequence[_Job]) -> None:
    """Run each job behind a savepoint of its own; if the commit fails, all of them failed.

    Begin and savepoints are said to the driver itself: through SQLAlchemy, its events and its
    savepoints cost a quarter of a command, measured.
    """
    if batch[0].alone:
        batch[0].run(db)
        return
    try:
        with db.begin():
            driver = db.connection.cursor()
            driver.execute("BEGIN IMMEDIATE")
            for job in batch:
                driver.execute("SAVEPOINT job")
                if not job.run(db):
                    _undo(driver, job)
                driver.execute("RELEASE job")
    except Exception as error:  # noqa: BLE001  a full disk, a locked file: told to all who wait
        _fail(batch, error)


def _fail(batch: Sequence[_Job], error: Exception) -> None:
    for job in batch:
        job.error = job.error or plainly(error)


def _undo(driver: DBAPICursor, job: _Job) -> None:
    """Go back to before a job. A full disk undid the whole transaction: all failed of its error."""
    try:
        driver.execute("ROLLBACK TO job")
    except Exception as error:  # noqa: BLE001  raised again, under its true name
        raise job.error if isinstance(job.error, DatabaseAwayError) else error from None


def _tell(batch: Sequence[_Job]) -> None:
    """Tell everyone; the tasks of one event loop all at once, for one waking of it."""
    tasks: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in batch:
        if job.loop is None:
            job.tell()
        else:
            tasks.setdefault(job.loop, []).append(job)
    for loop, jobs in tasks.items():
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            loop.call_soon_threadsafe(_tell_each, jobs)


def _tell_each(jobs: Sequence[_Job]) -> None:
    for job in jobs:
        job.tell()


@contextmanager
def unhurried(db: Connection) -> Iterator[None]:
    """Let statements take as long as they do: tables are made anew, or cleared."""
    driver = db.connection.driver_connection
    patience = getattr(driver, "patience", None)
    if driver is None or patience is None:
        yield
        return
    driver.patience = None
    try:
        yield
    finally:
        driver.patience = patience


@contextmanager
def unpooled(address: URL | str, **options: object) -> Iterator[Engine]:
    """Make an engine for a moment, whose connections are not kept."""
    engine = create_engine(address, poolclass=NullPool, hide_parameters=True, **options)
    try:
        yield engine
    finally:
        engine.dispose()


def make_private(path: Path) -> None:
    """Make an empty file that its owner alone may read, unless there is one.

    SQLite gives its journals the same rights. Where nothing can be made, it will say why.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _insist(cursor: DBAPICursor, pragma: str) -> None:
    """Say a pragma again while the file is locked.

    SQLite does not wait by itself to change the journal of a file that another process opens.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            cursor.execute(pragma)
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _engine(url: str) -> Engine:
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        from bot.core.postgresql import open_engine  # noqa: PLC0415  its driver is optional

        return open_engine(place, _POOL)
    engine = create_engine(place, poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "do_connect")
    def _make(*_: object) -> None:
        if place.database:
            make_private(Path(place.database))

    @event.listens_for(engine, "connect")
    def _set_up(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            _insist(cursor, f"PRAGMA {pragma}")
        cursor.close()

    return engine
