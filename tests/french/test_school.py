"""School holidays, as the ministry's arrêtés fix them, and bank holidays by name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.french.school import Holidays, school_holidays
from bot.french.workdays import bank_holiday


@pytest.mark.parametrize(
    ("zone", "first", "back", "name"),
    [
        ("A", "2026-02-07", "2026-02-23", "les vacances d'hiver"),
        ("B", "2026-02-14", "2026-03-02", "les vacances d'hiver"),
        ("C", "2026-02-21", "2026-03-09", "les vacances d'hiver"),
        ("Corse", "2026-02-14", "2026-03-02", "les vacances d'hiver"),
        ("C", "2026-04-18", "2026-05-04", "les vacances de printemps"),
        ("A", "2026-10-17", "2026-11-02", "les vacances de la Toussaint"),
        ("B", "2026-12-19", "2027-01-04", "les vacances de Noël"),
        ("C", "2027-02-06", "2027-02-22", "les vacances d'hiver"),
        ("A", "2027-02-13", "2027-03-01", "les vacances d'hiver"),
        ("B", "2027-02-20", "2027-03-08", "les vacances d'hiver"),
        ("C", "2027-04-03", "2027-04-19", "les vacances de printemps"),
        ("A", "2027-05-07", "2027-05-10", "le pont de l'Ascension"),
        ("A", "2027-07-03", "2027-09-02", "les vacances d'été"),
        ("A", "2028-04-22", "2028-05-09", "les vacances de printemps"),
        ("B", "2028-04-08", "2028-04-24", "les vacances de printemps"),
        ("C", "2028-04-15", "2028-05-02", "les vacances de printemps"),
    ],
)
def test_holidays_last_from_the_day_after_school_until_the_day_before_it(
    zone: str, first: str, back: str, name: str
) -> None:
    starts, ends = date.fromisoformat(first), date.fromisoformat(back)
    known = Holidays(name, starts, ends)

    assert school_holidays(starts - timedelta(days=1), zone) is None
    assert school_holidays(starts, zone) == known
    assert school_holidays(ends - timedelta(days=1), zone) == known
    assert school_holidays(ends, zone) is None


@pytest.mark.parametrize("zone", ["A", "B", "C", "Corse"])
@pytest.mark.parametrize("day", [date(2025, 8, 1), date(2029, 2, 15)])
def test_of_years_that_are_not_known_nothing_is_said(zone: str, day: date) -> None:
    assert school_holidays(day, zone) is None


@pytest.mark.parametrize("zone", ["A", "B", "C", "Corse"])
def test_holidays_start_on_a_day_without_school_and_none_is_long_but_summer(zone: str) -> None:
    for ahead in range(3 * 366):
        day = date(2025, 9, 1) + timedelta(days=ahead)
        found = school_holidays(day, zone)
        if found and "été" not in found.name:
            assert timedelta(days=3) <= found.back - found.first <= timedelta(days=18)
            assert found.first.weekday() == (4 if "pont" in found.name else 5)


@pytest.mark.parametrize(
    ("day", "zone", "name"),
    [
        (date(2026, 12, 25), "Europe/Paris", "Noël"),
        (date(2027, 3, 29), "Europe/Paris", "le lundi de Pâques"),
        (date(2027, 5, 17), "Europe/Paris", "le lundi de Pentecôte"),
        (date(2026, 12, 20), "Indian/Reunion", "l'abolition de l'esclavage"),
        (date(2026, 12, 20), "Europe/Paris", ""),
        (date(2026, 12, 24), "Europe/Paris", ""),
    ],
)
def test_a_bank_holiday_has_a_name(day: date, zone: str, name: str) -> None:
    assert bank_holiday(day, zone) == name
