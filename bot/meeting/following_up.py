"""What is due once a meeting has passed: its minutes, or to know whether it was held at all.

Nothing of its minutes is told before someone has read them over, however long that takes. What
waits longest are the questions: those that the meeting deferred go where they were deferred to,
the others stay open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.core import occurrences
from bot.core.errors import Refusal
from bot.core.grouping import grouped
from bot.french.workdays import working_days_after
from bot.meeting import agendas, held_card, holding, planning
from bot.meeting import store as meetings
from bot.meeting.aftermath import WAITS, AfterMeeting, after_meeting, due_of, occurrence, spoken_of
from bot.meeting.ideas import choosing
from bot.meeting.rules import Meeting, MeetingStep
from bot.network.network import Network
from bot.question import deferring
from bot.question import store as questions
from bot.question.rules import Occasion, Question, QuestionStatus
from bot.talk.command import Caller
from bot.talk.context import Context

Due = tuple[Meeting, AfterMeeting]
"""A meeting that has passed, and what is to be done of it now."""


MEETING_NOT_PASSED = Refusal(
    "meeting {number} has not passed",
    reply="La rencontre n° {number} n'est pas encore passée. Sa carte permet de "
    "la commencer ou de l'annuler : `/rencontre`",
)


def due(db: Connection, networks: Sequence[Network], now: datetime) -> Mapping[str, Sequence[Due]]:
    """Return what is due of the meetings that have passed and was not done yet, by network."""
    zones = {each.slug: each.timezone for each in networks}
    found = []
    for meeting in meetings.passed(db, networks, now):
        reminded = _done_at(db, meeting, AfterMeeting.REMINDED)
        after = after_meeting(meeting, now, zones[meeting.network], reminded=reminded)
        if after is not None and _done_at(db, meeting, after) is None:
            found.append((meeting.network, (meeting, after)))
    return grouped(found)


def follow(ctx: Context, found: Sequence[Due]) -> int:
    """Do what is due of the meetings that have passed; return how much that was."""
    return sum(_follow(ctx, meeting, after) for meeting, after in found)


def wait(ctx: Context, by: Caller, number: int = 0) -> tuple[Meeting, datetime]:
    """Have a meeting's minutes wait longer; return until when.

    Raises NOTHING_TO_REPORT, NO_MEETING, MEETING_NOT_NOW, NOT_ALLOWED.
    """
    meeting = holding.to_report(ctx, by, number)
    until = working_days_after(ctx.now, WAITS, ctx.network.timezone)
    kept = planning.keep(ctx, meeting.let_minutes_wait(until), shown=False)
    held_card.show(ctx, kept)
    return kept, until


def took_place(ctx: Context, number: int, by: Caller) -> Meeting:
    """Note that an announced meeting was held, though nobody opened it: its minutes may be written.

    Its points and ideas count as spoken of. Raises NO_MEETING, NOT_ALLOWED, MEETING_NOT_NOW,
    MEETING_NOT_PASSED, ChangedMeanwhileError.
    """
    passed = _passed(ctx, number)
    holding.require_hold(ctx, passed, by)
    meeting = agendas.opened(ctx, passed)
    held = meeting.plan(meeting.agenda.cover_all()).took_place(ctx.now, by.id)
    held = planning.keep(ctx, held)
    choosing.held(ctx, held)
    return held


def missed(ctx: Context, number: int, by: Caller) -> tuple[Meeting, Sequence[Question]]:
    """Note that an announced meeting was not held; return it and the questions that it leaves.

    These go to the next one, as its points and ideas do; who meant to come is told nothing.
    Raises NO_MEETING, NOT_ALLOWED, MEETING_NOT_NOW, MEETING_NOT_PASSED, ChangedMeanwhileError.
    """
    meeting = _passed(ctx, number)
    holding.require_hold(ctx, meeting, by)
    off = planning.keep(ctx, meeting.cancel("Elle n'a pas eu lieu.", ctx.now))
    spoken = spoken_of(agendas.shown(ctx, meeting))
    found = [questions.get(ctx.db, ctx.network.slug, item.ref) for item in spoken]
    left = [
        each
        for each in found
        if each.status is QuestionStatus.OPEN or each.occasion is Occasion.MEETING
    ]
    for question in left:
        deferring.settle(ctx, question, Occasion.MEETING)
    planning.carry(ctx, off)
    return off, left


def _passed(ctx: Context, number: int) -> Meeting:
    """Return an announced meeting that has passed, by its number."""
    meeting = planning.numbered(ctx, number)
    meeting.require(MeetingStep.TOOK_PLACE)
    if meeting.end > ctx.now:
        raise MEETING_NOT_PASSED(number=meeting.number)
    return meeting


def _follow(ctx: Context, meeting: Meeting, after: AfterMeeting) -> bool:
    """Do what is due; nothing is noted as long as there is nobody to ask."""
    if after.asks and not ctx.coordinators:
        return False
    kind, moment = occurrence(meeting, after), due_of(meeting, after)
    if not occurrences.record(ctx.db, meeting.network, kind, due=moment, now=ctx.now):
        return False
    if after is AfterMeeting.SETTLED:
        _settle(ctx, meeting)
    else:
        held_card.ask(ctx, meeting)
    return True


def _settle(ctx: Context, meeting: Meeting) -> None:
    """Have the deferrals of a meeting apply, when nobody asked to wait; its minutes still may.

    A question that someone has moved since the meeting stays where it is.
    """
    deferred = [each for each in spoken_of(meeting) if each.to is not None and not each.settled]
    for item in deferred:
        question = questions.get(ctx.db, ctx.network.slug, item.ref)
        if question.status is QuestionStatus.OPEN:
            deferring.settle(ctx, question, item.to or Occasion.MEETING)
    planning.keep(ctx, meeting.plan(meeting.agenda.settle()))


def _done_at(db: Connection, meeting: Meeting, after: AfterMeeting) -> datetime | None:
    kind, moment = occurrence(meeting, after), due_of(meeting, after)
    return occurrences.done_at(db, meeting.network, kind, due=moment)
