"""Answers come first: what can wait a little lets those who wait for an answer pass."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LONGEST_COURTESY = 0.5
"""Seconds that background work steps aside at most: two messages a second in the worst rush."""

QUIET = 0.02
"""Seconds without anyone waiting that make a lull: in a rush there is a moment with nobody after
each commit, for the next ones are still on the way."""


class Traffic:
    """How many people wait for an answer now."""

    def __init__(self) -> None:
        self._waiting = 0
        self._answered_at = time.monotonic() - QUIET
        self._calm = asyncio.Event()
        self._calm.set()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Count someone as waiting, for the length of the block."""
        self._waiting += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._answered_at = time.monotonic()
                self._calm.set()

    async def calm(self) -> None:
        """Wait until nobody waits, LONGEST_COURTESY at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_COURTESY):
                await self._calm.wait()

    async def lull(self) -> None:
        """Wait until nobody has waited for QUIET seconds, LONGEST_COURTESY at most.

        For what would keep those who come next waiting.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_COURTESY):
                await self._calm.wait()
                while (rest := self._answered_at + QUIET - time.monotonic()) > 0:
                    await asyncio.sleep(rest)
                    await self._calm.wait()
