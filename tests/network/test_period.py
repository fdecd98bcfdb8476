"""The months that figures are told of."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.network.period import FIRST_YEAR, MONTHS, NO_FIGURES, calendar_year, last_months
from tests.refusals import refused

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
PARIS = "Europe/Paris"


def test_the_last_twelve_months_hold_the_present_one() -> None:
    months = last_months(NOW, PARIS).months

    assert len(months) == MONTHS
    assert [(each.year, each.month) for each in (months[0], months[-1])] == [(2025, 12), (2026, 11)]


def test_a_past_year_has_all_its_months_and_the_present_one_no_month_to_come() -> None:
    past, present = (calendar_year(year, NOW, PARIS) for year in (2025, 2026))

    assert [each.month for each in past.months] == list(range(1, 13))
    assert [each.month for each in present.months] == list(range(1, 12))
    assert (past.until, present.until.month) == (present.since, 12)


def test_a_year_begins_in_the_networks_own_zone() -> None:
    night = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)

    for zone, year in ((PARIS, 2026), ("America/Cayenne", 2025)):
        period = calendar_year(year, NOW, zone)
        assert period.since <= night < period.until
        assert period.month_of(night).year == year
    assert calendar_year(2026, night, PARIS).months == (calendar_year(2026, NOW, PARIS).since,)


@pytest.mark.parametrize("year", [0, FIRST_YEAR - 1, 2027, 9_999])
def test_there_are_no_figures_of_the_future_nor_of_before_us(year: int) -> None:
    with refused(NO_FIGURES) as caught:
        calendar_year(year, NOW, PARIS)

    assert "`/reseau bilan 2026`" in caught.value.reply
