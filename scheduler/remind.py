"""Reminds people of the meetings that come, in private, within working hours.

What was reminded is recorded with the messages: a crash at the worst moment leaves a network's
reminders all sent or none, and the next beat sends them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.core.database import Database, DatabaseAwayError
from bot.french.workdays import may_remind
from bot.meeting import attending
from bot.meeting import store as meetings
from bot.meeting.rules import MeetingStatus
from bot.network.network import Network
from bot.talk.bot import Bot

log = structlog.get_logger(__name__)

Members = Callable[[str], Awaitable[Collection[str]]]
"""Gives a network's members, guests and bots excepted, by chat user id."""


class Reminder:
    """The job; `members` asks the chat, `spoken` is told when there is something to deliver."""

    def __init__(
        self, database: Database, bot: Bot, members: Members, spoken: Callable[[], None]
    ) -> None:
        self._database = database
        self._bot = bot
        self._members = members
        self._spoken = spoken

    async def remind(self) -> int:
        """Send all reminders that are due; return how many were."""
        now = self._bot.clock()
        announced = await self._database.run(
            lambda db: meetings.networks_with(db, MeetingStatus.ANNOUNCED)
        )
        sent = 0
        for network in self._bot.networks.values():
            if network.slug not in announced or not may_remind(now, network.timezone):
                continue
            if not self._bot.open_to_us(network.slug):
                continue
            try:
                sent += await self._network(network)
            except DatabaseAwayError:  # for all of them: the next beat tries again
                raise
            except Exception:  # one network's trouble: the others are reminded
                log.exception("not_reminded", network=network.slug)
        if sent:
            log.info("reminded", people=sent)
            self._spoken()
        return sent

    async def _network(self, network: Network) -> int:
        due = await self._database.run(partial(self._due, network=network))
        if not due:
            return 0
        members = await self._members(network.slug)
        return await self._database.run(partial(self._send, network=network, members=members))

    def _due(self, db: Connection, network: Network) -> bool:
        ctx = self._bot.context(db, network, self._bot.clock())
        announced = meetings.with_status(db, network.slug, (MeetingStatus.ANNOUNCED,))
        return any(attending.owed(ctx, meeting) for meeting in announced)

    def _send(self, db: Connection, network: Network, members: Collection[str]) -> int:
        ctx = self._bot.context(db, network, self._bot.clock())
        announced = meetings.with_status(db, network.slug, (MeetingStatus.ANNOUNCED,))
        return sum(attending.remind(ctx, meeting, members) for meeting in announced)
