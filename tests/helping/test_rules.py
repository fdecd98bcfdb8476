"""Whose turn it is to be asked what they know: a fair order, never by what was answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.helping.choosing import MOST_A_MONTH, turns
from bot.helping.rules import Asking, AskReply, Helper

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
DAY = timedelta(days=1)
ZONE = "Europe/Paris"


def helper(user: str, days: int = 0, network: str = "loire") -> Helper:
    return Helper(network=network, user=user, theme="Bureautique", since=NOW - days * DAY)


def order(*helpers: Helper, asked: dict[str, list[int]] | None = None) -> list[str]:
    """Return who is asked in turn; `asked` has how many days ago each was."""
    moments = {
        ("loire", user): [NOW - days * DAY for days in ago] for user, ago in (asked or {}).items()
    }
    return [each.user for each in turns(helpers, moments, NOW, ZONE)]


def test_whoever_was_never_asked_comes_first_then_the_longest_ago() -> None:
    asked = {"louis": [40], "zoe": [60]}

    assert order(helper("louis"), helper("zoe"), helper("amina"), asked=asked) == [
        "amina",
        "zoe",
        "louis",
    ]


def test_the_oldest_offer_decides_between_equals() -> None:
    assert order(helper("louis", 3), helper("zoe", 9), helper("amina", 3)) == [
        "zoe",
        "amina",
        "louis",
    ]


def test_a_calendar_month_counts_on_the_networks_own_clock() -> None:
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # already November in Paris

    asked = {("loire", "zoe"): [late, NOW - DAY]}
    assert turns([helper("zoe")], asked, NOW, ZONE) == []
    assert turns([helper("zoe")], asked, NOW, "America/Guadeloupe") == [helper("zoe")]


def test_what_was_asked_of_the_same_id_elsewhere_counts_for_nobody_here() -> None:
    asked = {("drome", "zoe"): [NOW, NOW]}

    assert turns([helper("zoe")], asked, NOW, ZONE) == [helper("zoe")]


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.integers(0, 90), max_size=4)))
def test_nobody_is_asked_beyond_what_a_month_has(asked: dict[str, list[int]]) -> None:
    found = order(*(helper(each) for each in "abcdef"), asked=asked)

    this_month = {user: sum(days <= 15 for days in ago) for user, ago in asked.items()}
    assert set(found) == {each for each in "abcdef" if this_month.get(each, 0) < MOST_A_MONTH}
    last = [min(asked.get(each) or [1_000]) for each in found]
    assert last == sorted(last, reverse=True)


def test_three_whole_working_days_are_left_to_reply() -> None:
    friday = datetime(2026, 11, 6, 15, tzinfo=UTC)
    asking = Asking(question=1, network="loire", user="zoe", at=friday)

    # Monday, Tuesday, then Thursday: the 11th is a bank holiday.
    assert asking.over_at(ZONE) == datetime(2026, 11, 12, 23, tzinfo=UTC)
    assert asking.waits
    assert not Asking(question=1, network="loire", user="zoe", at=friday, reply=AskReply.NO).waits
