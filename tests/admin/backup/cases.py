"""A database with something in it, saved and put back as an operator does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.admin.backup.backing_up import Backup, back_up_to
from bot.admin.backup.errors import BackupError
from bot.admin.backup.restoring import Restoring
from bot.core import settings
from bot.core.database import Database

NOW = datetime(2026, 11, 26, 16, 30, 5, tzinfo=UTC)


@dataclass
class House:
    """The address of a database, a folder for its backups, and what was said to the operator."""

    url: str
    folder: Path
    now: datetime = NOW
    said: list[str] = field(default_factory=list)

    @property
    def of_file(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def file(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))

    def writes(self, name: str, value: str = "1") -> None:
        """Have the bot note something."""
        with closing(Database(self.url)) as database:
            database.submit(lambda db: settings.put(db, "loire", name, value)).result()

    def holds(self) -> set[str]:
        """Return the names of all that was noted."""
        names = text("SELECT name FROM settings WHERE network = 'loire'")
        with closing(Database(self.url)) as database:
            return set(database.submit(lambda db: db.execute(names).scalars().all()).result())

    def runs(self, statement: str) -> None:
        with closing(Database(self.url)) as database:
            database.submit(lambda db: db.execute(text(statement)).close()).result()

    def saves(self, *, keep: int | None = None) -> Backup:
        """Save, a minute after the last time: two backups bear two names."""
        self.now += timedelta(minutes=1)
        return back_up_to(self.folder, self.url, self.now, keep=keep)

    def puts_back(self, path: Path, *, agrees: bool = True, to: str = "") -> None:
        self.now += timedelta(minutes=1)
        Restoring(
            now=self.now, zone="Europe/Paris", say=self.said.append, agree=lambda: agrees
        ).run(path, to or self.url)

    def refuses(self, path: Path, *, to: str = "") -> str:
        """Try to put a file back, and return why it is refused."""
        with pytest.raises(BackupError) as refused:
            self.puts_back(path, to=to)
        return plain(str(refused.value))

    def text(self) -> str:
        return plain("\n".join(self.said))

    def files(self) -> set[str]:
        """Return what stands in the folder of backups."""
        return {each.name for each in self.folder.iterdir()}


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def each_file_beside(path: Path) -> Iterator[str]:
    """Yield what a file's name goes on with, of those that stand beside it."""
    for each in path.parent.glob(f"{path.name}*"):
        yield each.name.removeprefix(path.name)
