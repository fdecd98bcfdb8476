"""Two processes on one PostgreSQL database, each asked something at the very same instant."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from bot.core.database import Database
from tests.room import Clock, Room

T = TypeVar("T")

_WAITS = 0.3
"""Seconds that a transaction waits for the other one, which may be waiting for it."""


def two_rooms(database: Database, other: Database) -> tuple[Room, Room]:
    """Return two processes on one database, with one clock and one channel."""
    if database.path is not None:
        pytest.skip("one process serves a SQLite file")
    first = Room(database, busy=True, clock=(clock := Clock()))
    return first, Room(other, busy=True, clock=clock, talk=first.talk)


def at_once(
    monkeypatch: pytest.MonkeyPatch,
    rooms: tuple[Room, Room],
    *asked: Callable[[Room], T],
) -> list[T]:
    """Ask each room something; neither commits before the other has done as much.

    Return what each answered. Both then know what the other did, as it told them.
    """
    meeting = threading.Barrier(2)

    def alone(self: Database, work: Callable[[Connection], T]) -> T:
        def met(db: Connection) -> T:
            result = work(db)
            with suppress(threading.BrokenBarrierError):
                meeting.wait(_WAITS)
            return result

        return _ALONE(self, met)

    with monkeypatch.context() as patched, ThreadPoolExecutor(2) as people:
        patched.setattr(Database, "_alone", alone)
        asking = [people.submit(ask, room) for ask, room in zip(asked, rooms, strict=True)]
        told = [each.result() for each in asking]
    for each in rooms:
        each.store(each.bot.reread)
    return told


_ALONE = Database._alone
