"""Leaves no trace of those who asked to be forgotten in the database's file.

Their rows are overwritten as they go; the night after, the file is written anew. A crash at the
worst moment leaves the file as it was, and the next beat does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.core import compacting, outbox
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.traffic import Traffic
from bot.index import wording
from bot.talk import say

log = structlog.get_logger(__name__)

NIGHT = range(1, 4)
"""Hours (UTC) at which few people type, from the Antilles to La Réunion."""

AT_THE_LATEST = timedelta(hours=24)
"""After this the file is written anew at any hour: 0.8 s for 131 MB, when nobody is answered."""


@dataclass(eq=False)
class Cleaner:
    """The job."""

    database: Database
    clock: Clock
    traffic: Traffic

    async def clean(self) -> bool:
        """Drop the last messages that were said; write the file anew if its hour has come."""
        since = await self.database.run(_farewells_dropped)
        if since is None or not self._is_time(since):
            return False
        await self.traffic.lull()
        await self.database.run(wording.sweep)  # the words that no document holds any more
        await self.database.compact()
        await self.database.run(lambda db: compacting.done(db, since))
        log.info("file_written_anew", since=since.isoformat())
        return True

    def _is_time(self, since: datetime) -> bool:
        now = self.clock()
        return now.hour in NIGHT or now - since >= AT_THE_LATEST


def _farewells_dropped(db: Connection) -> datetime | None:
    outbox.forget_said(db, say.ERASED)
    return compacting.asked_since(db)
