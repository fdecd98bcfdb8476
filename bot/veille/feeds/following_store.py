"""Which feeds each network follows, and how it takes their articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select, update

from bot.core import counters
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore
from bot.network.network import Subscription
from bot.veille.feeds.following import Following, FollowingStatus, Rules
from bot.veille.feeds.store import FEEDS
from bot.veille.tables import feeds, subscriptions

_NUMBER = "feed"
_SELECT = select(feeds, subscriptions).join(feeds, feeds.c.id == subscriptions.c.feed)

_UNSORTED = (
    select(subscriptions.c.network, subscriptions.c.feed)
    .join(feeds, feeds.c.id == subscriptions.c.feed)
    .where(subscriptions.c.opened_at.is_(None), feeds.c.succeeded_at.is_not(None))
)
_UNSORTED_OF_ONE = _UNSORTED.where(subscriptions.c.feed == bindparam("one"))

_SORTED_OUT = (
    update(subscriptions)
    .where(subscriptions.c.network == bindparam("here"), subscriptions.c.feed == bindparam("one"))
    .values(opened_at=bindparam("at"))
)


def of_network(db: Connection, network: str) -> Sequence[Following]:
    """Return the feeds that a network follows, or has suspended or dropped, by number."""
    found = _SELECT.where(subscriptions.c.network == network).order_by(subscriptions.c.number)
    return _FOLLOWINGS.all(db, found)


def followed(db: Connection) -> Sequence[Following]:
    """Return what all networks follow now, network by network."""
    found = _SELECT.where(subscriptions.c.standing == FollowingStatus.FOLLOWED)
    found = found.order_by(subscriptions.c.network, subscriptions.c.number)
    return _FOLLOWINGS.all(db, found)


def followers(db: Connection, feed: int) -> Sequence[Following]:
    """Return a feed as each network follows it, by slug."""
    found = _SELECT.where(
        subscriptions.c.feed == feed, subscriptions.c.standing == FollowingStatus.FOLLOWED
    )
    return _FOLLOWINGS.all(db, found.order_by(subscriptions.c.network))


def by_number(db: Connection, network: str, number: int) -> Following | None:
    """Return one of them."""
    found = _SELECT.where(subscriptions.c.network == network, subscriptions.c.number == number)
    return _FOLLOWINGS.first(db, found)


def add(
    db: Connection, network: str, given: Subscription, *, by: str = "", configured: bool = False
) -> Following:
    """Follow a feed, under a new number, as someone asks (`by`) or as the configuration says.

    Return what is kept: a feed that is followed already stays as it was.
    """
    db.execute(
        insert_or_ignore(feeds),
        {"subscribed": given.url, "url": given.url, "failures": 0, "stopped": False},
    )
    feed = FEEDS.read(db.execute(select(feeds).where(feeds.c.subscribed == given.url)).one())
    here = _SELECT.where(subscriptions.c.network == network, subscriptions.c.feed == feed.id)
    if db.execute(here).first() is None:
        following = Following(
            network=network,
            number=counters.next_value(db, network, _NUMBER),
            feed=feed,
            address=given.url,
            name=given.name,
            theme=given.theme,
            configured=configured,
            by=by,
        )
        db.execute(insert(subscriptions), _values(following))
    return _FOLLOWINGS.read(db.execute(here).one())


def save(db: Connection, following: Following) -> None:
    """Write what a network changed of the way that it follows a feed."""
    db.execute(update(subscriptions).where(*_here(following)).values(_values(following)))


def remove(db: Connection, following: Following) -> None:
    """Follow a feed no more; its articles stay, other networks follow it still."""
    db.execute(delete(subscriptions).where(*_here(following)))


def _here(following: Following) -> tuple[ColumnElement[bool], ...]:
    network, feed = following.network, following.feed.id
    return subscriptions.c.network == network, subscriptions.c.feed == feed


def unsorted(db: Connection, feed: int | None = None) -> Sequence[tuple[str, int]]:
    """Return the (network, feed id) whose feed was collected but not yet sorted for them.

    With `feed`, of this feed only.
    """
    found = _UNSORTED if feed is None else _UNSORTED_OF_ONE
    return [(row.network, row.feed) for row in db.execute(found, {"one": feed})]


def sorted_out(db: Connection, network: str, feed: int, at: datetime) -> None:
    """Note that a network's first articles of a feed were sorted."""
    db.execute(_SORTED_OUT, {"here": network, "one": feed, "at": at})


def _values(following: Following) -> dict[str, Any]:
    return _FOLLOWINGS.values(following, but=("subscribed",)) | {
        "feed": following.feed.id,
        "rules": _rules_row(following.rules),
    }


def _rules_row(rules: Rules) -> Mapping[str, object] | None:
    if rules == Rules():
        return None
    return {
        "include": list(rules.include),
        "exclude": list(rules.exclude),
        "themes": [[theme, list(words)] for theme, words in rules.themes],
        "cap": rules.cap,
    }


def _rules(row: Row[Any]) -> Rules:
    rules = row.rules
    if rules is None:
        return Rules()
    return Rules(
        include=tuple(rules["include"]),
        exclude=tuple(rules["exclude"]),
        themes=tuple((theme, tuple(words)) for theme, words in rules["themes"]),
        cap=rules["cap"],
    )


_FOLLOWINGS = Mapper(
    Following,
    _SELECT.selected_columns,
    feed=FEEDS.read,
    address="subscribed",
    rules=_rules,
    sorted=lambda row: row.opened_at is not None,
)
