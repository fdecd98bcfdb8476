"""A database that works at once, in memory: a life takes as long as what it does, no longer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from bot.core.database import Database
from tests.databases import compiled_once, made_file

T = TypeVar("T")


class KilledError(BaseException):
    """We are stopped at once, wherever we are: no `except Exception` of ours may catch it."""


class MemoryDatabase(Database):
    """A SQLite database in memory, which works on the caller's own thread: no disk, no waiting.

    With `killed` set, the next transaction does its work and never commits.
    """

    def __init__(self) -> None:
        self.path = None
        self.killed = False
        self.engine = create_engine("sqlite://", poolclass=StaticPool)
        compiled_once(self)
        self._db = self.engine.connect()
        driver = self._driver()
        driver.isolation_level = None
        driver.execute("PRAGMA foreign_keys=ON")

    def begin_again(self) -> None:
        """Be as new: the tables are made, and empty."""
        self.killed = False
        _empty().backup(self._driver())

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction."""
        return self.now(lambda db: self._killed(work(db)))

    def now(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction, whoever is to be killed."""
        with self._db.begin():
            self._driver().execute("BEGIN")
            return work(self._db)

    def _killed(self, result: T) -> T:
        killed, self.killed = self.killed, False
        if killed:
            raise KilledError
        return result

    def _driver(self) -> sqlite3.Connection:
        driver = self._db.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver


@lru_cache(maxsize=1)
def _empty() -> sqlite3.Connection:
    """Return a database in memory whose tables are made."""
    made = sqlite3.connect(":memory:", check_same_thread=False)
    with TemporaryDirectory() as folder:
        file = Path(folder, "made.db")
        file.write_bytes(made_file())
        source = sqlite3.connect(file)
        source.backup(made)
        source.close()
    return made


@lru_cache(maxsize=1)
def memory_database() -> MemoryDatabase:
    """Return the one that all lives share, each from its beginning."""
    return MemoryDatabase()
