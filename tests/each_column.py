"""A value for any column, and rows for all tables, so that a new one is covered by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Time,
    TypeDecorator,
    insert,
)
from sqlalchemy.types import TypeEngine

from bot.core.columns import EnumText, TextTuple, metadata
from bot.core.database import Database

_START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_VALUES: Mapping[type[TypeEngine[Any]], Callable[[int], object]] = {
    Boolean: lambda number: number % 2 == 0,
    Integer: lambda number: number,
    Float: lambda number: number / 4,
    DateTime: lambda number: _START + timedelta(minutes=number),
    Date: lambda number: _START.date() + timedelta(days=number),
    Time: lambda number: (_START + timedelta(minutes=number)).time(),
    JSON: lambda number: [f"élément {number}"],
    LargeBinary: lambda number: number.to_bytes(4),
}

Rows = Mapping[str, Sequence[tuple[object, ...]]]


def value_of(kind: TypeEngine[Any], number: int) -> object:
    """Return a value of a column's type, another one for each number where the type has some."""
    if isinstance(kind, EnumText):
        members = [*cast("type[Enum]", kind.kind)]
        return members[number % len(members)]
    if isinstance(kind, TextTuple):
        return (f"élément {number}",)
    below = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if isinstance(below, String):
        return f"texte {number}"[-(below.length or 100) :]
    return next(make(number) for of, make in _VALUES.items() if isinstance(below, of))


def at_leisure(database: Database) -> Connection:
    """Open a connection whose statements are no transaction, which a busy machine would end."""
    return database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def reflected(db: Connection) -> MetaData:
    """Return the tables that are there."""
    found = MetaData()
    found.reflect(db)
    found.remove(found.tables["alembic_version"])
    return found


def fill(db: Connection, tables: MetaData = metadata, rows: int = 3) -> None:
    """Write some rows in each of these tables; each refers to those of its rank."""
    for table in tables.sorted_tables:
        known = metadata.tables.get(table.name)
        columns = table.c if known is None else known.c
        typed = {
            column.name: columns.get(column.name, column)
            for column in table.c
            if column is not table.autoincrement_column
        }
        values = [_row(table, typed, rank) for rank in range(1, rows + 1)]
        db.execute(insert(Table(table.name, MetaData(), *_bare(typed))), values)


def rows_of(db: Connection, tables: MetaData) -> Rows:
    """Return what stands in the columns of these tables, as the driver gives it, in one order.

    Not in those that a step has since dropped on purpose: the program's own table lacks them.
    """
    found: dict[str, Sequence[tuple[object, ...]]] = {}
    for table in tables.sorted_tables:
        known = metadata.tables.get(table.name, table).c
        names = ", ".join(f'"{column.name}"' for column in table.c if column.name in known)
        read = db.exec_driver_sql(f'SELECT {names} FROM "{table.name}"')  # noqa: S608  names of tables
        found[table.name] = sorted((tuple(row) for row in read), key=repr)
    return found


def _bare(typed: Mapping[str, Column[object]]) -> list[Column[object]]:
    return [Column(name, column.type) for name, column in typed.items()]


def _row(table: Table, typed: Mapping[str, Column[object]], rank: int) -> dict[str, object]:
    """Return the values of a row, whose references are its rank; its id the database gives."""
    own = 101 * rank
    return {
        name: rank if table.c[name].foreign_keys else value_of(column.type, own + place)
        for place, (name, column) in enumerate(typed.items())
    }
