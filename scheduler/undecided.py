"""Reminds the writers of texts that wait for their choice; gives the texts back and erases them.

What is due is read from the texts themselves, in the transaction that says it: a crash at the worst
moment leaves a network's texts all reminded of or given back, or none, and the next beat does it.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.core.database import Database
from bot.talk.bot import Bot
from bot.talk.context import Context
from bot.talk.undecided import service as undecided
from scheduler.rounds import Rounds


class UndecidedTexts:
    """The job; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, bot: Bot, spoken: Callable[[], None]) -> None:
        self._rounds = Rounds(database, bot, spoken)

    async def look(self) -> int:
        """Remind and give back what is due, at any hour; return how many texts that was."""
        return await self._rounds.go(
            "undecided texts", _look, among=undecided.perhaps_due, any_hour=True
        )


def _look(ctx: Context) -> int:
    return undecided.give_back(ctx) + undecided.remind(ctx)
