"""What is due once a meeting has passed: its minutes, or to know whether it was held at all.

Nothing of its minutes is told before someone has read them over, however long that takes. What
waits longest are the questions: those that the meeting deferred go where they were deferred to,
the others stay open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.core import occurrences, outbox
from bot.core.errors import Refusal
from bot.core.message import Button
from bot.french.workdays import working_days_after
from bot.meeting import agendas, announcement, holding, planning
from bot.meeting import store as meetings
from bot.meeting.agenda import AgendaItem, ItemKind
from bot.meeting.ideas import choosing
from bot.meeting.rules import MEETING_NOT_NOW, NO_MEETING, Meeting, MeetingStatus
from bot.network.network import Network
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

_FOLLOWED = (MeetingStatus.ANNOUNCED, MeetingStatus.RUNNING, MeetingStatus.HELD)
_REMINDED = "minutes reminded"
_SETTLED = "minutes settled"
_HELD_ASKED = "held asked"
_END_ASKED = "end asked"


MEETING_NOT_PASSED = Refusal(
    "meeting {number} has not passed",
    reply="La rencontre n° {number} n'est pas encore passée. La commencer : `/rencontre tenir` ; "
    "l'annuler : `/rencontre annuler <raison>`.",
)


def perhaps_due(db: Connection, _networks: Iterable[Network], _now: datetime) -> Collection[str]:
    """Return the networks where something may be due: `follow` looks closer."""
    return {slug for state in _FOLLOWED for slug in meetings.networks_with(db, state)}


def follow(ctx: Context) -> int:
    """Do what is due of the meetings that have passed, once each; return how much that was."""
    found = meetings.with_status(ctx.db, ctx.network.slug, _FOLLOWED)
    return sum(_follow(ctx, each) for each in found)


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


def took_place(ctx: Context, number: int, by: Caller) -> Meeting:
    """Note that an announced meeting was held, though nobody opened it: its minutes may be written.

    Its points and ideas count as spoken of. Without a number, the last one that passed. Raises
    NO_MEETING, MEETING_NOT_NOW, MEETING_NOT_PASSED, ChangedMeanwhileError.
    """
    meeting = agendas.filled(ctx, _passed(ctx, number))
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
    left = [each for each in _questions(ctx, off) if _awaits_meeting(each)]
    for question in left:
        deferring.miss(ctx, question)
    planning.carry(ctx, off)
    return off, left


def _passed(ctx: Context, number: int) -> Meeting:
    """Return an announced meeting that has passed: the one of this number, else the last one."""
    if number:
        meeting = planning.numbered(ctx, number)
        if meeting.status is not MeetingStatus.ANNOUNCED:
            raise MEETING_NOT_NOW(number=meeting.number, status=meeting.status)
    else:
        found = meetings.with_status(ctx.db, ctx.network.slug, (MeetingStatus.ANNOUNCED,))
        if not found:
            raise NO_MEETING()
        past = [each for each in found if each.end <= ctx.now]
        meeting = past[-1] if past else found[0]
    if meeting.end > ctx.now:
        raise MEETING_NOT_PASSED(number=meeting.number)
    return meeting


def _follow(ctx: Context, meeting: Meeting) -> int:
    if meeting.status is MeetingStatus.ANNOUNCED:
        return _ask(ctx, meeting)
    if meeting.status is MeetingStatus.RUNNING:
        return _ask_to_end(ctx, meeting)
    return _remind(ctx, meeting) or _settle(ctx, meeting)


def _remind(ctx: Context, meeting: Meeting) -> int:
    """Remind whoever held a meeting, and the coordinators, of its minutes, once for each wait."""
    waits_from = _waits_from(meeting)
    if ctx.now < working_days_after(waits_from, REMINDED_AFTER, ctx.network.timezone):
        return 0
    if not _record(ctx, _REMINDED, meeting, due=waits_from):
        return 0
    text = ctx.render(
        "rencontre/minutes_reminder.md.j2",
        meeting=meeting,
        settled_at=_settled_at(ctx, meeting, ctx.now),
        settled=_is_settled(meeting),
        network=ctx.network,
    )
    key = f"{announcement.key_of(meeting)}:minutes-reminder:{waits_from.timestamp():.0f}"
    say.to_coordinators(ctx, key, text, weight=Weight.DUTY, buttons=report_buttons(meeting))
    if meeting.held_by not in ctx.coordinators:
        say.to_user(
            ctx,
            f"{key}:{meeting.held_by}",
            meeting.held_by,
            text,
            buttons=report_buttons(meeting),
        )
    return 1


def _settle(ctx: Context, meeting: Meeting) -> int:
    """Have the deferrals of a meeting apply, when nobody asked to wait; its minutes still may.

    A question that someone has moved since the meeting stays where it is.
    """
    waits_from = _waits_from(meeting)
    reminded = occurrences.done_at(
        ctx.db, meeting.network, _kind(_REMINDED, meeting), due=waits_from
    )
    if _is_settled(meeting) or reminded is None or ctx.now < _settled_at(ctx, meeting, reminded):
        return 0
    if not _record(ctx, _SETTLED, meeting, due=waits_from):
        return 0
    deferred = [each for each in _items(meeting) if each.to is not None and not each.settled]
    for item in deferred:
        question = questions.get(ctx.db, ctx.network.slug, item.ref)
        if question.status is QuestionStatus.OPEN:
            deferring.settle(ctx, question, item.to or Occasion.MEETING)
    settled = planning.keep(ctx, meeting.plan(meeting.agenda.settle()))
    text = ctx.render("rencontre/minutes_late.md.j2", meeting=settled, deferred=deferred)
    key = f"{announcement.key_of(meeting)}:minutes-late:{waits_from.timestamp():.0f}"
    say.in_channel(ctx, key, text, thread=_thread(ctx, meeting))
    return 1


def _ask(ctx: Context, meeting: Meeting) -> int:
    """Ask the coordinators, the day after, whether a meeting that nobody opened was held."""
    text = ctx.render(
        "rencontre/held_asked.md.j2", meeting=meeting, buttons=ctx.buttons, network=ctx.network
    )
    return _ask_after(ctx, meeting, _HELD_ASKED, meeting.end, text, _asked_buttons(meeting))


def _ask_to_end(ctx: Context, meeting: Meeting) -> int:
    """Ask the coordinators, the day after, to end a meeting that was opened."""
    text = ctx.render("rencontre/end_asked.md.j2", meeting=meeting, network=ctx.network)
    ends = Button(id="terminer", label="Terminer", route=holding.END, argument="", primary=True)
    return _ask_after(ctx, meeting, _END_ASKED, meeting.started_at or meeting.end, text, (ends,))


def _ask_after(  # noqa: PLR0913, PLR0917  what is asked, and about what
    ctx: Context,
    meeting: Meeting,
    name: str,
    passed: datetime,
    text: str,
    buttons: tuple[Button, ...],
) -> int:
    """Ask the coordinators something from the day after a moment on, once.

    Nothing is noted as long as there is nobody to ask.
    """
    zone = ZoneInfo(ctx.network.timezone)
    today = ctx.now.astimezone(zone).date()
    if passed.astimezone(zone).date() >= today or ctx.now - passed > ASKED_WITHIN:
        return 0
    if not ctx.coordinators or not _record(ctx, name, meeting, due=meeting.at):
        return 0
    about = name.replace(" ", "-")
    key = f"{announcement.key_of(meeting)}:{about}:{meeting.at.timestamp():.0f}"
    say.to_coordinators(ctx, key, text, weight=Weight.DUTY, buttons=buttons)
    return 1


def _record(ctx: Context, name: str, meeting: Meeting, *, due: datetime) -> bool:
    kind = _kind(name, meeting)
    return occurrences.record(ctx.db, meeting.network, kind, due=due, now=ctx.now)


def _kind(name: str, meeting: Meeting) -> str:
    return f"{name}:{meeting.number}"


def _waits_from(meeting: Meeting) -> datetime:
    return meeting.minutes_wait_from or meeting.ended_at or meeting.end


def _settled_at(ctx: Context, meeting: Meeting, reminded: datetime) -> datetime:
    """Return when a meeting's deferrals apply: people have had time since they were reminded."""
    zone = ctx.network.timezone
    return max(
        working_days_after(_waits_from(meeting), SETTLED_AFTER, zone),
        working_days_after(reminded, ANSWERED_WITHIN, zone),
    )


def _is_settled(meeting: Meeting) -> bool:
    """Tell whether nothing is left to defer."""
    return all(each.settled for each in _items(meeting) if each.to is not None)


def _items(meeting: Meeting) -> Sequence[AgendaItem]:
    every = [item for part in meeting.agenda.parts for item in part.items]
    return [item for item in every if item.kind is ItemKind.QUESTION]


def _questions(ctx: Context, meeting: Meeting) -> Sequence[Question]:
    slug = ctx.network.slug
    return [questions.get(ctx.db, slug, item.ref) for item in _items(meeting)]


def _awaits_meeting(question: Question) -> bool:
    return question.status is QuestionStatus.OPEN or question.occasion is Occasion.MEETING


def _thread(ctx: Context, meeting: Meeting) -> str:
    """Return the key of the post that a meeting is spoken of under, "" when there is none."""
    keys = (holding.thread_of(meeting), announcement.key_of(meeting))
    return next((key for key in keys if outbox.by_key(ctx.db, key) is not None), "")


def _asked_buttons(meeting: Meeting) -> tuple[Button, ...]:
    return (
        Button(
            id="oui",
            label="Oui, elle a eu lieu",
            route=TOOK_PLACE,
            argument=f"{meeting.number} oui",
            emoji="white_check_mark",
        ),
        Button(
            id="non",
            label="Non",
            route=TOOK_PLACE,
            argument=f"{meeting.number} non",
            emoji="x",
        ),
    )
