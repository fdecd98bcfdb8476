"""Closes the date polls whose time has come, and tells the coordinators where they stand.

What is due is read from the polls themselves, and a poll is closed in the transaction that tells
its result: a crash at the worst moment leaves a network's polls all closed and told, or none, and
the next beat does it. Meanwhile nobody can vote past the time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter

import structlog
from sqlalchemy import Connection

from bot.core.database import Database, DatabaseAwayError
from bot.meeting.poll import polling
from bot.meeting.poll import store as polls
from bot.meeting.poll.rules import Poll, PollStatus
from bot.network.network import Network
from bot.talk.bot import Bot

log = structlog.get_logger(__name__)


class PollCloser:
    """The job; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, bot: Bot, spoken: Callable[[], None]) -> None:
        self._database = database
        self._bot = bot
        self._spoken = spoken

    async def close_due(self) -> int:
        """Close what is due, drop what was closed and whose dates are past; return how many."""
        now = self._bot.clock()
        found = await self._database.run(lambda db: [*polls.due(db, now), *polls.past(db, now)])
        ended = 0
        for slug, some in groupby(sorted(found, key=attrgetter("network")), attrgetter("network")):
            network = self._bot.networks.get(slug)
            if network is None or not self._bot.coordinators(slug):
                continue  # no longer configured, or its server has not told yet whom to tell
            work = partial(self._end, network=network, found=list(some))
            try:
                ended += await self._database.run(work)
            except DatabaseAwayError:  # for all of them: the next beat tries again
                raise
            except Exception:  # one network's trouble: the others have their results
                log.exception("polls_not_closed", network=slug)
        if ended:
            log.info("polls_closed", polls=ended)
            self._spoken()
        return ended

    def _end(self, db: Connection, network: Network, found: Sequence[Poll]) -> int:
        ctx = self._bot.context(db, network, self._bot.clock())
        for poll in found:
            if poll.status is PollStatus.OPEN:
                polling.close_due(ctx, poll)
            else:
                polling.drop_past(ctx, poll)
        return len(found)
