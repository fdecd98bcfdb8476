"""The draft of an agenda: what comes first, what waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest import Entry
from bot.domain.meeting import (
    MEETING_MINUTES,
    NEWS_SHOWN,
    QUESTION_MINUTES,
    Agenda,
    draft_agenda,
)
from bot.domain.question import Question

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
ROOM = 45 // QUESTION_MINUTES


def test_the_questions_shared_by_most_come_first_then_the_oldest() -> None:
    agenda = _draft(
        [_question(1, days=9), _question(2, concerned=3), _question(3, days=10), _question(4)]
    )

    assert [each.number for each in agenda.questions] == [2, 3, 1, 4]


def test_questions_of_the_same_moment_keep_the_order_of_their_numbers() -> None:
    agenda = _draft([_question(number) for number in (3, 1, 2)])

    assert [each.number for each in agenda.questions] == [1, 2, 3]


def test_what_the_time_cannot_hold_waits_for_another_moment() -> None:
    agenda = _draft([_question(number) for number in range(1, ROOM + 3)])

    assert [each.number for each in agenda.questions] == list(range(1, ROOM + 1))
    assert [each.number for each in agenda.waiting] == [ROOM + 1, ROOM + 2]


def test_the_latest_news_are_named_and_the_others_counted() -> None:
    agenda = draft_agenda([], [_entry(day) for day in range(NEWS_SHOWN + 2)], at=NOW)

    assert [each.article for each in agenda.entries] == list(range(NEWS_SHOWN))
    assert agenda.more_news == 2


def test_an_agenda_without_news_counts_none_left() -> None:
    agenda = _draft([])

    assert agenda.entries == ()
    assert agenda.more_news == 0


def test_the_four_parts_fill_half_a_day() -> None:
    assert _draft([]).minutes == MEETING_MINUTES


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 5)), max_size=30))
def test_no_question_is_lost_or_doubled(kinds: list[tuple[int, int]]) -> None:
    questions = [
        _question(number, days=days, concerned=concerned)
        for number, (days, concerned) in enumerate(kinds, start=1)
    ]

    agenda = _draft(questions)

    shown = [*agenda.questions, *agenda.waiting]
    assert sorted(each.number for each in shown) == [each.number for each in questions]
    assert shown == sorted(shown, key=lambda each: (-each.concerned, each.asked_at, each.number))
    assert len(agenda.questions) == min(len(questions), ROOM)


def _draft(questions: list[Question]) -> Agenda:
    return draft_agenda(questions, [], at=NOW)


def _question(number: int, *, days: int = 0, concerned: int = 1) -> Question:
    return Question(
        network="loire",
        number=number,
        text="Qui prête ?",
        author="amina",
        asked_at=NOW - timedelta(days=days),
        concerned=concerned,
    )


def _entry(day: int) -> Entry:
    return Entry(
        article=day,
        title=f"Article {day}",
        link="",
        source="Inclusion",
        theme="Actualité",
        published=NOW - timedelta(days=day),
    )
