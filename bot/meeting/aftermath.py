"""What is due around a meeting: its reminders before it, its minutes once it has passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.french.workdays import working_days_after, working_days_before
from bot.meeting.agenda import AgendaItem, ItemKind
from bot.meeting.rules import Attendance, Meeting, MeetingStatus

FIRST_REMINDER = timedelta(days=7)
"""The first reminder comes a week before; the second one on the last working day before."""

JUST_ANNOUNCED = timedelta(days=2)
"""Who has just read an announcement is not reminded of it."""

REMINDED_AFTER = 1
"""Working days after a meeting when its minutes are reminded of: the next one."""

SETTLED_AFTER = 3
"""Working days after it when its deferrals apply: two have then gone by."""

ANSWERED_WITHIN = 2
"""Working days from the reminder on, at least, before the deferrals apply."""

WAITS = 5
"""Working days more that « attendre » gives; then there is another reminder."""

ASKED_WITHIN = timedelta(days=31)
"""An announced meeting that passed longer ago is not asked about any more."""


class Reminder(Enum):
    """The two reminders of a meeting; the value is the kind of their occurrences.

    A week before, those who have not said are asked; on the eve, those who come are reminded: no
    one has both.
    """

    WEEK = "week"
    EVE = "eve"

    def concerns(self, said: Attendance | None) -> bool:
        """Tell whether it is for someone who said this."""
        if self is Reminder.WEEK:
            return said is None
        return said in (Attendance.PLACE, Attendance.VIDEO)


class AfterMeeting(Enum):
    """What is done once a meeting has passed; the value is the kind of its occurrences."""

    HELD_ASKED = "held asked"
    END_ASKED = "end asked"
    REMINDED = "minutes reminded"
    SETTLED = "minutes settled"

    @property
    def asks(self) -> bool:
        """Whether it asks something of the coordinators, who alone can tell."""
        return self in (AfterMeeting.HELD_ASKED, AfterMeeting.END_ASKED)


def reminder_due(meeting: Meeting, now: datetime, zone: str) -> Reminder | None:
    """Return which reminder it is time for: EVE from the last working day before, WEEK earlier."""
    if meeting.status is not MeetingStatus.ANNOUNCED or now >= meeting.at:
        return None
    if now >= working_days_before(meeting.at, 1, zone):
        return Reminder.EVE
    known = meeting.announced_at is None or now >= meeting.announced_at + JUST_ANNOUNCED
    return Reminder.WEEK if known and now >= meeting.at - FIRST_REMINDER else None


def after_meeting(
    meeting: Meeting, now: datetime, zone: str, *, reminded: datetime | None
) -> AfterMeeting | None:
    """Return what it is time for once a meeting has passed, done already or not.

    Whether it was held, if nobody opened it; its end, if nobody ended it; else its minutes, of
    which people were `reminded` since they wait, or not yet.
    """
    match meeting.status:
        case MeetingStatus.ANNOUNCED:
            return AfterMeeting.HELD_ASKED if _is_day_after(meeting.end, now, zone) else None
        case MeetingStatus.RUNNING:
            begun = meeting.started_at or meeting.end
            return AfterMeeting.END_ASKED if _is_day_after(begun, now, zone) else None
        case MeetingStatus.HELD if reminded is None:
            due = working_days_after(waits_from(meeting), REMINDED_AFTER, zone)
            return AfterMeeting.REMINDED if now >= due else None
        case MeetingStatus.HELD if not is_settled(meeting):
            assert reminded is not None  # noqa: S101  by the case before
            return AfterMeeting.SETTLED if now >= settled_at(meeting, reminded, zone) else None
        case _:
            return None


def due_of(meeting: Meeting, after: AfterMeeting) -> datetime:
    """Return the moment under which something is noted as done: once a date, or a wait."""
    return meeting.at if after.asks else waits_from(meeting)


def occurrence(meeting: Meeting, what: Reminder | AfterMeeting) -> str:
    """Return the kind under which something about a meeting is noted as done."""
    return f"{what.value}:{meeting.number}"


def waits_from(meeting: Meeting) -> datetime:
    """Return since when a meeting's minutes wait."""
    return meeting.minutes_wait_from or meeting.ended_at or meeting.end


def settled_at(meeting: Meeting, reminded: datetime, zone: str) -> datetime:
    """Return when a meeting's deferrals apply: people have had time since they were reminded."""
    return max(
        working_days_after(waits_from(meeting), SETTLED_AFTER, zone),
        working_days_after(reminded, ANSWERED_WITHIN, zone),
    )


def is_settled(meeting: Meeting) -> bool:
    """Tell whether nothing is left to defer."""
    return all(each.settled for each in spoken_of(meeting) if each.to is not None)


def spoken_of(meeting: Meeting) -> Sequence[AgendaItem]:
    """Return the questions of a meeting's agenda."""
    return [item for item in meeting.agenda.items if item.kind is ItemKind.QUESTION]


def _is_day_after(passed: datetime, now: datetime, zone: str) -> bool:
    """Tell whether a moment was on a day before today, and not too long ago."""
    clocks = ZoneInfo(zone)
    today = now.astimezone(clocks).date()
    return passed.astimezone(clocks).date() < today and now - passed <= ASKED_WITHIN
