"""Tells coordinators, in private and early, of a month for which nothing is planned.

A first word comes from the tenth of the month before, time enough to find a place; September's
comes in July, since nothing is said in August. If the month begins as empty, one gentler word,
within its first days; then no more: the next month is what counts. August itself is at rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, takewhile

from sqlalchemy import Connection

from bot.core import occurrences
from bot.core.message import Button
from bot.letter import dates as letter_dates
from bot.network.network import Network
from bot.network.schedule import months_later
from bot.talk import say
from bot.talk.context import Context
from bot.year import glances
from bot.year import sequence_store as sequences
from bot.year.glance import YearMonth
from bot.year.rules import is_silent, month_to_tell

PLAN_ON = "rencontre planifier pour"
"""The route that opens the form of a new meeting, its argument a date (ISO 8601), or nothing."""

_COMING, _BEGUN = "silent month", "silent month begun"

_NOTED_BACK = timedelta(days=62)
"""A word is about this month or a later one: it was noted for a moment no older than that."""


def silent(db: Connection, networks: Sequence[Network], now: datetime) -> Mapping[str, datetime]:
    """Return the months that it is time to tell of, silent and not told of yet, by network."""
    told = {
        (network, kind, due)
        for kind in (_COMING, _BEGUN)
        for network, due in occurrences.done_of_each(db, kind, now - _NOTED_BACK)
    }
    known = sequences.dates_of_each(db, networks, now - _NOTED_BACK, now)
    letters = letter_dates.ahead_of_each(db, networks, now)
    found = {}
    for each in networks:
        month = month_to_tell(now, each.timezone)
        if (each.slug, _kind(month, now), month.astimezone(UTC)) in told:
            continue
        dates = chain(known.get(each.slug, ()), _before(letters[each.slug], month))
        if is_silent(month, dates, each.timezone):
            found[each.slug] = month
    return found


def warn(ctx: Context, first: datetime) -> int:
    """Tell of a silent month, once; return how many months that is: 0 or 1."""
    kind, due = _kind(first, ctx.now), first.astimezone(UTC)
    if not occurrences.record(ctx.db, ctx.network.slug, kind, due=due, now=ctx.now):
        return 0
    month = next(each for each in glances.look(ctx).months if each.first == first)
    _tell(ctx, month, begun=kind == _BEGUN)
    return 1


def _kind(month: datetime, now: datetime) -> str:
    """Return the kind of the word that is said of a month, of its occurrence too."""
    return _BEGUN if month <= now else _COMING


def _before(dates: Iterator[datetime], month: datetime) -> Iterator[datetime]:
    """Yield the dates that are not after a month."""
    end = months_later(month, 1)
    return takewhile(lambda at: at < end, dates)


def _tell(ctx: Context, month: YearMonth, *, begun: bool) -> None:
    at = month.proposed.at if month.proposed else None
    text = ctx.render("reseau/silent.md.j2", month=month, at=at, begun=begun)
    button = Button(
        id="planifier",
        label="Planifier une rencontre",
        route=PLAN_ON,
        argument=at.isoformat() if at else "",
        primary=True,
    )
    key = f"silent:{ctx.network.slug}:{month.first:%Y-%m}{':begun' if begun else ''}"
    say.to_coordinators(ctx, key, text, buttons=(button,))
