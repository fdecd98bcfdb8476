"""The month that coordinators are told of."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.year.glance import month_to_tell

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
