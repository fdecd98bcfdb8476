"""Sends each tool that a network switched on what should stand there.

Nothing is queued: what is wanted is computed from the facts, and compared with what was sent. Each
copy is claimed, durably, before it is sent, and settled after. A crash at the worst moment, between
the tool's answer and this commit, leaves a copy in doubt: it is sent again where a key of ours
makes it one, looked for first where it can be, otherwise told to coordinators and sent no more.

Each tool of each network has a job of its own: a slow server keeps no other waiting. One that fails
is left alone ever longer; one that refuses us, until its configuration changes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import structlog

from bot.core.database import DatabaseAwayError
from bot.outside import following
from bot.outside.calling import ApiClient, Sent
from bot.outside.line import OutsideLine
from bot.outside.rules import CopyStep, Once, OutsideError, OutsideFault
from bot.talk.context import Context
from scheduler.waking import AWAY_PAUSE, NetworkJob, Waking

log = structlog.get_logger(__name__)

T = TypeVar("T")

FRESH = 5.0
"""Seconds after which the facts are looked at again: what was just made private must not leave."""


@dataclass(eq=False)
class Copier(NetworkJob, Waking):
    """The job of one tool of one network, woken at each beat."""

    line: OutsideLine
    api: ApiClient
    broken = "copies_broken"

    async def copy_due(self) -> int:
        """Send all that may be sent now; return how many copies were made or taken away."""
        if self.line.network not in self.bot.networks:
            return 0  # it has not entered yet, or was taken away
        if self.line.once is Once.AT_MOST and not self.bot.reached(self.line.network):
            return 0  # it is by the chat that a restored database is known for one
        done, clock = 0, asyncio.get_running_loop()
        while True:
            until = clock.time() + FRESH
            steps = await self._noted(partial(following.look, line=self.line))
            for step in steps:
                made = await self._one(step)
                if made is None:
                    return done
                done += made
                if clock.time() > until:
                    break
            if not steps:
                break
        if done:
            log.info("copied", tool=self.line.name, done=done)
        return done

    async def _one(self, step: CopyStep) -> bool | None:
        """Take one step; tell whether it succeeded, None where the tool is to be left alone."""
        line = self.line
        step = await self._noted(partial(following.claim, step=step))
        try:
            sent = await self._sent(step)
        except OutsideError as error:
            log.warning("copy_failed", tool=line.name, copy=step.copy.key, reason=str(error))
            fail = partial(following.fail, line=line, step=step, error=error)
            goes_on = await self._settled(fail)
            await asyncio.sleep(line.pace)
            return False if goes_on else None
        settle = partial(following.settle, line=line, step=step, outside_id=sent.outside_id)
        await self._settled(settle)
        await asyncio.sleep(max(line.pace, sent.rest))
        return True

    async def _sent(self, step: CopyStep) -> Sent:
        """Have the tool take a copy. Raises OutsideError, also for a defect of ours."""
        sender = self.line.sender
        try:
            if step.content is None:
                return await sender.remove(self.api, step)
            return await sender.send(self.api, step, step.content)
        except OutsideError:
            raise
        except Exception:  # the other copies are made
            log.exception("copy_broke_us", tool=self.line.name, copy=step.copy.key)
            reason = "panne de mon côté"
            raise OutsideError(OutsideFault.REFUSED, reason, doubt=True) from None

    async def _noted(self, work: Callable[[Context], T]) -> T:
        return await self._in(self.bot.networks[self.line.network], work)

    async def _settled(self, work: Callable[[Context], T]) -> T:
        """Write what became of a copy, however long the database is away: it is in doubt else."""
        while True:
            try:
                return await self._noted(work)
            except DatabaseAwayError as error:
                log.warning("copy_outcome_waits", tool=self.line.name, reason=str(error))
                await asyncio.sleep(AWAY_PAUSE)

    work = copy_due
