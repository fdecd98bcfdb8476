"""One `courroie run` a database, held by what the system drops when the process dies.

Beside a SQLite file, a lock on a file of its own (`flock`); on PostgreSQL, an advisory lock of a
session of its own. A second process is refused, and told who the first one is. The commands that
work beside it (`collect`, `rebonds`, `setup`) do not ask.
"""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from bot.core.database import Database
from bot.core.database_errors import DatabaseError, first_use, told_plainly

_SUFFIX = ".run"
_RUN, _MIGRATION = 0x436F7572, 0x436F7573
"""The first keys of our advisory locks; the second one is the schema, so that a database may hold
several of us."""

_PATIENCE = 2.0
"""Seconds that PostgreSQL may take to notice that a session's process is dead."""

_TRY = text("SELECT pg_try_advisory_lock(:key, hashtext(current_schema()))")
_WAIT = text("SELECT pg_advisory_lock(:key, hashtext(current_schema()))")
_HOLDER = text(
    "SELECT a.application_name, a.client_addr, a.backend_start "
    "FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = :key "
    "AND l.objid::bigint = hashtext(current_schema())::bigint & 4294967295"
)
_NOTICED_SOON = (
    "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
)
"""Has the server notice within a minute that our machine is gone: by default it takes two hours."""


class AlreadyRunningError(Exception):
    """Another process serves this database; the message names it, in French."""


class RunLock:
    """The right to be the one that serves a database.

    Open it as a context: raises AlreadyRunningError, or UnusableDatabaseError. Then `renew()` it
    now and then: on PostgreSQL it is lost with its session, which ends when the server does.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held = ExitStack()
        self._session: Connection | None = None

    def __enter__(self) -> Self:
        if self._database.path is not None:
            self._held.enter_context(_locked_file(self._database.path))
        elif self._database.url.get_backend_name() == "postgresql":
            with first_use():
                self._take(_PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def renew(self) -> bool:
        """Take the lock again if its session has ended; return whether it had.

        Raises AlreadyRunningError when another process has taken it meanwhile, or DatabaseError.
        """
        if self._session is None:
            return False
        try:
            with told_plainly():
                self._session.execute(text("SELECT 1"))
        except DatabaseError:
            with told_plainly():
                self._take(_PATIENCE)
            return True
        return False

    def _take(self, patience: float) -> None:
        """Take the advisory lock in a new session."""
        with suppress(Exception):  # what is left of a session that has ended
            self._held.close()
        self._held = ExitStack()
        session = self._held.enter_context(_session(self._database))
        session.exec_driver_sql(_NOTICED_SOON)
        deadline = time.monotonic() + patience
        while not session.execute(_TRY, {"key": _RUN}).scalar_one():
            if time.monotonic() > deadline:
                raise AlreadyRunningError(_holder(session))
            time.sleep(0.1)
        self._session = session


@contextmanager
def migrating(database: Database) -> Iterator[None]:
    """Wait until nobody else changes the tables of a PostgreSQL database, and be the one who does.

    A SQLite file is locked by the transaction that changes it.
    """
    if database.url.get_backend_name() != "postgresql":
        yield
        return
    with ExitStack() as held:
        with told_plainly():
            session = held.enter_context(_session(database))
            session.execute(_WAIT, {"key": _MIGRATION})
        yield


@contextmanager
def _session(database: Database) -> Iterator[Connection]:
    """Open a session of its own, named after us."""
    place = database.engine.url.update_query_dict({"application_name": _our_name()[:63]})
    engine = create_engine(
        place, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True
    )
    try:
        with engine.connect() as session:
            yield session
    finally:
        engine.dispose()


def _holder(session: Connection) -> str:
    found = session.execute(_HOLDER, {"key": _RUN}).first()
    if found is None:
        return "un autre processus"
    name, address, since = found
    return _told(f"{name}, depuis {address}" if address else name, since)


def _our_name() -> str:
    return f"courroie pid {os.getpid()} {socket.gethostname()}"


def _told(name: str, since: datetime) -> str:
    return f"{name}, lancé le {since.astimezone(UTC):%d/%m/%Y à %H:%M} UTC"


@contextmanager
def _locked_file(path: Path) -> Iterator[None]:
    """Lock a file beside this one, and write in it who we are."""
    beside = path.resolve()
    beside = beside.with_name(f"{beside.name}{_SUFFIX}")
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            written_at = datetime.fromtimestamp(os.fstat(descriptor).st_mtime, UTC)
            raise AlreadyRunningError(_told(file.read(), written_at)) from None
        file.truncate()
        file.write(_our_name())
        file.flush()
        yield
