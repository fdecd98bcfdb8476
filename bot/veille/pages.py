"""What is read of a network's veille outside the chat: on its page, and in its Atom feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.core import occurrences
from bot.veille import digests
from bot.veille.deadlines import service as deadlines
from bot.veille.deadlines.rules import Deadline
from bot.veille.digest import Digest
from bot.veille.ranking import RANKING

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class VeilleReading:
    """What there is to read: digests latest first, deadlines soonest first.

    `ranking` is the sentence that says how articles are ordered; `since` is when the network
    began, which dates a veille that was never published.
    """

    digests: Sequence[Digest]
    since: datetime
    coming: Sequence[Deadline] = ()
    ranking: str = ""

    @property
    def changed(self) -> datetime:
        """When something was last published."""
        return max((each.made for each in self.digests), default=self.since)


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
