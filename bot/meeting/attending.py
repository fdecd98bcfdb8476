"""Who comes to a meeting: asked in the announcement, told by counts, reminded in private."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.core import occurrences
from bot.core.grouping import grouped
from bot.core.message import Button
from bot.meeting import announcement
from bot.meeting import attendance_store as attendances
from bot.meeting import store as meetings
from bot.meeting.aftermath import FIRST_REMINDER, Reminder, occurrence, reminder_due
from bot.meeting.attendance_store import SaidAttendance
from bot.meeting.rules import Attendance, Meeting, MeetingStep
from bot.network.network import Network
from bot.network.tree import children_of
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

DueReminder = tuple[Meeting, Reminder]
"""A meeting, and the reminder of it that is due."""


def answer(
    ctx: Context, meeting: Meeting, by: Caller, said: Attendance, *, on: bool = True
) -> Mapping[Attendance, int]:
    """Keep what someone says of an announced meeting, or take it back if it is what they say.

    Show the counts, and return them. Raises MEETING_NOT_NOW.
    """
    meeting.require(MeetingStep.ANSWERED)
    before = _said_by(ctx, meeting, by)
    if on or before.answer is said:
        now = replace(before, answer=said if on else None)
        attendances.say(ctx.db, meeting, now, ctx.now)
        announcement.show(ctx, meeting)
    return attendances.counts(ctx.db, meeting)


def said(ctx: Context, meeting: Meeting, by: Caller) -> Attendance | None:
    """Return what someone says of a meeting, None for nothing."""
    return _said_by(ctx, meeting, by).answer


def silence(ctx: Context, meeting: Meeting, by: Caller) -> None:
    """Send someone no reminder of this meeting."""
    before = _said_by(ctx, meeting, by)
    attendances.say(ctx.db, meeting, replace(before, silent=True), ctx.now)


def due_reminders(
    db: Connection, networks: Sequence[Network], now: datetime
) -> Mapping[str, Sequence[DueReminder]]:
    """Return the reminders that are due and were not sent yet, by network."""
    zones = {each.slug: each.timezone for each in networks}
    announced = meetings.announced(db, networks, before=now + FIRST_REMINDER)
    due = ((each, reminder_due(each, now, zones[each.network])) for each in announced)
    return grouped(
        (meeting.network, (meeting, kind))
        for meeting, kind in due
        if kind is not None
        and not occurrences.done_at(db, meeting.network, occurrence(meeting, kind), due=meeting.at)
    )


def remind(ctx: Context, due: Sequence[DueReminder], members: Collection[str]) -> int:
    """Send the reminders that are due: see Reminder. Return how many were sent.

    In private, to those whom the meeting is proposed to; not to those who wish for silence, nor to
    those whose meeting it is.
    """
    return sum(_remind(ctx, meeting, kind, members) for meeting, kind in due)


def _remind(ctx: Context, meeting: Meeting, due: Reminder, members: Collection[str]) -> int:
    kind = occurrence(meeting, due)
    if not occurrences.record(ctx.db, meeting.network, kind, due=meeting.at, now=ctx.now):
        return 0
    said = {each.user: each for each in attendances.of(ctx.db, meeting)}
    sent = 0
    for user in sorted({*_invited(ctx, members), *said} - ctx.coordinators - {meeting.host}):
        known = said.get(user, SaidAttendance(user, None, silent=False))
        coming = known.answer
        if known.silent or not due.concerns(coming):
            continue
        text = ctx.render("rencontre/reminder.md.j2", meeting=meeting, coming=coming)
        key = f"{announcement.key_of(meeting)}:{due.value}:{meeting.at.timestamp():.0f}:{user}"
        weight = Weight.OWN if coming else Weight.ASKED
        choices = announcement.buttons(meeting)
        quiet = Button("silence", "Ne plus me rappeler", announcement.SILENCE, str(meeting.number))
        buttons = (*(choices[-1:] if coming else choices), quiet)
        say.to_user(ctx, key, user, text, weight=weight, buttons=buttons)
        sent += 1
    return sent


def _invited(ctx: Context, members: Collection[str]) -> Collection[str]:
    """Return those of the members whom the network's meetings are proposed to.

    The coordinators of its territories where it has some, else everyone. Everyone too where a
    network below is on another server: who coordinates it has an account here that we do not know.
    """
    below = children_of(ctx.network, ctx.networks)
    if not ctx.territories or any(each.server != ctx.network.server for each in below):
        return members
    coordinating = {user for each in ctx.territories for user in ctx.coordinators_of(each.slug)}
    return coordinating.intersection(members)


def _said_by(ctx: Context, meeting: Meeting, by: Caller) -> SaidAttendance:
    """Return what someone said of a meeting, nothing yet included."""
    found = (each for each in attendances.of(ctx.db, meeting) if each.user == by.id)
    return next(found, SaidAttendance(by.id, None, silent=False))
