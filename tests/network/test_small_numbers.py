"""Small numbers are told with others, so that nothing is found by taking away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.network.small_numbers import SMALLEST, GroupedCounts, grouped, tells_nothing

COUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 40), max_size=12)


@given(COUNTS)
def test_what_is_put_together_is_never_one_option_nor_a_small_number(
    counts: dict[str, int],
) -> None:
    found = grouped(counts)

    told = dict(found.told)
    together = [count for name, count in counts.items() if count and name not in told]
    assert found.others == sum(together)
    assert all(counts[name] == count >= SMALLEST for name, count in told.items())
    if together and told:
        assert len(together) > 1
        assert found.others >= SMALLEST


@given(COUNTS)
def test_nothing_is_lost_and_the_most_chosen_come_first(counts: dict[str, int]) -> None:
    found = grouped(counts)

    assert sum(count for _, count in found.told) + found.others == sum(counts.values())
    assert [count for _, count in found.told] == sorted(dict(found.told).values(), reverse=True)


def test_options_under_three_go_with_others() -> None:
    counts = {"Le temps": 9, "La distance": 2, "Le bruit": 1, "Le matériel": 4, "Rien": 0}

    assert grouped(counts) == GroupedCounts((("Le temps", 9), ("Le matériel", 4)), 3)


def test_a_lone_small_option_takes_the_next_one_with_it() -> None:
    assert grouped({"a": 9, "b": 5, "c": 2}) == GroupedCounts((("a", 9),), 7)
    assert grouped({"a": 9, "c": 1}) == GroupedCounts((), 10)


def test_under_five_answers_nothing_is_told() -> None:
    assert [tells_nothing(each) for each in (0, 4, 5)] == [True, True, False]
