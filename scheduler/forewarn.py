"""Warns coordinators of the months for which nothing is planned.

What was told is noted with the messages: a crash at the worst moment leaves a network's
coordinators all told or none, and the next beat tells them. After an outage only what is still of
use is told.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.core.database import Database
from bot.talk.bot import Bot
from bot.year import forewarning
from scheduler.rounds import Rounds


class Forewarner:
    """The job; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, bot: Bot, spoken: Callable[[], None]) -> None:
        self._rounds = Rounds(database, bot, spoken)

    async def warn(self) -> int:
        """Tell all that it is time to tell, within working hours; return how many months were."""
        return await self._rounds.go(
            "silent months", forewarning.warn, among=forewarning.perhaps_silent
        )
