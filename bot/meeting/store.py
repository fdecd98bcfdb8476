"""Meetings: one row each, their agenda a document inside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Row, func, select

from bot.core.card_keys import CardKind
from bot.core.numbered import NumberedMapper
from bot.core.upsert import insert_or_ignore
from bot.index.rules import DocumentKind, DocumentText, SearchedDocument
from bot.meeting.agenda import Agenda, AgendaPlace
from bot.meeting.rules import COMING, UNKNOWN_MEETING, Meeting, MeetingStatus
from bot.meeting.tables import meetings, skipped_dates
from bot.network.network import Network


@cache
def _documents() -> TypeAdapter[Agenda]:
    return TypeAdapter(Agenda)


def _by_hand(meeting: Meeting) -> dict[str, Any]:
    agenda = _documents().dump_json(meeting.agenda).decode()
    return {"agenda": agenda, "step": str(meeting.step or "")}


def _agenda(row: Row[Any]) -> Agenda:
    return _documents().validate_json(row.agenda)


def _step(row: Row[Any]) -> AgendaPlace | None:
    part, _, item = row.step.partition(".")
    return AgendaPlace(int(part), int(item or 0)) if part else None


_MEETINGS = NumberedMapper(
    Meeting, meetings, "meeting", UNKNOWN_MEETING, by_hand=_by_hand, agenda=_agenda, step=_step
)

_REPORTED = meetings.c.status == MeetingStatus.REPORTED
SEARCHED = select(meetings.c.network, meetings.c.number).where(_REPORTED)
"""What the search finds: see SearchedKind."""

add, get, save = _MEETINGS.add, _MEETINGS.get, _MEETINGS.save


def coming(db: Connection, network: str) -> Sequence[Meeting]:
    """Return the meetings that are still to be held, or being held, the next one first."""
    return with_status(db, network, COMING)


def with_status(
    db: Connection, network: str, statuses: Sequence[MeetingStatus]
) -> Sequence[Meeting]:
    """Return a network's meetings in some states, by date."""
    found = select(meetings).where(meetings.c.network == network, meetings.c.status.in_(statuses))
    return _MEETINGS.all(db, found.order_by(meetings.c.at, meetings.c.number))


def texts(db: Connection, network: str, numbers: Collection[int]) -> Sequence[DocumentText]:
    """Return what was spoken of in some meetings whose minutes are published.

    A question, an article is found as itself.
    """
    here = meetings.c.network == network, meetings.c.number.in_(numbers), _REPORTED
    return [
        DocumentText(
            network=network,
            document=SearchedDocument(DocumentKind.MINUTES, each.number),
            text=". ".join(each.agenda.spoken_of),
            day=each.at,
            opens=each.number,
        )
        for each in _MEETINGS.all(db, select(meetings).where(*here))
    ]


def announced(
    db: Connection, networks: Collection[Network], *, before: datetime
) -> Sequence[Meeting]:
    """Return the announced meetings of some networks that begin before a moment, by date."""
    announced = meetings.c.status == MeetingStatus.ANNOUNCED
    return _of_networks(db, networks, announced & (meetings.c.at <= before))


def passed(db: Connection, networks: Collection[Network], now: datetime) -> Sequence[Meeting]:
    """Return the meetings of some networks that have begun and have no minutes yet, by date.

    Those that nobody opened among them, once their time has come.
    """
    begun = meetings.c.status.in_([MeetingStatus.RUNNING, MeetingStatus.HELD])
    missed = (meetings.c.status == MeetingStatus.ANNOUNCED) & (meetings.c.at <= now)
    return _of_networks(db, networks, begun | missed)


def latest_ended(db: Connection, network: str) -> Meeting | None:
    """Return the last meeting that was held, or that was called off once its date had passed."""
    held = meetings.c.status.in_([MeetingStatus.HELD, MeetingStatus.REPORTED])
    called_off = meetings.c.status == MeetingStatus.CANCELLED
    found = select(meetings).where(
        meetings.c.network == network,
        held | (called_off & (meetings.c.at < meetings.c.updated_at)),
    )
    return _MEETINGS.first(
        db, found.order_by(meetings.c.at.desc(), meetings.c.number.desc()).limit(1)
    )


def hosted_by(db: Connection, network: str) -> Sequence[tuple[str, datetime]]:
    """Return who hosted meetings that were not called off, and when they last did."""
    rows = db.execute(
        select(meetings.c.host, func.max(meetings.c.at))
        .where(
            meetings.c.network == network,
            meetings.c.host != "",
            meetings.c.status != MeetingStatus.CANCELLED,
        )
        .group_by(meetings.c.host)
    )
    return [(host, at) for host, at in rows]


def skip(db: Connection, network: str, occurrence: datetime, at: datetime) -> None:
    """Propose a date of the rhythm no more."""
    values = {"network": network, "occurrence": occurrence, "at": at}
    db.execute(insert_or_ignore(skipped_dates), values)


def taken(db: Connection, network: str, since: datetime) -> frozenset[datetime]:
    """Return the dates of the rhythm, from a moment on, that are skipped or have a meeting."""
    skipped = select(skipped_dates.c.occurrence).where(
        skipped_dates.c.network == network, skipped_dates.c.occurrence >= since
    )
    planned = select(meetings.c.occurrence).where(
        meetings.c.network == network, meetings.c.occurrence >= since
    )
    return frozenset(at for (at,) in [*db.execute(skipped), *db.execute(planned)])


def forget(db: Connection, before: datetime) -> int:
    """Forget the meetings of before, all that belongs to them, and their announcements' text too.

    Return how many they were.
    """
    return _MEETINGS.forget(db, meetings.c.at < before, CardKind.MEETING, CardKind.HELD_MEETING)


def _of_networks(
    db: Connection, networks: Collection[Network], which: ColumnElement[bool]
) -> Sequence[Meeting]:
    here = meetings.c.network.in_([each.slug for each in networks])
    found = select(meetings).where(here, which).order_by(meetings.c.at, meetings.c.number)
    return _MEETINGS.all(db, found)
