"""The dates of the calendars that networks follow, as they were last read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.core.rows import Mapper
from bot.veille.elsewhere.rules import CalendarEvent
from bot.veille.feeds.following import FollowingStatus
from bot.veille.tables import calendar_events, subscriptions

_EVENTS = Mapper(CalendarEvent, calendar_events.c)


def replace(db: Connection, feed: int, events: Sequence[CalendarEvent]) -> None:
    """Keep these dates of a calendar, and no other."""
    db.execute(delete(calendar_events).where(calendar_events.c.feed == feed))
    if events:
        db.execute(
            insert(calendar_events), [_EVENTS.values(each) | {"feed": feed} for each in events]
        )


def of_feed(db: Connection, feed: int) -> tuple[CalendarEvent, ...]:
    """Return the dates of a calendar, the soonest first."""
    found = select(calendar_events).where(calendar_events.c.feed == feed)
    return tuple(_EVENTS.all(db, found.order_by(calendar_events.c.starts)))


def between(
    db: Connection, network: str, first: datetime, last: datetime
) -> Sequence[tuple[int, CalendarEvent]]:
    """Return what falls between two moments, by the feeds that a network follows, in order.

    Each date comes with the number of its feed there.
    """
    found = (
        select(calendar_events, subscriptions.c.number)
        .join(subscriptions, subscriptions.c.feed == calendar_events.c.feed)
        .where(
            subscriptions.c.network == network,
            subscriptions.c.standing == FollowingStatus.FOLLOWED,
            calendar_events.c.starts <= last,
            calendar_events.c.ends >= first,
        )
        .order_by(calendar_events.c.starts, calendar_events.c.id)
    )
    return [(row.number, _EVENTS.read(row)) for row in db.execute(found)]
