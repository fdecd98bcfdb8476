"""The agenda: what fills it, how it is edited, what is left of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meeting.agenda import (
    ANSWER_NOTED,
    ANSWER_STAYS,
    DEADLINES_SHOWN,
    NEWS_SHOWN,
    NO_SUCH_PLACE,
    Agenda,
    AgendaItem,
    AgendaPart,
    AgendaPlace,
    ItemKind,
    ItemState,
)
from bot.meeting.rules import MEETING_MINUTES
from bot.network.parts import PartKind
from bot.question.rules import Occasion, Question
from bot.veille.digest import Entry
from tests.refusals import refused

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
NEEDS = 3
POINT = AgendaItem(kind=ItemKind.POINT, text="Les tablettes", minutes=20)
IDEA = AgendaItem(kind=ItemKind.IDEA, text="Un quiz", ref=4, owner="@zoe")


def test_the_four_parts_fill_half_a_day() -> None:
    assert Agenda().minutes == MEETING_MINUTES
    assert Agenda().over(MEETING_MINUTES) == 0
    assert Agenda().over(150) == 30


def test_questions_deferred_to_the_meeting_come_first_then_the_shared_ones_then_the_oldest() -> (
    None
):
    deferred = _question(5).defer(Occasion.MEETING, NOW)

    agenda = Agenda().filled(
        [_question(1, days=9), _question(2, concerned=3), _question(3, days=10), deferred], []
    )

    assert _refs(agenda) == [5, 2, 3, 1]


def test_the_news_that_rank_first_are_named() -> None:
    agenda = Agenda().filled([], [_entry(day) for day in range(NEWS_SHOWN + 2)])

    assert [item.ref for item in agenda.part(2).items] == list(range(NEWS_SHOWN))


def test_what_was_taken_out_stays_out_and_what_waits_no_more_goes() -> None:
    agenda = Agenda().filled([_question(1), _question(2)], []).remove(AgendaPlace(NEEDS, 1))

    assert _refs(agenda.filled([_question(1), _question(2)], [])) == [2]
    assert _refs(agenda.filled([_question(1)], [])) == []


def test_what_someone_was_entrusted_with_stays_when_it_waits_no_more() -> None:
    agenda = Agenda().filled([], [_entry(1), _entry(2)])
    agenda = agenda.change(AgendaPlace(2, 2), text="Article 2", owner="Zoé")

    assert [item.ref for item in agenda.filled([], []).part(2).items] == [2]


def test_an_idea_that_was_dropped_elsewhere_goes_though_it_bears_a_name() -> None:
    agenda = Agenda().filled([], [], [IDEA])
    assert agenda.part(4).items == (IDEA,)

    assert agenda.filled([], []).part(4).items == ()


def test_a_point_taken_out_may_be_added_again() -> None:
    agenda = Agenda().add(4, POINT).remove(AgendaPlace(4, 1)).add(4, POINT)

    assert agenda.part(4).items == (POINT,)
    assert agenda.dropped == ()


@pytest.mark.parametrize(
    "place", [AgendaPlace(0, 1), AgendaPlace(5, 1), AgendaPlace(4, 1), AgendaPlace(9, 9)]
)
def test_a_place_that_is_not_there_is_refused(place: AgendaPlace) -> None:
    with refused(NO_SUCH_PLACE):
        Agenda().remove(place)


def test_a_meeting_goes_through_its_parts_and_their_questions() -> None:
    agenda = Agenda().filled([_question(7), _question(8)], [_entry(1)]).add(NEEDS, POINT)

    places = [str(place) for place in agenda.steps()]

    assert places == ["1", "2", "3", "3.1", "3.2", "4"]
    assert agenda.after(AgendaPlace(3, 2)) == AgendaPlace(4)
    assert agenda.after(AgendaPlace(4)) is None


def test_a_later_outcome_of_a_question_replaces_the_first() -> None:
    agenda = Agenda().filled([_question(7)], [])
    here = agenda.find(ItemKind.QUESTION, 7)
    assert here == AgendaPlace(NEEDS, 1)

    answered = agenda.defer(here, Occasion.LETTER).answer(here, "La mairie", "zoe").item(here)
    deferred = agenda.defer(here, Occasion.LETTER).item(here)

    assert (answered.answer, answered.answered_by, answered.to) == ("La mairie", "zoe", None)
    assert (deferred.answer, deferred.answered_by, deferred.to) == ("", "", Occasion.LETTER)
    assert (answered.covered, deferred.covered) == (True, False)
    assert agenda.find(ItemKind.QUESTION, 8) is None


def test_an_answer_that_was_noted_is_erased_by_no_other_gesture() -> None:
    agenda = Agenda().filled([_question(7)], []).answer(AgendaPlace(NEEDS, 1), "La mairie", "zoe")

    with refused(ANSWER_NOTED):
        agenda.defer(AgendaPlace(NEEDS, 1), Occasion.LETTER)
    with refused(ANSWER_STAYS):
        agenda.remove(AgendaPlace(NEEDS, 1))
    with refused(ANSWER_STAYS):
        agenda.with_parts(agenda.parts[:2])


def test_what_was_not_covered_is_left_but_for_questions_that_have_their_own_outcome() -> None:
    agenda = Agenda().filled([_question(7)], [], [IDEA]).add(NEEDS, POINT).add(1, POINT)

    assert agenda.left() == (POINT, POINT, IDEA)
    covered = agenda.cover(NEEDS).cover(4)
    assert covered.left() == (POINT,)
    assert covered.item(AgendaPlace(NEEDS, 1)).state is ItemState.PENDING


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 5)), max_size=30))
def test_no_question_is_lost_or_doubled(kinds: list[tuple[int, int]]) -> None:
    questions = [
        _question(number, days=days, concerned=concerned)
        for number, (days, concerned) in enumerate(kinds, start=1)
    ]

    agenda = Agenda().filled(questions, [])

    assert sorted(_refs(agenda)) == [each.number for each in questions]
    assert agenda.filled(questions, []) == agenda


def _lasting(*minutes: int) -> Agenda:
    parts = [AgendaPart(kind=PartKind.FREE, title="", minutes=each) for each in minutes]
    return Agenda(parts=tuple(parts))


@pytest.mark.parametrize(
    ("lengths", "slot", "fitted"),
    [
        ((60, 60), 120, (60, 60)),
        ((60, 60), 60, (30, 30)),
        ((90, 30), 60, (40, 20)),
        ((5, 100), 60, (5, 55)),
        ((30, 30, 30), 50, (20, 15, 15)),
        ((60, 60), 10, (5, 5)),
        ((60, 60), 23, (13, 10)),
        ((5, 10), 12, (5, 7)),
        ((), 30, ()),
    ],
)
def test_parts_are_cut_to_fit_a_slot_in_proportion(
    lengths: tuple[int, ...], slot: int, fitted: tuple[int, ...]
) -> None:
    assert tuple(each.minutes for each in _lasting(*lengths).fit(slot).parts) == fitted


def test_a_step_has_one_before_it() -> None:
    agenda = Agenda().filled([_question(7)], [])

    assert agenda.before(AgendaPlace(4)) == AgendaPlace(NEEDS, 1)
    assert agenda.before(AgendaPlace(NEEDS, 1)) == AgendaPlace(NEEDS)
    assert agenda.before(AgendaPlace(1)) is None
    assert agenda.after(AgendaPlace(NEEDS)) == AgendaPlace(NEEDS, 1)


def test_questions_are_listed_once_and_those_taken_out_no_more() -> None:
    agenda = Agenda().filled([_question(1), _question(2)], []).remove(AgendaPlace(NEEDS, 1))
    waiting = [_question(1), _question(2), _question(3), _question(4, concerned=2)]

    assert [each.number for each in agenda.unlisted(waiting)] == [4, 3]
    assert _refs(agenda.with_questions(waiting)) == [2, 4, 3]
    assert agenda.with_questions(waiting).item(AgendaPlace(NEEDS, 2)).minutes == 5


def test_questions_that_are_left_out_may_come_again_and_nothing_else_goes() -> None:
    agenda = Agenda().filled([_question(1), _question(2)], [_entry(1)]).add(NEEDS, POINT)

    left = agenda.without_questions([1])

    assert [item.ref for item in left.items] == [1, 2, 0]
    assert left.part(2).items == agenda.part(2).items
    assert sorted(_refs(left.filled([_question(1), _question(2)], [_entry(1)]))) == [0, 1, 2]


def test_a_part_is_found_by_its_kind_and_the_last_one_stands_for_none() -> None:
    assert Agenda().number_of(PartKind.NEEDS) == NEEDS
    assert _lasting(10, 20).number_of(PartKind.NEEDS) == 2


def test_deadlines_come_before_the_news_and_their_article_is_not_told_twice() -> None:
    soon = [
        AgendaItem(kind=ItemKind.DEADLINE, text=f"Avant le {day}", ref=day, link="")
        for day in range(1, DEADLINES_SHOWN + 2)
    ]
    read = replace(soon[0], link="https://a.fr/7")
    told = replace(_entry(7), link="https://a.fr/7")
    agenda = Agenda().filled([], [told, replace(_entry(8), link="https://a.fr/8")], (), [read])
    later = agenda.filled([], [], (), [replace(read, text="Avant le 9")])

    assert [item.kind for item in agenda.part(2).items] == [ItemKind.DEADLINE, ItemKind.ARTICLE]
    assert [item.text for item in later.part(2).items] == ["Avant le 9"]
    assert len(Agenda().filled([], [], (), soon).part(2).items) == DEADLINES_SHOWN


def test_what_someone_gave_a_time_stays_a_question_that_waits_no_more_goes() -> None:
    agenda = Agenda().filled([_question(1)], [_entry(1)])
    timed = replace(agenda.part(2), items=(replace(agenda.part(2).items[0], minutes=10),))
    agenda = agenda.with_parts((agenda.part(1), timed, agenda.part(3)))

    assert [item.kind for item in agenda.filled([], []).items] == [ItemKind.ARTICLE]


def test_a_point_is_held_with_a_link_and_a_question_is_not() -> None:
    agenda = Agenda().filled([_question(1)], []).add(NEEDS, POINT).add(1, POINT)

    held = agenda.add(NEEDS, replace(POINT, link="https://a.fr/tableau"))

    last = AgendaPlace(NEEDS, 3)
    assert held.links == (held.item(last),)
    assert held.change(last, text="Les souris", link="").item(last) == replace(
        POINT, text="Les souris"
    )


def test_what_a_question_became_is_taken_back() -> None:
    place = AgendaPlace(NEEDS, 1)
    agenda = Agenda().filled([_question(7)], [])

    assert agenda.answer(place, "La mairie", "zoe").clear(place) == agenda
    assert agenda.defer(place, Occasion.LETTER).clear(place) == agenda


def test_only_what_was_deferred_is_settled() -> None:
    agenda = Agenda().filled([_question(7), _question(8)], []).add(1, POINT)
    settled = agenda.defer(AgendaPlace(NEEDS, 2), Occasion.LETTER).settle()

    assert [item.settled for item in settled.items] == [False, False, True]
    again = settled.defer(AgendaPlace(NEEDS, 2), Occasion.MEETING)
    assert not again.item(AgendaPlace(NEEDS, 2)).settled
    assert not settled.answer(AgendaPlace(NEEDS, 2), "Oui", "zoe").item(AgendaPlace(3, 2)).settled


def test_all_is_covered_but_for_questions() -> None:
    agenda = Agenda().filled([_question(7)], [], [IDEA]).add(1, POINT).cover_all()

    assert [item.covered for item in agenda.items] == [True, False, True]


def test_a_part_is_called_by_its_title_up_to_a_colon() -> None:
    titled = AgendaPart(kind=PartKind.FREE, title="Actualité : du national", minutes=20)

    assert titled.name == "Actualité"
    assert str(AgendaPlace(3)) == "3"
    assert str(AgendaPlace(3, 2)) == "3.2"


def _refs(agenda: Agenda) -> list[int]:
    return [item.ref for item in agenda.part(NEEDS).items]


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
