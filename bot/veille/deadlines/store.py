"""Deadlines of calls for projects, and the members who apply."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, or_, select, update

from bot.core.numbered import NumberedMapper
from bot.core.upsert import insert_or_ignore
from bot.network.network import Network, by_network
from bot.veille.deadlines.rules import (
    FIRST_REMINDED_WITHIN,
    UNKNOWN_DEADLINE,
    Deadline,
    DeadlineStatus,
    due_reminder,
)
from bot.veille.tables import applicants, deadlines

_APPLYING = (
    select(func.count())
    .where(applicants.c.deadline == deadlines.c.id)
    .scalar_subquery()
    .label("applying")
)
_ALL = select(deadlines, _APPLYING)
_DEADLINES = NumberedMapper(
    Deadline, deadlines, "deadline", UNKNOWN_DEADLINE, found=_ALL, applicants="applying"
)
_APPLY = insert_or_ignore(applicants)

add, get = _DEADLINES.add, _DEADLINES.get


def every(db: Connection, network: str) -> Sequence[Deadline]:
    """Return all that a network ever had, but for what was forgotten, the oldest first."""
    found = _ALL.where(deadlines.c.network == network).order_by(deadlines.c.number)
    return _DEADLINES.all(db, found)


def to_come(db: Connection, network: str, now: datetime) -> Sequence[Deadline]:
    """Return what has neither ended nor been dropped, the oldest first."""
    return [_DEADLINES.read(row) for row in _live(db, deadlines.c.network == network, now)]


def to_remind_of(
    db: Connection, networks: Collection[Network], now: datetime
) -> Mapping[str, Sequence[Deadline]]:
    """Return the deadlines whose reminder is due, by network, the oldest first."""
    near = deadlines.c.ends <= now + FIRST_REMINDED_WITHIN
    confirmed = deadlines.c.status == DeadlineStatus.CONFIRMED
    zones = {each.slug: each.timezone for each in networks}
    return by_network(
        deadline
        for row in _live(db, _in(networks) & confirmed & near, now)
        if due_reminder(deadline := _DEADLINES.read(row), now, row.reminded_at, zones[row.network])
    )


def save(db: Connection, deadline: Deadline, *, was: Deadline) -> None:
    """Write a step, unless someone else made one since. Raises ChangedMeanwhileError."""
    _DEADLINES.write(db, deadline, status=was.status, at=was.at)


def note_reminded(db: Connection, told: Sequence[Deadline], at: datetime) -> None:
    """Record that the network was reminded of some deadlines."""
    ids = [each.id for each in told]
    db.execute(update(deadlines).where(deadlines.c.id.in_(ids)).values(reminded_at=at))


def apply(db: Connection, deadline: Deadline, user: str, at: datetime) -> bool:
    """Count one more who applies; False when they were counted already."""
    return db.execute(_APPLY, {"deadline": deadline.id, "user": user, "at": at}).rowcount == 1


def unapply(db: Connection, deadline: Deadline, user: str) -> bool:
    """Count one less; False when they were not counted."""
    theirs = (applicants.c.deadline == deadline.id, applicants.c.user == user)
    return db.execute(delete(applicants).where(*theirs)).rowcount == 1


def applying(db: Connection, deadline: Deadline) -> Sequence[str]:
    """Return who applies, the first first."""
    found = (
        select(applicants.c.user)
        .where(applicants.c.deadline == deadline.id)
        .order_by(applicants.c.at, applicants.c.user)
    )
    return db.execute(found).scalars().all()


def forget(db: Connection, before: datetime) -> int:
    """Forget what ended before, or was dropped before without an end; return how many."""
    return db.execute(delete(deadlines).where(_over(before))).rowcount


def forget_applicants(db: Connection, before: datetime) -> int:
    """Forget who applied to what ended before, or was dropped then without an end.

    Return how many did.
    """
    over = select(deadlines.c.id).where(_over(before))
    return db.execute(delete(applicants).where(applicants.c.deadline.in_(over))).rowcount


def forget_people(db: Connection, before: datetime) -> int:
    """Take the people out of permanent calls to which nothing happened since; return how many.

    Those who apply go one by one, as long after they said so.
    """
    endless = select(deadlines.c.id).where(deadlines.c.ends.is_(None))
    old = (applicants.c.at < before, applicants.c.deadline.in_(endless))
    left = db.execute(delete(applicants).where(*old)).rowcount
    known = (deadlines.c.ends.is_(None), deadlines.c.at < before, deadlines.c.by != "")
    return left + db.execute(update(deadlines).where(*known).values(by="")).rowcount


def _in(networks: Collection[Network]) -> ColumnElement[bool]:
    return deadlines.c.network.in_([each.slug for each in networks])


def _live(
    db: Connection, which: ColumnElement[bool], now: datetime
) -> Sequence[Row[tuple[object, ...]]]:
    found = _ALL.where(
        which,
        deadlines.c.status != DeadlineStatus.DROPPED,
        or_(deadlines.c.ends.is_(None), deadlines.c.ends > now),
    )
    return db.execute(found.order_by(deadlines.c.number)).all()


def _over(before: datetime) -> ColumnElement[bool]:
    dropped = deadlines.c.status == DeadlineStatus.DROPPED
    endless = and_(deadlines.c.ends.is_(None), dropped, deadlines.c.at < before)
    return or_(deadlines.c.ends < before, endless)
