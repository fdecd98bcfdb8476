"""How long nobody leads when the one that leads of two processes is struck.

On the PostgreSQL that COURROIE_TEST_POSTGRESQL names, nothing without it. Two bots and two
sandboxes; the leader is killed, frozen, told to stop, or cut off from the database without a word,
fifty times each; timed until the
other says that it leads. Of three, in a busy life: `python -m bench strikes`.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.databases import POSTGRESQL
from tests.whole.several import OF_SEVERAL, several
from tests.whole.town import village_in

STRIKES = 50
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
        for trouble in OF_SEVERAL:
            spent = [await group.strike(trouble) for _ in range(STRIKES)]
            found += [
                (f"takeover_after_{trouble.value}_p50", median(spent), "s"),
                (f"takeover_after_{trouble.value}_max", max(spent), "s"),
            ]
    return found
