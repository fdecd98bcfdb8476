"""The life of a question: what may follow what, and that nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import TOO_LATE, UserError
from bot.question.rules import (
    ALREADY_REOPENED,
    CANNOT_MERGE,
    MOVED_ON,
    OWN_QUESTION,
    TRANSITIONS,
    WAITING,
    WITHHELD,
    Answer,
    Change,
    Leave,
    Occasion,
    Place,
    Question,
    QuestionStatus,
    Visibility,
)
from tests.refusals import refused

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
OPEN = Question(network="loire", number=3, text="Qui prête ?", author="amina", asked_at=NOW)
OTHER = replace(OPEN, number=5, author="zoe")
ANSWER = Answer(text="La Manufacture", by="louis", at=NOW + timedelta(hours=1))
DEFERRED = OPEN.defer(Occasion.LETTER, NOW + timedelta(days=9))
ANSWERED = OPEN.resolve(ANSWER)
CLOSED = OPEN.close("Déjà vu", NOW)
MERGED = OPEN.merge(OTHER, NOW)
WITHDRAWN = OPEN.withdraw(NOW + timedelta(hours=2))
ENDED = (ANSWERED, CLOSED, MERGED, WITHDRAWN)

Step = Callable[[Question], Question]

STEPS: dict[Change, Step] = {
    Change.EDITED: lambda question: question.edit("Qui prête une salle ?"),
    Change.THEMED: lambda question: question.file_under("Logement"),
    Change.SHARED: lambda question: question.share(),
    Change.DEFERRED: lambda question: question.defer(Occasion.MEETING, NOW),
    Change.RETURNED: lambda question: question.come_back(),
    Change.ANSWERED: lambda question: question.resolve(ANSWER),
    Change.CLOSED: lambda question: question.close("Déjà vu", NOW),
    Change.MERGED: lambda question: question.merge(OTHER, NOW),
    Change.WITHDRAWN: lambda question: question.withdraw(NOW),
    Change.REOPENED: lambda question: question.reopen(wanting=True),
}


def test_an_answer_ends_the_question_at_its_own_time() -> None:
    assert ANSWERED.status is QuestionStatus.ANSWERED
    assert ANSWERED.answer == ANSWER
    assert ANSWERED.ended_at == ANSWER.at


def test_withdrawing_keeps_the_question_without_an_answer() -> None:
    expected = replace(OPEN, status=QuestionStatus.WITHDRAWN, ended_at=NOW + timedelta(hours=2))
    assert expected == WITHDRAWN


def test_a_deferred_question_says_where_and_comes_back_with_its_history() -> None:
    again = DEFERRED.come_back().defer(Occasion.MEETING, NOW)

    assert (DEFERRED.occasion, DEFERRED.deferrals) == (Occasion.LETTER, 1)
    assert (DEFERRED.come_back().occasion, DEFERRED.come_back().back_at) == (None, None)
    assert (again.occasion, again.deferrals) == (Occasion.MEETING, 2)


def test_a_question_that_waits_ends_in_each_way_once() -> None:
    for waiting in (OPEN, DEFERRED):
        for change in (Change.ANSWERED, Change.CLOSED, Change.MERGED, Change.WITHDRAWN):
            ended = STEPS[change](waiting)
            assert not ended.status.waiting
            assert ended.occasion is None
            assert ended.ended_at is not None


@pytest.mark.parametrize("ended", ENDED)
@pytest.mark.parametrize(
    "change",
    [
        Change.EDITED,
        Change.DEFERRED,
        Change.ANSWERED,
        Change.CLOSED,
        Change.MERGED,
        Change.WITHDRAWN,
        Change.RETURNED,
    ],
)
def test_an_ended_question_is_told_to_have_ended(ended: Question, change: Change) -> None:
    with refused(MOVED_ON):
        STEPS[change](ended)


def test_what_has_not_ended_is_not_reopened_and_what_is_not_deferred_does_not_return() -> None:
    with refused(MOVED_ON):
        OPEN.reopen(wanting=False)
    with refused(MOVED_ON):
        OPEN.come_back()


def test_an_answer_is_found_wanting_once() -> None:
    again = ANSWERED.reopen(wanting=True).resolve(ANSWER)

    with refused(ALREADY_REOPENED):
        again.reopen(wanting=True)
    assert again.reopen(wanting=False).status is QuestionStatus.OPEN


@pytest.mark.parametrize("ended", [CLOSED, MERGED, WITHDRAWN])
def test_only_an_answer_can_be_found_wanting(ended: Question) -> None:
    with refused(MOVED_ON):
        ended.reopen(wanting=True)
    reopened = ended.reopen(wanting=False)
    assert (reopened.reason, reopened.merged_into, reopened.ended_at) == ("", None, None)


def test_a_private_question_is_shared_unsigned_and_once() -> None:
    private = replace(OPEN, visibility=Visibility.PRIVATE)

    assert private.share().visibility is Visibility.ANONYMOUS
    with refused(TOO_LATE):
        private.share().share()


@pytest.mark.parametrize(
    "into", [OPEN, replace(OTHER, visibility=Visibility.PRIVATE)], ids=["itself", "private"]
)
def test_only_two_different_questions_of_the_network_are_merged(into: Question) -> None:
    with refused(CANNOT_MERGE):
        OPEN.merge(into, NOW)
    with refused(CANNOT_MERGE):
        replace(OPEN, visibility=Visibility.PRIVATE).merge(OTHER, NOW)


def test_a_question_is_merged_into_one_that_waits_or_has_the_answer() -> None:
    answered = replace(ANSWERED, number=5)
    assert OPEN.merge(answered, NOW).merged_into == 5
    with refused(MOVED_ON) as caught:
        OPEN.merge(replace(CLOSED, number=7), NOW)
    assert caught.value.reason == "question 7 is closed"


def test_anyone_but_the_author_may_join_a_waiting_question() -> None:
    for waiting in (OPEN, DEFERRED):
        waiting.require_joinable("louis")
        with refused(OWN_QUESTION) as caught:
            waiting.require_joinable("amina")

    assert caught.value.reply == "La question n° 3 est la vôtre : elle vous compte déjà."


@pytest.mark.parametrize(
    ("status", "label"),
    [
        (QuestionStatus.OPEN, "ouverte"),
        (QuestionStatus.SCHEDULED, "reportée"),
        (QuestionStatus.ANSWERED, "réponse trouvée"),
        (QuestionStatus.CLOSED, "fermée"),
        (QuestionStatus.MERGED, "réunie"),
        (QuestionStatus.WITHDRAWN, "retirée"),
    ],
)
def test_each_state_has_its_french_word(status: QuestionStatus, label: str) -> None:
    assert status.label == label


def test_an_answered_question_can_still_gather_its_doubles() -> None:
    assert ANSWERED.require(Change.GATHERED) is QuestionStatus.ANSWERED
    with refused(MOVED_ON):
        CLOSED.require(Change.GATHERED)


def test_every_change_but_the_deposit_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(Change) - {Change.ASKED}


@given(st.lists(st.sampled_from(sorted(STEPS, key=lambda change: change.value)), max_size=12))
def test_any_sequence_of_changes_follows_the_table(changes: list[Change]) -> None:
    question = replace(OPEN, visibility=Visibility.PRIVATE)
    for change in changes:
        leads_to = TRANSITIONS[change].get(question.status)
        try:
            moved = STEPS[change](question)
        except UserError:
            moved = question
        else:
            assert moved.status is leads_to
        assert (moved.answer is not None) == (moved.status is QuestionStatus.ANSWERED)
        assert (moved.ended_at is None) == (moved.status in WAITING)
        assert (moved.occasion is None) == (moved.status is not QuestionStatus.SCHEDULED)
        assert (moved.merged_into is None) == (moved.status is not QuestionStatus.MERGED)
        assert bool(moved.reason) == (moved.status is QuestionStatus.CLOSED)
        assert moved.deferrals >= question.deferrals
        assert (moved.number, moved.author) == (OPEN.number, OPEN.author)
        question = moved


@pytest.mark.parametrize("question", [OPEN, DEFERRED, *ENDED])
def test_one_may_leave_a_question_whatever_became_of_it(question: Question) -> None:
    assert question.require(Change.LEFT) is question.status


@pytest.mark.parametrize(
    ("visibility", "by", "signed", "named"),
    [
        (Visibility.PUBLIC, "louis", True, "louis"),
        (Visibility.PUBLIC, "amina", True, "amina"),
        (Visibility.PUBLIC, "louis", False, ""),
        (Visibility.ANONYMOUS, "louis", True, "louis"),
        (Visibility.ANONYMOUS, "amina", True, ""),
        (Visibility.PRIVATE, "amina", True, ""),
    ],
)
def test_who_answered_is_named_unless_it_would_tell_who_asked(
    visibility: Visibility, by: str, *, signed: bool, named: str
) -> None:
    asked = replace(OPEN, visibility=visibility)
    answered = asked.resolve(replace(ANSWER, by=by, signed=signed))

    assert asked.answered_by == ""
    assert answered.answered_by == named


def test_where_the_words_of_a_question_may_go() -> None:
    may = {each: replace(OPEN, visibility=each) for each in Visibility}
    freely = [each.leaves(place) for place in Place for each in may.values()]

    assert freely == [
        *(Leave.FREELY, Leave.FREELY, Leave.NEVER) * 2,  # the channel, the letter
        *(Leave.CHOSEN, Leave.CHOSEN, Leave.NEVER) * 5,  # mails, pages, wiki, tools, the memory
        *(Leave.CHOSEN, Leave.AGREED, Leave.AGREED),  # other territories
    ]


def test_a_question_is_unsigned_made_private_and_copied_only_where_that_changes_something() -> None:
    private = OPEN.copy(on=True).make_private()

    assert (private.private, private.copied) == (True, False)
    assert OPEN.unsign().visibility is Visibility.ANONYMOUS
    assert not private.copy(on=False).copied
    with refused(TOO_LATE):
        private.make_private()
    with refused(TOO_LATE):
        private.unsign()
    with refused(TOO_LATE):
        private.copy(on=True)


def test_a_choice_for_the_memory_is_of_words_and_ends_with_them() -> None:
    chosen = replace(ANSWERED, remembered=True)
    assert chosen.answer is not None

    assert chosen.stands(Place.MEMORY)
    assert not chosen.stands(Place.TOOLS)
    assert not ANSWERED.copy(on=True).stands(Place.MEMORY)
    for changed in (
        chosen.complete("Et le jeudi"),
        chosen.correct(replace(chosen.answer, text="Le jeudi")),
        chosen.reopen(wanting=False),
        chosen.make_private(),
    ):
        assert changed.remembered is None
    assert replace(ANSWERED, remembered=False).complete("Et le jeudi").remembered is False
    assert not replace(chosen, visibility=Visibility.PRIVATE).stands(Place.MEMORY)


def test_what_a_deletion_hides_is_seen_again_as_it_was() -> None:
    hidden, undone = OPEN.hide(), OPEN.undo(NOW)

    assert (hidden.private, hidden.shown_as, hidden.restore()) == (True, OPEN.visibility, OPEN)
    assert [each.undone for each in (OPEN, hidden, WITHDRAWN, undone)] == [*[False] * 3, True]
    assert undone.reopen(wanting=False).hidden is None
    assert hidden.close("Déjà vu", NOW).reopen(wanting=False) == hidden
    assert ANSWER.hide().hide() == ANSWER.hide()
    assert (ANSWER.hide().text, ANSWER.hide().restore()) == (WITHHELD, ANSWER)
    added = replace(ANSWER.hide(), text=f"{WITHHELD} {WITHHELD}").restore()
    assert added.text == f"{ANSWER.text} {WITHHELD}"
    OPEN.make_private().require_sendable()
    with refused(TOO_LATE):
        hidden.require_sendable()
    with refused(TOO_LATE):
        OPEN.require_sendable()


@pytest.mark.parametrize(
    ("people", "territories", "reach"),
    [
        (1, 0, "1\u00a0personne"),
        (2, 0, "2\u00a0personnes"),
        (2, 1, "une ou deux personnes"),
        (12, 3, "10\u00a0personnes et plus"),
    ],
)
def test_how_many_it_concerns_is_told_in_steps_where_some_are_of_elsewhere(
    people: int, territories: int, reach: str
) -> None:
    assert replace(OPEN, concerned=people, territories=territories).reach == reach


def test_a_double_is_gathered_by_what_the_network_reads_and_has_not_closed() -> None:
    gathers = [each.gathers for each in (OPEN, DEFERRED, *ENDED, OPEN.make_private())]

    assert gathers == [True, True, True, False, False, False, False]


def test_a_deferral_is_taken_back_and_an_answer_added_to() -> None:
    added = ANSWERED.complete("Et le jeudi").answer

    assert DEFERRED.undefer() == OPEN
    assert added == replace(ANSWER, text="La Manufacture\n\nEt le jeudi")
