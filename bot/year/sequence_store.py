"""A network's year: its meetings, letters and digests, without their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import takewhile

from sqlalchemy import Connection, select

from bot.core import occurrences as done
from bot.letter import dates as letter_dates
from bot.letter.rules import LetterStatus
from bot.letter.tables import letters
from bot.meeting import store as planned
from bot.meeting.rules import MeetingStatus
from bot.meeting.tables import meetings
from bot.network import schedule
from bot.network.network import Network
from bot.network.schedule import Due
from bot.veille.tables import publications
from bot.year import glance
from bot.year.glance import Glance, State, YearEvent

_DRAFT = MeetingStatus.DRAFT
_HELD = (MeetingStatus.RUNNING, MeetingStatus.HELD, MeetingStatus.REPORTED)


def look(db: Connection, network: Network, now: datetime) -> Glance:
    """Return the network's year at a glance, with the dates to come of its rhythm."""
    this = schedule.month_of(now, network.timezone)
    start = schedule.months_later(this, -glance.LOOKED_BACK).astimezone(UTC)
    events = [*since(db, network.slug, start, now), *_ahead(db, network, now)]
    began = done.began(db, network.slug)
    return glance.look(events, began=began, now=now, zone=network.timezone)


def since(db: Connection, network: str, moment: datetime, now: datetime) -> Sequence[YearEvent]:
    """Return what a network lived from a moment on, and the meetings that it has planned.

    Nothing of what was called off, nor of a draft whose date is past: nobody knew of it. How many
    people came to a meeting is told once its minutes are published.
    """
    return [
        *_meetings(db, network, moment, now),
        *_letters(db, network, moment),
        *_digests(db, network, moment),
    ]


def _ahead(db: Connection, network: Network, now: datetime) -> Iterator[YearEvent]:
    """Yield the dates of the rhythm in the months to come for which nothing is planned yet."""
    end = glance.end(now, network.timezone)

    def shown(dates: Iterator[datetime]) -> Iterator[datetime]:
        return takewhile(lambda at: at < end, dates)

    taken = planned.taken(db, network.slug, now)
    for at in shown(schedule.dates_after(network, Due.MEETING, now)):
        if at not in taken:
            yield YearEvent(due=Due.MEETING, at=at, state=State.PROPOSED)
    for at in shown(letter_dates.ahead(db, network, now)):
        yield YearEvent(due=Due.LETTER, at=at, state=State.PLANNED)
    for at in shown(schedule.dates_after(network, Due.DIGEST, now)):
        yield YearEvent(due=Due.DIGEST, at=at, state=State.PLANNED)


def _meetings(db: Connection, network: str, moment: datetime, now: datetime) -> Sequence[YearEvent]:
    columns = (meetings.c.at, meetings.c.number, meetings.c.status)
    found = select(*columns, meetings.c.present, meetings.c.others).where(
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
            people=row.present + row.others if row.status == MeetingStatus.REPORTED else 0,
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
    """Return the digests that had articles."""
    found = select(publications.c.due_at).where(
        publications.c.network == network, publications.c.due_at >= moment
    )
    return [
        YearEvent(due=Due.DIGEST, at=at, state=State.DONE) for (at,) in db.execute(found.distinct())
    ]
