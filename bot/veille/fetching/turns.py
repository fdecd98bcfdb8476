"""Whose turn it is to ask a host: one request at a time, a pause between, a truce when asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.veille.feeds.rules import LONGEST_WAIT, Ailment, Failed, Trouble


class FailedError(Exception):
    """A request that ends without an answer, with its outcome."""

    def __init__(self, outcome: Failed) -> None:
        super().__init__(outcome.detail)
        self.outcome = outcome


@dataclass(slots=True)
class HostState:
    """The state of one host; times are those of the loop's clock."""

    lock: asyncio.Lock
    next_at: float = 0.0
    held_until: float = 0.0
    status: int = 0

    def hold(self, status: int, wait: timedelta) -> None:
        """Leave the host alone: what its server asked of one feed is meant for all."""
        now = asyncio.get_running_loop().time()
        self.status = status
        self.held_until = now + min(wait, LONGEST_WAIT).total_seconds()


class Turns:
    """The turns of all hosts, kept in memory: each feed's own wait outlives a restart."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._hosts: dict[str, HostState] = {}

    @asynccontextmanager
    async def of(self, host: str) -> AsyncIterator[HostState]:
        """Wait until nobody asks this host anything, and a pause has passed.

        Raises FailedError where the host asked, a moment ago, to be left alone.
        """
        clock = asyncio.get_running_loop()
        turn = self._hosts.setdefault(host, HostState(asyncio.Lock()))
        async with turn.lock:
            if (rest := turn.held_until - clock.time()) > 0:
                outcome = Failed(
                    trouble=Trouble(ailment=Ailment.HTTP, status=turn.status),
                    retry_after=timedelta(seconds=rest),
                    detail=f"HTTP {turn.status} a moment ago, for another feed of this host",
                    asked=False,
                )
                raise FailedError(outcome)
            await asyncio.sleep(max(turn.next_at - clock.time(), 0))
            try:
                yield turn
            finally:
                turn.next_at = clock.time() + self._pause
