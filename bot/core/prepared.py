"""The few statements that every deposit runs, compiled once and said to the driver itself.

SQLAlchemy still writes them, for each dialect, and still turns our values into the driver's; what
is spared is its bookkeeping around each execution, two thirds of their cost, measured by
`python -m bench answers`. For everything else, `db.execute` is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect

_Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement in one dialect's words, and how its values are written."""

    sql: str
    order: tuple[str, ...] | None
    given: Mapping[str, object]
    processors: Mapping[str, _Processor]

    def values(self, values: Mapping[str, object]) -> Sequence[object] | Mapping[str, object]:
        written = {**self.given, **values}
        for name, process in self.processors.items():
            written[name] = process(written[name])
        return written if self.order is None else [written[name] for name in self.order]


class Prepared:
    """A statement with named values; `keys` are an INSERT's columns.

    Rows come back as the driver gives them: only for columns that need no conversion.
    """

    def __init__(self, statement: ClauseElement, keys: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._keys = keys
        self._plans: dict[str, _Plan] = {}

    def run(self, db: Connection, values: Mapping[str, object]) -> None:
        """Execute it, for what it changes."""
        self._execute(db, values).close()

    def rows(self, db: Connection, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        """Execute it, and return all its rows."""
        cursor = self._execute(db, values)
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
        cursor.close()
        return found

    def _execute(self, db: Connection, values: Mapping[str, object]) -> Any:  # noqa: ANN401  a driver's cursor
        plan = self._plans.get(db.dialect.name)
        if plan is None:
            plan = self._plans[db.dialect.name] = self._compiled(db.dialect)
        cursor = db.connection.cursor()
        cursor.execute(plan.sql, plan.values(values))
        return cursor

    def _compiled(self, dialect: Dialect) -> _Plan:
        compiled: Any = self._statement.compile(dialect=dialect, column_keys=self._keys)
        processors = {
            name: process
            for bind, name in compiled.bind_names.items()
            if (process := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        return _Plan(
            sql=str(compiled),
            order=tuple(compiled.positiontup) if compiled.positional else None,
            given=dict(compiled.params),
            processors=processors,
        )
