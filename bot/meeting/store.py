"""Meetings: one row each, their agenda a document inside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from bot.core import counters
from bot.core.errors import ChangedMeanwhileError
from bot.core.upsert import insert_or_ignore
from bot.meeting.agenda import Agenda, AgendaPlace
from bot.meeting.rules import COMING, Meeting, MeetingStatus, NoMeetingError
from bot.meeting.tables import meetings, skipped_dates
from bot.network.network import Network


@cache
def _documents() -> TypeAdapter[Agenda]:
    return TypeAdapter(Agenda)


def add(db: Connection, meeting: Meeting) -> Meeting:
    """Keep a new meeting under the network's next number, which it comes back with."""
    number = counters.next_value(db, meeting.network, "meeting")
    numbered = replace(meeting, number=number)
    row = {"network": meeting.network, "number": number, **_values(numbered), "version": 0}
    made = db.execute(insert(meetings).returning(meetings.c.id), row).scalar_one()
    return replace(numbered, id=made)


def get(db: Connection, network: str, number: int) -> Meeting:
    """Return one meeting; raises NoMeetingError."""
    here = (meetings.c.network == network) & (meetings.c.number == number)
    row = db.execute(select(meetings).where(here)).one_or_none()
    if row is None:
        raise NoMeetingError
    return _meeting(row)


def coming(db: Connection, network: str) -> Sequence[Meeting]:
    """Return the meetings that are still to be held, or being held, the next one first."""
    return with_status(db, network, COMING)


def with_status(
    db: Connection, network: str, statuses: Sequence[MeetingStatus]
) -> Sequence[Meeting]:
    """Return a network's meetings in some states, by date."""
    rows = db.execute(
        select(meetings)
        .where(
            meetings.c.network == network,
            meetings.c.status.in_([each.value for each in statuses]),
        )
        .order_by(meetings.c.at, meetings.c.number)
    )
    return [_meeting(row) for row in rows]


def announced(
    db: Connection, networks: Collection[Network], *, before: datetime
) -> Sequence[Meeting]:
    """Return the announced meetings of some networks that begin before a moment, by date."""
    announced = meetings.c.status == MeetingStatus.ANNOUNCED.value
    return _of_networks(db, networks, announced & (meetings.c.at <= before))


def passed(db: Connection, networks: Collection[Network], now: datetime) -> Sequence[Meeting]:
    """Return the meetings of some networks that have begun and have no minutes yet, by date.

    Those that nobody opened among them, once their time has come.
    """
    begun = meetings.c.status.in_([MeetingStatus.RUNNING.value, MeetingStatus.HELD.value])
    missed = (meetings.c.status == MeetingStatus.ANNOUNCED.value) & (meetings.c.at <= now)
    return _of_networks(db, networks, begun | missed)


def latest_ended(db: Connection, network: str) -> Meeting | None:
    """Return the last meeting that was held, or that was called off once its date had passed."""
    held = meetings.c.status.in_([MeetingStatus.HELD.value, MeetingStatus.REPORTED.value])
    called_off = meetings.c.status == MeetingStatus.CANCELLED.value
    row = db.execute(
        select(meetings)
        .where(
            meetings.c.network == network,
            held | (called_off & (meetings.c.at < meetings.c.updated_at)),
        )
        .order_by(meetings.c.at.desc(), meetings.c.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _meeting(row)


def hosted_by(db: Connection, network: str) -> Sequence[tuple[str, datetime]]:
    """Return who hosted meetings that were not called off, and when they last did."""
    rows = db.execute(
        select(meetings.c.host, func.max(meetings.c.at))
        .where(
            meetings.c.network == network,
            meetings.c.host != "",
            meetings.c.status != MeetingStatus.CANCELLED.value,
        )
        .group_by(meetings.c.host)
    )
    return [(host, at) for host, at in rows]


def save(db: Connection, meeting: Meeting) -> Meeting:
    """Write a change, unless someone else changed the meeting since it was read.

    Return it as it is kept now. Raises ChangedMeanwhileError.
    """
    written = db.execute(
        update(meetings)
        .where(meetings.c.id == meeting.id, meetings.c.version == meeting.version)
        .values(version=meeting.version + 1, **_values(meeting))
    )
    if written.rowcount != 1:
        raise ChangedMeanwhileError(f"meeting {meeting.number}")
    return replace(meeting, version=meeting.version + 1)


def skip(db: Connection, network: str, occurrence: datetime, at: datetime) -> None:
    """Propose a date of the rhythm no more."""
    values = {"network": network, "occurrence": occurrence, "at": at}
    db.execute(insert_or_ignore(skipped_dates), values)


def unskip(db: Connection, network: str, occurrence: datetime) -> bool:
    """Propose a date of the rhythm again; False when it was not skipped."""
    here = (skipped_dates.c.network == network) & (skipped_dates.c.occurrence == occurrence)
    return db.execute(delete(skipped_dates).where(here)).rowcount == 1


def taken(db: Connection, network: str, since: datetime) -> frozenset[datetime]:
    """Return the dates of the rhythm, from a moment on, that are skipped or have a meeting."""
    skipped = select(skipped_dates.c.occurrence).where(
        skipped_dates.c.network == network, skipped_dates.c.occurrence >= since
    )
    planned = select(meetings.c.occurrence).where(
        meetings.c.network == network, meetings.c.occurrence >= since
    )
    return frozenset(at for (at,) in [*db.execute(skipped), *db.execute(planned)])


def forget(db: Connection, before: datetime) -> Sequence[tuple[str, int]]:
    """Forget the meetings of before, with all that belongs to them; return which they were.

    Each by its network and its number there.
    """
    past = meetings.c.at < before
    rows = db.execute(select(meetings.c.network, meetings.c.number).where(past))
    found = [(network, number) for network, number in rows]
    db.execute(delete(meetings).where(past))
    return found


def _of_networks(
    db: Connection, networks: Collection[Network], which: ColumnElement[bool]
) -> Sequence[Meeting]:
    here = meetings.c.network.in_([each.slug for each in networks])
    found = select(meetings).where(here, which).order_by(meetings.c.at, meetings.c.number)
    return [_meeting(row) for row in db.execute(found)]


def _values(meeting: Meeting) -> dict[str, object]:
    return {
        "at": meeting.at,
        "minutes": meeting.minutes,
        "place": meeting.place,
        "link": meeting.link,
        "host": meeting.host,
        "welcome": meeting.welcome,
        "status": meeting.status.value,
        "agenda": _documents().dump_json(meeting.agenda).decode(),
        "occurrence": meeting.occurrence,
        "reason": meeting.reason,
        "sequence": meeting.sequence,
        "step": str(meeting.step or ""),
        "step_at": meeting.step_at,
        "started_at": meeting.started_at,
        "ended_at": meeting.ended_at,
        "updated_at": meeting.updated_at,
        "announced_at": meeting.announced_at,
        "present": meeting.present,
        "structures": meeting.structures,
        "others": meeting.others,
        "held_by": meeting.held_by,
        "minutes_wait_from": meeting.minutes_wait_from,
    }


def _meeting(row: Row[tuple[object, ...]]) -> Meeting:
    part, _, item = row.step.partition(".")
    return Meeting(
        id=row.id,
        version=row.version,
        network=row.network,
        number=row.number,
        at=row.at,
        minutes=row.minutes,
        place=row.place,
        link=row.link,
        host=row.host,
        welcome=row.welcome,
        status=MeetingStatus(row.status),
        agenda=_documents().validate_json(row.agenda),
        occurrence=row.occurrence,
        reason=row.reason,
        sequence=row.sequence,
        step=AgendaPlace(int(part), int(item or 0)) if part else None,
        step_at=row.step_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        updated_at=row.updated_at,
        announced_at=row.announced_at,
        present=row.present,
        structures=row.structures,
        others=row.others,
        held_by=row.held_by,
        minutes_wait_from=row.minutes_wait_from,
    )
