"""The months that figures are told of: the last twelve, or those of a calendar year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.domain.errors import UserError

MONTHS = 12
"""Months that figures look back on, the present one included."""

FIRST_YEAR = 2020
"""No network of ours is older."""


class YearError(UserError):
    """Nothing can be told of that year."""

    def __init__(self, year: int, now: int) -> None:
        super().__init__(
            f"no figures of {year}",
            reply=f"Je n'ai pas de chiffres pour {year} : donnez une année de {FIRST_YEAR} à "
            f"{now}, par exemple `/reseau bilan {now}`, ou rien du tout pour les douze derniers "
            "mois.",
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
        return _first(moment.astimezone(self.since.tzinfo), 0)


def last_months(now: datetime, zone: str) -> Period:
    """Return the last MONTHS months, the present one included."""
    local = now.astimezone(ZoneInfo(zone))
    return Period(since=_first(local, MONTHS - 1), until=_first(local, -1))


def calendar_year(year: int, now: datetime, zone: str) -> Period:
    """Return the months of a year, those to come left out. Raises YearError."""
    local = now.astimezone(ZoneInfo(zone))
    if not FIRST_YEAR <= year <= local.year:
        raise YearError(year, local.year)
    first = _first(local.replace(year=year, month=1, day=1), 0)
    return Period(since=first, until=min(_first(first, -MONTHS), _first(local, -1)), year=year)


def _months_from(first: datetime) -> Iterator[datetime]:
    while True:
        yield first
        first = _first(first, -1)


def _first(local: datetime, back: int) -> datetime:
    """Return the first moment of the month so many months back."""
    years, month = divmod(local.month - 1 - back, 12)
    return local.replace(
        year=local.year + years,
        month=month + 1,
        day=1,
        hour=0,
        minute=0,
        second=0,
        microsecond=0,
        fold=0,
    )
