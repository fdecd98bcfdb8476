"""Moments recorded beyond the present, by a clock that was wrong: noticed, and put right.

A clock that runs a year ahead, be it for some seconds, leaves moments that are not there yet; what
compares them with the present would then wait for a year. Each moment's column says what it tells:
`PAST`, `CHOSEN`, `DONE`, or how long one `waits`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    Column,
    Connection,
    Table,
    bindparam,
    delete,
    exists,
    literal,
    select,
    union_all,
    update,
)

from bot.core import occurrences as kept_occurrences
from bot.core.columns import MOMENT, Holds, Wait
from bot.core.tables import occurrences
from bot.privacy.tables import TABLES
from bot.veille.tables import publications

TOLERANCE = timedelta(days=1)
"""How far beyond the present a moment may be recorded.

Nothing waits long for less. And a clock that was an hour or two behind, as machines that start in
local time have it, must not undo what was done since: it would be done twice.
"""

NEVER_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
"""This program was written later: a clock that tells an earlier time is behind."""

_PUT_RIGHT = "clock put right"


_MOMENTS = [column for table in TABLES for column in table.c if MOMENT in column.info]
_FACTS = [column for column in _MOMENTS if column.info is Holds.PAST]
_WAITS: Sequence[tuple[Column[datetime], Wait]] = [
    (column, column.info[MOMENT]) for column in _MOMENTS if isinstance(column.info[MOMENT], Wait)
]
_LIMITS: Mapping[Column[datetime], timedelta] = {
    **dict.fromkeys((*_FACTS, occurrences.c.done_at, publications.c.due_at), TOLERANCE),
    **{column: wait.at_most for column, wait in _WAITS},
}
"""How far beyond the present a moment of each column may be."""

_BEYOND = union_all(
    *(
        select(literal(str(column))).where(
            exists(select(1).where(column > bindparam(str(column), type_=column.type)))
        )
        for column in _LIMITS
    )
)


def is_behind(now: datetime) -> bool:
    """Tell whether a clock is surely behind: what is beyond it is then no mistake."""
    return now < NEVER_BEFORE


def beyond(db: Connection, now: datetime) -> Sequence[str]:
    """Return the columns where moments are recorded beyond the present: « table.column »."""
    limits = {str(column): now + most for column, most in _LIMITS.items()}
    return sorted(db.execute(_BEYOND, limits).scalars())


def put_right(db: Connection, now: datetime) -> Mapping[str, int]:
    """Bring what is recorded beyond the present back to it; return how much, by column.

    What waits does so as long as it should have from now on; what was done at a moment that has
    not come is to be done when it comes.
    """
    limit = now + TOLERANCE
    changed = {str(column): _shorten(db, column, wait, now) for column, wait in _WAITS}
    changed |= {str(column): _bring_back(db, column, limit, now) for column in _FACTS}
    changed[str(publications.c.due_at)] = _bring_digests(db, limit, now)
    changed[str(occurrences.c.done_at)] = _undo(db, limit, now)
    return {name: count for name, count in changed.items() if count}


def note(db: Connection, now: datetime) -> None:
    """Note that moments were put right, for whoever looks after the machine."""
    kept_occurrences.record(db, "", _PUT_RIGHT, due=now, now=now)


def last_put_right(db: Connection) -> datetime | None:
    """Return when moments were last put right, None when they never were."""
    return kept_occurrences.last(db, "", _PUT_RIGHT)


def _bring_back(db: Connection, column: Column[datetime], limit: datetime, now: datetime) -> int:
    table: Table = column.table
    return db.execute(update(table).where(column > limit).values({column: now})).rowcount


def _shorten(db: Connection, column: Column[datetime], wait: Wait, now: datetime) -> int:
    """Have rows wait as long as they should have, had the clock been right."""
    table: Table = column.table
    since = literal(None) if wait.since is None else table.c[wait.since]
    mistaken = column > now + wait.at_most
    if wait.since is not None:
        mistaken |= (since > now + TOLERANCE) & (column > now)
    key = next(iter(table.primary_key.columns))
    rows = db.execute(select(key, column, since).where(mistaken)).all()
    for of, until, begun in rows:
        rest = until - begun if begun is not None and begun > now + TOLERANCE else timedelta()
        at = now + min(max(rest, timedelta()), wait.at_most)
        db.execute(update(table).where(key == of).values({column: at}))
    return len(rows)


def _bring_digests(db: Connection, limit: datetime, now: datetime) -> int:
    """Bring the digests that were published to the present, one second apart, in their order."""
    due = publications.c.due_at
    found = select(publications.c.network, due).where(due > limit).distinct()
    rows = db.execute(found.order_by(publications.c.network, due.desc())).all()
    for number, (network, at) in enumerate(rows):
        moved = update(publications).where(publications.c.network == network, due == at)
        db.execute(moved.values(due_at=now - timedelta(seconds=number)))
    return len(rows)


def _undo(db: Connection, limit: datetime, now: datetime) -> int:
    """Take back that moments to come were done; since when a network is served becomes now."""
    mistaken = occurrences.c.done_at > limit
    rows = db.execute(select(occurrences.c.network, occurrences.c.kind).where(mistaken)).all()
    db.execute(delete(occurrences).where(mistaken))
    for network, kind in {(network, kind) for network, kind in rows}:
        if kept_occurrences.is_beginning(kind):
            kept_occurrences.record(db, network, kind, due=now, now=now)
    return len(rows)
