"""Rows as frozen dataclasses, and back: a field a column.

What is no column (an answer inside a question) its store reads with a function of the row, and
writes by hand beside the others: `values(question) | {…}`. A new field is written by all that
writes its object; what a change must not write is named (`but`), never what it writes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import fields
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Delete, Row, Select, Update

from bot.core.errors import ChangedMeanwhileError
from bot.core.prepared import Prepared

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


class Mapper(Generic[T]):
    """Reads rows as objects of a dataclass, and writes objects as the values of a row.

    `columns` are what each row begins with: a table's, or those that a statement selects. A field
    is read from the column of its name, or else as `others` tells: from the column of another name,
    by a function that is handed the row, or not at all (None: it has its default). Raises KeyError
    for a field of which nothing is known.
    """

    def __init__(
        self,
        kind: type[T],
        columns: Iterable[ColumnElement[Any]],
        /,
        **others: str | Callable[[Row[Any]], object] | None,
    ) -> None:
        by_name = {column.key: (place, column) for place, column in enumerate(columns)}
        sources = {each.name: others.get(each.name, each.name) for each in fields(kind)}
        named = {field: each for field, each in sources.items() if isinstance(each, str)}
        self._make: Callable[..., T] = kind
        self._fields = tuple(named)
        self._pick = itemgetter(*(by_name[name][0] for name in named.values()))
        self._by_hand = {field: each for field, each in sources.items() if callable(each)}
        self._columns = {
            field: name for field, name in named.items() if _is_written(by_name[name][1])
        }
        self.written = tuple(self._columns.values())
        self._values = attrgetter(*self._columns)

    def read(self, row: Row[Any]) -> T:
        """Return the object of a row."""
        # By place, all at once: reading a row's columns by name takes three times as long.
        flat = dict(zip(self._fields, self._pick(row), strict=True))
        if not self._by_hand:
            return self._make(**flat)
        return self._make(**flat, **{name: read(row) for name, read in self._by_hand.items()})

    def all(
        self, db: Connection, found: Select[Any] | Prepared, values: dict[str, object] | None = None
    ) -> list[T]:
        """Return all that a statement finds, in its order."""
        if isinstance(found, Prepared):
            return [self.read(row) for row in found.rows(db, values or {})]
        return [self.read(row) for row in db.execute(found, values)]

    def first(
        self, db: Connection, found: Select[Any] | Prepared, values: dict[str, object] | None = None
    ) -> T | None:
        """Return the first that a statement finds, None when there is none."""
        if isinstance(found, Prepared):
            return next(iter(self.all(db, found, values)), None)
        row = db.execute(found, values).first()
        return None if row is None else self.read(row)

    def values(self, written: T, *, but: Collection[str] = ()) -> dict[str, Any]:
        """Return an object's values by column, but the id that the database gives.

        Those of all its fields that are columns of a table, `but` some columns.
        """
        values = zip(self.written, self._values(written), strict=True)
        return {name: value for name, value in values if name not in but} if but else dict(values)


def change_one(db: Connection, change: Update | Delete, what: str) -> None:
    """Change or delete one row. Raises ChangedMeanwhileError where it is no longer as was read."""
    if db.execute(change).rowcount != 1:
        raise ChangedMeanwhileError(what)


def _is_written(column: ColumnElement[Any]) -> bool:
    return isinstance(column, Column) and column.table.autoincrement_column is not column
