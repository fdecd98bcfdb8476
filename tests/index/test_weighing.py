"""Which question is likely to be what is sought: what speaks for it, and what for the others."""

from __future__ import annotations

from bot.index.weighing import Evidence, likelihoods

QUERY = "code perdu"
FAR = Evidence(0.0, 0.1)
OTHERS = dict.fromkeys(range(10, 20), FAR)


def likely(words: float, close: float, *, query: str = QUERY) -> float:
    """Return how likely question 1 is, beside ten that have nothing to do with it."""
    found = {1: Evidence(words, close), **OTHERS}
    return likelihoods(query, found)[1]


def test_words_and_meaning_each_speak_for_it() -> None:
    least = likely(0.1, 0.4)

    assert least < likely(0.4, 0.4)
    assert least < likely(0.1, 0.7)


def test_what_it_means_speaks_for_it_whatever_the_others_mean() -> None:
    beside = likelihoods(QUERY, {1: Evidence(0.3, 0.7), 2: Evidence(0.3, 0.7)})

    assert beside[1] == beside[2] == likely(0.3, 0.7)


def test_a_story_lies_less_close_to_what_it_wants() -> None:
    story = "elle a " + "tout essayé et " * 12 + "rien"

    assert likely(0.3, 0.6) < likely(0.3, 0.6, query=story)


def test_words_that_a_rival_holds_as_well_leave_it_in_doubt() -> None:
    alone = likelihoods(QUERY, {1: Evidence(0.5)})
    beside = likelihoods(QUERY, {1: Evidence(0.5), 2: Evidence(0.5)})

    assert beside[1] < alone[1]


def test_what_has_nothing_to_do_with_it_is_not_likely() -> None:
    assert likely(0.0, 0.15) < 0.1


def test_a_lone_question_is_not_likely_for_want_of_others() -> None:
    assert likelihoods(QUERY, {1: FAR})[1] < 0.1
    assert likelihoods(QUERY, {1: Evidence(0.05)})[1] < 0.1


def test_the_same_words_are_likely_also_where_it_is_alone() -> None:
    assert likelihoods(QUERY, {1: Evidence(1.0)})[1] > 0.9
    assert likelihoods(QUERY, {1: Evidence(0.9, 0.98)})[1] > 0.9


def test_what_is_not_understood_yet_is_weighed_by_its_words() -> None:
    found = likelihoods(QUERY, {1: Evidence(0.9), 2: Evidence(0.1, 0.2), **OTHERS})

    assert max(found, key=lambda number: found[number]) == 1


def test_nothing_found_is_nothing_likely() -> None:
    assert likelihoods(QUERY, {}) == {}
