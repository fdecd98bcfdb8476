"""A year of some networks: each sequence delivered once, across a restart and a long outage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.network.network import Network, Scale
from tests.played_year import Year, network

START = datetime(2026, 12, 31, 12, tzinfo=UTC)
NETWORKS: Sequence[Network] = (
    network("national", Scale.NATIONAL),
    network("reunion", Scale.REGION, "Indian/Reunion", parent="national"),
    network("loire", Scale.DEPARTEMENT, parent="reunion"),
    network("brest", Scale.EPCI, parent="loire"),
)


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Year]:
    lived = Year(tmp_path / "year.db", NETWORKS, START)
    yield lived
    lived.close()


@pytest.mark.long
def test_each_sequence_of_a_year_is_delivered_once_across_restarts(year: Year) -> None:
    for days in (100, 33, 200, 35):
        year.live(year.now + timedelta(days=days))
        year.restart()

    tally = year.tally()

    # Eleven months of each network; where each month has its meeting, five letters besides.
    assert (tally.meetings, tally.letters) == (2 + 4 + 6 + 11, 9 + 7 + 5 + 5)
    assert tally.digests == 4 * 12
    warned = [each for each in year.sender.said if each.key.startswith("silent:")]
    assert len(warned) == len({each.key for each in warned})
    assert not [each for each in warned if "2027-08" in each.key]


@pytest.mark.long
def test_after_three_weeks_away_each_is_said_once_and_said_late(year: Year) -> None:
    year.live(datetime(2027, 1, 30, tzinfo=UTC))
    before = len(year.sender.said)
    year.restart(at=datetime(2027, 2, 21, 9, tzinfo=UTC))

    year.live(datetime(2027, 2, 21, 14, tzinfo=UTC))

    # The meeting of Brest was not held with us; every other moment was caught up.
    tally = year.tally(missed=[("brest", datetime(2027, 2, 11, 8, 30, tzinfo=UTC))])
    posts = [
        each
        for each in year.sender.said[before:]
        if each.user is None and not each.thread and each.key.startswith(("digest:", "letter:"))
    ]
    assert sorted(each.key.split(":")[0] for each in posts) == ["digest"] * 4 + ["letter"] * 4
    assert all("_Avec du retard" in each.text for each in posts)
    assert tally.digests == 2 * 4
