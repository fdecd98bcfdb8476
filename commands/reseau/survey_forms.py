"""The forms of surveys: their questions, until when, for whom; a free line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from bot.french.dates import WhenError, read_day
from bot.french.text import EMPTY_TEXT, require_impersonal
from bot.survey import answering, opening
from bot.survey.questionnaire import read_questions, written
from bot.survey.rules import LASTS, SURVEY_LENGTH, Survey, closing_time
from bot.talk.arguments import certified_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import Situation
from bot.talk.markdown import web_target
from bot.talk.render import short_day
from bot.talk.reply import Choice, Dialog, Field, optional_field, words_field
from bot.veille.proposal import LINK_LIMIT

QUESTIONS_LIMIT = 3_000
"""Characters of the questions: what an entry of a form holds."""

LINE_LIMIT = 300

_CLOSING_HOUR = time(17)
_HERE, _SPREAD = "ici", "territoires"


def read_draft(command: Command, situation: Situation) -> Survey:
    """Read a survey: its questions, until when, the form of those who are not on the chat.

    Raises UserError.
    """
    certified, text = certified_first(command.text)
    if not text.strip():
        raise EMPTY_TEXT(what="les questions")
    require_impersonal(text, certified=certified, doubts=False)
    fields, now = command.fields, situation.now
    link = fields.get("lien", "").strip()
    until = _until(fields.get("jusquau", ""), situation)
    return Survey(
        network=situation.network.slug,
        number=0,
        questions=read_questions(text),
        author=command.caller.id,
        made_at=now,
        closes_at=until or closing_time(now, situation.network.timezone),
        link=web_target(link) if link else "",
        spread=_spread_field().chosen(fields) == _SPREAD,
    )


def ask_questions(_command: Command, ctx: Context) -> Dialog:
    """Ask for the questions: those in preparation, else the last survey's, else the template's."""
    before = opening.drafted(ctx) or opening.last_closed(ctx)
    questions = written(before.questions) if before else ctx.render("reseau/survey_template.md.j2")
    entry = words_field(
        name="questions",
        label="Les questions",
        help="De trois à huit, une par ligne ; leurs choix dessous, après un tiret. Sans choix : "
        "une ligne libre.",
        limit=QUESTIONS_LIMIT,
        default=questions,
    )
    spread = (_spread_field(len(ctx.territories)),) if ctx.territories else ()
    until = replace(_UNTIL, placeholder=short_day(ctx.now + LASTS, ctx.network.timezone))
    whole = Dialog(
        title="Préparer une enquête",
        submit="Voir avant de lancer",
        fields=(entry, until, _LINK, *spread),
    )
    # Written in a thread, all lines are the questions.
    return whole if ctx.buttons else replace(whole, fields=(entry,))


def ask_line(command: Command, ctx: Context) -> Dialog:
    """Ask for a free line. Raises UNKNOWN_SURVEY and SURVEY_CLOSED."""
    survey = answering.open_one(ctx, command.number)
    asked = survey.questions[survey.free - 1].text if survey.free else ""
    line = Field(
        name="ligne",
        label="Votre ligne",
        help="Lue par la coordination seule, sans votre nom. Ne nommez personne.",
        limit=LINE_LIMIT,
    )
    return Dialog(title="Une ligne libre", submit="Noter", fields=(line,), introduction=asked)


def _until(typed: str, situation: Situation) -> datetime | None:
    """Read until when a survey lasts, a day being enough. Raises SURVEY_LENGTH."""
    if not typed.strip():
        return None
    zone = situation.network.timezone
    try:
        return read_day(typed, now=situation.now, zone=zone, at=_CLOSING_HOUR).start
    except WhenError as error:
        raise SURVEY_LENGTH() from error


def _spread_field(territories: int = 0) -> Field:
    return Field(
        name="pour",
        label="Pour qui",
        help="Chaque coordination la propose à son réseau, ou non. Seul un total remonte.",
        default=_HERE,
        choices=(
            Choice(label="Ce réseau", value=_HERE),
            Choice(label=f"Les territoires aussi ({territories})", value=_SPREAD),
        ),
    )


_UNTIL = optional_field(
    name="jusquau",
    label="Jusqu'au",
    help="Sans cela, deux semaines.",
)
_LINK = optional_field(
    name="lien",
    label="Formulaire extérieur",
    placeholder="https://framaforms.org/…",
    help="Pour qui n'est pas sur Mattermost : je le fais circuler.",
    limit=LINK_LIMIT,
)
