"""A lead that a test takes away."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core.peers import NotLeadingError


class Lead:
    """What `peers` tell of the lead, and the fence of those who lead."""

    lost = False

    def held(self) -> bool:
        return not self.lost

    def fence(self, _db: Connection) -> None:
        """Raise NotLeadingError once it is lost."""
        if self.lost:
            raise NotLeadingError
