"""The month that coordinators are told of, and when it is silent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.year.rules import is_silent, month_to_tell

PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    ("now", "month"),
    [
        ("2026-11-09T12:00", "2026-11"),
        ("2026-11-10T12:00", "2026-12"),
        ("2026-11-09T23:30", "2026-12"),
        ("2026-12-10T12:00", "2027-01"),
        ("2027-07-09T12:00", "2027-07"),
        ("2027-07-10T12:00", "2027-09"),
        ("2027-08-10T12:00", "2027-09"),
    ],
)
def test_the_coming_month_is_told_of_from_the_tenth_on(now: str, month: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert f"{month_to_tell(at, PARIS):%Y-%m}" == month


def test_a_month_is_silent_without_a_date_of_its_own_but_for_august() -> None:
    month = month_to_tell(datetime(2026, 11, 10, 12, tzinfo=UTC), PARIS)
    just_before = datetime(2026, 11, 30, 22, 59, tzinfo=UTC)
    just_in = datetime(2026, 11, 30, 23, tzinfo=UTC)

    assert is_silent(month, (), PARIS)
    assert is_silent(month, (just_before,), PARIS)
    assert not is_silent(month, (just_before, just_in), PARIS)
    assert not is_silent(month.replace(month=8), (), PARIS)
