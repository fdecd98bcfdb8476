"""Goes round the networks, one transaction each: the trouble of one keeps no other waiting."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.core.database import Database, DatabaseAwayError
from bot.french.workdays import may_remind
from bot.network.network import Network
from bot.talk.bot import Bot
from bot.talk.context import Context

log = structlog.get_logger(__name__)

Work = Callable[[Context], int]
"""What is done for one network, in its transaction; it returns how much that was."""

Sift = Callable[[Connection, Sequence[Network], datetime], Collection[str]]
"""Tells in few queries for which networks there may be something to do now, by slug.

Some too many, never one too few: for most beats nothing is due anywhere, and one look says so.
"""


class Rounds:
    """The rounds of a job; `spoken` is told when there is something to deliver."""

    def __init__(self, database: Database, bot: Bot, spoken: Callable[[], None]) -> None:
        self._database = database
        self._bot = bot
        self._spoken = spoken

    async def go(
        self, name: str, work: Work, *, among: Sift | None = None, any_hour: bool = False
    ) -> int:
        """Do some work for each network whose channel can be written in; return how much was done.

        Within the network's working hours, unless at `any_hour`; `among` those that it tells.
        `name` is the log's word for it.
        """
        now = self._bot.clock()
        networks = [
            each
            for each in self._bot.networks.values()
            if self._bot.open_to_us(each.slug) and (any_hour or may_remind(now, each.timezone))
        ]
        if among is not None and networks:
            wanted = await self._database.run(lambda db: among(db, networks, now))
            networks = [each for each in networks if each.slug in wanted]
        done = 0
        for network in networks:
            try:
                done += await self._database.run(partial(self._do, network=network, work=work))
            except DatabaseAwayError:  # for all of them: the next beat tries again
                raise
            except Exception:  # one network's trouble: the others have their turn
                log.exception("round_broken", job=name, network=network.slug)
        if done:
            log.info("round_done", job=name, done=done)
            self._spoken()
        return done

    def _do(self, db: Connection, network: Network, work: Work) -> int:
        return work(self._bot.context(db, network, self._bot.clock()))
