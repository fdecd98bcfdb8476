"""What is read of a network's veille outside the chat, by whoever has its address or everybody."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.core import occurrences
from bot.veille import digests
from bot.veille.deadlines import service as deadlines
from bot.veille.page import VeilleReading
from bot.veille.ranking import RANKING

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def latest(db: Connection, network: str) -> datetime | None:
    """Return which digest was published last."""
    return occurrences.last(db, network, digests.DIGEST)


def read(db: Connection, network: str, limit: int, now: datetime) -> VeilleReading:
    """Return what there is to read of a network now, `limit` digests at most."""
    since = occurrences.started(db, [network]) or _EPOCH
    return VeilleReading(
        digests=digests.published(db, network, limit),
        since=since,
        coming=deadlines.coming(db, network, now),
        ranking=RANKING,
    )
