"""Some weeks of some networks on the belt: each asker told once, each announcement carried once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.network.network import Scale
from tests.belt_year import BeltPlan, BeltYear
from tests.played_year import network

START = datetime(2026, 12, 31, 12, tzinfo=UTC)
END = START + timedelta(days=75)
NETWORKS = (
    network("national", Scale.NATIONAL),
    network("aura", Scale.REGION, parent="national"),
    network("bretagne", Scale.REGION, parent="national"),
    network("loire", Scale.DEPARTEMENT, parent="aura"),
    network("drome", Scale.DEPARTEMENT, parent="aura"),
    network("finistere", Scale.DEPARTEMENT, parent="bretagne"),
    network("reunion", Scale.DEPARTEMENT, "Indian/Reunion", parent="bretagne"),
)
PLAN = BeltPlan(needs=24, joined=4, announcements=3)


@pytest.mark.long
def test_each_need_of_some_weeks_climbs_and_is_told_its_answer_once(tmp_path: Path) -> None:
    year = BeltYear(tmp_path / "year.db", NETWORKS, START, END, PLAN)
    try:
        year.live(END)
        year.tally()
        found = year.belt_tally()
    finally:
        year.close()

    assert (found.needs, found.joined) == (24, 4)
    assert found.told >= found.needs
    assert found.posted == 3  # « tout de suite »: the national level, which announces, and drome
