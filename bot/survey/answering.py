"""Answers to an open survey: one question at a time, finished later, changed until it closes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.survey import store as surveys
from bot.survey.card import SKIP, SurveyProgress
from bot.survey.questionnaire import LETTERS
from bot.survey.rules import (
    FREE_LINE_APART,
    NO_FREE_LINE,
    NO_SURVEY_OPEN,
    UNKNOWN_SURVEY_ANSWER,
    Survey,
)
from bot.talk.command import Caller
from bot.talk.context import Context

_TYPED = lazy_pattern(
    r"(?:n\s?[°o]\s?(?P<survey>\d{1,9})\s+)?(?:question\s+)?(?P<question>\d{1,2})"
    rf"(?:\s*(?P<said>{SKIP}|[a-h])[).]?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswer:
    """What is said: of which question, of which survey (0: the open one); "" to ask it again."""

    survey: int
    question: int
    said: str


def read_answer(text: str) -> SurveyAnswer | None:
    """Read « 2 b », « n° 7 2 b », « 2 passer », « 2 » alone; None for nothing at all.

    Raises UNKNOWN_SURVEY_ANSWER.
    """
    words = fold(text).strip(" .!")
    if not words:
        return None
    found = UNKNOWN_SURVEY_ANSWER.unless(_TYPED.fullmatch(words))
    return SurveyAnswer(
        survey=int(found["survey"] or 0),
        question=int(found["question"]),
        said=found["said"] or "",
    )


def open_one(ctx: Context, number: int = 0) -> Survey:
    """Return the survey that takes answers, which bears this number if it is given.

    Raises NO_SURVEY_OPEN, UNKNOWN_SURVEY, SURVEY_CLOSED.
    """
    if number:
        survey = surveys.get(ctx.db, ctx.network.slug, number)
    else:
        survey = NO_SURVEY_OPEN.unless(surveys.current(ctx.db, ctx.network.slug))
    survey.require_answerable(ctx.now)
    return survey


def answer(ctx: Context, given: SurveyAnswer, by: Caller) -> SurveyProgress:
    """Keep what someone says of a question, or ask it again; return what comes next.

    Raises NO_SURVEY_OPEN, UNKNOWN_SURVEY, SURVEY_CLOSED, UNKNOWN_SURVEY_ANSWER, FREE_LINE_APART,
    ChangedMeanwhileError.
    """
    survey = open_one(ctx, given.survey)
    question = survey.question(given.question)
    if not given.said:
        return progress(ctx, survey, by, at=given.question)
    skipped = given.said == SKIP
    if not skipped and question.free:
        raise FREE_LINE_APART(number=survey.number)
    if not skipped and LETTERS.index(given.said) >= len(question.options):
        raise UNKNOWN_SURVEY_ANSWER()
    return _keep(ctx, survey, given.question, "" if skipped else given.said, by)


def write(ctx: Context, number: int, words: str, by: Caller) -> SurveyProgress:
    """Keep someone's free line, in which personal data was looked for.

    Raises UNKNOWN_SURVEY, SURVEY_CLOSED, NO_FREE_LINE, ChangedMeanwhileError.
    """
    survey = open_one(ctx, number)
    if not survey.free:
        raise NO_FREE_LINE(number=number)
    return _keep(ctx, survey, survey.free, words, by)


def erase(ctx: Context, number: int, by: Caller) -> bool:
    """Drop all that someone answered; False when there was nothing.

    Raises UNKNOWN_SURVEY, SURVEY_CLOSED.
    """
    return surveys.erase(ctx.db, open_one(ctx, number), by.id)


def progress(ctx: Context, survey: Survey, by: Caller, *, at: int = 0) -> SurveyProgress:
    """Return how far someone is, the question `at` a place being asked if one is given."""
    done = surveys.answered(ctx.db, survey, by.id)
    places = range(1, len(survey.questions) + 1)
    following = next((place for place in places if place not in done), 0)
    return SurveyProgress(survey=survey, done=len(done), number=at or following)


def _keep(ctx: Context, survey: Survey, question: int, said: str, by: Caller) -> SurveyProgress:
    surveys.hold(ctx.db, survey)
    surveys.answer(ctx.db, survey, by.id, question, said)
    return replace(progress(ctx, survey, by), noted=True)
