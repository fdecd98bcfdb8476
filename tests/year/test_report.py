"""A year in figures: counted by month, no month missing, the useful first."""

from __future__ import annotations

from dataclasses import replace

from bot.year.glance import State
from bot.year.report import USEFUL, Useful, most_useful
from tests.year_cases import EMPTY_YEAR, LIVED, YEAR, months


def useful(name: str, count: int, *, kept: bool = False) -> Useful:
    return Useful(title=name, link=f"https://a.fr/{name}", useful=count, kept=kept)


def test_each_month_has_its_meetings_letters_and_digests() -> None:
    told = {
        each.first.month: (len(each.meetings), each.people, len(each.letters), len(each.digests))
        for each in YEAR.months
    }

    assert len(told) == 12
    assert told[10] == (1, 21, 1, 1)
    assert told[2] == (0, 0, 1, 1)
    assert told[9] == (1, 0, 0, 1)
    assert told[12] == (0, 0, 0, 0)


def test_a_meeting_that_was_not_counted_is_held_and_brings_the_median_no_lower() -> None:
    assert YEAR.sequences == 9
    assert YEAR.people == 60
    assert YEAR.usual_people == 14
    assert replace(YEAR, months=YEAR.months[9:10]).usual_people == 0


def test_what_is_planned_or_untold_is_not_counted_as_held() -> None:
    planned = replace(LIVED[0], state=State.PLANNED, people=0)

    assert replace(EMPTY_YEAR, months=months(planned)).empty


def test_a_year_of_nothing_is_empty_and_one_of_a_digest_is_not() -> None:
    assert EMPTY_YEAR.empty
    assert not replace(EMPTY_YEAR, months=months(LIVED[-1])).empty


def test_what_members_found_useful_comes_first_then_what_was_kept() -> None:
    found = [useful("a", 0, kept=True), useful("b", 1), useful("c", 0), useful("d", 1, kept=True)]

    assert [each.title for each in most_useful(found)] == ["d", "b", "a"]
    assert len(most_useful([useful("a", 1)] * 30)) == USEFUL


def test_an_article_without_a_title_goes_by_its_address() -> None:
    assert useful("", 1).name == "a.fr"
