"""Reminds networks of the deadlines that come, and coordinators of those to be checked.

What was told is written with the posts: a crash at the worst moment leaves a network told or not,
and the next beat tells it. Nothing is said outside working hours; after an outage each deadline
is recalled once, by its nearest reminder.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.core.database import Database
from bot.talk.bot import Bot
from bot.talk.context import Context
from bot.veille.deadlines import service as deadlines
from scheduler.rounds import Rounds


class DeadlineReminder:
    """The job; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, bot: Bot, spoken: Callable[[], None]) -> None:
        self._rounds = Rounds(database, bot, spoken)

    async def remind(self) -> int:
        """Tell all that is due; return how many deadlines were told."""
        return await self._rounds.go("deadlines", _tell)


def _tell(ctx: Context) -> int:
    return deadlines.remind(ctx) + deadlines.tell_found(ctx)
