"""Publishes each network's digest when it falls due.

What is due is computed from the network's rhythm and from what was done; the beat only wakes us. A
crash at the worst moment leaves the digest whole or not at all: what was read, the posts, and the
note that this moment is done commit together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.network import rhythms
from bot.network.network import Network
from bot.network.schedule import Due
from bot.talk.context import Context
from bot.veille import digests
from bot.veille.digest import Digest
from scheduler.waking import NetworkJob

log = structlog.get_logger(__name__)

LAST_LOOK = 60.0
"""Seconds that a last collection may take before a digest leaves without it."""


@dataclass(eq=False)
class Publisher(NetworkJob):
    """The publication job.

    `collect` is asked for a last look before anything is published, `spoken` is told when there
    is something to deliver.
    """

    collect: Callable[[], Awaitable[int]]
    spoken: Callable[[], None]

    async def publish_due(self) -> int:
        """Publish all that is due; return how many digests were."""
        now = self.bot.clock()
        owed = await self.database.run(lambda db: self._owed(db, now))
        networks = [self.bot.networks[slug] for slug in owed]
        if not owed:
            return 0
        try:
            async with asyncio.timeout(LAST_LOOK):
                await self.collect()
        except TimeoutError:
            log.warning("last_look_cut_short", seconds=LAST_LOOK)
        except Exception:
            log.exception("last_look_failed")
        said = await self._each(
            networks, lambda each: self._publish(each, owed[each.slug]), "publish"
        )
        self.spoken()
        return said

    def _owed(self, db: Connection, now: datetime) -> Mapping[str, datetime]:
        """Return what is owed where a server is heard and a channel open: elsewhere, it waits."""
        networks = self.bot.networks.values()
        open_to_us = [each for each in networks if self.bot.open_to_us(each.slug)]
        return rhythms.owed_of_each(db, open_to_us, Due.DIGEST, now)

    async def _publish(self, network: Network, due: datetime) -> int:
        digest = await self._in(network, partial(self._published, due=due))
        if digest is None:
            return 0
        log.info("digest_published", network=network.slug, articles=digest.count)
        return 1

    def _published(self, ctx: Context, due: datetime) -> Digest | None:
        """Publish it, unless the rule was changed during the last look."""
        if self.bot.networks[ctx.network.slug].digest != ctx.network.digest:
            return None
        return digests.publish(ctx, due)
