"""Shows coordinators the digest to come, some days before, within working hours.

What was shown is recorded with the messages: a crash at the worst moment leaves a network's
previews all sent or none, and the next beat sends them.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.core.database import Database
from bot.talk.bot import Bot
from bot.talk.context import Context
from bot.veille import sorting
from scheduler.rounds import Rounds


class Previewer:
    """The job; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, bot: Bot, spoken: Callable[[], None]) -> None:
        self._rounds = Rounds(database, bot, spoken)

    async def show(self) -> int:
        """Show all previews that are due; return how many networks had theirs."""
        return await self._rounds.go(
            "previews", _show, among=sorting.perhaps_to_show, any_hour=True
        )


def _show(ctx: Context) -> int:
    """Show a network's preview; its moment is within working hours already."""
    due = sorting.preview_due(ctx)
    return int(due is not None and sorting.send_preview(ctx, due))
