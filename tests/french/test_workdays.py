"""Days on which people may be reminded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.french.workdays import bank_holiday, may_remind, working_days_before

PARIS = "Europe/Paris"

# Easter Monday, Ascension, Whit Monday: Institut de mécanique céleste (IMCCE), dates de Pâques.
MOVING = {
    2024: ((4, 1), (5, 9), (5, 20)),
    2025: ((4, 21), (5, 29), (6, 9)),
    2026: ((4, 6), (5, 14), (5, 25)),
    2027: ((3, 29), (5, 6), (5, 17)),
    2028: ((4, 17), (5, 25), (6, 5)),
    2029: ((4, 2), (5, 10), (5, 21)),
    2030: ((4, 22), (5, 30), (6, 10)),
}
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
OVERSEAS = {
    "Indian/Mayotte": (4, 27),
    "America/Martinique": (5, 22),
    "America/Guadeloupe": (5, 27),
    "America/Marigot": (5, 28),
    "America/Cayenne": (6, 10),
    "America/St_Barthelemy": (10, 9),
    "Indian/Reunion": (12, 20),
}


def holidays(year: int, zone: str) -> set[tuple[int, int]]:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return {(day.month, day.day) for day in days if day.year == year and bank_holiday(day, zone)}


@pytest.mark.parametrize("year", MOVING)
def test_the_eleven_bank_holidays_of_each_year(year: int) -> None:
    assert holidays(year, PARIS) == {*FIXED, *MOVING[year]}


@pytest.mark.parametrize("zone", OVERSEAS)
def test_overseas_the_abolition_of_slavery_has_its_day(zone: str) -> None:
    assert holidays(2027, zone) == {*FIXED, *MOVING[2027], OVERSEAS[zone]}


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (datetime(2026, 11, 2, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 2, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 2, 16, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 2, 17, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 6, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 7, 9, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 11, 9, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 31, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 8, 3, 9, 0, tzinfo=UTC), False),
        (datetime(2026, 8, 31, 9, 0, tzinfo=UTC), False),
        (datetime(2026, 9, 1, 9, 0, tzinfo=UTC), True),
    ],
)
def test_working_hours_are_those_of_paris_there(moment: datetime, may: bool) -> None:  # noqa: FBT001
    assert may_remind(moment, PARIS) is may


def test_overseas_the_day_is_that_of_the_networks_own_clock() -> None:
    wednesday_night = datetime(2026, 11, 12, 1, 0, tzinfo=UTC)  # still the 11th in Martinique
    assert not may_remind(wednesday_night + timedelta(hours=1), "America/Martinique")
    assert may_remind(datetime(2026, 11, 12, 14, 0, tzinfo=UTC), "America/Martinique")
    assert may_remind(datetime(2026, 11, 12, 6, 0, tzinfo=UTC), "Indian/Reunion")
    assert not may_remind(datetime(2026, 12, 18, 16, 0, tzinfo=UTC), "Indian/Reunion")


@pytest.mark.parametrize(
    ("count", "day"),
    [
        (0, date(2026, 12, 10)),
        (1, date(2026, 12, 9)),
        (3, date(2026, 12, 7)),
        (4, date(2026, 12, 4)),
        (21, date(2026, 11, 10)),  # 11 November, a Wednesday, is no working day
    ],
)
def test_working_days_are_counted_back_on_the_network_s_clock(count: int, day: date) -> None:
    moment = datetime(2026, 12, 10, 8, 30, tzinfo=UTC)

    begins = working_days_before(moment, count, PARIS)

    assert begins == datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=1)
