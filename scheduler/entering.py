"""Ends what nobody said a word about for thirty days of a network that enters, or was ended."""

from __future__ import annotations

from functools import partial

import structlog

from bot.entry import deciding, ending
from bot.entry import store as entries
from bot.entry.rules import WAITING, EntryState, NetworkEntry
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
        now = self._bot.clock()
        overdue = await self._database.run(lambda db: entries.overdue(db, now, *WAITING))
        for each in overdue:
            await self._in(each.network(), partial(deciding.end_overdue, was=each))
        if overdue:
            log.info("entries_ended", count=len(overdue))
        gone = await self._database.run(lambda db: entries.overdue(db, now, EntryState.ENDED))
        for each in gone:
            await self._in(each.network(), partial(_erase, was=each))
            log.info("network_erased", network=each.slug)
        if overdue or gone:
            await self._database.run(self._bot.reread)
            self._spoken()
        return len(overdue) + len(gone)


def _erase(ctx: Context, was: NetworkEntry) -> None:
    """Erase a network that was ended, and tell who coordinated it."""
    ending.tell_erased(ctx, was)
    forgetting.erase_network(ctx.db, was.slug)  # what waits to be said of it included
    entries.erase(ctx.db, was)
