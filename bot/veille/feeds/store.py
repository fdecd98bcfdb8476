"""Feeds, and their state between two collections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, or_, select, update

from bot.core.rows import Mapper
from bot.veille.feeds.following import FollowingStatus
from bot.veille.feeds.rules import Feed, Trouble
from bot.veille.tables import feeds, subscriptions

_FOLLOWED = feeds.c.id.in_(
    select(subscriptions.c.feed).where(subscriptions.c.standing == FollowingStatus.FOLLOWED)
)
"""Read once a statement: a subquery a feed would go through all subscriptions for each."""

_SAVE = update(feeds).where(feeds.c.id == bindparam("which"))


def due(db: Connection, now: datetime) -> Sequence[Feed]:
    """Return the followed feeds that may be fetched now, the longest waiting first."""
    found = (
        select(feeds)
        .where(
            feeds.c.stopped.is_(False),
            feeds.c.url.not_like("courriel:%"),  # what comes by mail is never asked for
            or_(feeds.c.next_at.is_(None), feeds.c.next_at <= now),
            _FOLLOWED,
        )
        .order_by(feeds.c.next_at.asc(), feeds.c.id)
    )
    return FEEDS.all(db, found)


def save(db: Connection, feed: Feed) -> None:
    """Write a feed's state after a collection."""
    trouble = feed.trouble.code if feed.trouble else None
    db.execute(_SAVE, FEEDS.values(feed) | {"trouble": trouble, "which": feed.id})


def by_address(db: Connection, address: str) -> Feed | None:
    """Return the feed that some network follows, or followed, at this address."""
    return FEEDS.first(db, select(feeds).where(feeds.c.subscribed == address))


def count_failing(db: Connection) -> int:
    """Count the followed feeds that cannot be read now."""
    found = select(func.count()).where(feeds.c.failing_since.is_not(None), _FOLLOWED)
    return db.execute(found).scalar_one()


def _trouble(row: Row[Any]) -> Trouble | None:
    return Trouble.from_code(row.trouble) if row.trouble else None


FEEDS = Mapper(Feed, feeds.c, trouble=_trouble)
