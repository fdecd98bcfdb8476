"""Tells coordinators of feeds in trouble, privately, within working hours.

What was told is written with the messages: a crash at the worst moment leaves a network's all told
or none, and the next beat tells them.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.core.database import Database
from bot.talk.bot import Bot
from bot.veille.feeds import health as feed_health
from scheduler.rounds import Rounds


class FeedWatch:
    """The job; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, bot: Bot, spoken: Callable[[], None]) -> None:
        self._rounds = Rounds(database, bot, spoken)

    async def tell(self) -> int:
        """Tell what is new of the feeds' health; return how many feeds were told of."""
        return await self._rounds.go("feeds", feed_health.tell)
