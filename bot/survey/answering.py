"""Answers to an open survey: one question at a time, finished later, changed until it closes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.errors import TOO_LATE
from bot.core.patterns import lazy_pattern
from bot.survey import store as surveys
from bot.survey.card import SKIP, SurveyProgress
from bot.survey.questionnaire import LETTERS
from bot.survey.rules import Survey
from bot.talk.command import Caller
from bot.talk.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswer:
    """What is said: of which question, of which survey; "" to ask it again."""

    survey: int
    question: int
    said: str


def read_answer(text: str) -> SurveyAnswer | None:
    """Read what a button gives: « 7 2 b », « 7 2 passer », « 7 2 » to ask it again.

    None for anything else.
    """
    found = _GIVEN.fullmatch(text.strip())
    if found is None:
        return None
    survey, question, said = found.groups()
    return SurveyAnswer(survey=int(survey), question=int(question), said=said or "")


_GIVEN = lazy_pattern(rf"(\d{{1,9}}) (\d{{1,2}})(?: ([{LETTERS}]|{SKIP}))?")


def open_one(ctx: Context, number: int) -> Survey:
    """Return the survey of this number, open to answers.

    Raises UNKNOWN_SURVEY, SURVEY_CLOSED.
    """
    survey = surveys.get(ctx.db, ctx.network.slug, number)
    survey.require_answerable(ctx.now)
    return survey


def answer(ctx: Context, given: SurveyAnswer, by: Caller) -> SurveyProgress:
    """Keep what someone says of a question, or ask it again; return what comes next.

    Raises UNKNOWN_SURVEY, SURVEY_CLOSED, TOO_LATE, ChangedMeanwhileError.
    """
    survey = open_one(ctx, given.survey)
    question = survey.question(given.question)
    if not given.said:
        return progress(ctx, survey, by, at=given.question)
    skipped = given.said == SKIP
    if not skipped and LETTERS.index(given.said) >= len(question.options):
        raise TOO_LATE(what=f"survey {survey.number}")
    return _keep(ctx, survey, given.question, "" if skipped else given.said, by)


def write(ctx: Context, number: int, words: str, by: Caller) -> SurveyProgress:
    """Keep someone's free line, in which personal data was looked for.

    Raises UNKNOWN_SURVEY, SURVEY_CLOSED, TOO_LATE, ChangedMeanwhileError.
    """
    survey = open_one(ctx, number)
    if not survey.free:
        raise TOO_LATE(what=f"survey {survey.number}")
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
