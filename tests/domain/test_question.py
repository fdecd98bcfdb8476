"""The life of a question: what may follow what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import ChangedMeanwhileError, UserError
from bot.domain.question import (
    TEXT_LIMIT,
    AlreadyAnsweredError,
    Answer,
    OwnQuestionError,
    Question,
    QuestionStatus,
    TextRefusedError,
    WithdrawnError,
    checked_text,
    same_words,
)

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
OPEN = Question(network="loire", number=3, text="Qui prête ?", author="amina", asked_at=NOW)
ANSWER = Answer(text="La Manufacture", by="louis", at=NOW + timedelta(hours=1))
ANSWERED = OPEN.resolve(ANSWER)
WITHDRAWN = OPEN.withdraw(NOW + timedelta(hours=2))

Step = Callable[[Question], Question | None]


def _resolve(question: Question) -> Question:
    return question.resolve(ANSWER)


def _withdraw(question: Question) -> Question:
    return question.withdraw(NOW)


def _join(question: Question) -> None:
    question.require_joinable("louis")


def _join_own(question: Question) -> None:
    question.require_joinable("amina")


def test_an_answer_ends_the_question_at_its_own_time() -> None:
    assert ANSWERED.status is QuestionStatus.ANSWERED
    assert ANSWERED.answer == ANSWER
    assert ANSWERED.ended_at == ANSWER.at


def test_withdrawing_keeps_the_question_without_an_answer() -> None:
    expected = replace(OPEN, status=QuestionStatus.WITHDRAWN, ended_at=NOW + timedelta(hours=2))
    assert expected == WITHDRAWN


@pytest.mark.parametrize("step", [_resolve, _withdraw, _join, _join_own])
@pytest.mark.parametrize(
    ("question", "refusal"), [(ANSWERED, AlreadyAnsweredError), (WITHDRAWN, WithdrawnError)]
)
def test_an_ended_question_moves_no_more(
    question: Question, refusal: type[UserError], step: Step
) -> None:
    with pytest.raises(refusal, match="question 3"):
        step(question)


def test_anyone_but_the_author_may_join_an_open_question() -> None:
    OPEN.require_joinable("louis")
    with pytest.raises(OwnQuestionError) as refused:
        OPEN.require_joinable("amina")

    assert refused.value.reply == "La question n° 3 est la vôtre : vous êtes déjà dans le compte."


@pytest.mark.parametrize(
    ("status", "label"),
    [
        (QuestionStatus.OPEN, "ouverte"),
        (QuestionStatus.ANSWERED, "répondue"),
        (QuestionStatus.WITHDRAWN, "retirée"),
    ],
)
def test_each_state_has_its_french_word(status: QuestionStatus, label: str) -> None:
    assert status.label == label


@given(st.lists(st.sampled_from([_resolve, _withdraw, _join, _join_own]), max_size=8))
def test_any_sequence_of_acts_leaves_a_legal_state(steps: list[Step]) -> None:
    question = OPEN
    moves = 0
    for step in steps:
        try:
            moved = step(question)
        except UserError:
            continue
        moves += moved is not None
        question = moved or question

    assert moves <= 1
    assert (question.answer is not None) == (question.status is QuestionStatus.ANSWERED)
    assert (question.ended_at is None) == (question.status is QuestionStatus.OPEN)
    assert question.text == OPEN.text
    assert question.author == OPEN.author


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Qui prête une salle ?\n", "Qui prête une salle ?"),
        ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
        ("un\n\n\n \n\ndeux", "un\n\ndeux"),
        ("so\x00nne\x07rie", "sonnerie"),
        ("\u202eelbisivni\u202c \u2067rtl\u2069", "elbisivni rtl"),
        ("moiti\u00e9 d'emoji \ud83d", "moiti\u00e9 d'emoji"),
        ("marque \ue000amina\ue001", "marque amina"),
        ("un\tdeux", "un\tdeux"),
        ("👩\u200d🏫 ok", "👩\u200d🏫 ok"),
    ],
)
def test_a_text_is_kept_without_what_hides_or_disorders(typed: str, kept: str) -> None:
    assert _checked(typed) == kept


@pytest.mark.parametrize("typed", ["", "   \n\t", "?!…", "\u202e\u202c", "> - #"])
def test_a_text_without_a_word_is_missing(typed: str) -> None:
    with pytest.raises(TextRefusedError) as refused:
        _checked(typed)

    assert refused.value.reply == "Il me manque votre question. Par exemple : `/besoin Qui ?`"


def test_a_text_is_refused_past_its_limit_only() -> None:
    assert len(_checked("é" * TEXT_LIMIT)) == TEXT_LIMIT
    with pytest.raises(TextRefusedError) as refused:
        _checked("é" * (TEXT_LIMIT + 1))

    assert "2\u202f001 caractères, pour 2\u202f000 au plus" in refused.value.reply


@given(st.text(max_size=200))
def test_a_kept_text_can_be_stored_and_is_kept_the_same_again(typed: str) -> None:
    try:
        kept = _checked(typed)
    except TextRefusedError:
        return

    assert kept.encode()
    assert "\r" not in kept
    assert _checked(kept) == kept


def test_the_same_words_differ_by_case_and_spaces_only() -> None:
    assert same_words("Qui  prête\nune SALLE ?", "qui prête une salle ?")
    assert not same_words("Qui prête une salle ?", "Qui prête la salle ?")


def _checked(text: str) -> str:
    return checked_text(text, what="votre question", example="/besoin Qui ?")


def test_who_comes_second_is_told_to_look_again() -> None:
    error = ChangedMeanwhileError("question 3")

    assert str(error) == "question 3 changed meanwhile"
    assert error.reply == (
        "Quelqu'un vient de changer cela en même temps que vous. "
        "Regardez où l'on en est, puis recommencez si besoin."
    )
