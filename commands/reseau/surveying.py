"""Surveys: prepared, launched, proposed further, answered a question at a time, closed, read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.message import menu
from bot.framaforms import card as form_card
from bot.framaforms import store as forms
from bot.french.text import stored_text
from bot.network.rights import Act
from bot.survey import answering, card, closing, opening, reporting
from bot.survey import store as surveys
from bot.survey.card import SurveyProgress
from bot.survey.rules import Survey, SurveyStatus
from bot.talk.care import DEPOSITED, UNSIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.handler import Situation, reading
from bot.talk.reply import Reply
from bot.talk.routing import Route
from commands.reseau.survey_forms import (
    LINE_LIMIT,
    QUESTIONS_LIMIT,
    ask_line,
    ask_questions,
    read_draft,
)
from commands.texts import Numbered, numbered


def door(command: Command, ctx: Context) -> Reply:
    """Show where surveys stand, those held here and those held elsewhere, and what may be done."""
    runs, latest = _runs(command, ctx), opening.last_closed(ctx)
    current = surveys.current(ctx.db, ctx.network.slug)
    if current is not None and ctx.now >= current.closes_at:
        current = None
    followed = forms.followed(ctx.db, ctx.network.slug) if runs else ()
    lines = sum(each.lines for each in followed)
    first = _first(ctx, current, runs=runs)
    told = ctx.render(
        "reseau/surveys.md.j2",
        first=first.text,
        current=current,
        latest=latest,
        coordinates=runs,
        forms=followed[: form_card.QUESTIONS_TOLD],
        lines=lines,
    )
    reading_lines = (form_card.read_verb(lines),) if lines else ()
    more = [
        *(card.reading(each) for each in (latest,) if each is not None),
        *(card.closing(each) for each in (current,) if each is not None and runs),
        *((form_card.FOLLOWING, form_card.IMPORTING) if runs else ()),
        *(form_card.showing(each) for each in followed),
    ]
    menus = (menu("plus", "Plus…", *more[:_MOST]),) if more else ()
    return Reply(text=told, buttons=(*first.buttons, *reading_lines, *menus))


_MOST = 8
"""Choices of one menu."""


def _first(ctx: Context, current: Survey | None, *, runs: bool) -> Reply:
    """Return what comes before the rest: what is in preparation, or waits for a decision."""
    draft = opening.drafted(ctx) if runs else None
    if draft is not None:
        return _drafted(ctx, draft)
    offered = opening.offered(ctx) if runs else ()
    if offered:
        return card.choosing(ctx, offered[0], opening.source_of(ctx, offered[0]))
    if current is not None:
        return Reply(buttons=(card.answer_verb(),))
    return Reply(buttons=(card.prepare_verb(),) if runs else ())


def answer(command: Command, ctx: Context) -> Reply:
    """Keep an answer and ask the next question; alone, ask where the caller had stopped."""
    given = answering.read_answer(command.text)
    if given is not None:
        return _asked(ctx, answering.answer(ctx, given, command.caller))
    survey = surveys.current(ctx.db, ctx.network.slug)
    if survey is None or ctx.now >= survey.closes_at:
        return door(command, ctx)
    return _asked(ctx, answering.progress(ctx, survey, command.caller))


def _read_line(command: Command, situation: Situation) -> Numbered:
    """Read a free line. Raises PersonalDataError."""
    found = numbered(command, situation)
    words = stored_text(found.text, what="votre ligne")
    return replace(found, text=" ".join(words.split()))


def write(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Keep the caller's free line."""
    return _asked(ctx, answering.write(ctx, typed.number, typed.text, command.caller))


def erase(command: Command, ctx: Context) -> Reply:
    """Drop all that the caller answered."""
    erased = answering.erase(ctx, command.number, command.caller)
    return replace(ctx.reply("reseau/survey_erased.md.j2", erased=erased), erased_once_said=True)


def prepare(_command: Command, ctx: Context, wanted: Survey) -> Reply:
    """Keep what is prepared, and show it before anyone else sees it."""
    return _drafted(ctx, opening.prepare(ctx, wanted))


def launch(command: Command, ctx: Context) -> Reply:
    """Open a survey that was prepared, or that comes from above."""
    number = opening.openable(ctx, surveys.get(ctx.db, ctx.network.slug, command.number)).number
    line, told = f"Enquête n° {number} : lancée", "L'enquête paraît"
    if held := gestures.hold_back(ctx, command.caller, card.LAUNCH, str(number), line, told):
        return held
    survey, asked = opening.launch(ctx, number)
    return ctx.reply("reseau/survey_launched.md.j2", survey=survey, asked=asked)


def drop(command: Command, ctx: Context) -> Reply:
    """Give up a survey, or refuse one from above."""
    return ctx.reply("reseau/survey_dropped.md.j2", survey=opening.drop(ctx, command.number))


def close(command: Command, ctx: Context) -> Reply:
    """Close a survey before its date."""
    survey = closing.close(ctx, command.number)
    shown = (card.read_verb(survey),) if survey.people else ()
    return ctx.reply("reseau/survey_closed.md.j2", *shown, survey=survey)


def read(command: Command, ctx: Context) -> Reply:
    """Show the results of a survey: free lines to coordinators only. Raises UNKNOWN_SURVEY."""
    survey = surveys.get(ctx.db, ctx.network.slug, command.number)
    if survey.status is not SurveyStatus.CLOSED:
        return door(command, ctx)
    lines = surveys.lines(ctx.db, survey) if _runs(command, ctx) else ()
    text = ctx.render(
        "reseau/survey_read.md.j2",
        survey=survey,
        results=reporting.read(ctx.db, survey),
        territories=reporting.read(ctx.db, survey, merged=True),
        lines=lines,
    )
    return Reply(text=text, erased_once_said=bool(lines))


def _asked(ctx: Context, progress: SurveyProgress) -> Reply:
    """Ask what comes next; where it goes by a message, that is not kept once it was said."""
    text, buttons = card.asked(ctx, progress)
    return Reply(text=text, buttons=buttons, erased_once_said=True, leads_on=True)


def _drafted(ctx: Context, survey: Survey) -> Reply:
    reply = ctx.reply("reseau/survey_draft.md.j2", survey=survey, territories=list(ctx.territories))
    return replace(reply, buttons=card.draft_verbs(survey))


def _runs(command: Command, ctx: Context) -> bool:
    return ctx.allows(Act.RUN_SURVEY, command.caller)


_runs_one = partial(Route, Act.RUN_SURVEY)
_answers = partial(Route, Act.ANSWER_SURVEY)

ROUTES = (
    _answers(card.DOOR, door),
    _answers(card.ANSWER, answer),
    _answers(
        f"{card.WRITE} : <n°> <vos mots>",
        reading(_read_line, write),
        limit=LINE_LIMIT,
        care=UNSIGNED,
        form=ask_line,
    ),
    _answers(f"{card.ERASE} : <n°>", erase),
    _answers(f"{card.READ} : <n°>", read),
    _runs_one(
        card.PREPARE,
        reading(read_draft, prepare),
        limit=QUESTIONS_LIMIT,
        care=DEPOSITED,
        form=ask_questions,
    ),
    _runs_one(f"{card.LAUNCH} : <n°>", launch),
    _runs_one(f"{card.DROP} : <n°>", drop),
    _runs_one(f"{card.CLOSE} : <n°>", close),
)
