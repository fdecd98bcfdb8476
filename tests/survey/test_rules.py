"""A survey's life: what may be, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import UserError
from bot.network.small_numbers import tell
from bot.survey.questionnaire import read_questions
from bot.survey.results import results
from bot.survey.rules import (
    TRANSITIONS,
    Survey,
    SurveyStatus,
    SurveyStep,
    closing_time,
    reminder,
    require_bounds,
)
from tests.survey.crowds import QUESTIONS

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
PARIS = "Europe/Paris"
DRAFT = Survey(
    network="loire",
    number=1,
    questions=read_questions(QUESTIONS),
    author="amina",
    made_at=NOW,
    closes_at=NOW + timedelta(days=14),
)


def test_each_step_is_allowed_where_the_table_says_and_nowhere_else() -> None:
    steps: dict[SurveyStep, Callable[[Survey], Survey]] = {
        SurveyStep.OPENED: lambda survey: survey.open(NOW, PARIS),
        SurveyStep.CLOSED: lambda survey: survey.close(NOW),
        SurveyStep.DROPPED: lambda survey: survey.drop(NOW),
    }
    for step, take in steps.items():
        for status in SurveyStatus:
            survey = replace(DRAFT, status=status)
            if status in TRANSITIONS[step]:
                assert take(survey).status is TRANSITIONS[step][status]
            else:
                with pytest.raises(UserError):
                    take(survey)


def test_a_survey_closes_as_a_day_of_work_ends() -> None:
    assert closing_time(NOW, PARIS) == datetime(2026, 11, 16, 16, 0, tzinfo=UTC)
    saturday = datetime(2026, 11, 7, 8, 0, tzinfo=UTC)
    assert closing_time(saturday, PARIS) == datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


def test_a_survey_lasts_from_a_day_to_two_months() -> None:
    for days in (1, 60):
        require_bounds(NOW + timedelta(days=days), NOW)
    for hours in (23, 61 * 24):
        with pytest.raises(UserError, match="out of bounds"):
            require_bounds(NOW + timedelta(hours=hours), NOW)


def test_it_is_too_late_to_open_what_closes_tomorrow() -> None:
    with pytest.raises(UserError, match="too soon"):
        DRAFT.open(DRAFT.closes_at - timedelta(hours=23), PARIS)


def test_people_are_reminded_late_in_a_survey_or_never() -> None:
    closes_at = datetime(2026, 11, 16, 16, 0, tzinfo=UTC)

    assert reminder(NOW, closes_at, PARIS) == datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
    assert reminder(closes_at - timedelta(days=2), closes_at, PARIS) is None


def test_no_answer_is_taken_once_its_date_has_come() -> None:
    opened = DRAFT.open(NOW, PARIS)
    opened.require_answerable(opened.closes_at - timedelta(seconds=1))

    with pytest.raises(UserError):
        opened.require_answerable(opened.closes_at)


def test_the_same_question_is_found_again_however_it_is_spelt() -> None:
    asked = DRAFT.questions[:1]
    spelt = (replace(asked[0], text="Quel THEME vous serait utile ?"),)

    [result] = results([(spelt[0], tell([5, 5, 0]))], [[(asked[0], tell([8, 4, 0]))]])

    assert [(each.text, each.before) for each in result.options] == [
        ("Intelligence artificielle", 7),
        ("Bureautique", 3),
    ]


def test_a_year_that_told_no_count_is_not_compared_with() -> None:
    asked = DRAFT.questions[0]

    [result] = results([(asked, tell([5, 5, 0]))], [[(asked, tell([4, 2, 0]))]])

    assert {each.before for each in result.options} == {None}
