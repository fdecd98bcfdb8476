"""Answers come first: what can wait a little lets those who wait for an answer pass."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LONGEST_COURTESY = 0.5
"""Seconds that background work steps aside at most: two messages a second in the worst rush."""


class Traffic:
    """How many people wait for an answer now."""

    def __init__(self) -> None:
        self._waiting = 0
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
                self._calm.set()

    async def calm(self) -> None:
        """Wait until nobody waits, LONGEST_COURTESY at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_COURTESY):
                await self._calm.wait()
