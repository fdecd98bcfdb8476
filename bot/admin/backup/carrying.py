"""A SQLite backup put into PostgreSQL, row by row: how a network that grows leaves its file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, Table, func, insert, select, text

from bot.admin.backup.contents import VERSION, counted
from bot.admin.backup.errors import BackupError, told_of_file
from bot.admin.backup.postgresql_restores import Replacing, others_on, served_by
from bot.core.columns import metadata
from bot.core.database import Database, unpooled
from bot.core.database_errors import DatabaseError, told_plainly
from bot.core.locks import our_name
from bot.core.migrate import migrate, upgrade

_AT_ONCE = 500
"""Rows written by one statement."""

_NEXT = text(
    "SELECT setval(pg_get_serial_sequence(:of, :column), greatest(:last, 1), :last > 0) "
    "WHERE pg_get_serial_sequence(:of, :column) IS NOT NULL"
)


def carry(backup: Path, replacing: Replacing) -> None:
    """Write the rows of a SQLite backup in the place of what is replaced.

    All or nothing: one transaction, which ends once each table has as many rows there as here. A
    backup of an older program is brought up to date first, in a copy. Raises BackupError.
    """
    tables, named = metadata.sorted_tables, {"application_name": our_name()}
    try:
        with (
            _brought_up(backup) as file,
            told_plainly(),
            unpooled(replacing.seen.address, connect_args=named) as server,
            file.connect() as source,
            server.begin() as target,
        ):
            for each in replacing.put_aside():
                target.execute(text(each))
            if others := others_on(target):
                raise served_by(", ".join(sorted(others)))
            upgrade(target)
            for left, table in zip(range(len(tables), 0, -1), tables, strict=True):
                replacing.bar(left, len(tables))
                _copy(source, target, table)
                _number_on(target, table)
            replacing.bar(0, len(tables))
            if _rows(source) != _rows(target):
                raise BackupError("Rien n'a changé : des lignes manquaient après la copie.")
    except DatabaseError as error:
        raise BackupError(
            f"Rien n'a changé : PostgreSQL a refusé la copie ({error}). Vérifiez que ce compte "
            "peut créer un schéma dans la base, et que son disque n'est pas plein."
        ) from error


def _copy(source: Connection, target: Connection, table: Table) -> None:
    """Copy the rows in the order of their keys: one that refers to another comes after it."""
    rows = source.execute(select(table).order_by(*table.primary_key.columns))
    for some in rows.partitions(_AT_ONCE):
        target.execute(
            insert(table),
            [{name: _storable(value) for name, value in row._mapping.items()} for row in some],  # noqa: SLF001  its documented name
        )


def _storable(value: object) -> object:
    """Take NUL characters out of a text, which PostgreSQL does not keep."""
    return value.replace("\0", "") if type(value) is str else value


def _number_on(db: Connection, table: Table) -> None:
    """Have the rows to come numbered after those that are there."""
    column = table.autoincrement_column
    if column is not None:
        last = db.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
        db.execute(_NEXT, {"of": f'"{table.name}"', "column": column.name, "last": last})


def _rows(db: Connection) -> dict[str, int]:
    names = [each.name for each in metadata.sorted_tables] + [VERSION]
    return dict(counted(lambda query: db.execute(text(query)).scalar(), names).rows)


@contextmanager
def _brought_up(backup: Path) -> Iterator[Engine]:
    """Open a copy of a backup, its tables those of this program."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copie.db"
        with told_of_file("Impossible d'écrire dans", Path(folder)):
            shutil.copyfile(backup, copy)
        with closing(Database(f"sqlite:///{copy}")) as database:
            migrate(database)
            yield database.engine
