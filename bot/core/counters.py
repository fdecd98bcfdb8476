"""Numbers that a network gives out, each once, never again."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select, text, update

from bot.core.prepared import Prepared
from bot.core.tables import counters

LEAP = 100
"""How far the numbers jump when a restore is noticed: more than were told in private alone."""

_NEXT = Prepared(
    text(
        "INSERT INTO counters (network, name, value) VALUES (:network, :name, 1) "
        "ON CONFLICT (network, name) DO UPDATE SET value = counters.value + 1 RETURNING value"
    )
)

_RAISE = text(
    "INSERT INTO counters (network, name, value) VALUES (:network, :name, :value) "
    "ON CONFLICT (network, name) DO UPDATE SET value = excluded.value "
    "WHERE counters.value < excluded.value"
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


def last(db: Connection, network: str, name: str) -> int:
    """Return where one counter of a network is, 0 when it never moved."""
    here = counters.c.network == network, counters.c.name == name
    return db.scalar(select(counters.c.value).where(*here)) or 0


def raise_to(db: Connection, network: str, name: str, value: int) -> None:
    """Have numbers continue after this one, which was given out; they never go back."""
    db.execute(_RAISE, {"network": network, "name": name, "value": value})


def leap(db: Connection, but: Collection[str]) -> None:
    """Have all numbers continue well after those given out, but those of these names."""
    numbers = update(counters).where(counters.c.name.not_in(but))
    db.execute(numbers.values(value=counters.c.value + LEAP))
