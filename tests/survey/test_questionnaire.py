"""Questions as they are typed, and typed again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.survey.questionnaire import (
    MOST_OPTIONS,
    MOST_QUESTIONS,
    OPTION_LIMIT,
    QUESTION_LIMIT,
    read_questions,
    written,
)
from bot.survey.rules import SurveyQuestion
from bot.talk.render import make_render
from tests.room import LOIRE

_WORDS = st.from_regex(r"[A-Zé][a-zé' ]{3,30}[a-zé]", fullmatch=True).map(
    lambda words: " ".join(words.split())
)
_OPTIONS = st.lists(_WORDS, min_size=2, max_size=MOST_OPTIONS, unique_by=str.casefold)
_CHOSEN = st.builds(
    lambda text, options: SurveyQuestion(text=f"{text} ?", options=tuple(options)),
    _WORDS,
    _OPTIONS,
)


@given(st.lists(_CHOSEN, min_size=3, max_size=MOST_QUESTIONS - 1))
def test_what_is_written_of_questions_reads_back_as_the_same(
    questions: list[SurveyQuestion],
) -> None:
    asked = (*questions, SurveyQuestion(text="Une chose à dire ?"))

    assert read_questions(written(asked)) == asked
    assert read_questions(written(questions)) == tuple(questions)


@pytest.mark.parametrize(
    "line", ["- Jeudi", "–  Jeudi", "* Jeudi", "• Jeudi", "b) Jeudi", "  - Jeudi"]
)
def test_an_option_begins_as_people_write_lists(line: str) -> None:
    text = f"1. Quel jour ?\n{line}\n- Mardi\n\n2) Où ?\n- Ici\n- Là\n\nUne chose à dire ?"

    first, second, last = read_questions(text)

    assert first == SurveyQuestion(text="Quel jour ?", options=("Jeudi", "Mardi"))
    assert second.text == "Où ?"
    assert last.free


def test_the_questions_of_the_template_make_a_survey() -> None:
    text = make_render()("reseau/survey_template.md.j2", network=LOIRE)

    found = read_questions(text)

    assert [each.free for each in found] == [False] * 4 + [True]


@pytest.mark.parametrize(("question", "option"), [(QUESTION_LIMIT, 1), (1, OPTION_LIMIT)])
def test_what_a_phone_has_no_room_for_is_refused(question: int, option: int) -> None:
    def text(more: int) -> str:
        asked, chosen = "q" * (question + more * (question > 1)), "o" * (option + more)
        return f"{asked}\n- {chosen if option > 1 else 'o'}\n- x\n\nDeux ?\n- a\n- b\n\nTrois ?"

    assert read_questions(text(0))
    with pytest.raises(UserError, match="too long"):
        read_questions(text(1))
