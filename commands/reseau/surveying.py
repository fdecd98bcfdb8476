"""Surveys: prepared, launched, let through, answered one question at a time, closed, read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.message import Button
from bot.french.text import stored_text
from bot.network.rights import Act
from bot.survey import answering, card, closing, opening, reporting
from bot.survey import store as surveys
from bot.survey.answering import SurveyAnswer
from bot.survey.card import SurveyProgress
from bot.survey.rules import (
    ANSWER_IN_PUBLIC,
    NO_SURVEY_NUMBER,
    Survey,
    SurveyStatus,
)
from bot.talk.care import DEPOSITED, UNSIGNED
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from commands.reseau.survey_forms import (
    LINE_LIMIT,
    QUESTIONS_LIMIT,
    ask_line,
    ask_questions,
    read_draft,
)
from commands.texts import Numbered, numbered


def _read_answer(command: Command, _situation: Situation) -> SurveyAnswer | None:
    """Read what is answered. Raises UNKNOWN_SURVEY_ANSWER, ANSWER_IN_PUBLIC."""
    given = answering.read_answer(command.text)
    if given is not None:
        _require_discreet(command)
    return given


def answer(command: Command, ctx: Context, given: SurveyAnswer | None) -> Reply:
    """Keep an answer and ask the next question; alone, ask where the caller had stopped."""
    if given is not None:
        return _asked(ctx, answering.answer(ctx, given, command.caller))
    survey = surveys.current(ctx.db, ctx.network.slug)
    if survey is None or ctx.now >= survey.closes_at:
        return _door(command, ctx)
    reply = _asked(ctx, answering.progress(ctx, survey, command.caller))
    if _runs(command, ctx):
        reply = replace(reply, buttons=(*reply.buttons, card.close_verb(survey)))
    return reply


def _read_line(command: Command, situation: Situation) -> Numbered:
    """Read a free line. Raises ANSWER_IN_PUBLIC, PersonalDataError."""
    _require_discreet(command)
    found = numbered(command, situation)
    words = stored_text(found.text, what="votre ligne", example=f"/{card.WRITE} 3 …")
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
    survey, asked = opening.launch(ctx, command.number)
    return ctx.reply("reseau/survey_launched.md.j2", survey=survey, asked=asked)


def drop(command: Command, ctx: Context) -> Reply:
    """Give up a survey, or refuse one from above."""
    return ctx.reply("reseau/survey_dropped.md.j2", survey=opening.drop(ctx, command.number))


def close(command: Command, ctx: Context) -> Reply:
    """Close a survey before its date."""
    survey = closing.close(ctx, command.number)
    lost = closing.has_lost_answers(ctx, survey)
    shown = (card.read_verb(survey),) if survey.people else ()
    return ctx.reply("reseau/survey_closed.md.j2", *shown, survey=survey, lost=lost)


def read(command: Command, ctx: Context) -> Reply:
    """Show the results of a survey, by its number or the last: free lines to coordinators only."""
    if command.number:
        survey: Survey | None = surveys.get(ctx.db, ctx.network.slug, command.number)
    else:
        survey = opening.last_closed(ctx)
    if survey is None or survey.status is not SurveyStatus.CLOSED:
        return _door(command, ctx)
    lines = surveys.lines(ctx.db, survey) if _runs(command, ctx) else ()
    text = ctx.render(
        "reseau/survey_read.md.j2",
        survey=survey,
        results=reporting.read(ctx.db, survey),
        territories=reporting.read_merged(ctx.db, survey),
        lines=lines,
    )
    return Reply(text=text, erased_once_said=bool(lines))


def verbs(command: Command, ctx: Context) -> tuple[Button, ...]:
    """Return what stands in the network's hall: to answer, or for those who may run one."""
    if surveys.current(ctx.db, ctx.network.slug) is not None:
        return (card.answer_verb("Répondre à l'enquête"),)
    if _runs(command, ctx):
        return (Button(id="enquete", label="Enquête…", route=card.ANSWER, argument=""),)
    return ()


def _asked(ctx: Context, progress: SurveyProgress) -> Reply:
    """Ask what comes next; where it goes by a message, that is not kept once it was said."""
    text, buttons = card.asked(ctx, progress)
    return Reply(text=text, buttons=buttons, erased_once_said=True, leads_on=True)


def _door(command: Command, ctx: Context) -> Reply:
    """Tell where surveys stand when none is open, and what may be done."""
    runs, latest = _runs(command, ctx), opening.last_closed(ctx)
    offered = opening.offered(ctx) if runs else ()
    draft = opening.drafted(ctx) if runs else None
    if draft is not None:
        return _drafted(ctx, draft)
    if offered:
        text, buttons = card.choosing(ctx, offered[0], opening.source_of(ctx, offered[0]))
        return Reply(text=text, buttons=buttons)
    buttons = (
        *((card.prepare_verb(),) if runs else ()),
        *((card.read_verb(latest),) if latest is not None else ()),
    )
    return ctx.reply("reseau/survey_door.md.j2", *buttons, latest=latest, coordinates=runs)


def _drafted(ctx: Context, survey: Survey) -> Reply:
    reply = ctx.reply("reseau/survey_draft.md.j2", survey=survey, territories=list(ctx.territories))
    return replace(reply, buttons=card.draft_verbs(survey))


def _runs(command: Command, ctx: Context) -> bool:
    return ctx.allows(Act.RUN_SURVEY, command.caller)


def _require_discreet(command: Command) -> None:
    """Refuse answers that a channel reads. Raises ANSWER_IN_PUBLIC."""
    if command.via in (Via.MENTION, Via.THREAD):
        raise ANSWER_IN_PUBLIC()


_answers = partial(Route, Act.ANSWER_SURVEY, missing=NO_SURVEY_NUMBER)
_runs_one = partial(Route, Act.RUN_SURVEY, missing=NO_SURVEY_NUMBER)

ROUTES = (
    _answers(
        f"{card.ANSWER}|enquete : [question n°] [lettre]",
        reading(_read_answer, answer),
        "répondre à l'enquête en cours, une question à la fois, en privé",
        Takes.WORDS,
    ),
    _answers(
        f"{card.WRITE} : <n°> <vos mots>",
        reading(_read_line, write),
        "répondre avec vos mots à la question libre d'une enquête",
        limit=LINE_LIMIT,
        care=UNSIGNED,
        form=ask_line,
    ),
    _answers(f"{card.ERASE} : <n°>", erase, "effacer vos réponses à une enquête en cours"),
    _answers(
        f"{card.READ}|résultats-enquêtes : [n°]",
        read,
        "lire les résultats d'une enquête close",
        Takes.WORDS,
    ),
    _runs_one(
        f"{card.PREPARE} : <questions>",
        reading(read_draft, prepare),
        "préparer une enquête de trois à huit questions, et la relire avant de la lancer",
        Takes.TEXT,
        limit=QUESTIONS_LIMIT,
        care=DEPOSITED,
        form=ask_questions,
    ),
    _runs_one(f"{card.LAUNCH} : <n°>", launch, "lancer l'enquête préparée"),
    _runs_one(f"{card.DROP} : <n°>", drop, "abandonner l'enquête préparée"),
    _runs_one(f"{card.CLOSE} : <n°>", close, "clore une enquête avant sa date"),
    _runs_one(f"{card.LET_THROUGH} : <n°>", launch, "laisser passer une enquête venue d'en haut"),
    _runs_one(f"{card.REFUSE} : <n°>", drop, "refuser une enquête venue d'en haut"),
)
