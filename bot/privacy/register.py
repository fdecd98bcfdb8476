"""Where people stand in the database: each column that holds someone's id, as its table says."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Table

from bot.core.columns import PERSONAL, Privacy
from bot.privacy.tables import TABLES


@dataclass(frozen=True, slots=True)
class Trace:
    """A column that holds someone's id, and what its table says of it."""

    table: Table
    column: Column[str]
    privacy: Privacy


TRACES: tuple[Trace, ...] = tuple(
    Trace(table, column, column.info[PERSONAL])
    for table in TABLES
    for column in table.c
    if isinstance(column.info.get(PERSONAL), Privacy)
)
"""In the order in which people are told of them."""


def network_of(table: Table) -> tuple[Column[str], ForeignKey | None]:
    """Return the column that says whose network a row is, and the keys that lead there.

    Raises LookupError where none does.
    """
    if "network" in table.c:
        return table.c.network, None
    for key in table.foreign_keys:
        parent = key.column.table
        if "network" in parent.c:
            return parent.c.network, key
    raise LookupError(f"no network leads to {table.name}")
