"""What the templates of surveys are rendered with, in every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.network.small_numbers import AnswersTold, tell, tell_free
from bot.survey.card import SurveyProgress
from bot.survey.questionnaire import read_questions
from bot.survey.results import results
from bot.survey.rules import Survey, SurveyStatus
from tests import form_cases
from tests.room import LOIRE
from tests.survey.crowds import QUESTIONS

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_ASKED = read_questions(QUESTIONS)
_OPEN = Survey(
    network="loire",
    number=3,
    questions=_ASKED,
    author="amina",
    made_at=_NOW,
    closes_at=_NOW + timedelta(days=14),
    status=SurveyStatus.OPEN,
    opened_at=_NOW,
)
_LINKED = replace(_OPEN, link="https://framaforms.org/enquete-123")
_SPREAD = replace(_LINKED, spread=True, status=SurveyStatus.DRAFTED)
_CLOSED = replace(_OPEN.close(_NOW), people=14, carried=4)
_FEW = replace(_CLOSED, people=0, carried=1)
_TOLD = [
    (tell([5, 6, 3]), tell([9, 5]), tell_free(6)),
    (tell([5, 6, 1]), tell([4, 3]), tell_free(1)),
    (AnswersTold(), tell([2, 2]), AnswersTold()),
]
_NONE = (AnswersTold(), AnswersTold(), AnswersTold())
_TOTAL = replace(_CLOSED, carried=4, merged=_TOLD[0], merged_at=_NOW)
_YEARS = [list(zip(_ASKED, each, strict=True)) for each in _TOLD]
RESULTS = [results(each, _YEARS[:1]) for each in _YEARS]

CASES: dict[str, list[object]] = {
    "survey": [_OPEN, _LINKED, _CLOSED, _FEW],
    "progress": [
        SurveyProgress(survey=_OPEN, done=done, number=number, noted=noted)
        for done, number in ((0, 1), (2, 3), (3, 0))
        for noted in (True, False)
    ],
    "results": [*RESULTS],
    "erased": [True, False],
    "coordinates": [True, False],
    "begun": [True, False],
}
OWN: dict[str, dict[str, list[object]]] = {
    "reseau/survey_card.md.j2": {
        "survey": [_OPEN, _LINKED, _CLOSED, _FEW, _TOTAL, replace(_TOTAL, people=0, merged=_NONE)],
        "source": ["", "la région Auvergne-Rhône-Alpes"],
        "ending": [False, True],
        "lost": [False, True],
    },
    "reseau/survey_offered.md.j2": {
        "survey": [
            replace(_OPEN, status=each)
            for each in (SurveyStatus.OFFERED, SurveyStatus.OPEN, SurveyStatus.DROPPED)
        ],
        "source": ["la région Auvergne-Rhône-Alpes"],
        "further": [0, 1, 12],
    },
    "reseau/survey_draft.md.j2": {"survey": [_SPREAD, replace(_SPREAD, spread=False, link="")]},
    "reseau/surveys.md.j2": {
        "first": ["", "**Votre enquête, avant de la lancer**"],
        "current": [None, _OPEN],
        "latest": [None, _CLOSED],
        "coordinates": [True, False],
        "forms": [[], form_cases.FORMS],
        "lines": [0, 1, 6],
    },
    "reseau/survey_closed.md.j2": {"survey": [_CLOSED, _FEW]},
    "reseau/survey_read.md.j2": {
        "survey": [_CLOSED],
        "territories": [(), RESULTS[0]],
        "lines": [[], ["Plus de *café*", "Moins de réunions"]],
    },
    "reseau/survey_for_coordinators.md.j2": {"lines": [0, 1, 6], "letter": [True, False]},
    "reseau/survey_launched.md.j2": {
        "survey": [_OPEN, replace(_OPEN, parent=1)],
        "asked": [[], [LOIRE], [LOIRE] * 3],
    },
    "reseau/survey_told.md.j2": {"survey": [_CLOSED]},
}
