"""How long nobody leads when the one that leads of two processes is struck.

On the PostgreSQL that COURROIE_TEST_POSTGRESQL names, nothing without it. Two bots and two
sandboxes; the leader is killed, frozen, or told to stop, seventeen times each; timed until the
other says that it leads.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.databases import POSTGRESQL
from tests.whole.several import several
from tests.whole.town import village_in

STRIKES = 17
_HOW = {
    "kill": signal.SIGKILL,
    "freeze": signal.SIGSTOP,
    "stop": signal.SIGTERM,
}

Figure = tuple[str, float, str]


def figures() -> Iterable[Figure]:
    """Yield (name, value, unit)."""
    server = os.environ.get(POSTGRESQL, "")
    if server:
        with TemporaryDirectory(prefix="courroie-bench-") as folder:
            yield from asyncio.run(_measured(Path(folder), server))


async def _measured(folder: Path, server: str) -> list[Figure]:
    found: list[Figure] = []
    async with village_in(folder) as village, several(village, server) as group:
        for name, how in _HOW.items():
            spent = [await group.strike(how) for _ in range(STRIKES)]
            found += [
                (f"takeover_after_{name}_p50", median(spent), "s"),
                (f"takeover_after_{name}_max", max(spent), "s"),
            ]
    return found
