"""What tools are told of: questions, actions, deadlines, meetings, by their key, without a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

from bot.french.territories import of
from bot.letter import store as letters
from bot.letter.rules import Letter
from bot.meeting import held_card
from bot.meeting import note_store as notes
from bot.meeting import store as meetings
from bot.meeting.minutes import Note
from bot.meeting.rules import Meeting, MeetingStatus
from bot.outside.content import OutsideContent, Wanted, numbers
from bot.question import store as questions
from bot.question.rules import WAITING, Leave, Place, Question, QuestionStatus
from bot.question.store import QuestionFilter
from bot.talk.context import Context
from bot.talk.render import month
from bot.veille.deadlines import store as deadlines
from bot.veille.deadlines.rules import Deadline, DeadlineStatus

T = TypeVar("T")

QUESTION, ACTION, DEADLINE, MEETING = "question", "action", "deadline", "meeting"
LETTER = "letter"

SETTLED = timedelta(minutes=10)
"""A question leaves no sooner: until then its author may withdraw it, or say it otherwise."""

TOLD_MEETINGS = (
    MeetingStatus.ANNOUNCED,
    MeetingStatus.RUNNING,
    MeetingStatus.HELD,
    MeetingStatus.REPORTED,
    MeetingStatus.CANCELLED,
)
"""The states of a meeting that the network knows of, unless it was called off before."""


def wanted(
    found: Iterable[tuple[str, T | None]],
    make: Callable[[T], Iterable[OutsideContent]],
    *,
    current: bool = False,
) -> Iterator[Wanted]:
    """Yield what should stand for each thing, under its key; nothing for what must not (None)."""
    for key, thing in found:
        parts = tuple if thing is None else partial(make, thing)
        yield Wanted(key, parts, current=current)


def open_questions(ctx: Context, known: frozenset[str]) -> Iterator[tuple[str, Question | None]]:
    """Yield the questions that wait, and what became of those known; None for nothing to show."""
    waiting = questions.listed(ctx.db, ctx.network.slug, QuestionFilter())
    settled = [each for each in waiting if ctx.now - each.asked_at >= SETTLED]
    for key, question in _for(ctx, Place.TOOLS, settled, known):
        gone = question is None or question.status is QuestionStatus.WITHDRAWN
        yield key, None if gone else question


def answered_questions(
    ctx: Context, known: frozenset[str]
) -> Iterator[tuple[str, Question | None]]:
    """Yield the questions that have their answer, and those known that have it no more (None)."""
    choice = QuestionFilter(statuses=(QuestionStatus.ANSWERED,))
    answered = questions.listed(ctx.db, ctx.network.slug, choice)
    for key, question in _for(ctx, Place.WIKI, answered, known):
        given = question.answer if question else None
        yield key, question if given and not given.hidden else None


def _for(
    ctx: Context, place: Place, some: Iterable[Question], known: frozenset[str]
) -> Iterator[tuple[str, Question | None]]:
    """Yield some questions and those known, by key; None for one that may not stand there."""
    found = {each.number: each for each in some if each.stands(place)}
    asked = numbers(known, QUESTION)
    shown = questions.shown(ctx.db, ctx.network.slug, asked - found.keys())
    found |= {each.number: each for each in shown}
    for number in sorted(found.keys() | asked):
        question = found.get(number)
        yield key_of(QUESTION, number), question if question and question.stands(place) else None


def choosable(ctx: Context) -> Sequence[Question]:
    """Return the questions that coordinators may have copied, and those that are, newest first."""
    choice = QuestionFilter(statuses=(*WAITING, QuestionStatus.ANSWERED))
    found = questions.listed(ctx.db, ctx.network.slug, choice)
    may = [each for each in found if each.leaves(Place.TOOLS) is Leave.CHOSEN]
    return sorted(may, key=lambda each: -each.number)


def minutes(ctx: Context, meeting: Meeting, place: Place) -> OutsideContent:
    """Return the published minutes of a meeting as a place may have them, in Markdown.

    An answer reads as it does now: its author may have changed or taken back what was said there.
    """
    told = held_card.minutes_of(ctx, meeting)
    shown = questions.shown(ctx.db, ctx.network.slug, {each.ref for each in told.answered})
    now = {each.number: each.answer for each in shown if each.stands(place)}
    answered = [(each, now.get(each.ref)) for each in told.answered]
    told = replace(
        told,
        answered=tuple(
            replace(item, answer=answer.text)
            for item, answer in answered
            if answer and not answer.hidden
        ),
    )
    items = (*told.answered, *told.covered)
    return OutsideContent(
        title=f"Rencontre {of(ctx.network.spoken)}, {month(meeting.at, ctx.network.timezone)}",
        text=ctx.render("outside/minutes.md.j2", minutes=told),
        words=(
            *(note.text for note in (*told.decisions, *told.actions)),
            *(words for each in items for words in (each.text, each.answer)),
        ),
        reread=(meeting.place,),
    )


def actions(ctx: Context, known: frozenset[str]) -> Iterator[tuple[str, Note | None]]:
    """Yield what is to be done, of published minutes, and what became of those known."""
    asked = numbers(known, ACTION)
    told = notes.reported_actions(ctx.db, ctx.network.slug, asked)
    found = {each.number: each for each in told}
    for number in sorted(found.keys() | asked):
        yield key_of(ACTION, number), found.get(number)


def confirmed_deadlines(
    ctx: Context, known: frozenset[str]
) -> Iterator[tuple[str, Deadline | None]]:
    """Yield the deadlines to come that someone checked, and those known that were dropped (None).

    What has ended, or was forgotten since, is told no more: its copy stays.
    """
    asked = numbers(known, DEADLINE)
    for each in deadlines.every(ctx.db, ctx.network.slug):
        if each.checked and (each.number in asked or not each.ended(ctx.now)):
            yield key_of(DEADLINE, each.number), each
        elif each.number in asked and each.status is DeadlineStatus.DROPPED:
            yield key_of(DEADLINE, each.number), None


def told_meetings(
    ctx: Context, known: frozenset[str], states: Sequence[MeetingStatus] = TOLD_MEETINGS
) -> Iterator[tuple[str, Meeting]]:
    """Yield the meetings to come that were announced, and those known, whatever became of them."""
    for each in meetings.with_status(ctx.db, ctx.network.slug, states):
        key = key_of(MEETING, each.number)
        told = each.announced_at is not None or each.status is not MeetingStatus.CANCELLED
        if told and (each.end > ctx.now or key in known):
            yield key, each


def latest_letters(ctx: Context, count: int) -> Iterator[tuple[str, Letter]]:
    """Yield the last letters that came out."""
    for each in letters.published(ctx.db, ctx.network.slug, count):
        yield key_of(LETTER, each.number), each


def key_of(kind: str, number: int) -> str:
    """Return the key of something by its number: « question:12 »."""
    return f"{kind}:{number}"
