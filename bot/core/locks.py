"""One `courroie run` a SQLite file, and one process at a time that changes a database's tables.

What is held is dropped by the system when the process dies: a lock on a file beside the database's
(`flock`), an advisory lock of a PostgreSQL session. A second `run` is refused, and told who the
first one is. The commands that work beside it (`collect`, `setup`, `backup`) do not
ask; `restore` does.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from sqlalchemy import text

from bot.core.database import Database, unpooled
from bot.core.database_errors import told_plainly

_SUFFIX = ".run"
_MIGRATION = 0x436F7573
"""The first key of our advisory lock; the second one is the schema, so that a database may hold
several of us."""

_WAIT = text("SELECT pg_advisory_lock(:key, hashtext(current_schema()))")


class AlreadyRunningError(Exception):
    """Another process serves this database; the message names it, in French."""


@contextmanager
def run_lock(database: Database) -> Iterator[None]:
    """Hold the lock of the one process that serves a SQLite file; for PostgreSQL see `peers`.

    Raises AlreadyRunningError.
    """
    if database.path is None:
        yield
        return
    place = database.path.resolve()
    descriptor = os.open(place.with_name(f"{place.name}{_SUFFIX}"), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            since = datetime.fromtimestamp(os.fstat(descriptor).st_mtime, UTC)
            told = f"{file.read()}, lancé le {since:%d/%m/%Y à %H:%M} UTC"
            raise AlreadyRunningError(told) from None
        file.truncate()
        file.write(our_name())
        file.flush()
        yield


@contextmanager
def migrating(database: Database) -> Iterator[None]:
    """Hold a PostgreSQL database's migration lock during the block, waiting for it if need be.

    A SQLite file is locked by the transaction that changes it.
    """
    if database.url.get_backend_name() != "postgresql":
        yield
        return
    place = database.engine.url.update_query_dict({"application_name": our_name()})
    with ExitStack() as held:
        with told_plainly():
            engine = held.enter_context(unpooled(place, isolation_level="AUTOCOMMIT"))
            session = held.enter_context(engine.connect())
            session.execute(_WAIT, {"key": _MIGRATION})
        yield


def our_name() -> str:
    """Return what this process's locks, sessions and lead bear, as long as PostgreSQL keeps it."""
    return f"courroie pid {os.getpid()} {socket.gethostname()}"[:63]
