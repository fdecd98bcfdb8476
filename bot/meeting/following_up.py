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
from bot.core.message import Button
from bot.french.workdays import working_days_after
from bot.meeting import agendas, announcement, holding, planning
from bot.meeting import store as meetings
from bot.meeting.aftermath import (
    WAITS,
    AfterMeeting,
    after_meeting,
    due_of,
    is_settled,
    occurrence,
    settled_at,
    spoken_of,
)
from bot.meeting.ideas import choosing
from bot.meeting.rules import Meeting, MeetingStep
from bot.network.network import Network, grouped
from bot.people.wish import Weight
from bot.question import deferring
from bot.question import store as questions
from bot.question.rules import Occasion, Question, QuestionStatus
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

READ_OVER = "rencontre compte-rendu"
WAIT = "rencontre attendre"
TOOK_PLACE = "rencontre eu-lieu"

Due = tuple[Meeting, AfterMeeting]
"""A meeting that has passed, and what is to be done of it now."""


MEETING_NOT_PASSED = Refusal(
    "meeting {number} has not passed",
    reply="La rencontre n° {number} n'est pas encore passée. La commencer : `/rencontre tenir` ; "
    "l'annuler : `/rencontre annuler <raison>`.",
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
    return planning.keep(ctx, meeting.let_minutes_wait(until), shown=False), until


def report_buttons(meeting: Meeting) -> tuple[Button, ...]:
    """Return what whoever reports on a meeting clicks: read the minutes over, or wait."""
    number = str(meeting.number)
    read = Button(
        id="relire", label="Relire", route=READ_OVER, argument=number, emoji="eyes", primary=True
    )
    wait_more = Button(
        id="attendre", label="Attendre", route=WAIT, argument=number, emoji="hourglass"
    )
    return (read, wait_more)


def asked_buttons(meeting: Meeting) -> tuple[Button, ...]:
    """Return what says whether a meeting that nobody opened was held."""
    said = (("oui", "Oui, elle a eu lieu", "white_check_mark"), ("non", "Non", "x"))
    return tuple(
        Button(
            id=word,
            label=label,
            route=TOOK_PLACE,
            argument=f"{meeting.number} {word}",
            emoji=emoji,
        )
        for word, label, emoji in said
    )


def took_place(ctx: Context, number: int, by: Caller) -> Meeting:
    """Note that an announced meeting was held, though nobody opened it: its minutes may be written.

    Its points and ideas count as spoken of. Without a number, the last one that passed. Raises
    NO_MEETING, MEETING_NOT_NOW, MEETING_NOT_PASSED, ChangedMeanwhileError.
    """
    meeting = agendas.opened(ctx, _passed(ctx, number))
    held = meeting.plan(meeting.agenda.cover_all()).took_place(ctx.now, by.id)
    held = planning.keep(ctx, held)
    choosing.held(ctx, held)
    return held


def missed(ctx: Context, number: int) -> tuple[Meeting, Sequence[Question]]:
    """Note that an announced meeting was not held; return it and the questions that it leaves.

    These go to the next one, as its points and ideas do; who meant to come is told nothing.
    Without a number, the last one that passed. Raises NO_MEETING, MEETING_NOT_NOW,
    MEETING_NOT_PASSED, ChangedMeanwhileError.
    """
    meeting = _passed(ctx, number)
    off = planning.keep(ctx, meeting.cancel("Elle n'a pas eu lieu.", ctx.now))
    found = [questions.get(ctx.db, ctx.network.slug, item.ref) for item in spoken_of(off)]
    left = [
        each
        for each in found
        if each.status is QuestionStatus.OPEN or each.occasion is Occasion.MEETING
    ]
    for question in left:
        deferring.pass_on(ctx, question)
    planning.carry(ctx, off)
    return off, left


def _passed(ctx: Context, number: int) -> Meeting:
    """Return an announced meeting that has passed: the one of this number, else the last one."""
    if number:
        meeting = planning.numbered(ctx, number)
        meeting.require(MeetingStep.TOOK_PLACE)
    else:
        found = planning.announced(ctx)
        past = [each for each in found if each.end <= ctx.now]
        meeting = past[-1] if past else found[0]
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
    key = f"{announcement.key_of(meeting)}:{after.slug}:{moment.timestamp():.0f}"
    match after:
        case AfterMeeting.HELD_ASKED:
            _ask_whether_held(ctx, meeting, key)
        case AfterMeeting.END_ASKED:
            _ask_to_end(ctx, meeting, key)
        case AfterMeeting.REMINDED:
            _remind(ctx, meeting, key)
        case AfterMeeting.SETTLED:
            _settle(ctx, meeting, key)
    return True


def _ask_whether_held(ctx: Context, meeting: Meeting, key: str) -> None:
    """Ask the coordinators, the day after, whether a meeting that nobody opened was held."""
    text = ctx.render("rencontre/held_asked.md.j2", meeting=meeting, buttons=ctx.buttons)
    say.to_coordinators(ctx, key, text, weight=Weight.DUTY, buttons=asked_buttons(meeting))


def _ask_to_end(ctx: Context, meeting: Meeting, key: str) -> None:
    """Ask the coordinators, the day after, to end a meeting that was opened."""
    text = ctx.render("rencontre/end_asked.md.j2", meeting=meeting)
    ends = Button(id="terminer", label="Terminer", route=holding.END, argument="", primary=True)
    say.to_coordinators(ctx, key, text, weight=Weight.DUTY, buttons=(ends,))


def _remind(ctx: Context, meeting: Meeting, key: str) -> None:
    """Remind whoever held a meeting, and the coordinators, of its minutes, once for each wait."""
    text = ctx.render(
        "rencontre/minutes_reminder.md.j2",
        meeting=meeting,
        settled_at=settled_at(meeting, ctx.now, ctx.network.timezone),
        settled=is_settled(meeting),
    )
    buttons, holder = report_buttons(meeting), meeting.held_by
    say.to_coordinators(ctx, key, text, weight=Weight.DUTY, buttons=buttons)
    if holder not in ctx.coordinators:
        say.to_user(ctx, f"{key}:{holder}", holder, text, buttons=buttons)


def _settle(ctx: Context, meeting: Meeting, key: str) -> None:
    """Have the deferrals of a meeting apply, when nobody asked to wait; its minutes still may.

    A question that someone has moved since the meeting stays where it is.
    """
    deferred = [each for each in spoken_of(meeting) if each.to is not None and not each.settled]
    for item in deferred:
        question = questions.get(ctx.db, ctx.network.slug, item.ref)
        if question.status is QuestionStatus.OPEN:
            deferring.settle(ctx, question, item.to or Occasion.MEETING)
    settled = planning.keep(ctx, meeting.plan(meeting.agenda.settle()))
    text = ctx.render("rencontre/minutes_late.md.j2", meeting=settled, deferred=deferred)
    say.in_channel(ctx, key, text, thread=_thread(ctx, meeting))


def _done_at(db: Connection, meeting: Meeting, after: AfterMeeting) -> datetime | None:
    kind, moment = occurrence(meeting, after), due_of(meeting, after)
    return occurrences.done_at(db, meeting.network, kind, due=moment)


def _thread(ctx: Context, meeting: Meeting) -> str:
    """Return the key of the post that a meeting is spoken of under, "" when there is none."""
    keys = (holding.thread_of(meeting), announcement.key_of(meeting))
    return next((key for key in keys if say.was_said(ctx, key)), "")
