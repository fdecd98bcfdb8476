"""The tables brought up to date at each start, after a copy of the file was put aside."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.core.columns import metadata
from bot.core.database import Database, make_private, unhurried
from bot.core.database_errors import DatabaseBrokeError, first_use, told_plainly
from bot.core.locks import migrating
from bot.core.patterns import lazy_pattern

STEPS = Path(__file__).parent / "migrations" / "versions"
"""Where the steps stand, `step_0100.py` the first one."""

BASELINE = "0100"
"""The first step, which makes all tables: what was written before it cannot be brought up."""

KNOWN = {each.stem.removeprefix("step_") for each in STEPS.glob("step_*.py")} | {BASELINE}

HEAD = max(KNOWN)
"""The newest step, known without loading Alembic: a start with nothing to do stays fast."""

_OURS = lazy_pattern(r"\d{4}")
"""What our versions look like."""

_SHOWN = 3
"""Tables of another program that are named."""

ASIDE = ".avant-"
"""What follows the file's name in the name of a copy put aside."""


_PATIENCE = 60_000
"""Milliseconds that another process may take to change a SQLite file."""

_UNHURRIED = "SET LOCAL idle_in_transaction_session_timeout = '60s'"
"""A busy machine may take longer between two statements than PostgreSQL gives a transaction."""


class NewerDatabaseError(Exception):
    """The file was written by a newer program; an older one must not touch it."""


class TrialDatabaseError(Exception):
    """The file was written before the first release, by a program whose steps are gone."""


class ForeignDatabaseError(Exception):
    """What is there was not written by Courroie; the message says what it was told by."""


class BrokenStepError(Exception):
    """A step broke, or would leave rows that refer to one that is gone: it is undone.

    The message is the database's kind of error, or counts those rows by table.
    """


def migrate(database: Database) -> Path | None:
    """Bring the tables to HEAD; return the backup copy made first, if one was needed.

    A SQLite file that holds something is copied beside itself, named after its version, before
    the first step. A crash midway leaves the old version (one transaction), and the copy.
    Of two processes that start at once, one does it and the other waits. Raises
    NewerDatabaseError, TrialDatabaseError, ForeignDatabaseError, UnusableDatabaseError; midway,
    BrokenStepError or DatabaseError.

    SQLite makes a changed table anew and drops the old one: with its foreign keys on, the rows that
    refer to it would go as if each of its rows had been deleted. They are off meanwhile, which must
    be said before the transaction begins, and looked at before it ends.
    """
    if not _is_older(version_of(database)):
        return None
    with told_plainly(), migrating(database), database.engine.begin() as db:
        if database.path is not None:
            db.exec_driver_sql(f"PRAGMA busy_timeout = {_PATIENCE}")
            db.exec_driver_sql("PRAGMA foreign_keys = OFF")  # of this connection, soon closed
            db.exec_driver_sql("BEGIN IMMEDIATE")  # SQLite: the driver says none of itself
        current = _version(db)  # another process may have been here meanwhile
        if not _is_older(current):
            return None
        copy = None
        if current is not None and database.path is not None:
            copy = database.path.with_name(f"{database.path.name}{ASIDE}{HEAD}-depuis-{current}")
            _put_aside(database.path, copy)
        with unhurried(db):
            hanging = _hanging(db)
            try:
                with told_plainly():
                    upgrade(db)
            except DatabaseBrokeError as error:
                raise BrokenStepError(str(error)) from error
            if more := _hanging(db) - hanging:
                raise BrokenStepError(", ".join(f"{of}: {count}" for of, count in more.items()))
    return copy


def version_of(database: Database) -> str | None:
    """Return the version of the tables, None where there are none.

    Raises NewerDatabaseError, TrialDatabaseError, ForeignDatabaseError or UnusableDatabaseError.
    """
    with first_use(), database.engine.connect() as db:
        current = _version(db)
    _is_older(current)
    return current


def upgrade(db: Connection, to: str = "head") -> None:
    """Bring the tables to a version in the caller's transaction; make them where there are none."""
    from alembic import command  # noqa: PLC0415  150 ms that a start with nothing to do saves
    from alembic.config import Config  # noqa: PLC0415

    if db.dialect.name == "postgresql":
        db.exec_driver_sql(_UNHURRIED)
    config = Config()
    config.set_main_option("script_location", "bot.core:migrations")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(STEPS).replace("%", "%%"))
    config.attributes["connection"] = db
    command.upgrade(config, to)


def back_up(path: Path, copy: Path) -> None:
    """Copy a SQLite file, open or not, into a whole and consistent one, for its owner only."""
    make_private(copy)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _put_aside(path: Path, copy: Path) -> None:
    """Copy a SQLite file; the copy bears its name once it is whole."""
    partial = copy.with_name(f"{copy.name}.partiel")
    partial.unlink(missing_ok=True)  # a killed process left it
    try:
        back_up(path, partial)
        partial.replace(copy)
    finally:
        partial.unlink(missing_ok=True)


def _hanging(db: Connection) -> Counter[str]:
    """Count the rows that refer to one that is not there: PostgreSQL never lets any be."""
    if db.dialect.name != "sqlite":
        return Counter()
    found = db.exec_driver_sql("PRAGMA foreign_key_check").all()
    return Counter(f"{table} → {parent}" for table, _, parent, _ in found)


def _is_older(version: str | None) -> bool:
    """Tell whether there are steps to take; raises what refuses a version."""
    if version is not None and not _OURS.fullmatch(version):
        raise ForeignDatabaseError(f"version {version}")
    if version is not None and version > HEAD:
        raise NewerDatabaseError(f"the database is at {version}, this program knows {HEAD}")
    if version is not None and version not in KNOWN:
        raise TrialDatabaseError(f"the database is at {version}, the first step is {BASELINE}")
    return version != HEAD


def _version(db: Connection) -> str | None:
    """Return the one version that is written; None where no table is, or none of our names.

    Other programs may have theirs in a PostgreSQL database, none in our file.
    """
    tables = set(inspect(db).get_table_names())
    if "alembic_version" in tables:
        found = [*db.execute(text("SELECT version_num FROM alembic_version")).scalars()]
        if len(found) == 1:
            return str(found[0])
        raise ForeignDatabaseError(f"versions: {', '.join(map(str, found)) or None}")
    in_the_way = tables if db.dialect.name == "sqlite" else tables & metadata.tables.keys()
    if in_the_way:
        raise ForeignDatabaseError(f"tables: {', '.join(sorted(in_the_way)[:_SHOWN])}")
    return None
