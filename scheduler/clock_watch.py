"""Notices what a clock that was wrong recorded beyond the present, and puts it right.

All of it in one transaction: a crash at the worst moment leaves it as it was, and the next beat, or
the next start, does it.
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from bot.core.clock import Clock
from bot.core.database import Database
from bot.privacy import moments

log = structlog.get_logger(__name__)


@dataclass(eq=False)
class ClockWatch:
    """The job."""

    database: Database
    clock: Clock

    async def look(self) -> int:
        """Put right what is recorded beyond the present; return how many moments were."""
        changed = await self.database.run(self._put_right)
        if changed:
            log.warning("clock_was_wrong", put_right=changed)
        return sum(changed.values())

    def _put_right(self, db: Connection) -> dict[str, int]:
        now = self.clock()
        found = moments.beyond(db, now)
        if not found:
            return {}
        if moments.is_behind(now):
            log.error("clock_is_behind", now=now.isoformat(), beyond=found)
            return {}
        changed = dict(moments.put_right(db, now))
        moments.note(db, now)
        return changed
