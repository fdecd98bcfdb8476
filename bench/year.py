"""A year of 120 networks with an accelerated clock: each sequence once, and how long it takes.

One national network, 18 régions, 101 départements, those overseas in their own zones, each with the
rhythm of its scale and a coordinator who plans when the bot warns of a silent month. The store, the
services, commands and jobs are the real ones; what is said is heard, not posted. The run stops at
the first sequence that is missing or comes twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.network.network import Network, Scale
from tests.played_year import Year, network

START = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
END = datetime(2028, 1, 1, 12, 0, tzinfo=UTC)

_OVERSEAS = (
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
)
_REGIONS = 18
_DEPARTEMENTS = 101


def figures() -> Iterable[tuple[str, float, str]]:
    """Live the year, check it, tell what it took."""
    with TemporaryDirectory(prefix="courroie-year-") as folder:
        year = Year(Path(folder, "year.db"), networks(), START)
        try:
            start, cpu = time.perf_counter(), time.process_time()
            year.live(END)
            seconds, busy = time.perf_counter() - start, time.process_time() - cpu
            tally = year.tally()
        finally:
            year.close()
    yield "year_networks", len(networks()), "networks"
    yield "year_lived_in", seconds, "s"
    yield "year_cpu", busy, "s"
    yield "year_sequences_delivered_once", tally.sequences, "sequences"
    yield "year_meetings", tally.meetings, "meetings"
    yield "year_letters", tally.letters, "letters"
    yield "year_digests", tally.digests, "digests"
    yield "year_messages", tally.messages, "messages"


def networks() -> Sequence[Network]:
    """Return the networks of the country."""
    regions = [
        network(f"region{n}", Scale.REGION, _zone(n), parent="national") for n in range(_REGIONS)
    ]
    return [
        network("national", Scale.NATIONAL),
        *regions,
        *(
            network(f"dep{n}", Scale.DEPARTEMENT, _zone(n), parent=f"region{n % _REGIONS}")
            for n in range(_DEPARTEMENTS)
        ),
    ]


def _zone(number: int) -> str:
    """Return the zone of one of the first five, overseas, or of the others."""
    return _OVERSEAS[number] if number < len(_OVERSEAS) else "Europe/Paris"
