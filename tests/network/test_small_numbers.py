"""Small numbers are told with others, so that nothing is found by taking away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.network.small_numbers import (
    FEWEST_TOLD,
    KNOWN,
    SMALLEST,
    STEPS,
    GroupedCounts,
    grouped,
    step_reached,
    step_told,
    tables_added,
    tells_nothing,
    told_places,
)

COUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 40), max_size=12)


@given(COUNTS)
def test_what_is_put_together_is_never_one_option_nor_a_small_number(
    counts: dict[str, int],
) -> None:
    found = grouped(counts, sum(counts.values()))

    told = dict(found.told) if found else {}
    together = [count for name, count in counts.items() if count and name not in told]
    assert all(counts[name] == count >= SMALLEST for name, count in told.items())
    if found:
        assert told
        assert found.others == sum(together)
    if together and told:
        assert len(together) > 1
        assert sum(together) >= SMALLEST


@given(COUNTS)
def test_nothing_is_lost_and_the_most_chosen_come_first(counts: dict[str, int]) -> None:
    found = grouped(counts, sum(counts.values()))

    if found:
        assert sum(count for _, count in found.told) + found.others == sum(counts.values())
        told = [count for _, count in found.told]
        assert told == sorted(told, reverse=True)


def test_options_under_three_go_with_others() -> None:
    counts = {"Le temps": 9, "La distance": 2, "Le bruit": 1, "Le matériel": 4, "Rien": 0}

    assert grouped(counts, 16) == GroupedCounts((("Le temps", 9), ("Le matériel", 4)), 3)


def test_a_lone_small_option_takes_the_next_one_with_it() -> None:
    assert grouped({"a": 9, "b": 5, "c": 2}, 16) == GroupedCounts((("a", 9),), 7)
    assert grouped({"a": 9, "b": 9, "c": 1}, 19) is None


def test_five_are_left_once_a_reader_and_two_colleagues_are_known() -> None:
    assert [tells_nothing(each) for each in (0, 5, 7, 8)] == [True, True, True, False]
    assert FEWEST_TOLD - KNOWN == 5
    assert grouped({"a": 4, "b": 3}, 7) is None


def test_equals_are_told_by_name_and_nothing_of_a_table_that_may_not_be_told() -> None:
    told = GroupedCounts((("a", 6), ("b", 6)))

    assert grouped({"b": 6, "a": 6}, 12) == told
    assert told.join(GroupedCounts((("c", 20), ("b", 1)), 2)) == GroupedCounts(
        (("c", 20), ("b", 7), ("a", 6)), 2
    )
    assert told_places([8, 0], 8) == told_places([], 9) == frozenset()


def test_those_who_are_of_one_mind_but_for_a_few_are_not_told() -> None:
    """Whoever knows these few knows all the others."""
    assert grouped({"a": 8, "b": 0}, 8) is None
    assert grouped({"a": 9, "b": 3}, 12) is None
    assert grouped({"a": 8, "b": 4}, 12) == GroupedCounts((("a", 8), ("b", 4)))


def test_what_nearly_all_chose_among_others_is_not_told_either() -> None:
    several = {"Le temps": 12, "Le matériel": 8}

    assert grouped(several, 13) is None
    assert grouped(several, 16) == GroupedCounts((("Le temps", 12), ("Le matériel", 8)))


def test_people_of_elsewhere_are_told_in_steps() -> None:
    assert [step_reached(each) for each in (0, 2, 3, 4, 5, 9, 12, 49, 3000)] == [
        *(0, 0, 3, 3, 5, 5, 10, 20, 1000)
    ]
    assert [step_reached(each) for each in STEPS] == [3, 5, 10, 20, 50, 100, 200, 500, 1_000]
    assert [step_reached(each - 1) for each in STEPS] == [0, 3, 5, 10, 20, 50, 100, 200, 500]


def test_eight_or_nine_people_are_told_as_too_few_for_the_step_under_them_would_name_them() -> None:
    assert [step_told(each) for each in (0, 7, 8, 9, 10, 19, 20)] == [0, 0, 0, 0, 10, 10, 20]


TELLING = (8, 4)
"""A territory whose answers may be told."""


def test_a_total_adds_up_what_three_territories_tell() -> None:
    assert [*tables_added([TELLING] * 3, [])] == [TELLING] * 3
    assert tables_added([TELLING] * 2, []) == ()


def test_a_territory_that_may_not_be_told_is_in_no_total() -> None:
    assert [*tables_added([*[TELLING] * 3, (12, 0), (2, 1)], [])] == [TELLING] * 3
    assert tables_added([*[TELLING] * 2, (12, 0)], []) == ()


def test_silent_territories_are_added_as_one_that_may_be_told() -> None:
    assert [*tables_added([TELLING] * 3, [(4, 1), (1, 4)])] == [*[TELLING] * 3, [5, 5]]
    assert [*tables_added([TELLING], [(4, 1), (1, 4)])] == [TELLING, [5, 5]]
    assert [*tables_added([TELLING] * 3, [(4, 1), (1, 0)])] == [TELLING] * 3


def test_a_territory_where_nobody_answered_is_none() -> None:
    assert [*tables_added([TELLING] * 2, [(5, 5), (0, 0)])] == [TELLING, TELLING, [5, 5]]
    assert tables_added([TELLING], [(5, 5), (0, 0)]) == ()
