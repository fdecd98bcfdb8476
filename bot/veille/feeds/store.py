"""Feeds, and their state between two collections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, func, or_, select, update

from bot.veille.feeds.rules import Feed, Trouble
from bot.veille.tables import feeds, subscriptions

_FOLLOWED = feeds.c.id.in_(
    select(subscriptions.c.feed).where(subscriptions.c.standing == "followed")
)
"""Read once a statement: a subquery a feed would go through all subscriptions for each."""

_SAVE = update(feeds).where(feeds.c.id == bindparam("which"))


def due(db: Connection, now: datetime) -> Sequence[Feed]:
    """Return the followed feeds that may be fetched now, the longest waiting first."""
    found = (
        select(feeds)
        .where(
            feeds.c.stopped.is_(False),
            or_(feeds.c.next_at.is_(None), feeds.c.next_at <= now),
            _FOLLOWED,
        )
        .order_by(feeds.c.next_at.asc(), feeds.c.id)
    )
    return [feed_of(row) for row in db.execute(found)]


def save(db: Connection, feed: Feed) -> None:
    """Write a feed's state after a collection."""
    db.execute(
        _SAVE,
        {
            "which": feed.id,
            "url": feed.url,
            "title": feed.title,
            "etag": feed.etag,
            "last_modified": feed.last_modified,
            "next_at": feed.next_at,
            "fetched_at": feed.fetched_at,
            "succeeded_at": feed.succeeded_at,
            "failing_since": feed.failing_since,
            "failures": feed.failures,
            "trouble": feed.trouble.code if feed.trouble else None,
            "moved_to": feed.moved_to,
            "moved_since": feed.moved_since,
            "stopped": feed.stopped,
            "held_until": feed.held_until,
        },
    )


def by_address(db: Connection, address: str) -> Feed | None:
    """Return the feed that some network follows, or followed, at this address."""
    row = db.execute(select(feeds).where(feeds.c.subscribed == address)).first()
    return None if row is None else feed_of(row)


def count_failing(db: Connection) -> int:
    """Count the followed feeds that cannot be read now."""
    found = select(func.count()).where(feeds.c.failing_since.is_not(None), _FOLLOWED)
    return db.execute(found).scalar_one()


def feed_of(row: Row[tuple[object, ...]]) -> Feed:
    """Return the feed of a row that has all its columns."""
    return Feed(
        id=row.id,
        url=row.url,
        title=row.title,
        etag=row.etag,
        last_modified=row.last_modified,
        next_at=row.next_at,
        fetched_at=row.fetched_at,
        succeeded_at=row.succeeded_at,
        failing_since=row.failing_since,
        failures=row.failures,
        trouble=Trouble.from_code(row.trouble) if row.trouble else None,
        moved_to=row.moved_to,
        moved_since=row.moved_since,
        stopped=row.stopped,
        held_until=row.held_until,
    )
