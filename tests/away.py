"""A database that another process locks, as far as a test waits for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.room import Room


@contextmanager
def locked(room: Room) -> Iterator[None]:
    """Lock the room's file from elsewhere; nobody waits for it to be free."""
    busy, room.busy = room.busy, True
    room.store(lambda db: db.exec_driver_sql("PRAGMA busy_timeout = 0").close())
    assert room.database.path is not None
    with closing(sqlite3.connect(room.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
    room.busy = busy
