"""What jobs share: networks to work in, and a waking beside their beat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from bot.core.database import Database, DatabaseAwayError
from bot.core.errors import ServerAwayError
from bot.network.network import Network
from bot.talk.bot import Bot
from bot.talk.context import Context

T = TypeVar("T")

log = structlog.get_logger(__name__)

AWAY_IN_A_ROW = 3
"""Networks of a server that is found away before its others wait for the next look."""

AWAY_PAUSE = 5.0
"""Seconds between two tries of a database that is away."""


class NetworkJob:
    """A job that works in networks; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, bot: Bot, spoken: Callable[[], None]) -> None:
        self._database = database
        self._bot = bot
        self._spoken = spoken

    def _context(self, db: Connection, network: Network) -> Context:
        return self._bot.context(db, network, self._bot.clock())

    async def _in(self, network: Network, work: Callable[[Context], T]) -> T:
        """Run work in a transaction of its own, in the context of a network."""
        return await self._database.run(lambda db: work(self._context(db, network)))

    async def _each(
        self,
        networks: Iterable[Network],
        work: Callable[[Network], Awaitable[int]],
        job: str,
        away: Callable[[str], None] = lambda _slug: None,
    ) -> int:
        """Work in each network; return how much was done. Raises DatabaseAwayError.

        One network's trouble keeps no other waiting; a server that is found away AWAY_IN_A_ROW
        times, `away` being told where, has its others wait for the next look.
        """
        done = in_a_row = 0
        for network in networks:
            try:
                done += await work(network)
                in_a_row = 0
            except DatabaseAwayError:  # for all of them: the next beat tries again
                raise
            except ServerAwayError as error:
                log.warning("network_waits", job=job, network=network.slug, reason=str(error))
                away(network.slug)
                in_a_row += 1
                if in_a_row == AWAY_IN_A_ROW:
                    break
            except Exception:
                log.exception("network_broken", job=job, network=network.slug)
        return done


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
            except Exception as error:
                task = asyncio.current_task()
                if task is not None and task.cancelling():  # a TaskGroup tells of errors instead
                    raise asyncio.CancelledError from error
                if not _is_away(error):
                    log.exception(self._broken)
                    continue
                log.warning(self._broken, reason=f"the database is away: {error}")
                await asyncio.sleep(AWAY_PAUSE)
                self.wake()


def _is_away(error: Exception) -> bool:
    """Tell whether an error says that the database is away, and nothing else."""
    if isinstance(error, ExceptionGroup):
        return all(map(_is_away, error.exceptions))
    return isinstance(error, DatabaseAwayError)
