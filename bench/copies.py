"""Rows copied in SQL under other names: a network's year becomes that of a thousand networks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from sqlalchemy import BigInteger, Connection, Table, insert, select, text

from bot.core.columns import Privacy, metadata
from bot.core.database import Database

_OF_ALL = frozenset({"generations", "leader", "command_tokens", "alembic_version"})
_SUFFIXED = frozenset({
    *("network", "parent", "key", "handle", "post", "channel", "thread", "edits"),
    *("subscribed", "url", "link", "page", "guid", "address"),
})  # fmt: skip
_SPAN = 100_000
"""More than any id before the copies."""


def carry(source: Database, to: Database) -> None:
    """Copy all rows from one database into an empty one, and close the first."""
    for table in metadata.sorted_tables:
        rows = source.submit(partial(_rows, table)).result()
        if rows:
            to.submit(partial(_write, table, rows)).result()
    source.close()


def _rows(table: Table, db: Connection) -> Sequence[dict[str, object]]:
    return [dict(each) for each in db.execute(select(table)).mappings()]


def _write(table: Table, rows: Sequence[dict[str, object]], db: Connection) -> None:
    db.execute(insert(table), rows)


def multiply(table: Table, copies: int, db: Connection) -> None:
    """Write `copies` - 1 more of each row of a table, each under the names of another network."""
    if table.name in _OF_ALL:
        return
    own = ", ".join(f'"{each.name}"' for each in table.c)
    values = ", ".join(_values(table))
    numbers = f"SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {copies - 1}"  # noqa: S608  ours
    chosen = f"SELECT {values} FROM copy CROSS JOIN first ORDER BY copy.n"  # noqa: S608  ours
    made = f"INSERT INTO {table.name} ({own}) WITH RECURSIVE copy(n) AS ({numbers}) {chosen}"
    db.execute(text(f"CREATE TEMPORARY TABLE first AS SELECT * FROM {table.name}"))  # noqa: S608  ours
    db.execute(text(made))
    db.execute(text("DROP TABLE first"))


def _values(table: Table) -> Iterator[str]:
    """Give in SQL what a column holds in the copy `n`: numbers move on, names get an end."""
    for each in table.c:
        name = f'first."{each.name}"'
        told: Mapping[object, object] = each.info
        if (
            isinstance(each.type, BigInteger)
            or each.name == "term"
            or (table.name == "search_terms" and each.name == "id")
        ):
            yield f"{name} + {_SPAN} * n"
        elif any(isinstance(held, Privacy) for held in told.values()):
            ended = f"rtrim({name}, 'y') || 'z' || n || '{'y' * 26}'"
            yield f"CASE WHEN {name} = '' THEN '' ELSE substr({ended}, 1, 26) END"
        elif table.name == "outbox" and each.name == "key":
            renamed = f"replace({name}, network, network || '-' || n)"
            yield f"CASE WHEN {renamed} = {name} THEN {name} || '-' || n ELSE {renamed} END"
        elif each.name in _SUFFIXED:
            yield f"CASE WHEN {name} = '' THEN '' ELSE {name} || '-' || n END"
        else:
            yield name
