"""A life that is killed at one of its transactions, before or after it is durable, and goes on.

Whoever got no answer asks once more, and each job comes by again: what is told must be what it
would have been.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from bot.core.database import Database
from tests.databases import made_at
from tests.room import Room

T = TypeVar("T")
Step = Callable[[Room], object]


class KilledError(BaseException):
    """What no part of the program catches."""


@dataclass
class Killer:
    """Kills at the transaction of a number, once it is durable or before it is begun."""

    at: int
    durable: bool
    seen: int = 0

    async def run(self, database: Database, work: Callable[[Connection], T]) -> T:
        self.seen += 1
        if self.seen != self.at:
            return await _RUN(database, work)
        if self.durable:
            await _RUN(database, work)
        raise KilledError


def lives(
    folder: Path, monkeypatch: pytest.MonkeyPatch, steps: Sequence[Step], killer: Killer
) -> Room:
    """Go through the steps, in a new process each time that one is killed."""
    folder.mkdir()
    room = Room(made_at(folder / "room.db"))

    async def run(database: Database, work: Callable[[Connection], T]) -> T:
        return await killer.run(database, work)

    for step in steps:
        with monkeypatch.context() as patched:
            patched.setattr(Database, "run", run)
            try:
                step(room)
            except KilledError:
                room.database.close()
                room = Room(Database(str(room.database.url)), clock=room.clock, talk=room.talk)
                step(room)
    return room


def told(room: Room) -> Counter[tuple[str, str]]:
    """Count what is told, by whom it is told to and what it says."""
    return Counter((each.user or "", each.text) for each in room.outbox())


_RUN = Database.run
