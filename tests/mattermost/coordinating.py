"""Who coordinates, kept by a roster's own database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.core.database import Database
from bot.mattermost.roster import Settle
from bot.people import coordinators
from bot.people.coordinators import Coordinator, SeenName

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def kept_in(database: Database) -> Settle:
    """Return what keeps who coordinates in a database."""

    async def settle(seen: Sequence[SeenName]) -> Sequence[Coordinator]:
        return await database.run(lambda db: coordinators.settle(db, seen, NOW))

    return settle


async def at_sight(seen: Sequence[SeenName]) -> Sequence[Coordinator]:
    """Return those who have the names today, as a first start does."""
    return [
        Coordinator(network=each.network, name=each.name, user=each.user, since=NOW)
        for each in seen
        if each.user
    ]
