"""What fell due and was done, under a key that makes it happen once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.core.tables import occurrences
from bot.core.upsert import insert_or_ignore

_RECORD = insert_or_ignore(occurrences)
_START = "start"
_RULE = ":rule"

# Written once: jobs ask them for each network at each beat.
_LATEST = func.max(occurrences.c.due_at)
_LAST = select(_LATEST).where(
    occurrences.c.network == bindparam("network"), occurrences.c.kind == bindparam("kind")
)
_LAST_THERE = (
    select(occurrences.c.network, occurrences.c.kind, _LATEST)
    .where(
        occurrences.c.kind.in_([bindparam("kind"), bindparam("rule"), _START]),
        occurrences.c.network.in_(bindparam("there", expanding=True)),
    )
    .group_by(occurrences.c.network, occurrences.c.kind)
)


def record(db: Connection, network: str, kind: str, *, due: datetime, now: datetime) -> bool:
    """Note that a due moment is being done; False when it was already.

    To be called in the transaction that does it: both stay, or neither.
    """
    values = {"network": network, "kind": kind, "due_at": due, "done_at": now}
    return db.execute(_RECORD, values).rowcount == 1


def done_at(db: Connection, network: str, kind: str, *, due: datetime) -> datetime | None:
    """Return when a due moment was done, None when it was not."""
    return done_among(db, network, kind, [due]).get(due)


def done_among(
    db: Connection, network: str, kind: str, dues: Collection[datetime]
) -> Mapping[datetime, datetime]:
    """Return when each of some due moments was done, without those that were not."""
    found = select(occurrences.c.due_at, occurrences.c.done_at).where(
        occurrences.c.network == network,
        occurrences.c.kind == kind,
        occurrences.c.due_at.in_(dues),
    )
    return {row.due_at: row.done_at for row in db.execute(found)}


def start(db: Connection, network: str, now: datetime) -> None:
    """Note since when a network is served, the first time: what fell due before is not owed."""
    if last(db, network, _START) is None:
        record(db, network, _START, due=now, now=now)


def started(db: Connection, networks: Collection[str]) -> datetime | None:
    """Return since when the first of some networks is served."""
    found = select(func.min(occurrences.c.due_at)).where(
        occurrences.c.network.in_(networks), occurrences.c.kind == _START
    )
    return db.execute(found).scalar()


def rule_changed(db: Connection, network: str, kind: str, now: datetime) -> None:
    """Note that a kind has another rule: what fell due before is not owed."""
    record(db, network, _rule(kind), due=now, now=now)


def last(db: Connection, network: str, kind: str) -> datetime | None:
    """Return the latest due moment of a kind that was done."""
    return db.execute(_LAST, {"network": network, "kind": kind}).scalar()


def began(db: Connection, network: str) -> datetime:
    """Return since when a network is served; raises LookupError when it was never started."""
    found = last(db, network, _START)
    if found is None:
        raise LookupError(f"network {network} was never started")
    return found


def since_and_last(
    db: Connection, kind: str, networks: Collection[str]
) -> Mapping[str, tuple[datetime, datetime | None]]:
    """Return the moment after which each network that was started owes a kind, and its last time.

    The moment is its last time, or the last change of its rule, or the network's start. The last
    time is None when there was none.
    """
    known: dict[str, dict[str, datetime]] = {}
    asked = {"kind": kind, "rule": _rule(kind), "there": networks}
    for network, found, at in db.execute(_LAST_THERE, asked):
        known.setdefault(network, {})[found] = at
    owed = {}
    for network, moments in known.items():
        if _START in moments:
            done = moments.get(kind)
            after = max(filter(None, (done, moments.get(_rule(kind)))), default=moments[_START])
            owed[network] = after, done
    return owed


def is_beginning(kind: str) -> bool:
    """Tell whether a kind says from when something is owed, rather than what was done."""
    return kind == _START or kind.endswith(_RULE)


def _rule(kind: str) -> str:
    return f"{kind}{_RULE}"
