"""Jobs that are woken at once when there may be something for them, beside their beat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger(__name__)


class Waking:
    """A job that works whenever it is woken: `run()` until cancelled.

    Woken while it works, it works once more. What the work raises (the database, a defect) is
    logged as `broken`, and the next waking, or the beat, tries again.
    """

    def __init__(self, work: Callable[[], Awaitable[object]], *, broken: str) -> None:
        self._work = work
        self._broken = broken
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Look for work now."""
        self._awake.set()

    async def run(self) -> None:
        """Work whenever woken."""
        while True:
            await self._awake.wait()
            self._awake.clear()
            try:
                await self._work()
            except Exception:
                log.exception(self._broken)
