"""Jobs that are woken at once when there may be something for them, beside their beat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.core.database import DatabaseAwayError

log = structlog.get_logger(__name__)

AWAY_PAUSE = 5.0
"""Seconds between two tries of a database that is away."""


class Waking:
    """A job that works whenever it is woken: `run()` until cancelled.

    Woken while it works, it works once more. While the database is away it tries again every
    AWAY_PAUSE. What the work raises besides (a defect) is logged as `broken`, and the next waking,
    or the beat, tries again.
    """

    def __init__(self, work: Callable[[], Awaitable[object]], *, broken: str) -> None:
        self._work = work
        self._broken = broken
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Look for work now."""
        self._awake.set()

    async def beat(self) -> None:
        """Look for work at a beat."""
        self.wake()

    async def run(self) -> None:
        """Work whenever woken."""
        while True:
            await self._awake.wait()
            self._awake.clear()
            try:
                await self._work()
            except DatabaseAwayError as error:
                log.warning(self._broken, reason=f"the database is away: {error}")
                await asyncio.sleep(AWAY_PAUSE)
                self.wake()
            except Exception:
                log.exception(self._broken)
