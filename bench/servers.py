"""How long people wait on a healthy server while another server is in trouble.

The bot and two sandboxes, in one process; messages wait for the troubled one, in many places. Each
figure is the 95th percentile of what a person waits for on the other: a command's answer, the card
that follows it, a button's answer.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from tests.apart import TROUBLES, p95, pair_in

ASKED = 40
WAITING = 60

_BACK_IN = ("refuses connections", "hangs", "is slow")
"""The troubles whose end is timed: the others have a wait of their own."""

Figure = tuple[str, float, str]


def figures() -> Iterable[Figure]:
    """Yield (name, value, unit)."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        for trouble in ("", *TROUBLES):
            with TemporaryDirectory(prefix="courroie-bench-") as folder:
                yield from asyncio.run(_measured(Path(folder), trouble))
    finally:
        structlog.reset_defaults()


async def _measured(folder: Path, trouble: str) -> Sequence[Figure]:
    async with pair_in(folder) as pair, pair.bot():
        await pair.heard()
        if not trouble:
            return [("healthy_delay_p95", p95(await pair.delays(ASKED)) * 1000, "ms")]
        mend = await TROUBLES[trouble](pair.second)
        for number in range(WAITING):
            await pair.writes(f"question:relayed{number}", f"Nouvelle relayée {number}.")
        name = trouble.replace(" ", "_")
        found = [
            (f"healthy_delay_while_other_{name}_p95", p95(await pair.delays(ASKED)) * 1000, "ms")
        ]
        await mend()
        if trouble in _BACK_IN:
            start = time.perf_counter()
            await pair.heard()
            found.append((f"all_said_after_other_{name}", time.perf_counter() - start, "s"))
            said = [post["message"] for post in await pair.there.all_in("loire")]
            twice = len(said) - len(set(said))
            found.append((f"said_twice_after_other_{name}", twice, "messages"))
        return found
