"""Tells coordinators of feeds in trouble, privately, within working hours.

What was told is written with the messages: a crash at the worst moment leaves a network's all told
or none, and the next beat tells them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.dispatch import House
from bot.domain.network import Network
from bot.domain.workdays import may_remind
from bot.services import feed_health
from bot.store.database import Database

log = structlog.get_logger(__name__)


class FeedWatch:
    """The job; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, house: House, spoken: Callable[[], None]) -> None:
        self._database = database
        self._house = house
        self._spoken = spoken

    async def tell(self) -> int:
        """Tell what is new of the feeds' health; return how many feeds were told of."""
        now = self._house.clock()
        told = 0
        for network in self._house.networks.values():
            if not (self._house.reached(network.slug) and may_remind(now, network.timezone)):
                continue
            try:
                told += await self._database.run(partial(self._network, network=network))
            except Exception:  # one network's trouble: the others are told
                log.exception("feeds_not_told", network=network.slug)
        if told:
            log.info("feeds_told", feeds=told)
            self._spoken()
        return told

    def _network(self, db: Connection, network: Network) -> int:
        return feed_health.tell(self._house.context(db, network, self._house.clock()))
