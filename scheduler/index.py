"""Makes the search read new questions, a little after their deposit.

A crash at the worst moment leaves some unread: the next beat reads them.
"""

from __future__ import annotations

from functools import partial

from bot.dispatch import House
from bot.store import questions
from bot.store.database import Database
from bot.traffic import Traffic


class Indexer:
    """The indexing job; those who wait for an answer pass first."""

    def __init__(self, database: Database, house: House, traffic: Traffic) -> None:
        self._database = database
        self._house = house
        self._traffic = traffic

    async def index_new(self) -> int:
        """Read all that is new, network by network; return how many questions were."""
        total = 0
        for network in self._house.networks:
            read = questions.INDEXED_AT_ONCE
            while read == questions.INDEXED_AT_ONCE:
                await self._traffic.calm()
                read = await self._database.run(partial(questions.index_new, network=network))
                total += read
        return total
