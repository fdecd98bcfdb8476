"""Numbers that a network gives out, each once, never again."""

from __future__ import annotations

from sqlalchemy import Connection, text

from bot.store.prepared import Prepared

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
