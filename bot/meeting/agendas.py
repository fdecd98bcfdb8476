"""The agenda of a meeting, filled with what waits and with what was left of the last one.

It fills by itself until it is announced; from then on it changes only when someone changes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.french.spoken import last_moment
from bot.meeting import store as meetings
from bot.meeting.agenda import Agenda, AgendaItem, ItemKind, parts_of
from bot.meeting.ideas import store as ideas
from bot.meeting.rules import Meeting, MeetingStatus
from bot.network.parts import PartKind
from bot.question import store as questions
from bot.question.rules import Occasion, Question, QuestionStatus, back_at
from bot.question.store import QuestionFilter
from bot.talk.context import Context
from bot.veille import digests
from bot.veille.deadlines import service as deadlines

PROJECTS_SHOWN = 4
"""Projects that an agenda follows."""


def filled(ctx: Context, meeting: Meeting) -> Meeting:
    """Fill a draft's agenda with the questions, news, deadlines and ideas that wait."""
    if meeting.status is not MeetingStatus.DRAFT:
        return meeting
    agenda = meeting.agenda.filled(
        _waiting(ctx),
        digests.gather(ctx).entries,
        _chosen_ideas(ctx, meeting),
        _around(ctx, meeting),
    )
    return replace(meeting, agenda=agenda)


def shown(ctx: Context, meeting: Meeting) -> Meeting:
    """Return a meeting with its agenda as it is read.

    An announced one has the questions that were deferred to it since: their askers were told so.
    """
    if meeting.status is not MeetingStatus.ANNOUNCED:
        return filled(ctx, meeting)
    return replace(meeting, agenda=meeting.agenda.with_questions(_promised(ctx, meeting)))


def opened(ctx: Context, meeting: Meeting) -> Meeting:
    """Return a meeting with its agenda as it begins: without the questions that ended meanwhile."""
    agenda = shown(ctx, meeting).agenda.without_questions(ended(ctx, meeting))
    return replace(meeting, agenda=agenda)


def unlisted(ctx: Context, meeting: Meeting) -> Sequence[Question]:
    """Return the questions that wait and came too late for the agenda that was announced."""
    if meeting.status is not MeetingStatus.ANNOUNCED:
        return ()
    return meeting.agenda.unlisted(_waiting(ctx))


def ended(ctx: Context, meeting: Meeting) -> Mapping[int, QuestionStatus]:
    """Return what became of the questions of an announced agenda that wait no more, by number."""
    if meeting.status is not MeetingStatus.ANNOUNCED:
        return {}
    asked = [item.ref for item in meeting.agenda.items if item.kind is ItemKind.QUESTION]
    found = questions.by_numbers(ctx.db, ctx.network.slug, asked)
    stand = {ref: found[ref].status if ref in found else QuestionStatus.WITHDRAWN for ref in asked}
    return {ref: status for ref, status in stand.items() if not status.waiting}


def new_agenda(ctx: Context) -> Agenda:
    """Return the network's own agenda, with what was left of the last meeting."""
    agenda = Agenda(parts=parts_of(ctx.network.agenda))
    held = meetings.latest_ended(ctx.db, ctx.network.slug)
    alone = not meetings.coming(ctx.db, ctx.network.slug)
    return with_left(agenda, held) if held and alone else agenda


def with_left(agenda: Agenda, held: Meeting) -> Agenda:
    """Add the points and ideas that a meeting did not cover."""
    for item in held.agenda.left():
        wanted = PartKind.WORKSHOP if item.kind is ItemKind.IDEA else PartKind.NEEDS
        agenda = agenda.add(agenda.number_of(wanted), item)
    return agenda


def _waiting(ctx: Context) -> Sequence[Question]:
    """Return the questions that a meeting may answer: not those that wait elsewhere."""
    return [
        question
        for question in questions.listed(ctx.db, ctx.network.slug, QuestionFilter())
        if question.occasion in (None, Occasion.MEETING)
    ]


def _promised(ctx: Context, meeting: Meeting) -> Sequence[Question]:
    """Return the questions deferred to the next meeting, if this is it, or was until it passed."""
    for each in meetings.coming(ctx.db, ctx.network.slug):
        goes_on = each.end > ctx.now or each.status is MeetingStatus.RUNNING
        if goes_on and each.at < meeting.at:
            return ()
    deferred = [each for each in _waiting(ctx) if each.occasion is Occasion.MEETING]
    if meeting.end > ctx.now:
        return deferred
    until = back_at(Occasion.MEETING, meeting.at)
    return [each for each in deferred if each.back_at and each.back_at <= until]


def _chosen_ideas(ctx: Context, meeting: Meeting) -> Sequence[AgendaItem]:
    """Return the ideas that were taken up for this meeting, or were left to it by another.

    Projects are followed by each meeting, until they are launched or abandoned.
    """
    chosen = [
        idea
        for idea in ideas.chosen(ctx.db, ctx.network.slug)
        if idea.meeting == meeting.id or meeting.agenda.find(ItemKind.IDEA, idea.number)
    ]
    numbers = {each.number for each in chosen}
    projects = ideas.projects(ctx.db, ctx.network.slug, limit=PROJECTS_SHOWN)
    followed = [each for each in projects if each.number not in numbers]
    return [each.item for each in (*chosen, *followed)]


def _around(ctx: Context, meeting: Meeting) -> Sequence[AgendaItem]:
    """Return the confirmed deadlines around a meeting, soonest first."""
    return [
        AgendaItem(
            kind=ItemKind.DEADLINE,
            text=f"{each.title} (jusqu'au {last_moment(each.ends, ctx.network.timezone)})",
            link=each.link,
            ref=each.number,
        )
        for each in deadlines.around(ctx, meeting.at)
    ]
