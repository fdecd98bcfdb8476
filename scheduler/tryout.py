"""Reads the addresses that people want tried or followed, and tells them.

An address waits in a table, and leaves it in the transaction that tells: a crash at the worst
moment has it read once more, and told once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.veille.feeds import adding
from bot.veille.feeds import trial_store as trials
from bot.veille.feeds.adding import Tried
from bot.veille.feeds.following import FeedTrial
from bot.veille.feeds.rules import Ailment, Failed, Feed, Outcome, Trouble
from scheduler.collect import Reader
from scheduler.waking import NetworkJob, Waking, at_once

log = structlog.get_logger(__name__)

AT_ONCE = 4
"""Addresses read at the same time."""


@dataclass(eq=False)
class TryOut(NetworkJob, Waking):
    """The job, to be woken after each transaction that may ask.

    `spoken` is told when there is something to deliver.
    """

    reader: Reader
    spoken: Callable[[], None]
    broken = "tryout_broken"

    async def try_all(self) -> int:
        """Read all that waits; return how many were."""
        waiting = await self.database.run(trials.waiting)
        await at_once(AT_ONCE, waiting, self._one)
        if waiting:
            self.spoken()
        return len(waiting)

    async def _one(self, trial: FeedTrial) -> None:
        known = await self.database.run(partial(self._known, trial=trial))
        tried = Tried(address=trial.address, outcome=known) if known else await self._read(trial)
        work = partial(self._conclude, trial=trial, tried=tried, fresh=known is None)
        try:
            await self.database.run(work)
        except Exception:  # a defect: the others are read, this one at the next beat
            log.exception("trial_not_told", trial=trial.id)
        log.info("feed_tried", trial=trial.id, outcome=type(tried.outcome).__name__)

    async def _read(self, trial: FeedTrial) -> Tried:
        """Read an address; where a page announces one feed, that feed."""
        outcome = await self._fetch(trial.address)
        if isinstance(outcome, Failed) and len(outcome.feeds) == 1:
            (address,) = outcome.feeds
            return Tried(address=address, outcome=await self._fetch(address))
        return Tried(address=trial.address, outcome=outcome)

    async def _fetch(self, address: str) -> Outcome:
        try:
            return await self.reader.fetch(Feed(id=0, url=address), self.bot.clock())
        except Exception:  # a defect: who asked is told that it cannot be read
            log.exception("trial_broke_us")
            return Failed(trouble=Trouble(ailment=Ailment.UNREADABLE))

    def _known(self, db: Connection, trial: FeedTrial) -> Outcome | None:
        network = self.bot.networks.get(trial.network)
        if network is None:
            return None
        return adding.known_already(self._context(db, network), trial)

    def _conclude(self, db: Connection, trial: FeedTrial, tried: Tried, *, fresh: bool) -> None:
        network = self.bot.networks.get(trial.network)
        if network is None:  # no longer configured: nobody to tell
            trials.finish(db, trial)
            return
        ctx = self._context(db, network)
        adding.conclude(ctx, trial, tried, fresh=fresh)

    work = try_all
