"""What calendars tell of a day, and of the months to come, as a network follows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.talk.context import Context
from bot.veille.elsewhere import store as events
from bot.veille.elsewhere.rules import Elsewhere
from bot.veille.feeds import following_store as followings

_AROUND = timedelta(days=2)
"""Enough to find a day, whatever its zone."""


def that_day(ctx: Context, at: datetime) -> Sequence[Elsewhere]:
    """Return what falls on the day of a moment, in the network's zone, in order."""
    found = between(ctx, at - _AROUND, at + _AROUND)
    return [each for each in found if each.event.falls_on(at, ctx.network.timezone)]


def between(ctx: Context, first: datetime, last: datetime) -> Sequence[Elsewhere]:
    """Return what falls between two moments, of what the rules of each calendar let through.

    What two calendars tell alike is told once.
    """
    found = events.between(ctx.db, ctx.network.slug, first, last)
    if not found:
        return ()
    calendars = {each.number: each for each in followings.of_network(ctx.db, ctx.network.slug)}
    told: dict[tuple[str, datetime], Elsewhere] = {}
    for number, event in found:
        if not calendars[number].rules.refusing(f"{event.title} {event.place}"):
            shown = Elsewhere(event=event, source=calendars[number].shown)
            told.setdefault((event.title.casefold(), event.starts), shown)
    return tuple(told.values())
