"""Numbers that a network gives out, each once, never again."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select, text

from bot.store.prepared import Prepared
from bot.store.tables import counters

_NEXT = Prepared(
    text(
        "INSERT INTO counters (network, name, value) VALUES (:network, :name, 1) "
        "ON CONFLICT (network, name) DO UPDATE SET value = counters.value + 1 RETURNING value"
    )
)


def next_value(db: Connection, network: str, name: str) -> int:
    """Return the next number of this name in this network: 1, 2, 3, and so on.

    On PostgreSQL the row stays locked until the transaction ends, so numbers have no gap.
    """
    ((found,),) = _NEXT.rows(db, {"network": network, "name": name})
    return int(found)


def reached(db: Connection, name: str) -> Mapping[str, int]:
    """Return where each network's counter of this name is, without those that never moved."""
    rows = db.execute(select(counters.c.network, counters.c.value).where(counters.c.name == name))
    return {row.network: row.value for row in rows}
