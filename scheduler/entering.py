"""Ends what nobody said a word about for thirty days of a network that enters, or was ended.

What waits when a backup is put back is asked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.core import generation_store as generations
from bot.core.generation import NEVER
from bot.entry import asking, deciding, ending
from bot.entry import store as entries
from bot.entry.rules import WAITING, EntryState, NetworkEntry
from bot.network.network import Network
from bot.privacy import forgetting
from bot.talk.context import Context
from scheduler.waking import NetworkJob

log = structlog.get_logger(__name__)


@dataclass(eq=False)
class EntryWatch(NetworkJob):
    """The job: a crash leaves what it has not ended for its next turn."""

    spoken: Callable[[], None]

    async def end_overdue(self) -> int:
        """End what has waited too long, each in its own transaction; return how many.

        What was ended a month ago is erased.
        """
        now, states = self.bot.clock(), (*WAITING, EntryState.ENDED)
        found = await self.database.run(lambda db: entries.overdue(db, now, *states))
        overdue = {each.slug: each for each in found}

        async def end(network: Network) -> int:
            was = overdue[network.slug]
            erased = was.state is EntryState.ENDED
            await self._in(network, partial(_erase if erased else deciding.end_overdue, was=was))
            log.info("network_erased" if erased else "entry_ended", network=was.slug)
            return 1

        ended = await self._each([each.network() for each in found], end, "entries")
        if ended:
            await self.database.run(self.bot.reread)
            self.spoken()
        return ended

    async def ask_again(self) -> int:
        """Ask anew what has waited since before a backup was put back; return how much that is."""

        def older(db: Connection) -> Sequence[NetworkEntry]:
            restored = generations.restored_at(db) or NEVER
            return [each for each in entries.waiting(db) if each.at < restored <= now]

        now, networks = self.bot.clock(), self.bot.networks
        found = {each.slug: each for each in await self.database.run(older)}

        async def ask(network: Network) -> int:
            above = networks.get(network.parent or "")
            if above is not None and not self.bot.reached(above.slug):
                return 0  # nobody is known yet who could be asked
            await self._in(network, partial(asking.ask_again, was=found[network.slug]))
            return 1

        asked = await self._each([each.network() for each in found.values()], ask, "entries")
        if asked:
            self.spoken()
        return asked


def _erase(ctx: Context, was: NetworkEntry) -> None:
    """Erase a network that was ended, and tell who coordinated it."""
    ending.tell_erased(ctx, was)
    forgetting.erase_network(ctx.db, was.slug, ctx.now)  # what waits to be said of it included
    entries.erase(ctx.db, was)
