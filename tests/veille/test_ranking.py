"""The order of a digest: total, the same for everyone, no source drowning the others."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.veille.digest import Entry
from bot.veille.pick import Verdict
from bot.veille.ranking import SHOWN, esteem, ranked

NOW = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)


def entry(number: int, **values: object) -> Entry:
    made = Entry(
        article=number,
        title=f"Article {number}",
        link="",
        source="Inclusion",
        theme="Santé",
        published=NOW - timedelta(days=number),
        copies=(number,),
    )
    return replace(made, **values)  # type: ignore[arg-type]


ENTRIES = st.lists(
    st.builds(
        entry,
        st.integers(1, 400),
        pinned=st.booleans(),
        proposed=st.booleans(),
        members=st.integers(0, 3),
        cited=st.integers(1, 3),
        esteem=st.integers(-1, 1),
        feed=st.integers(1, 4),
        cap=st.integers(0, 7),
        verdict=st.sampled_from([Verdict.UNDECIDED, Verdict.KEPT]),
    ),
    max_size=60,
    unique_by=lambda each: each.article,
)


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_is_the_same_however_articles_came(
    entries: list[Entry], chance: random.Random
) -> None:
    mixed = list(entries)
    chance.shuffle(mixed)

    assert ranked(mixed) == ranked(entries)
    assert ranked(ranked(entries)) == ranked(entries)
    assert {each.article for each in ranked(entries)} == {each.article for each in entries}


@given(ENTRIES)
def test_pinned_ones_come_first_then_those_that_are_kept(entries: list[Entry]) -> None:
    found = [(not each.pinned, each.verdict is not Verdict.KEPT) for each in ranked(entries)]

    assert found == sorted(found)


@given(ENTRIES)
def test_no_source_drowns_the_others_nor_all_of_them_the_reader(entries: list[Entry]) -> None:
    found = ranked(entries)
    whole = [each for each in found if not each.brief]

    assert len(whole) <= SHOWN
    if any(each.brief and not each.cap for each in found):
        assert len(whole) == SHOWN
    capped = [each for each in whole if each.cap and not each.chosen]
    for feed, count in Counter(each.feed for each in capped).items():
        assert count <= max(each.cap for each in capped if each.feed == feed)


def test_one_source_leaves_room_for_the_others_and_takes_what_they_leave() -> None:
    crowd = [entry(number, feed=1) for number in range(1, 13)]
    few = [entry(number, feed=2) for number in (20, 21)]

    def shown(*entries: Entry) -> list[int]:
        return [each.article for each in ranked(entries) if not each.brief]

    assert shown(*crowd) == list(range(1, SHOWN + 1))
    assert shown(*crowd, *few) == [*range(1, SHOWN - 1), 20, 21]


def test_what_a_member_proposes_leaves_its_source_its_places() -> None:
    own = [entry(number, feed=1, cap=2) for number in (1, 2)]
    proposed = [entry(number, feed=1, cap=2, proposed=True, members=1) for number in (10, 11)]

    found = ranked([*own, *proposed])

    assert [each.article for each in found if not each.brief] == [10, 11, 1, 2]


def test_each_reason_weighs_more_than_all_that_follow() -> None:
    reasons: list[dict[str, object]] = [
        {"pinned": True},
        {"verdict": Verdict.KEPT},
        {"members": 1},
        {"cited": 2},
        {"esteem": 1},
        {},
    ]
    found = ranked(entry(10 - number, **each) for number, each in enumerate(reversed(reasons)))

    assert [(each.pinned, each.members, each.cited, each.esteem) for each in found] == [
        (True, 0, 1, 0),
        (False, 0, 1, 0),
        (False, 1, 1, 0),
        (False, 0, 2, 0),
        (False, 0, 1, 1),
        (False, 0, 1, 0),
    ]


def test_a_new_source_is_neutral_and_one_click_is_no_verdict() -> None:
    assert [esteem(0, 0), esteem(1, 0), esteem(0, 1)] == [0, 0, 0]
    assert [esteem(6, 0), esteem(0, 6), esteem(20, 20)] == [1, -1, 0]
