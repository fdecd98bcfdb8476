"""Nobody, and no territory, is found in what is told: tried on counts of all shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.network.small_numbers import FEWEST_ANSWERS, SMALLEST
from bot.survey.tallying import BROKEN_DOWN, AnswersTold, merge, tell, tell_free

COUNTS = st.lists(st.integers(0, 12), min_size=2, max_size=8)
SEVERAL = st.integers(2, 5).flatmap(
    lambda options: st.lists(
        st.lists(st.integers(0, 6), min_size=options, max_size=options), min_size=1, max_size=5
    )
)


def all_counts(people: int, options: int) -> Iterator[tuple[int, ...]]:
    """Yield each way in which so many people may choose."""
    if options == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in all_counts(people - first, options - 1):
            yield (first, *rest)


def test_under_five_answers_nothing_is_told() -> None:
    assert {tell(each) for people in range(FEWEST_ANSWERS) for each in all_counts(people, 3)} == {
        AnswersTold()
    }
    assert [tell_free(each).people for each in (0, 4, 5)] == [0, 0, 5]


def test_under_eight_only_what_several_people_chose_is_told_without_counts() -> None:
    told = tell([4, 1, 2])

    assert (told.people, told.often) == (7, (0,))
    assert not told.broken_down
    assert told.others == 0
    assert told.ranked == (0,)


def test_options_under_three_are_told_as_one() -> None:
    told = tell([6, 2, 4, 1, 0])

    assert (told.counts, told.others) == ((6, 0, 4, 0, 0), 3)
    assert told.ranked == (0, 2)


def test_one_small_option_takes_the_next_one_with_it() -> None:
    """Else what is left of the whole would be its count."""
    assert tell([7, 4, 1]) == AnswersTold(people=12, counts=(7, 0, 0), others=5)
    assert tell([10, 2, 0]) == AnswersTold(people=12, counts=(0, 0, 0), others=12)
    assert tell([6, 6, 0]) == AnswersTold(people=12, counts=(6, 6, 0))


@given(COUNTS)
def test_no_small_count_is_told_nor_left_by_the_others(counts: Sequence[int]) -> None:
    told = tell(counts)

    assert all(count == 0 or count >= SMALLEST for count in (*told.counts, told.others))
    if told.broken_down:
        assert told.people == sum(counts) == sum(told.counts) + told.others
        assert told.people >= BROKEN_DOWN
    else:
        assert told.people == 0 or FEWEST_ANSWERS <= told.people < BROKEN_DOWN


def test_what_is_told_leaves_in_doubt_how_many_chose_a_small_option() -> None:
    """Whoever knows the rule by heart, and tries all that it may hide, finds several numbers."""
    for people, options in ((8, 2), (8, 3), (9, 3), (13, 3), (8, 4), (11, 4), (9, 5)):
        hidden: dict[AnswersTold, list[tuple[int, ...]]] = defaultdict(list)
        for counts in all_counts(people, options):
            hidden[tell(counts)].append(counts)
        for told, possible in hidden.items():
            for place in range(options) if told.others else ():
                found = {each[place] for each in possible}
                assert told.counts[place] or len(found) > 1, (told, possible)


@given(SEVERAL)
def test_a_total_is_of_three_territories_at_least(territories: list[list[int]]) -> None:
    told = merge(territories)

    assert not told.people or len([each for each in territories if sum(each)]) >= SMALLEST
    assert told.people == 0 or told.people >= BROKEN_DOWN


@given(SEVERAL)
def test_no_territory_is_found_by_subtraction(territories: list[list[int]]) -> None:
    """Whatever territories put together what they were told, the rest is of five people or none.

    And so is the rest of each option.
    """
    total = merge(territories)
    alone = [tell(each) for each in territories]
    seen = [each for each in alone if each.broken_down]
    for size in range(len(seen) + 1 if total.people else 0):
        for some in combinations(seen, size):
            rest = total.people - sum(each.people for each in some)
            assert rest == 0 or rest >= FEWEST_ANSWERS
            for place, count in enumerate(total.counts):
                left = count - sum(each.counts[place] for each in some)
                assert left == 0 or left >= SMALLEST
            others = total.others - sum(each.others for each in some)
            assert others == 0 or others >= SMALLEST


@given(SEVERAL, st.integers(0, 4))
def test_a_small_territory_is_never_told_alone(territories: list[list[int]], place: int) -> None:
    """A total with it, and one without it, are the same or differ by a crowd."""
    small = territories[place % len(territories)]
    if sum(small) >= FEWEST_ANSWERS:
        return
    with_it = merge(territories)
    known = [each for each in (tell(each) for each in territories) if each.broken_down]
    rest = with_it.people - sum(each.people for each in known)

    assert rest == 0 or not with_it.people or rest >= BROKEN_DOWN


def test_the_order_of_territories_tells_nothing() -> None:
    territories = [[9, 4], [3, 3], [2, 2], [5, 6]]

    assert merge(territories) == merge(territories[::-1])


def test_another_year_is_compared_in_tenths() -> None:
    told = tell([14, 5, 1, 2])

    assert [told.tenths(place) for place in range(5)] == [6, 2, None, None, None]
