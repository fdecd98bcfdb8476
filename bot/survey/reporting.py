"""The results of a survey as they are read beside last year's, and the themes they ask for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.french.folding import fold
from bot.network.small_numbers import SMALLEST
from bot.survey import store as surveys
from bot.survey.results import Answers, QuestionResult, results
from bot.survey.rules import LAST_YEAR, Survey
from bot.talk.render import shorten

PROPOSE = "rencontre proposer"
_THEME = "theme"
"""What the question is asked with whose answers are proposed for meetings."""


def read(db: Connection, survey: Survey, *, merged: bool = False) -> tuple[QuestionResult, ...]:
    """Return the results of a network's own answers beside last year's, or its territories'."""
    earlier = [_answers(each, merged=merged) for each in _last_year(db, survey)]
    return results(_answers(survey, merged=merged), earlier)


def wished(found: Sequence[QuestionResult]) -> tuple[str, ...]:
    """Return the themes that people wish for most, to be proposed for meetings."""
    asked = (each for each in found if _THEME in fold(each.question.text))
    return tuple(each.text for result in asked for each in result.options)[:SMALLEST]


def proposing(themes: Sequence[str]) -> tuple[Button, ...]:
    """Return the menu that proposes a theme as the animation of a meeting."""
    options = (
        Option(
            shorten(each, OPTION_LABEL),
            PROPOSE,
            f"sans mon nom : {each} (souhait de l'enquête)",
        )
        for each in themes
    )
    return (menu("proposer", "Proposer pour une rencontre…", *options),) if themes else ()


def _last_year(db: Connection, survey: Survey) -> Sequence[Survey]:
    if survey.ended_at is None:
        return ()
    nearest, furthest = (survey.ended_at - each for each in LAST_YEAR)
    return surveys.closed_between(db, survey.network, furthest, nearest)


def _answers(survey: Survey, *, merged: bool) -> Answers:
    told = survey.merged if merged else survey.results
    return list(zip(survey.questions, told, strict=False))
