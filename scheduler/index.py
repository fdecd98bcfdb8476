"""Reads new questions, a little after their deposit: into the search, and for what they are like.

Once a start, the search takes up whatever else it does not know: what an earlier version kept.

A crash at the worst moment leaves some unread, and their cards held: the next beat reads them, and
a card is held for a minute at most unless its author was offered an answer. A network is read once
all that was said and changed there is known: its author may have deleted what made a question.
"""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.core import outbox
from bot.core.traffic import Traffic
from bot.network.network import Network
from bot.question import merging
from bot.question import store as questions
from bot.search import store as searched
from scheduler.waking import NetworkJob, Waking

log = structlog.get_logger(__name__)

READ_AT_ONCE = 1
"""Questions read in one transaction: some 5 ms during which others wait."""

TURNS = 20
"""Turns of reading between two looks at all the cards that are held: some seconds in a rush."""


@dataclass(eq=False)
class Indexer(NetworkJob, Waking):
    """The reading job, to be woken after each transaction that may ask.

    Those who wait for an answer pass first. `spoken` is told when cards may be delivered;
    `understand` has ready what a text means.
    """

    traffic: Traffic
    spoken: Callable[[], None]
    understand: Callable[[str], Awaitable[None]] | None = None
    _begun: bool = field(default=False, init=False)
    broken = "reading_broken"

    async def read_new(self) -> int:
        """Read all that is new, in all networks, and let what was held leave in its time.

        Return how many questions were new.
        """
        while not self._begun:
            await self.traffic.lull()
            missing = partial(searched.read_missing, limit=READ_AT_ONCE)
            self._begun = not await self.database.run(missing)
        return await self._read_all(await self.database.run(self._owing))

    def _owing(self, db: Connection) -> Collection[str]:
        """Return the networks that have something to read, or to let leave."""
        held = outbox.networks_held(db, self.bot.clock())
        return {*questions.networks_new_to_search(db), *held}

    async def _read_held(self) -> None:
        """Read all that is new in the networks where a card is held."""
        await self.traffic.lull()
        await self._read_all(await self.database.run(outbox.networks_held))

    async def _read_all(self, slugs: Collection[str]) -> int:
        """Read a little of each network, turn by turn, until nothing is new.

        The cards that were held long enough leave meanwhile: after a rush, reading takes long.
        """
        served = self.bot.networks
        heard = [slug for slug in served if slug in slugs and self.bot.hears(slug)]
        total, unread = 0, [served[slug] for slug in heard]
        for turn in itertools.count():
            if not unread:
                break
            read = {network.slug: await self._read(network) for network in unread}
            release = partial(outbox.release_due, networks=heard, now=self.bot.clock())
            released = turn % TURNS == 0 and await self.database.run(release)
            if released or any(read.values()):
                self.spoken()
            total += sum(read.values())
            unread = [network for network in unread if read[network.slug] == READ_AT_ONCE]
        return total

    async def _read(self, network: Network) -> int:
        await self.traffic.lull()
        try:
            if self.understand is not None:
                for new in await self._in(network, partial(merging.unread, limit=READ_AT_ONCE)):
                    await self.understand(new.text)
            return await self._in(network, partial(merging.read_new, limit=READ_AT_ONCE))
        except Exception:  # a defect: its cards leave when they have been held long enough
            log.exception("questions_not_read", network=network.slug)
            return 0

    work = _read_held
