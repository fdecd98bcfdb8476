"""Publishes each network's digest when it falls due.

What is due is computed from the network's rhythm and from what was done; the beat only wakes us. A
crash at the worst moment leaves the digest whole or not at all: what was read, the posts, and the
note that this moment is done commit together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.core.database import Database, DatabaseAwayError
from bot.network import rhythms
from bot.network.network import Network
from bot.network.schedule import Due
from bot.talk.bot import Bot
from bot.talk.context import Context
from bot.veille import digests
from bot.veille.digest import Digest
from scheduler.waking import NetworkJob

log = structlog.get_logger(__name__)

LAST_LOOK = 60.0
"""Seconds that a last collection may take before a digest leaves without it."""


class Publisher(NetworkJob):
    """The publication job.

    `collect` is asked for a last look before anything is published, `spoken` is told when there
    is something to deliver.
    """

    def __init__(
        self,
        database: Database,
        bot: Bot,
        collect: Callable[[], Awaitable[int]],
        spoken: Callable[[], None],
    ) -> None:
        super().__init__(database, bot, spoken)
        self._collect = collect

    async def publish_due(self) -> int:
        """Publish all that is due; return how many digests were."""
        now = self._bot.clock()
        owed = await self._database.run(lambda db: self._owed(db, now))
        if not owed:
            return 0
        try:
            async with asyncio.timeout(LAST_LOOK):
                await self._collect()
        except TimeoutError:
            log.warning("last_look_cut_short", seconds=LAST_LOOK)
        except Exception:
            log.exception("last_look_failed")
        said = 0
        for network, due in owed:
            try:
                digest = await self._in(network, partial(self._publish, due=due))
            except DatabaseAwayError:  # for all of them: the next beat tries again
                raise
            except Exception:  # a defect in one network: the others have their digest
                log.exception("digest_failed", network=network.slug)
                continue
            if digest is not None:
                log.info("digest_published", network=network.slug, articles=digest.count)
                said += 1
        self._spoken()
        return said

    def _owed(self, db: Connection, now: datetime) -> list[tuple[Network, datetime]]:
        """Return what is owed where a server is heard and a channel open: elsewhere, it waits."""
        networks = self._bot.networks
        open_to_us = [each for each in networks.values() if self._bot.open_to_us(each.slug)]
        owed = rhythms.owed_of_each(db, open_to_us, Due.DIGEST, now)
        return [(networks[slug], due) for slug, due in owed.items()]

    def _publish(self, ctx: Context, due: datetime) -> Digest | None:
        """Publish it, unless the rule was changed during the last look."""
        if self._bot.networks[ctx.network.slug].digest != ctx.network.digest:
            return None
        return digests.publish(ctx, due)
