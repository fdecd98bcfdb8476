"""SQLite: a consistent copy of a file that lives, what a file holds, and putting one back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.admin.backup.contents import OURS, VERSION, Contents, counted
from bot.admin.backup.errors import BackupError, told_of_file, told_of_sqlite
from bot.admin.backup.files import clear, make_durable, written_beside
from bot.core.database import make_private

Progress = Callable[[int, int], None]
"""Told how much is left, and of how much."""

_HEADER = b"SQLite format 3\x00"
_PAGES = 1_024
"""Pages copied between two tellings of the progress: 4 MB."""

_JOURNALS = ("-wal", "-shm", "-journal")
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PATIENCE, _TRIES = 10.0, 50
"""Seconds that another program may hold the file, and how often it is tried meanwhile."""


def is_sqlite(path: Path) -> bool:
    """Tell whether a file begins as SQLite's do."""
    with path.open("rb") as file:
        return file.read(len(_HEADER)) == _HEADER


def copied_from(path: Path, copy: Path, progress: Progress) -> Contents:
    """Copy a file that may be written meanwhile, as it is now; return what it holds.

    One reading transaction sees the same moment from its first page to its last count. The copy is
    one file, without journals. Raises BackupError.
    """
    if not path.is_file():
        raise BackupError(
            f"Il n'y a pas de base à sauvegarder : {path} n'existe pas. Voyez bot.database (un "
            "chemin relatif part du dossier courant), ou lancez d'abord le robot."
        )
    with (
        told_of_sqlite(f"La base {path} ne se copie pas vers {copy.parent}"),
        _open(path, "mode=rw") as source,
        closing(sqlite3.connect(copy, isolation_level=None)) as target,
    ):
        source.execute("BEGIN")
        held = _contents(source)
        source.backup(target, pages=_PAGES, progress=lambda _, left, every: progress(left, every))
        source.execute("ROLLBACK")
        target.execute("PRAGMA journal_mode=DELETE")
    return held


def checked(path: Path) -> Contents:
    """Read a file that nobody writes whole, and return what it holds.

    Raises BackupError if it is damaged or no database of ours.
    """
    with told_of_sqlite(f"{path} ne se lit pas"), _open(path, _at_rest(path)) as db:
        (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise BackupError(f"{path} est abîmée ({found}) : prenez-en une autre.")
        held = _contents(db)
    if not held.version or not OURS & held.rows.keys() - {VERSION}:
        raise BackupError(f"{path} n'est pas une base de Courroie : vérifiez le nom du fichier.")
    return held


def usable(path: Path) -> Contents | None:
    """Return what the present database holds, None if it is missing or too damaged to tell.

    What does not even begin as a database is not opened: SQLite would throw its journal away.
    Raises BackupError.
    """
    with told_of_file("Impossible de lire", path):
        if not path.is_file() or not is_sqlite(path):
            return None
    try:
        with told_of_sqlite(f"La base {path} ne s'ouvre pas"), _open(path, "mode=rw") as db:
            return _contents(db)
    except BackupError as error:
        if getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
            return None
        raise


def put_back(backup: Path, path: Path, aside: Path) -> None:
    """Have the database be what the backup holds; what it was is kept `aside`.

    One transaction of SQLite rewrites a database that can be read: killed in the middle, it is
    still what it was, and whoever opens it never sees the journal of the other. What cannot be read
    is renamed, and the backup takes its place under its name. Raises BackupError.
    """
    clear(path.parent.glob(f".{path.name}.*"))  # what a killed one left
    if usable(path) is None:
        _replace(backup, path, aside)
        return
    with written_beside(aside) as partial:
        copied_from(path, partial, lambda _left, _all: None)
    with told_of_sqlite(f"{path} ne se remplace pas, et reste comme avant"):
        _rewrite(backup, path)


def _rewrite(backup: Path, path: Path) -> None:
    with _open(backup, _at_rest(backup)) as source, _open(path, "mode=rw") as target:
        target.execute("PRAGMA synchronous=FULL")
        source.backup(target, progress=_Patience(path), sleep=_PATIENCE / _TRIES)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Patience:
    """Gives up a file that another program does not let go: SQLite's backup would wait for ever."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tries = 0

    def __call__(self, status: int, _left: int, _every: int) -> None:
        if status in _HELD:
            self._tries += 1
            if self._tries >= _TRIES:
                raise BackupError(
                    f"{self._path} reste comme avant : un autre programme la tient. Arrêtez-le, "
                    "puis recommencez."
                )


def _replace(backup: Path, path: Path, aside: Path) -> None:
    """Put a copy of the backup under the name of what is missing, or cannot be read."""
    staged = path.with_name(f".{path.name}.restauration")
    try:
        make_private(staged)
        with (
            told_of_sqlite(f"{backup} ne se copie pas dans {path.parent}"),
            _open(backup, _at_rest(backup)) as source,
            closing(sqlite3.connect(staged)) as target,
        ):
            source.backup(target)
        with told_of_file("Impossible d'écrire", path):
            make_durable(staged)
            for end in _JOURNALS:
                with suppress(FileNotFoundError):
                    _beside(path, end).rename(_beside(aside, end))
            if path.exists():
                _keep(path, aside)
            staged.replace(path)
            make_durable(path.parent)
    finally:
        clear(path.parent.glob(f"{staged.name}*"))


def _keep(path: Path, aside: Path) -> None:
    """Give a file a second name, or copy it where the disk knows no such thing."""
    try:
        os.link(path, aside)
    except OSError:
        make_private(aside)
        shutil.copyfile(path, aside)
        make_durable(aside)


def _contents(db: sqlite3.Connection) -> Contents:
    listed = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    tables = [name for (name,) in listed if not name.startswith("sqlite_")]
    return counted(lambda query: db.execute(query).fetchone()[0], tables)


def _at_rest(path: Path) -> str:
    """Say how to open a file that nobody writes, be its folder read-only."""
    return "mode=ro" if _beside(path, "-wal").exists() else "mode=ro&immutable=1"


@contextmanager
def _open(path: Path, how: str) -> Iterator[sqlite3.Connection]:
    place = f"{path.resolve().as_uri()}?{how}"
    with closing(
        sqlite3.connect(place, uri=True, isolation_level=None, timeout=_PATIENCE)
    ) as opened:
        yield opened


def _beside(path: Path, end: str) -> Path:
    return path.with_name(f"{path.name}{end}")
