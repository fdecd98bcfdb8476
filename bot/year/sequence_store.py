"""What made a network's months: meetings, letters, digests, without their words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from bot.core.tables import occurrences
from bot.letter.rules import LetterStatus
from bot.letter.tables import letters
from bot.meeting.rules import MeetingStatus
from bot.meeting.tables import meetings
from bot.network.schedule import Due
from bot.year.glance import State, YearEvent

_DRAFT = MeetingStatus.DRAFT
_HELD = (MeetingStatus.RUNNING, MeetingStatus.HELD, MeetingStatus.REPORTED)


def since(db: Connection, network: str, moment: datetime, now: datetime) -> Sequence[YearEvent]:
    """Return what a network lived from a moment on, and the meetings that it has planned.

    Nothing of what was called off, nor of a draft whose date is past: nobody knew of it.
    """
    return [
        *_meetings(db, network, moment, now),
        *_letters(db, network, moment),
        *_digests(db, network, moment),
    ]


def _meetings(db: Connection, network: str, moment: datetime, now: datetime) -> Sequence[YearEvent]:
    found = select(meetings.c.at, meetings.c.number, meetings.c.status).where(
        meetings.c.network == network,
        meetings.c.at >= moment,
        meetings.c.status != MeetingStatus.CANCELLED,
    )
    return [
        YearEvent(
            due=Due.MEETING,
            at=row.at,
            number=row.number,
            state=_state(row.status, row.at, now),
            draft=row.status == _DRAFT,
        )
        for row in db.execute(found)
        if row.status != _DRAFT or row.at >= now
    ]


def _state(status: MeetingStatus, at: datetime, now: datetime) -> State:
    if status in _HELD:
        return State.DONE
    return State.PLANNED if at >= now else State.UNTOLD


def _letters(db: Connection, network: str, moment: datetime) -> Sequence[YearEvent]:
    found = select(letters.c.published_at, letters.c.number).where(
        letters.c.network == network,
        letters.c.status == LetterStatus.PUBLISHED,
        letters.c.published_at >= moment,
    )
    return [
        YearEvent(due=Due.LETTER, at=row.published_at, number=row.number, state=State.DONE)
        for row in db.execute(found)
    ]


def _digests(db: Connection, network: str, moment: datetime) -> Sequence[YearEvent]:
    found = select(occurrences.c.done_at).where(
        occurrences.c.network == network,
        occurrences.c.kind == Due.DIGEST.value,
        occurrences.c.done_at >= moment,
    )
    return [YearEvent(due=Due.DIGEST, at=at, state=State.DONE) for (at,) in db.execute(found)]
