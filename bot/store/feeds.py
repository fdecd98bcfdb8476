"""Feeds, who follows them, and their state between two collections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, or_, select, update

from bot.domain.feed import Feed, Trouble
from bot.store.tables import feeds, subscriptions
from bot.store.upsert import insert_or_ignore


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A feed as one network follows it; `subscribed` is the address the network gave."""

    feed: Feed
    subscribed: str


def follow(db: Connection, network: str, addresses: Iterable[str]) -> None:
    """Make a network follow exactly these addresses."""
    wanted = list(dict.fromkeys(addresses))
    for address in wanted:
        db.execute(
            insert_or_ignore(feeds),
            {"subscribed": address, "url": address, "failures": 0, "stopped": False},
        )
    ids = db.execute(select(feeds.c.id).where(feeds.c.subscribed.in_(wanted))).scalars().all()
    db.execute(
        delete(subscriptions).where(
            subscriptions.c.network == network, subscriptions.c.feed.not_in(ids)
        )
    )
    for each in ids:
        db.execute(insert_or_ignore(subscriptions), {"network": network, "feed": each})


def due(db: Connection, now: datetime) -> Sequence[Feed]:
    """Return the followed feeds that may be fetched now, the longest waiting first."""
    found = (
        select(feeds)
        .where(
            feeds.c.stopped.is_(False),
            or_(feeds.c.next_at.is_(None), feeds.c.next_at <= now),
            select(subscriptions.c.feed).where(subscriptions.c.feed == feeds.c.id).exists(),
        )
        .order_by(feeds.c.next_at.asc(), feeds.c.id)
    )
    return [_feed(row) for row in db.execute(found)]


def followed_by(db: Connection, network: str) -> Sequence[Followed]:
    """Return the feeds of a network, by address."""
    found = (
        select(feeds)
        .join(subscriptions, subscriptions.c.feed == feeds.c.id)
        .where(subscriptions.c.network == network)
        .order_by(feeds.c.subscribed)
    )
    return [Followed(feed=_feed(row), subscribed=row.subscribed) for row in db.execute(found)]


def save(db: Connection, feed: Feed) -> None:
    """Write a feed's state after a collection."""
    db.execute(
        update(feeds)
        .where(feeds.c.id == feed.id)
        .values(
            url=feed.url,
            title=feed.title,
            etag=feed.etag,
            last_modified=feed.last_modified,
            next_at=feed.next_at,
            fetched_at=feed.fetched_at,
            succeeded_at=feed.succeeded_at,
            failing_since=feed.failing_since,
            failures=feed.failures,
            trouble=feed.trouble.code if feed.trouble else None,
            moved_to=feed.moved_to,
            moved_since=feed.moved_since,
            stopped=feed.stopped,
        )
    )


def unopened(db: Connection) -> Sequence[tuple[str, int]]:
    """Return the (network, feed id) whose feed was collected but not yet sorted for them."""
    found = (
        select(subscriptions.c.network, subscriptions.c.feed)
        .join(feeds, feeds.c.id == subscriptions.c.feed)
        .where(subscriptions.c.opened_at.is_(None), feeds.c.succeeded_at.is_not(None))
    )
    return [(row.network, row.feed) for row in db.execute(found)]


def opened(db: Connection, network: str, feed: int, at: datetime) -> None:
    """Note that a network's first articles of a feed were sorted."""
    db.execute(
        update(subscriptions)
        .where(subscriptions.c.network == network, subscriptions.c.feed == feed)
        .values(opened_at=at)
    )


def count_failing(db: Connection) -> int:
    """Count the followed feeds that cannot be read now."""
    followed = select(subscriptions.c.feed).where(subscriptions.c.feed == feeds.c.id).exists()
    found = select(func.count()).where(feeds.c.failing_since.is_not(None), followed)
    return db.execute(found).scalar_one()


def _feed(row: Row[tuple[object, ...]]) -> Feed:
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
    )
