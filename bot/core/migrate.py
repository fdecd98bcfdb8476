"""The tables brought up to date at each start, after a copy of the file was put aside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.core.database import Database, make_private, unhurried
from bot.core.database_errors import first_use, told_plainly
from bot.core.locks import migrating

STEPS = Path(__file__).parent / "migrations" / "versions"
"""Where the steps stand, `step_0015.py` the first one."""

_KNOWN = sorted(each.stem.removeprefix("step_") for each in STEPS.glob("step_*.py"))

HEAD = _KNOWN[-1]
"""The newest step, known without loading Alembic: a start with nothing to do stays fast."""

ASIDE = ".avant-"
"""What follows the file's name in the name of a copy put aside."""


_PATIENCE = 60_000
"""Milliseconds that another process may take to change a SQLite file."""


class NewerDatabaseError(Exception):
    """The file was written by a newer program; an older one must not touch it."""


class TrialDatabaseError(Exception):
    """The file was written before the first release, by a program whose steps are gone."""


def migrate(database: Database) -> Path | None:
    """Bring the tables to HEAD; return the backup copy made first, if one was needed.

    A SQLite file that holds something is copied beside itself, named after its version, before
    the first step. A crash midway leaves the old version (one transaction), and the copy.
    Of two processes that start at once, one does it and the other waits. Raises
    NewerDatabaseError, TrialDatabaseError, UnusableDatabaseError, or DatabaseError midway.
    """
    if not _is_older(version_of(database)):
        return None
    with told_plainly(), migrating(database), database.engine.begin() as db:
        if database.path is not None:
            db.exec_driver_sql(f"PRAGMA busy_timeout = {_PATIENCE}")
            db.exec_driver_sql("BEGIN IMMEDIATE")  # SQLite: the driver says none of itself
        current = _version(db)  # another process may have been here meanwhile
        if not _is_older(current):
            return None
        copy = None
        if current is not None and database.path is not None:
            copy = database.path.with_name(f"{database.path.name}{ASIDE}{HEAD}-depuis-{current}")
            back_up(database.path, copy)
        with unhurried(db):
            _upgrade(db)
    return copy


def version_of(database: Database) -> str | None:
    """Return the version of the tables, None where there are none.

    Raises NewerDatabaseError, TrialDatabaseError or UnusableDatabaseError.
    """
    with first_use(), database.engine.connect() as db:
        current = _version(db)
    _is_older(current)
    return current


def make_tables(db: Connection) -> None:
    """Make the tables of HEAD where there are none, in the caller's transaction."""
    _upgrade(db)


def back_up(path: Path, copy: Path) -> None:
    """Copy a SQLite file, open or not, into a whole and consistent one, for its owner only."""
    make_private(copy)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _is_older(version: str | None) -> bool:
    """Tell whether there are steps to take; raises NewerDatabaseError or TrialDatabaseError."""
    if version is not None and version > HEAD:
        raise NewerDatabaseError(f"the database is at {version}, this program knows {HEAD}")
    if version is not None and version not in _KNOWN:
        raise TrialDatabaseError(f"the database is at {version}, the first step is {_KNOWN[0]}")
    return version != HEAD


def _version(db: Connection) -> str | None:
    if not inspect(db).has_table("alembic_version"):
        return None
    found = db.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _upgrade(db: Connection, to: str = HEAD) -> None:
    from alembic import command  # noqa: PLC0415  150 ms that a start with nothing to do saves
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "bot.core:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = db
    command.upgrade(config, to)
