"""What jobs share: networks to work in, and a waking beside their beat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from bot.core.database import Database, DatabaseAwayError
from bot.core.errors import ChannelShutError, ServerAwayError
from bot.network.network import Network
from bot.talk.bot import Bot
from bot.talk.context import Context

S = TypeVar("S")
T = TypeVar("T")

log = structlog.get_logger(__name__)

AWAY_IN_A_ROW = 3
"""Networks of a server that is found away before its others wait for the next look."""

AWAY_PAUSE = 5.0
"""Seconds between two tries of a database that is away."""


async def at_once(most: int, things: Iterable[S], work: Callable[[S], Awaitable[T]]) -> list[T]:
    """Do work for each thing, for so many at the same time; return what came of each."""
    gate = asyncio.Semaphore(most)

    async def one(thing: S) -> T:
        async with gate:
            return await work(thing)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(each)) for each in things]
    return [task.result() for task in tasks]


@dataclass(eq=False)
class NetworkJob:
    """A job that works in networks."""

    database: Database
    bot: Bot

    def _context(self, db: Connection, network: Network) -> Context:
        return self.bot.context(db, network, self.bot.clock())

    async def _in(self, network: Network, work: Callable[[Context], T]) -> T:
        """Run work in a transaction of its own, in the context of a network."""
        return await self.database.run(lambda db: work(self._context(db, network)))

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
            except ChannelShutError as error:  # no defect: it was closed a moment ago
                log.warning("network_waits", job=job, network=network.slug, reason=str(error))
            except Exception:
                log.exception("network_broken", job=job, network=network.slug)
        return done


class Waking:
    """A job that works whenever it is woken: `run()` until cancelled.

    Woken while it works, it works once more. While the database is away it tries again every
    AWAY_PAUSE. What the work raises besides (a defect) is logged as `broken`, and the next waking,
    or the beat, tries again.
    """

    broken: str

    @cached_property
    def _awake(self) -> asyncio.Event:
        return asyncio.Event()

    async def work(self) -> object:
        """Do what there is to do."""
        raise NotImplementedError

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
                await self.work()
            except Exception as error:
                task = asyncio.current_task()
                if task is not None and task.cancelling():  # a TaskGroup tells of errors instead
                    raise asyncio.CancelledError from error
                if not _is_away(error):
                    log.exception(self.broken)
                    continue
                log.warning("database_away", job=self.broken, reason=str(error))
                await asyncio.sleep(AWAY_PAUSE)
                self.wake()


@dataclass(eq=False)
class Woken(Waking):
    """What is done when woken, as a function does it."""

    does: Callable[[], Awaitable[object]]
    broken: str

    async def work(self) -> object:
        """Do it."""
        return await self.does()


def _is_away(error: Exception) -> bool:
    """Tell whether an error says that the database is away, and nothing else."""
    if isinstance(error, ExceptionGroup):
        return all(map(_is_away, error.exceptions))
    return isinstance(error, DatabaseAwayError)
