"""The year at a glance: what each month comes to, and the one figure of regularity."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.network.schedule import Due
from bot.year.glance import Glance, MonthMark, State, YearEvent, look
from tests.room import MONDAY

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def event(day: str, state: State = State.DONE, due: Due = Due.MEETING) -> YearEvent:
    at = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)
    return YearEvent(due=due, at=at, state=state)


def seen(*events: YearEvent, began: datetime = LONG_AGO, now: datetime = MONDAY) -> Glance:
    return look(events, began=began, now=now, zone="Europe/Paris")


def marks(glance: Glance) -> dict[str, MonthMark]:
    return {f"{each.first:%Y-%m}": each.mark for each in glance.months}


def test_half_a_year_is_seen_behind_and_five_months_ahead() -> None:
    glance = seen()

    assert [*marks(glance)][:2] == ["2026-05", "2026-06"]
    assert [*marks(glance)][-1] == "2027-04"
    assert f"{glance.present.first:%Y-%m}" == "2026-11"


@pytest.mark.parametrize(
    ("day", "state", "mark"),
    [
        ("2026-10-08", State.DONE, MonthMark.DONE),
        ("2026-10-08", State.UNTOLD, MonthMark.UNTOLD),
        ("2026-12-10", State.PLANNED, MonthMark.PLANNED),
        ("2026-12-10", State.PROPOSED, MonthMark.TO_PLAN),
        ("2026-08-20", State.DONE, MonthMark.DONE),
    ],
)
def test_a_month_is_what_it_has_at_best(day: str, state: State, mark: MonthMark) -> None:
    digest = event(f"{day[:7]}-03", due=Due.DIGEST)

    glance = seen(digest, event(day, state))

    assert marks(glance)[day[:7]] is mark
    (month,) = (each for each in glance.months if each.digests)
    assert len(month.sequences) == 1


def test_a_month_without_anything_is_missed_empty_or_at_rest() -> None:
    found = marks(seen(event("2026-10-06", due=Due.DIGEST)))

    assert found["2026-10"] is MonthMark.MISSED
    assert found["2026-11"] is MonthMark.EMPTY
    assert found["2026-08"] is MonthMark.REST
    assert not found["2026-10"].silent
    assert found["2026-11"].silent


def test_regularity_is_counted_over_a_year_without_august() -> None:
    held = [event(f"2026-{month:02}-12") for month in (1, 2, 3, 4, 5, 6, 8)]
    letters = [event(f"2026-{month:02}-12", due=Due.LETTER) for month in (6, 7, 9)]

    glance = seen(*held, *letters, event("2026-11-12"), event("2026-10-02", State.UNTOLD))

    # From November 2025 to October 2026: neither August nor the present month, June once.
    assert (glance.regular, glance.counted) == (8, 11)


def test_months_before_the_network_began_do_not_count_unless_they_have_something() -> None:
    began = datetime(2026, 7, 15, tzinfo=UTC)

    glance = seen(event("2026-09-10"), began=began)
    better = seen(event("2026-09-10"), event("2026-07-20"), began=began)

    assert (glance.regular, glance.counted) == (1, 2)
    assert (better.regular, better.counted) == (2, 3)
    assert [each.first.month for each in glance.months[:2]] == [8, 9]
    assert [each.first.month for each in better.months[:2]] == [7, 8]


def test_a_network_that_begins_has_no_figure_yet() -> None:
    assert seen(began=MONDAY).counted == 0


def test_an_evening_belongs_to_the_network_s_own_month() -> None:
    late = YearEvent(
        due=Due.MEETING, at=datetime(2026, 9, 30, 22, 30, tzinfo=UTC), state=State.DONE
    )

    assert marks(seen(late))["2026-10"] is MonthMark.DONE


def test_the_next_of_each_is_found_the_soonest_first() -> None:
    proposed = event("2027-01-14", State.PROPOSED)
    letter = event("2026-12-10", State.PLANNED, Due.LETTER)

    glance = seen(event("2027-03-11", State.PROPOSED), proposed, letter, event("2026-10-08"))

    assert glance.ahead(MONDAY) == (letter, proposed)


def test_each_mark_has_its_own_word() -> None:
    assert len({each.label for each in MonthMark}) == len(MonthMark)
