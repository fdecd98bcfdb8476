"""Brings deferred questions back when their moment has passed, and old ones to mind.

Follows private questions that nobody reads, too.

What is due is read from the questions themselves; a crash at the worst moment leaves a network's
questions all brought back and told, or none: the next beat does it. Both wait until it is known
who coordinates the network: they alone are told.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby
from operator import attrgetter

import structlog
from sqlalchemy import Connection

from bot.core.database import Database, DatabaseAwayError
from bot.network.network import Network
from bot.question import deferring, unsent
from bot.question import store as questions
from bot.question.rules import Question
from bot.talk.bot import Bot
from scheduler.rounds import Rounds

log = structlog.get_logger(__name__)


class Recaller:
    """The three jobs; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, bot: Bot, spoken: Callable[[], None]) -> None:
        self._database = database
        self._bot = bot
        self._spoken = spoken
        self._rounds = Rounds(database, bot, spoken)

    async def bring_back(self) -> int:
        """Make what was deferred and not answered wait again; return how many questions were."""
        now = self._bot.clock()
        due = await self._database.run(lambda db: questions.due_back(db, now))
        back = 0
        for slug, some in groupby(sorted(due, key=attrgetter("network")), attrgetter("network")):
            network = self._bot.networks.get(slug)
            if network is None:  # no longer configured: nobody to tell
                continue
            if not self._bot.reached(slug):
                continue
            work = partial(self._bring_back, network=network, due=list(some))
            try:
                back += await self._database.run(work)
            except DatabaseAwayError:  # for all of them: the next beat tries again
                raise
            except Exception:  # one network's trouble: the others have their questions back
                log.exception("not_brought_back", network=slug)
        if back:
            log.info("brought_back", questions=back)
            self._spoken()
        return back

    async def recall(self) -> int:
        """Recall old questions to the coordinators, on working hours only; return how many."""
        return await self._rounds.go(
            "recall", lambda ctx: len(deferring.recall(ctx)), among=deferring.perhaps_recalled
        )

    async def follow_unsent(self) -> int:
        """Follow the private questions that nobody reads; return how many authors were told."""
        return await self._rounds.go("unsent", unsent.follow, among=unsent.perhaps_unsent)

    def _bring_back(self, db: Connection, network: Network, due: list[Question]) -> int:
        ctx = self._bot.context(db, network, self._bot.clock())
        return len(deferring.bring_back(ctx, due))
