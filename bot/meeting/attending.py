"""Who comes to a meeting: asked in the announcement, told by counts, reminded in private."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core import occurrences
from bot.french.workdays import is_working_day
from bot.meeting import announcement
from bot.meeting import attendance_store as attendances
from bot.meeting.attendance_store import SaidAttendance
from bot.meeting.rules import MEETING_NOT_NOW, Attendance, Meeting, MeetingStatus
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

FIRST_REMINDER = timedelta(days=7)
"""The first reminder comes a week before; the second one on the last working day before."""


def answer(
    ctx: Context, meeting: Meeting, by: Caller, said: Attendance
) -> Mapping[Attendance, int]:
    """Keep what someone says of an announced meeting, and show the counts.

    Raises MEETING_NOT_NOW.
    """
    if meeting.status is not MeetingStatus.ANNOUNCED:
        raise MEETING_NOT_NOW(number=meeting.number, status=meeting.status)
    before = _said_by(ctx, meeting, by)
    silent = before.silent if before else False
    attendances.say(ctx.db, meeting, SaidAttendance(by.id, said, silent), ctx.now)
    announcement.show(ctx, meeting)
    return attendances.counts(ctx.db, meeting)


def take_back(ctx: Context, meeting: Meeting, by: Caller, said: Attendance) -> None:
    """Take back what someone said, if it is still what they say. Raises MEETING_NOT_NOW."""
    if meeting.status is not MeetingStatus.ANNOUNCED:
        raise MEETING_NOT_NOW(number=meeting.number, status=meeting.status)
    before = _said_by(ctx, meeting, by)
    if before is not None and before.answer is said:
        attendances.say(ctx.db, meeting, SaidAttendance(by.id, None, before.silent), ctx.now)
        announcement.show(ctx, meeting)


def silence(ctx: Context, meeting: Meeting, by: Caller) -> None:
    """Send someone no reminder of this meeting."""
    before = _said_by(ctx, meeting, by)
    said = SaidAttendance(by.id, before.answer if before else None, silent=True)
    attendances.say(ctx.db, meeting, said, ctx.now)


def owed(ctx: Context, meeting: Meeting) -> bool:
    """Tell whether a reminder of a meeting is due and not sent yet."""
    kind = _due(meeting, ctx.now, ctx.network.timezone)
    name = f"{kind}:{meeting.number}"
    return kind is not None and not occurrences.recorded(
        ctx.db, meeting.network, name, due=meeting.at
    )


def remind(ctx: Context, meeting: Meeting, members: Collection[str]) -> int:
    """Send the reminder that is due, once, to those who come and to those who have not said.

    In private, and not to those who wish for silence. Return how many were sent.
    """
    kind = _due(meeting, ctx.now, ctx.network.timezone)
    if kind is None or not occurrences.record(
        ctx.db, meeting.network, f"{kind}:{meeting.number}", due=meeting.at, now=ctx.now
    ):
        return 0
    said = {each.user: each for each in attendances.of(ctx.db, meeting)}
    sent = 0
    for user in sorted({*members, *said}):
        known = said.get(user)
        if known and (known.silent or known.answer is Attendance.NO):
            continue
        coming = known.answer if known else None
        text = ctx.render(
            "rencontre/reminder.md.j2",
            meeting=meeting,
            coming=coming,
            buttons=ctx.buttons,
            network=ctx.network,
        )
        key = f"{announcement.key_of(meeting)}:{kind}:{meeting.at.timestamp():.0f}:{user}"
        weight = Weight.OWN if coming else Weight.ASKED
        choices = () if coming else announcement.buttons(meeting)
        say.to_user(ctx, key, user, text, weight=weight, buttons=choices)
        sent += 1
    return sent


def _due(meeting: Meeting, now: datetime, zone: str) -> str | None:
    """Return which reminder is due: « eve » from the last working day before, « week » earlier."""
    if meeting.status is not MeetingStatus.ANNOUNCED or now >= meeting.at:
        return None
    if now >= _eve(meeting.at, zone):
        return "eve"
    return "week" if now >= meeting.at - FIRST_REMINDER else None


def _eve(at: datetime, zone: str) -> datetime:
    """Return the start of the last working day before a meeting's day."""
    local = at.astimezone(ZoneInfo(zone))
    day: date = local.date() - timedelta(days=1)
    while not is_working_day(day, zone):
        day -= timedelta(days=1)
    return datetime.combine(day, time(), ZoneInfo(zone))


def _said_by(ctx: Context, meeting: Meeting, by: Caller) -> SaidAttendance | None:
    found = [each for each in attendances.of(ctx.db, meeting) if each.user == by.id]
    return found[0] if found else None
