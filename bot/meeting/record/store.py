"""Records of meetings, and the passages proposed of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.core import counters
from bot.core.rows import Mapper, change_one
from bot.core.upsert import insert_or_replace
from bot.meeting.record.rules import NOT_TO_DECIDE, ProposedPassage, Record
from bot.meeting.record.tables import meeting_records, record_proposals

_RECORDS = Mapper(Record, meeting_records.c)
_PROPOSALS = Mapper(ProposedPassage, record_proposals.c)


def put(db: Connection, record: Record) -> None:
    """Keep a record until it is read, in the place of another one of its meeting."""
    forget(db, record.meeting)
    db.execute(insert_or_replace(meeting_records), _RECORDS.values(record))


def to_read(db: Connection, networks: Collection[str]) -> Sequence[Record]:
    """Return the records that are not read yet."""
    here = meeting_records.c.network.in_(networks), meeting_records.c.text != ""
    return _RECORDS.all(db, select(meeting_records).where(*here))


def given(db: Connection, meeting: int) -> Record | None:
    """Return the record of a meeting, without its text once that was read."""
    return _RECORDS.first(db, select(meeting_records).filter_by(meeting=meeting))


def was_read(db: Connection, record: Record, found: Iterable[ProposedPassage]) -> bool:
    """Erase the text of a record and keep what was found; False where another one came since."""
    same = {"meeting": record.meeting, "given_at": record.given_at, "text": record.text}
    change = update(meeting_records).filter_by(**same)
    if not record.text or db.execute(change.values(text="")).rowcount != 1:
        return False
    for each in found:
        add(db, each)
    return True


def add(db: Connection, proposal: ProposedPassage) -> None:
    """Keep a passage that may be for the minutes, under a number that no other one ever had."""
    last = db.scalar(select(func.max(record_proposals.c.id))) or 0
    counters.raise_to(db, "", "passage", last)
    number = {"id": counters.next_value(db, "", "passage")}
    db.execute(insert(record_proposals), _PROPOSALS.values(proposal) | number)


def waiting(db: Connection, meeting: int) -> Sequence[ProposedPassage]:
    """Return the passages of a meeting's record that nobody has decided of, in their order."""
    waits = select(record_proposals).filter_by(meeting=meeting, decided=False)
    return _PROPOSALS.all(db, waits.order_by(record_proposals.c.id))


def get(db: Connection, network: str, number: int) -> ProposedPassage:
    """Return a passage, decided of or not. Raises NOT_TO_DECIDE."""
    found = select(record_proposals).filter_by(network=network, id=number)
    return NOT_TO_DECIDE.unless(_PROPOSALS.first(db, found), number=number)


def decide(db: Connection, changed: ProposedPassage) -> ProposedPassage:
    """Write what becomes of a passage, unless someone else decided first.

    Raises ChangedMeanwhileError.
    """
    was = {"id": changed.id, "decided": not changed.decided}
    change = update(record_proposals).filter_by(**was).values(_PROPOSALS.values(changed))
    change_one(db, change, f"proposal {changed.id}")
    return replace(changed)


def forget(db: Connection, meeting: int) -> None:
    """Erase the record of a meeting, and what was found in it."""
    db.execute(delete(record_proposals).filter_by(meeting=meeting))
    db.execute(delete(meeting_records).filter_by(meeting=meeting))


def old(db: Connection, networks: Collection[str], before: datetime) -> Sequence[Record]:
    """Return the records of some networks that were given by then."""
    here = meeting_records.c.network.in_(networks), meeting_records.c.given_at <= before
    return _RECORDS.all(db, select(meeting_records).where(*here))


def forget_before(db: Connection, before: datetime) -> int:
    """Erase the records given before, with what was found in them; return how many."""
    old = select(meeting_records.c.meeting).where(meeting_records.c.given_at <= before)
    meetings = db.execute(old).scalars().all()
    for each in meetings:
        forget(db, each)
    return len(meetings)
