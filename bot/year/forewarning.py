"""Tells coordinators, in private and early, of a month for which nothing is planned.

A first word comes from the tenth of the month before, time enough to find a place; September's
comes in July, since nothing is said in August. If the month begins as empty, one gentler word,
within its first days; then no more: the next month is what counts. August itself is at rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.core import occurrences
from bot.core.message import Button
from bot.french.workdays import AUGUST
from bot.letter import dates as letter_dates
from bot.meeting import store as meetings
from bot.network.network import Network
from bot.network.schedule import month_of, months_later
from bot.talk import say
from bot.talk.context import Context
from bot.year import glances
from bot.year.glance import YearMonth

FIRST_WORD_DAY = 10
"""Day of the month before from which the first word is said."""

PLAN_ON = "rencontre planifier pour"
"""The route that opens the form of a new meeting, its argument a date (ISO 8601), or nothing."""

_COMING, _BEGUN = "silent month", "silent month begun"

_NOTED_BACK = timedelta(days=62)
"""A word is about this month or a later one: it was noted for a moment no older than that."""


def perhaps_silent(db: Connection, networks: Sequence[Network], now: datetime) -> Collection[str]:
    """Return the networks of which `warn` must look at the month.

    Those that were not told of it, and whose meetings and letters ahead leave it out.
    """
    told = {
        (network, kind, due)
        for kind in (_COMING, _BEGUN)
        for network, due in occurrences.done_of_each(db, kind, now - _NOTED_BACK)
    }
    planned: dict[str, list[datetime]] = {}
    for network, at in meetings.ahead_of_each(db, now):
        planned.setdefault(network, []).append(at)
    letters = letter_dates.ahead_of_each(db, networks, now)
    found = set()
    for each in networks:
        first, kind = _in_question(each, now)
        if (each.slug, kind, first.astimezone(UTC)) in told:
            continue
        dates = (*planned.get(each.slug, ()), *_before(letters.get(each.slug), first))
        if not any(month_of(at, each.timezone) == first for at in dates):
            found.add(each.slug)
    return found


def warn(ctx: Context) -> int:
    """Tell of the month that it is time to tell of, once, if it is silent; return how many were.

    Nothing is noted as long as there is nobody to tell.
    """
    first, kind = _in_question(ctx.network, ctx.now)
    slug, due = ctx.network.slug, first.astimezone(UTC)
    if not ctx.coordinators or occurrences.recorded(ctx.db, slug, kind, due=due):
        return 0
    month = next(each for each in glances.look(ctx).months if each.first == first)
    if not month.mark.silent:
        return 0
    occurrences.record(ctx.db, slug, kind, due=due, now=ctx.now)
    _tell(ctx, month, begun=kind == _BEGUN)
    return 1


def _before(dates: Iterator[datetime] | None, month: datetime) -> Iterator[datetime]:
    """Yield the dates that are not after a month."""
    end = months_later(month, 1)
    return takewhile(lambda at: at < end, dates or iter(()))


def _in_question(network: Network, now: datetime) -> tuple[datetime, str]:
    """Return the first moment of the month that may be told of today, and the word's kind."""
    zone = network.timezone
    this = month_of(now, zone)
    if now.astimezone(ZoneInfo(zone)).day < FIRST_WORD_DAY:
        return this, _BEGUN
    coming = months_later(this, 1)
    return (months_later(this, 2) if coming.month == AUGUST else coming), _COMING


def _tell(ctx: Context, month: YearMonth, *, begun: bool) -> None:
    at = month.proposed.at if month.proposed else None
    text = ctx.render("reseau/silent.md.j2", month=month, at=at, begun=begun, network=ctx.network)
    button = Button(
        id="planifier",
        label="Planifier une rencontre",
        route=PLAN_ON,
        argument=at.isoformat() if at else "",
        primary=True,
    )
    key = f"silent:{ctx.network.slug}:{month.first:%Y-%m}{':begun' if begun else ''}"
    say.to_coordinators(ctx, key, text, buttons=(button,))
