"""`courroie backup`: written beside, checked, named; older ones go only then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.admin.backup import sqlite_files
from bot.admin.backup.contents import OURS, Contents
from bot.admin.backup.errors import BackupError
from bot.admin.backup.files import name_of, only_backup_in, remove_older, written_beside
from bot.admin.backup.sqlite_files import Progress

Bar = Callable[[], AbstractContextManager[Progress]]
"""Opens what shows the progress, if anything does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was made and checked, what it holds, and the older ones that went."""

    path: Path
    contents: Contents
    removed: list[Path]


@contextmanager
def silent() -> Iterator[Progress]:
    """Show nothing."""
    yield lambda _left, _all: None


def back_up_to(
    folder: Path, address: str, now: datetime, *, keep: int | None = None, bar: Bar = silent
) -> Backup:
    """Save the database of an address, as it is now, into a folder; others may write meanwhile.

    Our backups that are more than `keep` days old go once the new one is checked. Killed at any
    moment, it leaves no file that bears the name of a backup and is not one. Raises BackupError,
    DatabaseError.
    """
    url = make_url(address)
    if not url.database or url.database == ":memory:":
        raise BackupError("Cette base n'est dans aucun fichier : donnez-en un à bot.database.")
    of_file = url.get_backend_name() == "sqlite"
    stem = Path(url.database).stem if of_file else url.database
    path = folder / name_of(stem, now, ".db" if of_file else ".dump")
    with only_backup_in(folder):
        with written_beside(path) as partial, bar() as progress:
            if of_file:
                held = sqlite_files.copied_from(Path(url.database), partial, progress)
                found = sqlite_files.checked(partial)
            else:
                held, found = _dumped(address, partial, progress)
            if held != found:
                raise BackupError(
                    "La sauvegarde ne contient pas ce que contient la base, et n'est pas gardée. "
                    "Recommencez ; si cela se répète, vérifiez le disque."
                )
        removed = [] if keep is None else remove_older(folder, stem, now - timedelta(days=keep))
    return Backup(path=path, contents=held, removed=removed)


def _dumped(address: str, partial: Path, progress: Progress) -> tuple[Contents, Contents]:
    """Dump a PostgreSQL database; return what it holds, and what the dump does."""
    from bot.admin.backup import postgresql_dumps  # noqa: PLC0415  its driver is optional

    with postgresql_dumps.session(address) as saved:
        left = every = len(saved.tables & OURS)

        def step() -> None:
            nonlocal left
            left -= 1
            progress(left, every)

        held = postgresql_dumps.dumped_to(partial, saved, step)
        _, found = postgresql_dumps.dump_checked(partial)
    return held, found
