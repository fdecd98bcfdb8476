"""Follows meetings that have passed: minutes to publish, deferrals, meetings that nobody opened.

What was done is recorded with the messages and with where the questions go: a crash at the worst
moment leaves all of it done or nothing, and the next beat does it. Nothing is said outside working
hours.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.core.database import Database
from bot.meeting import following_up as after_meetings
from bot.talk.bot import Bot
from scheduler.rounds import Rounds


class MeetingFollower:
    """The job; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, bot: Bot, spoken: Callable[[], None]) -> None:
        self._rounds = Rounds(database, bot, spoken)

    async def follow(self) -> int:
        """Do all that is due; return how much that was."""
        return await self._rounds.go(
            "meetings passed", after_meetings.follow, among=after_meetings.perhaps_due
        )
