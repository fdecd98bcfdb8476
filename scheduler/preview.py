"""Shows coordinators the digest to come, some days before, within working hours.

What was shown is recorded with the messages: a crash at the worst moment leaves a network's
previews all sent or none, and the next beat sends them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.dispatch import House
from bot.domain.network import Network
from bot.services import sorting
from bot.store.database import Database

log = structlog.get_logger(__name__)


class Previewer:
    """The job; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, house: House, spoken: Callable[[], None]) -> None:
        self._database = database
        self._house = house
        self._spoken = spoken

    async def show(self) -> int:
        """Show all previews that are due; return how many networks had theirs."""
        shown = 0
        for network in self._house.networks.values():
            if not self._house.reached(network.slug):
                continue
            try:
                shown += await self._database.run(partial(self._show, network=network))
            except Exception:  # one network's trouble: the others are shown theirs
                log.exception("not_previewed", network=network.slug)
        if shown:
            log.info("previewed", networks=shown)
            self._spoken()
        return shown

    def _show(self, db: Connection, network: Network) -> bool:
        ctx = self._house.context(db, network, self._house.clock())
        due = sorting.preview_due(ctx)
        return due is not None and sorting.send_preview(ctx, due)
