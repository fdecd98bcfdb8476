"""Meetings: planned, arranged, announced. What else is done with them has its own modules.

Everywhere « the meeting » is the next one that is planned; without one, the network's rhythm
proposes a date and the agenda is a draft that nothing keeps yet.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from bot.meeting import agendas, announcement
from bot.meeting import store as meetings
from bot.meeting.agenda import Agenda, ItemKind
from bot.meeting.rules import (
    MEETING_MINUTES,
    MEETING_NOT_NOW,
    NO_MEETING,
    NOTHING_TO_REPORT,
    Meeting,
    MeetingStatus,
)
from bot.meeting.venue import Venue
from bot.network import schedule
from bot.network.rights import Act
from bot.network.schedule import SHOWN_DATES, Due
from bot.question import deferring
from bot.question import story_store as stories
from bot.question.rules import Change, Occasion, Question
from bot.talk.command import Caller
from bot.talk.context import Context

NEAR_OCCURRENCE = timedelta(days=10)
"""A meeting planned so near a date of the rhythm stands for it."""

HIDDEN = "Question qui n'est plus ouverte au réseau"
FORGOTTEN = "Lien retiré"
"""What stands on an agenda for a question that became private."""

AT_HAND = timedelta(days=1)
"""A meeting so near comes before the minutes of the last one."""

NEVER_HELD_AFTER = timedelta(days=3)
"""A meeting that was to be held so long ago, and was not begun, was not held through us."""


def next_date(ctx: Context) -> datetime:
    """Return when the network next meets: as planned, else as its rhythm proposes."""
    ahead = [each for each in planned(ctx) if each.end > ctx.now]
    return ahead[0].at if ahead else proposed_dates(ctx)[0]


def proposed_dates(ctx: Context) -> Sequence[datetime]:
    """Return the next dates of the rhythm that are neither skipped nor planned already."""
    taken = meetings.taken(ctx.db, ctx.network.slug, ctx.now)
    dates = schedule.dates_after(ctx.network, Due.MEETING, ctx.now)
    return tuple(islice((date for date in dates if date not in taken), SHOWN_DATES))


def current(ctx: Context) -> Meeting:
    """Return the meeting being held, else the next planned one; raises NO_MEETING."""
    return NO_MEETING.unless(current_if_any(ctx))


def current_if_any(ctx: Context) -> Meeting | None:
    """Return the meeting being held, else the next planned one, None when none is.

    One that was never held gives way to the next, some days after its date.
    """
    return _current_of(ctx, planned(ctx))


def _current_of(ctx: Context, found: Sequence[Meeting]) -> Meeting | None:
    if not found:
        return None
    running = [each for each in found if each.status is MeetingStatus.RUNNING]
    near = [each for each in found if each.end > ctx.now - NEVER_HELD_AFTER]
    return (running or near or found)[0]


def planned(ctx: Context) -> Sequence[Meeting]:
    """Return the meetings that are still to be held, the next one first."""
    return meetings.coming(ctx.db, ctx.network.slug)


def announced(ctx: Context) -> Sequence[Meeting]:
    """Return the announced meetings, the next one first; raises NO_MEETING when there are none."""
    found = meetings.with_status(ctx.db, ctx.network.slug, (MeetingStatus.ANNOUNCED,))
    if not found:
        raise NO_MEETING()
    return found


def starting_at(ctx: Context, at: datetime) -> Meeting | None:
    """Return the coming meeting that begins at this very moment, if one is planned."""
    return next((each for each in planned(ctx) if each.at == at), None)


def numbered(ctx: Context, number: int) -> Meeting:
    """Return a meeting by its number; raises UNKNOWN_MEETING."""
    return meetings.get(ctx.db, ctx.network.slug, number)


def under_report(ctx: Context, number: int = 0) -> Meeting:
    """Return the meeting that is held, else the last one whose minutes are not posted yet.

    With a number, that one. Raises NOTHING_TO_REPORT, NO_MEETING, MEETING_NOT_NOW.
    """
    found = to_report(ctx)
    if number:
        meeting = numbered(ctx, number)
        if meeting not in found:
            raise MEETING_NOT_NOW(number=meeting.number, status=meeting.status)
        return meeting
    if not found:
        raise NOTHING_TO_REPORT()
    return found[-1]


def to_report(ctx: Context) -> Sequence[Meeting]:
    """Return the meetings that are held or whose minutes are not posted yet, by date."""
    states = (MeetingStatus.RUNNING, MeetingStatus.HELD)
    return meetings.with_status(ctx.db, ctx.network.slug, states)


def of_the_moment(ctx: Context, by: Caller) -> Meeting | None:
    """Return the meeting that someone has to do with now, None when there is none.

    The one being held; one whose minutes they may read over, unless another is at hand; the next
    one: of a draft know only those who may hold it.
    """
    coming = [
        each
        for each in planned(ctx)
        if each.status is not MeetingStatus.DRAFT
        or ctx.allows(Act.HOLD, by, tie=each.tie_to(by.id))
    ]
    following = _current_of(ctx, coming)
    if following is None or following.at - ctx.now > AT_HAND:
        held = meetings.with_status(ctx.db, ctx.network.slug, (MeetingStatus.HELD,))
        to_read = [each for each in held if ctx.allows(Act.REPORT, by, tie=each.tie_to(by.id))]
        running = following is not None and following.status is MeetingStatus.RUNNING
        if to_read and not running:
            return to_read[-1]
    return following


def latest_ended(ctx: Context) -> Meeting | None:
    """Return the last meeting that was held and not called off, if there was one."""
    found = meetings.latest_ended(ctx.db, ctx.network.slug)
    return None if found is None or found.status is MeetingStatus.CANCELLED else found


def plan(ctx: Context, at: datetime, venue: Venue, minutes: int = MEETING_MINUTES) -> Meeting:
    """Plan a meeting; what was not covered at the last one is on its agenda, which fits in it."""
    meeting = Meeting(
        network=ctx.network.slug,
        number=0,
        at=at,
        minutes=minutes,
        place=venue.place,
        link=venue.link,
        agenda=agendas.new_agenda(ctx).fit(minutes),
        occurrence=_occurrence(ctx, at),
        updated_at=ctx.now,
    )
    added = meetings.add(ctx.db, meeting)
    _move_questions(ctx, ctx.now)
    return added


def rearrange(ctx: Context, meeting: Meeting, at: datetime, minutes: int, venue: Venue) -> Meeting:
    """Change when or where a meeting is. Raises MEETING_NOT_NOW, ChangedMeanwhileError."""
    moved = at != meeting.at
    kept = keep(ctx, meeting.rearrange(at, minutes, venue, ctx.now), shown=not moved)
    if moved:
        _move_questions(ctx, meeting.at)
    if kept.sequence != meeting.sequence:
        announcement.tell_change(ctx, kept)
    return kept


def keep(ctx: Context, meeting: Meeting, *, shown: bool = True) -> Meeting:
    """Write a change, and bring the announcement up to date if there is one and it shows.

    Raises ChangedMeanwhileError.
    """
    kept = meetings.save(ctx.db, meeting)
    if shown:
        announcement.show(ctx, kept)
    return kept


def follow_question(ctx: Context, question: Question, change: Change) -> None:
    """Have the agendas and minutes that tell a question read as it does now, if it is not private.

    The posts of minutes that were published stay as they are.
    """
    if change in _MOVING:
        _show_moved(ctx, question)
    if change not in _REWORDING:
        return
    text = HIDDEN if question.private else question.text
    _reword(ctx, (ItemKind.QUESTION, question.number), text, shown=True)


def take_off_links(ctx: Context, articles: Collection[int]) -> None:
    """Have the agendas and minutes tell no more of links that were forgotten with their author."""
    for number in articles:
        _reword(ctx, (ItemKind.ARTICLE, number), FORGOTTEN, shown=False)


def _move_questions(ctx: Context, was: datetime) -> None:
    """Have what is deferred to a meeting go to the next one, and their announcements tell it.

    What was deferred to one that has passed stays there, unless it is that one, which `was` then.
    """
    deferring.occasion_moved(ctx, Occasion.MEETING, since=min(was, ctx.now))
    for meeting in planned(ctx):
        announcement.show(ctx, meeting)


def _show_moved(ctx: Context, question: Question) -> None:
    """Bring up to date what tells a question whose state changed: no other announcement."""
    moves = [each for each in stories.of(ctx.db, question) if each.change in _MOVING]
    there = (Change.DEFERRED, Occasion.MEETING.value)  # by this move, or until it
    deferred = not question.private and there in [(each.change, each.detail) for each in moves[-2:]]
    for meeting in planned(ctx):
        listed = meeting.agenda.find(ItemKind.QUESTION, question.number) is not None
        if listed or (deferred and meeting.status is MeetingStatus.ANNOUNCED):
            announcement.show(ctx, meeting)


def _reword(ctx: Context, which: tuple[ItemKind, int], text: str, *, shown: bool) -> None:
    """Say an item otherwise; bring up to date the cards that tell it, or, if `shown`, all."""
    held = (MeetingStatus.RUNNING, MeetingStatus.HELD, MeetingStatus.REPORTED)
    minutes = meetings.with_status(ctx.db, ctx.network.slug, held)
    told = {each.number: each for each in (*planned(ctx), *minutes)}
    for meeting in told.values():
        over = meeting.status is MeetingStatus.REPORTED
        place = meeting.agenda.find(*which)
        if place is not None:
            agenda = meeting.agenda.change(place, text=text, link="")
            keep(ctx, replace(meeting, agenda=agenda), shown=not over)
        elif shown and not over:
            announcement.show(ctx, meeting)


_REWORDING = (
    *(Change.EDITED, Change.MADE_PRIVATE, Change.SHARED),
    *(Change.HIDDEN, Change.RESTORED),
)
"""What changes the words that the network may read of a question."""

_MOVING = (
    *(Change.DEFERRED, Change.RETURNED, Change.ANSWERED, Change.REOPENED),
    *(Change.CLOSED, Change.MERGED, Change.WITHDRAWN),
)
"""What may put a question on an announced agenda, or end it there."""


def announce(ctx: Context, meeting: Meeting) -> Meeting:
    """Let the network know of a meeting: one post, kept up to date from then on.

    Raises MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    announced = meetings.save(ctx.db, agendas.filled(ctx, meeting).announce(ctx.now))
    announcement.post(ctx, announced)
    return announced


def announce_held(ctx: Context, by: Caller, number: str) -> Meeting:
    """Announce the meeting of this number, which was held. Raises as `announce`, NOT_ALLOWED."""
    ctx.require(Act.DRAFT_AGENDA, by)
    return announce(ctx, numbered(ctx, int(number)))


def cancel(ctx: Context, meeting: Meeting, reason: str) -> Meeting:
    """Call a meeting off, and free its date of the rhythm from being proposed again.

    Raises MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    cancelled = keep(ctx, meeting.cancel(reason, ctx.now))
    _move_questions(ctx, meeting.at)
    announcement.tell_change(ctx, cancelled)
    return cancelled


def skip(ctx: Context) -> datetime:
    """Propose the rhythm's next date no more; return which it was."""
    date = proposed_dates(ctx)[0]
    meetings.skip(ctx.db, ctx.network.slug, date, ctx.now)
    _move_questions(ctx, ctx.now)
    return date


def edit(ctx: Context, meeting: Meeting, agenda: Agenda) -> Meeting:
    """Keep another agenda, as someone wants it. Raises MEETING_NOT_NOW, ChangedMeanwhileError."""
    return keep(ctx, meeting.edit(agenda, ctx.now))


def carry(ctx: Context, held: Meeting) -> None:
    """Put what was not covered on the agenda of the next planned meeting, if there is one."""
    coming = [each for each in meetings.coming(ctx.db, held.network) if each.id != held.id]
    if coming:
        keep(ctx, replace(coming[0], agenda=agendas.with_left(coming[0].agenda, held)))


def _occurrence(ctx: Context, at: datetime) -> datetime | None:
    """Return the date of the rhythm that a meeting at this moment stands for, if any."""
    for date in proposed_dates(ctx):
        if abs(date - at) <= NEAR_OCCURRENCE:
            return date
    return None
