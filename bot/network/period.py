"""The months that figures are told of: the last twelve, or those of a calendar year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.core.errors import Refusal
from bot.network.schedule import month_of, months_later

MONTHS = 12
"""Months that figures look back on, the present one included."""

FIRST_YEAR = 2020
"""No network of ours is older."""


NO_FIGURES = Refusal(
    "no figures of {year}",
    reply="Je n'ai pas de chiffres pour {year} : donnez une année de {first} à {now}, par exemple "
    "`/reseau bilan {now}`, ou rien du tout pour les douze derniers mois.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Months in a row of a network's zone: `since` the first one's start, before `until`.

    `year` is the calendar year that they are of, 0 for the last twelve months. Both ends are
    local and aware; what happens after `until` is not of the period.
    """

    since: datetime
    until: datetime
    year: int = 0

    @property
    def months(self) -> tuple[datetime, ...]:
        """The first moment of each month, in order."""
        return tuple(takewhile(lambda each: each < self.until, _months_from(self.since)))

    def month_of(self, moment: datetime) -> datetime:
        """Return the first moment of the month that a moment is in, in the network's zone."""
        return month_of(moment, str(self.since.tzinfo))


def last_months(now: datetime, zone: str) -> Period:
    """Return the last MONTHS months, the present one included."""
    this = month_of(now, zone)
    return Period(since=months_later(this, 1 - MONTHS), until=months_later(this, 1))


def calendar_year(year: int, now: datetime, zone: str) -> Period:
    """Return the months of a year, those to come left out. Raises NO_FIGURES."""
    this = month_of(now, zone)
    if not FIRST_YEAR <= year <= this.year:
        raise NO_FIGURES(year=year, first=FIRST_YEAR, now=this.year)
    first = datetime(year, 1, 1, tzinfo=ZoneInfo(zone))
    end = min(months_later(first, MONTHS), months_later(this, 1))
    return Period(since=first, until=end, year=year)


def _months_from(first: datetime) -> Iterator[datetime]:
    while True:
        yield first
        first = months_later(first, 1)
