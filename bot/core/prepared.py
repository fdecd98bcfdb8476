"""The few statements that every deposit runs, compiled once and said to the driver itself.

SQLAlchemy still writes them, for each dialect, and still turns our values into the driver's and
back; what is spared is its bookkeeping around each execution, two thirds of their cost, measured
by `python -m bench answers`. For everything else, and for `in_`, `db.execute` is right.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPICursor

_Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement in one dialect's words, how its values are written and its rows read."""

    sql: str
    order: tuple[str, ...] | None
    given: Mapping[str, object]
    processors: Mapping[str, _Processor]
    row: Callable[[Iterable[Any]], tuple[Any, ...]]
    readers: Sequence[tuple[int, _Processor]]

    def values(self, values: Mapping[str, object]) -> Sequence[object] | Mapping[str, object]:
        written = {**self.given, **values}
        for name, process in self.processors.items():
            written[name] = process(written[name])
        return written if self.order is None else [written[name] for name in self.order]

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self.readers:
            return self.row(row)
        values = list(row)
        for place, read in self.readers:
            values[place] = read(values[place])
        return self.row(values)


@dataclass(eq=False)
class Prepared:
    """A statement with named values; `keys` are an INSERT's columns."""

    statement: ClauseElement
    keys: Sequence[str] | None = None
    _plans: dict[str, _Plan] = field(default_factory=dict, init=False)

    def run(self, db: Connection, values: Mapping[str, object]) -> None:
        """Execute it, for what it changes."""
        _, cursor = self._execute(db, values)
        cursor.close()

    def rows(self, db: Connection, values: Mapping[str, object]) -> Sequence[Any]:
        """Execute it, and return all its rows, whose values bear their columns' names."""
        plan, cursor = self._execute(db, values)
        found = [plan.read(row) for row in cursor.fetchall()]
        cursor.close()
        return found

    def _execute(self, db: Connection, values: Mapping[str, object]) -> tuple[_Plan, DBAPICursor]:
        plan = self._plans.get(db.dialect.name)
        if plan is None:
            plan = self._plans[db.dialect.name] = self._compiled(db.dialect)
        cursor = db.connection.cursor()
        cursor.execute(plan.sql, plan.values(values))
        return plan, cursor

    def _compiled(self, dialect: Dialect) -> _Plan:
        compiled: Any = self.statement.compile(dialect=dialect, column_keys=self.keys)
        processors = {
            name: process
            for bind, name in compiled.bind_names.items()
            if (process := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        columns: Any = getattr(self.statement, "exported_columns", ())  # a text has none
        read = [each.type.dialect_impl(dialect).result_processor(dialect, None) for each in columns]
        row: Any = namedtuple("Row", [each.key for each in columns], rename=True)  # type: ignore[misc]  # noqa: PYI024
        return _Plan(
            sql=str(compiled),
            order=tuple(compiled.positiontup) if compiled.positional else None,
            given=dict(compiled.params),
            processors=processors,
            row=row._make if columns else tuple,
            readers=[(place, each) for place, each in enumerate(read) if each is not None],
        )
