"""A year of 120 networks in which needs climb and the national level announces: each exactly once.

The networks of `bench.year`; 2,000 needs climb, 300 of them are joined to what a région carries
already, 60 announcements go down to all. The run stops at the first that is lost or comes twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.year import START, networks
from tests.played_relays import RelayYear

NEEDS, JOINED, ANNOUNCED = 2_000, 300, 60
LIVED = timedelta(days=366)


def figures() -> Iterable[tuple[str, float, str]]:
    """Live the year, check it, tell what it took."""
    with TemporaryDirectory(prefix="courroie-relays-") as folder:
        path = Path(folder, "year.db")
        year = RelayYear(path, networks(), START, needs=NEEDS, joined=JOINED, announced=ANNOUNCED)
        try:
            start = time.perf_counter()
            year.live(START + LIVED)
            seconds = time.perf_counter() - start
            year.tally()
            tally = year.relay_tally()
        finally:
            year.close()
    yield "relay_year_lived_in", seconds, "s"
    yield "relay_year_needs", tally.climbs, "needs"
    yield "relay_year_joined", tally.joined, "needs"
    yield "relay_year_told_once", tally.told, "people"
    yield "relay_year_announcements", tally.announcements, "announcements"
    yield "relay_year_copies", tally.copies, "copies"
