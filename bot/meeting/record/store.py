"""Records of meetings, and the passages proposed of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.core import counters
from bot.core.rows import Mapper, change_one
from bot.meeting.record.rules import NOT_TO_DECIDE, ProposalKind, ProposedPassage
from bot.meeting.record.tables import record_proposals

_PASSAGES = Mapper(ProposedPassage, record_proposals.c)
_UNREAD = record_proposals.c.kind == ProposalKind.UNREAD


def add(db: Connection, passage: ProposedPassage) -> None:
    """Keep a record, or a passage of one, under a number that no other one ever had."""
    counters.raise_to(db, "", "passage", db.scalar(select(func.max(record_proposals.c.id))) or 0)
    number = {"id": counters.next_value(db, "", "passage")}
    db.execute(insert(record_proposals), _PASSAGES.values(passage) | number)


def unread(db: Connection, networks: Collection[str]) -> Sequence[ProposedPassage]:
    """Return the records that are not read yet."""
    here = record_proposals.c.network.in_(networks)
    return _PASSAGES.all(db, select(record_proposals).where(_UNREAD, here))


def was_read(db: Connection, record: ProposedPassage) -> bool:
    """Erase the text of a record; False where another one came since, or it went."""
    return db.execute(delete(record_proposals).filter_by(id=record.id)).rowcount == 1


def waiting(db: Connection, meeting: int) -> Sequence[ProposedPassage]:
    """Return the passages of a meeting's record that nobody has decided of, in their order."""
    waits = select(record_proposals).filter_by(meeting=meeting, made=None).where(~_UNREAD)
    return _PASSAGES.all(db, waits.order_by(record_proposals.c.id))


def get(db: Connection, network: str, number: int) -> ProposedPassage:
    """Return a passage, decided of or not. Raises NOT_TO_DECIDE."""
    found = select(record_proposals).filter_by(network=network, id=number).where(~_UNREAD)
    return NOT_TO_DECIDE.unless(_PASSAGES.first(db, found), number=number)


def decide(db: Connection, was: ProposedPassage, now: ProposedPassage) -> ProposedPassage:
    """Write what becomes of a passage, unless someone else decided first.

    Raises ChangedMeanwhileError.
    """
    change = update(record_proposals).filter_by(id=was.id, made=was.made)
    change_one(db, change.values(_PASSAGES.values(now)), f"proposal {was.id}")
    return now


def forget(db: Connection, meeting: int) -> None:
    """Erase the record of a meeting, and what was found in it."""
    db.execute(delete(record_proposals).filter_by(meeting=meeting))


def old(db: Connection, networks: Collection[str], before: datetime) -> Sequence[tuple[str, int]]:
    """Return the networks and meetings of which something was given by then."""
    passage = record_proposals.c
    here = passage.network.in_(networks), passage.given_at <= before
    found = select(passage.network, passage.meeting).where(*here).distinct()
    return [(row.network, row.meeting) for row in db.execute(found)]


def forget_before(db: Connection, before: datetime) -> int:
    """Erase what was given before; return how much."""
    old_ones = delete(record_proposals).where(record_proposals.c.given_at <= before)
    return db.execute(old_ones).rowcount
