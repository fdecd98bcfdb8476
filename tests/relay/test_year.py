"""Two months in which needs climb, are joined, answered and announced: each exactly once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.network.network import Scale
from tests.played_relays import RelayTally, RelayYear
from tests.played_year import network

START = datetime(2026, 12, 31, 12, tzinfo=UTC)


@pytest.mark.long
def test_each_need_and_each_announcement_comes_once(tmp_path: Path) -> None:
    networks = (
        network("national", Scale.NATIONAL),
        network("aura", Scale.REGION, parent="national"),
        *(network(f"dep{each}", Scale.DEPARTEMENT, parent="aura") for each in range(3)),
    )
    year = RelayYear(
        tmp_path / "year.db",
        networks,
        START,
        needs=42,
        joined=12,
        announced=3,
        over=timedelta(days=30),
    )
    try:
        year.live(START + timedelta(days=75))
        year.tally()
        assert year.relay_tally() == RelayTally(
            climbs=42, joined=12, answered=42, told=42, announcements=3, copies=12
        )
    finally:
        year.close()
