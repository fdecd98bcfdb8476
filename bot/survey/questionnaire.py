"""The questions of a survey as a coordinator types them: a line each, their options under them.

« - » begins an option; a question without options is the free line. What is written of questions
reads back as the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.survey.rules import SurveyQuestion

FEWEST_QUESTIONS, MOST_QUESTIONS = 3, 8
FEWEST_OPTIONS, MOST_OPTIONS = 2, 8

QUESTION_LIMIT, OPTION_LIMIT = 140, 48
"""Characters: two lines of a phone; what a button shows."""

LETTERS = "abcdefgh"
"""How the options are typed, in their order."""

_OPTION = lazy_pattern(r"^(?:[-–—*•]|[a-h]\))\s*(?=\S)", re.IGNORECASE)
_NUMBER = lazy_pattern(r"^\d{1,2}[.)]\s+")


def read_questions(text: str) -> tuple[SurveyQuestion, ...]:
    """Read the questions.

    Raises QUESTION_COUNT, OPTION_COUNT, SAME_OPTION_TWICE, TOO_LONG_IN_SURVEY, OPTION_ALONE,
    ONE_FREE_LINE.
    """
    found: list[SurveyQuestion] = []
    for line in filter(None, (" ".join(each.split()) for each in text.splitlines())):
        marked = _OPTION.match(line)
        if marked is None:
            words = _limited(_NUMBER.sub("", line), QUESTION_LIMIT)
            found.append(SurveyQuestion(text=words))
        elif not found:
            raise OPTION_ALONE()
        else:
            option = _limited(line[marked.end() :], OPTION_LIMIT)
            asked = found[-1]
            found[-1] = SurveyQuestion(text=asked.text, options=(*asked.options, option))
    _require(found)
    return tuple(found)


def written(questions: Sequence[SurveyQuestion]) -> str:
    """Return questions as they are typed."""
    return "\n\n".join(
        "\n".join((each.text, *(f"- {option}" for option in each.options))) for each in questions
    )


def _limited(words: str, limit: int) -> str:
    if len(words) > limit:
        raise TOO_LONG_IN_SURVEY(words=f"{words[:30]}…", limit=limit)
    return words


def _require(found: Sequence[SurveyQuestion]) -> None:
    if not FEWEST_QUESTIONS <= len(found) <= MOST_QUESTIONS:
        raise QUESTION_COUNT(count=len(found))
    if sum(each.free for each in found) > 1:
        raise ONE_FREE_LINE()
    for number, each in enumerate(found, start=1):
        if not each.free and not FEWEST_OPTIONS <= len(each.options) <= MOST_OPTIONS:
            raise OPTION_COUNT(number=number, count=len(each.options))
        if len({option.casefold() for option in each.options}) < len(each.options):
            raise SAME_OPTION_TWICE(number=number)


QUESTION_COUNT = Refusal(
    "{count} questions in a survey",
    reply="Une enquête a de trois à huit questions, ici {count}. Chaque question tient sur une "
    "ligne, et chacun de ses choix sur une ligne qui commence par « - ».",
)

OPTION_COUNT = Refusal(
    "{count} options for question {number}",
    reply="La question {number} a de deux à huit choix, ici {count}, ou aucun si l'on y répond "
    "avec ses mots.",
)

SAME_OPTION_TWICE = Refusal(
    "the same option twice for question {number}",
    reply="La question {number} a deux fois le même choix : retirez-en un.",
)

TOO_LONG_IN_SURVEY = Refusal(
    "a line of a survey is too long",
    reply="« {words} » est trop long pour un téléphone : {limit} caractères au plus.",
)

OPTION_ALONE = Refusal(
    "an option before any question",
    reply="Il manque une question avant le premier choix : la question sur une ligne, puis ses "
    "choix, chacun sur une ligne qui commence par « - ».",
)

ONE_FREE_LINE = Refusal(
    "several free lines in a survey",
    reply="Une seule question peut se répondre avec ses mots. Donnez des choix aux autres, chacun "
    "sur une ligne qui commence par « - ».",
)
