"""The results of a survey told: in the channel, to its coordinators, in the next letter."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.core.message import OPTION_LABEL, Button, File, FileKind, Option, menu
from bot.french.folding import fold
from bot.letter import note_store as letter_notes
from bot.network.small_numbers import SMALLEST
from bot.people.wish import Weight
from bot.survey import card, opening
from bot.survey import store as surveys
from bot.survey.drawing import draw_survey
from bot.survey.results import Answers, QuestionResult, results
from bot.survey.rules import LAST_YEAR, Survey
from bot.talk import say
from bot.talk.context import Context
from bot.talk.render import of, plural, shorten

PROPOSE = "rencontre proposer"
_THEME = "theme"
"""What the question is asked with whose answers are proposed for meetings."""


def read(db: Connection, survey: Survey) -> tuple[QuestionResult, ...]:
    """Return the results of a network's own answers, beside those of last year."""
    earlier = [_answers(each) for each in _last_year(db, survey)]
    return results(_answers(survey), earlier)


def read_merged(db: Connection, survey: Survey) -> tuple[QuestionResult, ...]:
    """Return the total of the territories, beside last year's."""
    earlier = [_merged(each) for each in _last_year(db, survey) if each.merged]
    return results(_merged(survey), earlier)


def tell_closed(ctx: Context, survey: Survey, *, lines: int, lost: bool) -> None:
    """Tell a network what came of its survey, and that what linked people to it is gone.

    Its coordinators alone are told of the free lines. `lost` when a restore took answers away.
    """
    found = read(ctx.db, survey)
    card.show(ctx, survey, source=opening.source_of(ctx, survey))
    key = f"{card.key_of(survey)}:results"
    head = ctx.render("reseau/survey_closed.md.j2", survey=survey, lost=lost)
    say.in_channel(ctx, key, head, thread=None, file=_picture(ctx, survey, found))
    _withdraw_invitation(ctx, survey)
    if survey.people:
        say.in_thread(ctx, key, ctx.render("reseau/survey_results.md.j2", results=found))
        counted = [each for each in found if each.options][:3]
        line = ctx.render("reseau/survey_told.md.j2", survey=survey, results=counted)
        opening.tell_letter(ctx, line)
    themes = wished(found)
    if lines or themes:
        text = ctx.render(
            "reseau/survey_for_coordinators.md.j2",
            survey=survey,
            lines=lines,
            letter=ctx.next_letter(ctx) is not None,
        )
        buttons = (
            *((card.read_verb(survey, "Lire les lignes libres"),) if lines else ()),
            *proposing(themes),
        )
        say.to_coordinators(ctx, f"{key}:coordinators", text, weight=Weight.ASKED, buttons=buttons)


def tell_merged(ctx: Context, survey: Survey) -> None:
    """Tell a network the total of its territories; none is named, ranked or told of alone."""
    found = read_merged(ctx.db, survey)
    people = max((each.told.people for each in found), default=0)
    key = f"{card.key_of(survey)}:territories"
    head = ctx.render("reseau/survey_merged.md.j2", survey=survey, people=people)
    say.in_channel(ctx, key, head, file=_picture(ctx, survey, found))
    if people:
        say.in_thread(ctx, key, ctx.render("reseau/survey_results.md.j2", results=found))


def wished(found: Sequence[QuestionResult]) -> tuple[str, ...]:
    """Return the themes that people wish for most, to be proposed for meetings."""
    asked = (each for each in found if _THEME in fold(each.question.text))
    return tuple(each.text for result in asked for each in result.options)[:SMALLEST]


def proposing(themes: Sequence[str]) -> tuple[Button, ...]:
    """Return what proposes a theme for the animation of a meeting, as anyone proposes one."""
    options = (
        Option(
            shorten(each, OPTION_LABEL),
            f"{PROPOSE} sans mon nom : {each} (souhait de l'enquête)",
        )
        for each in themes
    )
    return (menu("proposer", "Proposer pour une rencontre…", *options),) if themes else ()


def _last_year(db: Connection, survey: Survey) -> Sequence[Survey]:
    if survey.ended_at is None:
        return ()
    nearest, furthest = (survey.ended_at - each for each in LAST_YEAR)
    return surveys.closed_between(db, survey.network, furthest, nearest)


def _answers(survey: Survey) -> Answers:
    return list(zip(survey.questions, survey.results, strict=False))


def _merged(survey: Survey) -> Answers:
    return list(zip(survey.questions, survey.merged, strict=False))


def _picture(ctx: Context, survey: Survey, found: Sequence[QuestionResult]) -> File | None:
    """Draw the counts; None where there are none to tell."""
    people = max((each.told.people for each in found if each.told.counts), default=0)
    if not people:
        return None
    drawn = draw_survey(
        f"L'enquête {of(ctx.network.name)}",
        plural(people, "réponse"),
        found,
        ctx.render,
    )
    name = f"enquete-{survey.network}-{survey.number}.png"
    return File(name=name, kind=FileKind.DRAWING, content=drawn)


def _withdraw_invitation(ctx: Context, survey: Survey) -> None:
    """Have the next letter not invite to a survey that is over."""
    for each in letter_notes.waiting(ctx.db, survey.network) if survey.link else ():
        if not each.author and each.link == survey.link and each.until == survey.closes_at:
            letter_notes.remove(ctx.db, survey.network, each.number)
