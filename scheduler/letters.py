"""Publishes each network's letter on its date, and asks beforehand for what it misses.

What is due is computed from the rhythm and from what was done; the beat only wakes us. A crash at
the worst moment leaves a letter whole or not at all: its text, its posts and mails, the answers it
gives and the note that its date is done commit together.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.core.database import Database
from bot.letter import asking as letter_asking
from bot.letter import dates as letter_dates
from bot.letter import publishing
from bot.talk.bot import Bot
from bot.talk.context import Context
from scheduler.rounds import Rounds


class LetterJobs:
    """The two jobs; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, bot: Bot, spoken: Callable[[], None]) -> None:
        self._rounds = Rounds(database, bot, spoken)

    async def publish_due(self) -> int:
        """Publish the letters that are due, at any hour; return how many were."""
        return await self._rounds.go(
            "letters", _publish, among=letter_dates.perhaps_owed, any_hour=True
        )

    async def ask(self) -> int:
        """Ask coordinators for what a coming letter misses; return how many letters are asked for.

        Within working hours. What was asked is recorded with the messages.
        """
        return await self._rounds.go(
            "letters asked for", letter_asking.ask, among=letter_asking.perhaps_due
        )


def _publish(ctx: Context) -> int:
    return int(publishing.publish_due(ctx) is not None)
