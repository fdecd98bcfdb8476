"""Nobody, and no territory, is found in what is told: tried on counts of all shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.network.small_numbers import (
    FEWEST_ANSWERS,
    FEWEST_TOLD,
    KNOWN,
    SMALLEST,
    AnswersTold,
    merge,
    tell,
    tell_free,
    tells_nothing,
)
from tests.survey.attack import Counts, all_counts, attack, up_to

COUNTS = st.lists(st.integers(0, 12), min_size=2, max_size=8)
SEVERAL = st.integers(2, 5).flatmap(
    lambda options: st.lists(
        st.lists(st.integers(0, 6), min_size=options, max_size=options), min_size=1, max_size=5
    )
)
MOST = 9
"""Answers of a territory, where all outcomes are tried."""


def added(territories: Sequence[Sequence[int]]) -> AnswersTold:
    """Return the total of territories where everyone answered the question."""
    return merge(
        [each for each in territories if not tells_nothing(sum(each))],
        [each for each in territories if tells_nothing(sum(each))],
    )


def told(counts: Counts) -> tuple[int, AnswersTold]:
    """Return what a territory tells: how many answered its survey, and what."""
    return 0 if tells_nothing(sum(counts)) else sum(counts), tell(counts)


def idle(counts: Counts) -> bool:
    """Tell whether a territory tells how many answered, and nothing else: it is in no total."""
    return not tells_nothing(sum(counts)) and not tell(counts).people


def test_under_eight_answers_nothing_is_told() -> None:
    assert {tell(each) for people in range(FEWEST_TOLD) for each in all_counts(people, 3)} == {
        AnswersTold()
    }
    assert [tell_free(each).people for each in (0, 7, 8)] == [0, 0, 8]


def test_two_of_each_and_eight_of_eight_are_not_told() -> None:
    assert tell([2, 2, 2]) == AnswersTold()
    assert tell([8, 0]) == AnswersTold()
    assert tell([7, 1]) == AnswersTold()


def test_options_under_three_are_told_as_one() -> None:
    found = tell([6, 2, 4, 1, 0])

    assert (found.counts, found.others) == ((6, 0, 4, 0, 0), 3)
    assert found.ranked == (0, 2)


def test_one_small_option_takes_the_next_one_with_it() -> None:
    """Else what is left of the whole would be its count."""
    assert tell([7, 4, 1]) == AnswersTold(people=12, counts=(7, 0, 0), others=5)
    assert tell([6, 6, 0]) == AnswersTold(people=12, counts=(6, 6, 0))
    assert tell([6, 6, 1]) == AnswersTold()


@given(COUNTS)
def test_no_small_count_is_told_nor_left_by_the_others(counts: Sequence[int]) -> None:
    found = tell(counts)

    assert all(count == 0 or count >= SMALLEST for count in (*found.counts, found.others))
    if found.people:
        assert found.people == sum(counts) == sum(found.counts) + found.others
        assert found.people >= FEWEST_ANSWERS + KNOWN
        assert found.people - max(counts) > KNOWN


def test_what_is_told_leaves_in_doubt_how_many_chose_a_small_option() -> None:
    """Whoever knows the rule by heart, and tries all that it may hide, finds several numbers."""
    for people, options in ((8, 2), (8, 3), (9, 3), (13, 3), (8, 4), (11, 4), (9, 5)):
        hidden: dict[AnswersTold, list[tuple[int, ...]]] = defaultdict(list)
        for counts in all_counts(people, options):
            hidden[tell(counts)].append(counts)
        for shown, possible in hidden.items():
            for place in range(options) if shown.others else ():
                found = {each[place] for each in possible}
                assert shown.counts[place] or len(found) > 1, (shown, possible)


@given(SEVERAL)
def test_a_total_is_of_three_territories_at_least(territories: list[list[int]]) -> None:
    total = added(territories)

    assert not total.people or len([each for each in territories if sum(each)]) >= SMALLEST
    assert total.people == 0 or total.people >= FEWEST_TOLD


@given(SEVERAL)
def test_what_a_total_leaves_may_itself_be_told(territories: list[list[int]]) -> None:
    """Whatever territories put together what they were told, the rest is one that may be told."""
    total = added(territories)
    alone = [each for each in map(tell, territories) if each.people]
    for size in range(len(alone) + 1 if total.people else 0):
        for some in combinations(alone, size):
            rest = total.people - sum(each.people for each in some)
            assert rest == 0 or rest >= FEWEST_TOLD
            left = [
                count - sum(each.counts[place] for each in some)
                for place, count in enumerate(total.counts)
            ]
            others = total.others - sum(each.others for each in some)
            assert all(each == 0 or each >= SMALLEST for each in (*left, others))
            assert rest == 0 or rest - max(left) > KNOWN or others > 0


def test_a_territory_of_one_is_not_found_in_a_total() -> None:
    """Six and one were: the six are told, the total too, and the difference is the one."""
    assert added([(4, 2), (0, 1), (1, 0)]) == AnswersTold()
    assert added([(5, 4), (4, 4), (0, 1)]) == AnswersTold()
    assert added([(5, 4), (4, 4), (4, 5), (0, 1)]) == added([(5, 4), (4, 4), (4, 5)])


def test_small_territories_are_added_as_one() -> None:
    total = added([(5, 4), (4, 3), (0, 1)])

    assert (total.people, total.counts) == (17, (9, 8))


def test_the_order_of_territories_tells_nothing() -> None:
    territories = [[9, 4], [3, 3], [2, 2], [5, 6]]

    assert added(territories) == added(territories[::-1])


def test_another_year_is_compared_in_tenths() -> None:
    found = tell([14, 5, 1, 2])

    assert [found.tenths(place) for place in range(5)] == [6, 2, None, None, None]
    assert replace(found, people=100, counts=(97, 3)).tenths(1) == 1


def test_an_attacker_finds_who_is_of_one_mind_and_who_is_left_alone() -> None:
    """The attack works: told as they are, all answers are found; and a total of one and eight."""
    answers = [*up_to(4, 2)]
    assert attack(tuple, tuple, territories=2, answers=answers).found
    found = attack(
        lambda counts: counts if sum(counts) >= FEWEST_TOLD else None,
        lambda world: tuple(map(sum, zip(*world, strict=True))),
        territories=2,
        answers=[(4, 4), (1, 0), (0, 1)],
    )
    assert found.told


def test_all_that_three_territories_and_their_total_tell_finds_nobody() -> None:
    """All outcomes of two options, by whoever knows three answers."""
    tried = attack(told, added, territories=3, answers=[*up_to(MOST, 2)])

    assert not tried.told
    assert tried.tried > 25_000


@pytest.mark.exhaustive
def test_all_that_three_territories_tell_of_three_options_finds_nobody() -> None:
    assert not attack(told, added, territories=3, answers=[*up_to(MOST, 3)]).told


@pytest.mark.exhaustive
def test_all_that_four_territories_tell_of_two_options_finds_nobody() -> None:
    assert not attack(told, added, territories=4, answers=[*up_to(MOST, 2)]).told


@given(st.lists(st.sampled_from([*up_to(MOST, 3)]), min_size=4, max_size=4))
def test_whoever_tells_how_many_answered_alone_is_in_no_total(territories: list[Counts]) -> None:
    """Beside such a one, four territories tell what three do: these are tried above."""
    assert added(territories) == added([each for each in territories if not idle(each)])


@pytest.mark.exhaustive
def test_all_that_four_territories_tell_of_three_options_finds_nobody() -> None:
    answers = [each for each in up_to(MOST, 3) if not idle(each)]

    assert not attack(told, added, territories=4, answers=answers).told
