"""A zone's clock changes, and what an invitation refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.meeting.calendar import Invitation, YearlyRule, observances

SUMMER_2026 = datetime(2026, 7, 1, tzinfo=UTC)
MEETING = Invitation(
    uid="loire-12@courroie",
    sequence=0,
    start=SUMMER_2026,
    minutes=60,
    zone="Europe/Paris",
    title="Rencontre",
    updated_at=SUMMER_2026,
)


def test_europe_changes_on_the_last_sundays_of_march_and_october() -> None:
    summer, winter = observances("Europe/Paris", SUMMER_2026, SUMMER_2026)

    assert summer.rule == YearlyRule(month=3, weekday=6, nth=-1)
    assert winter.rule == YearlyRule(month=10, weekday=6, nth=-1)
    assert (summer.daylight, winter.daylight) == (True, False)
    assert (summer.name, summer.before, summer.after) == (
        "CEST",
        timedelta(hours=1),
        timedelta(hours=2),
    )
    assert summer.onsets[0].isoformat() == "2025-03-30T02:00:00"
    assert winter.onsets[0].isoformat() == "2025-10-26T03:00:00"


def test_miquelon_changes_on_the_second_and_first_sundays_as_its_neighbours_do() -> None:
    rules = [each.rule for each in observances("America/Miquelon", SUMMER_2026, SUMMER_2026)]

    assert rules == [
        YearlyRule(month=3, weekday=6, nth=2),
        YearlyRule(month=11, weekday=6, nth=1),
    ]


@pytest.mark.parametrize(
    ("zone", "hours"), [("Indian/Reunion", 4), ("America/Cayenne", -3), ("Pacific/Marquesas", -9.5)]
)
def test_a_zone_that_never_changes_observes_one_time(zone: str, hours: float) -> None:
    (only,) = observances(zone, SUMMER_2026, SUMMER_2026 + timedelta(days=3650))

    assert only.before == only.after == timedelta(hours=hours)
    assert not only.daylight
    assert only.rule is None


def test_changes_without_a_rule_are_dates_after_what_was_kept_before() -> None:
    opening, *changes = observances("Africa/Casablanca", SUMMER_2026, SUMMER_2026)

    assert opening.before == opening.after == timedelta(hours=1)
    assert [each.rule for each in changes] == [None, None]
    assert all(len(each.onsets) > 8 for each in changes)


def test_a_law_that_ends_in_the_period_makes_no_rule() -> None:
    """Turkey kept summer time in 2016 for good."""
    before = datetime(2010, 1, 1, tzinfo=UTC)

    found = observances("Europe/Istanbul", before, before + timedelta(days=3650))

    assert not [each for each in found if each.rule]
    assert max(each.onsets[-1] for each in found).year == 2016


def test_a_change_on_any_day_of_the_week_makes_no_rule() -> None:
    """Iran changed around the equinox until 2022, on whichever day of the week that was."""
    before = datetime(2012, 1, 1, tzinfo=UTC)

    opening, *changes = observances("Asia/Tehran", before, before)

    assert opening.after == timedelta(hours=3.5)
    assert [each.rule for each in changes] == [None, None]


@pytest.mark.parametrize("naive", ["start", "updated_at"])
def test_an_invitation_refuses_a_time_without_zone(naive: str) -> None:
    with pytest.raises(ValueError, match="aware"):
        replace(MEETING, **{naive: datetime(2026, 7, 1)})  # type: ignore[arg-type]  # noqa: DTZ001


def test_an_invitation_lasts() -> None:
    with pytest.raises(ValueError, match="minute"):
        replace(MEETING, minutes=0)
    assert MEETING.end == SUMMER_2026 + timedelta(hours=1)
