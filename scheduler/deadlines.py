"""Reminds networks of the deadlines that come, and coordinators of those to be checked.

What was told is written with the posts: a crash at the worst moment leaves a network told or not,
and the next beat tells it. Nothing is said outside working hours; after an outage each deadline
is recalled once, by its nearest reminder.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.dispatch import House
from bot.domain.network import Network
from bot.domain.workdays import may_remind
from bot.services import deadlines
from bot.store.database import Database

log = structlog.get_logger(__name__)


class DeadlineReminder:
    """The job; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, house: House, spoken: Callable[[], None]) -> None:
        self._database = database
        self._house = house
        self._spoken = spoken

    async def remind(self) -> int:
        """Tell all that is due; return how many deadlines were told."""
        now = self._house.clock()
        told = 0
        for network in self._house.networks.values():
            if not (self._house.reached(network.slug) and may_remind(now, network.timezone)):
                continue
            try:
                told += await self._database.run(partial(self._tell, network=network))
            except Exception:  # one network's trouble: the others are reminded
                log.exception("deadlines_not_told", network=network.slug)
        if told:
            log.info("deadlines_told", deadlines=told)
            self._spoken()
        return told

    def _tell(self, db: Connection, network: Network) -> int:
        ctx = self._house.context(db, network, self._house.clock())
        return deadlines.remind(ctx) + deadlines.tell_found(ctx)
