"""Ends what nobody said a word about for thirty days of a network that enters, or was ended."""

from __future__ import annotations

from functools import partial

import structlog

from bot.entry import deciding, ending
from bot.entry import store as entries
from bot.entry.rules import WAITING, EntryState, NetworkEntry
from bot.network.network import Network
from bot.privacy import forgetting
from bot.talk.context import Context
from scheduler.waking import NetworkJob

log = structlog.get_logger(__name__)


class EntryWatch(NetworkJob):
    """The job: a crash leaves what it has not ended for its next turn."""

    async def end_overdue(self) -> int:
        """End what has waited too long, each in its own transaction; return how many.

        What was ended a month ago is erased.
        """
        now, states = self._bot.clock(), (*WAITING, EntryState.ENDED)
        found = await self._database.run(lambda db: entries.overdue(db, now, *states))
        overdue = {each.slug: each for each in found}

        async def end(network: Network) -> int:
            was = overdue[network.slug]
            erased = was.state is EntryState.ENDED
            await self._in(network, partial(_erase if erased else deciding.end_overdue, was=was))
            log.info("network_erased" if erased else "entry_ended", network=was.slug)
            return 1

        ended = await self._each([each.network() for each in found], end, "entries")
        if ended:
            await self._database.run(self._bot.reread)
            self._spoken()
        return ended


def _erase(ctx: Context, was: NetworkEntry) -> None:
    """Erase a network that was ended, and tell who coordinated it."""
    ending.tell_erased(ctx, was)
    forgetting.erase_network(ctx.db, was.slug)  # what waits to be said of it included
    entries.erase(ctx.db, was)
