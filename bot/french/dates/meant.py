"""The day that words mean, and the day on which they were typed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.french.dates.questions import DoubtKind
from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.spoken import MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day that is meant, `on`.

    `other` is the second way to understand the words, if any, and `asked` the question that it
    raises. `instead` is the same day of the first year in which it is to come, where the year
    that was typed is over. `number` is a day of the month that was typed without its month.
    """

    on: date
    weekday: int | None = None
    other: date | None = None
    asked: DoubtKind = DoubtKind.TWO_READINGS
    instead: date | None = None
    year_typed: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Typing:
    """The day of typing, and the first one on which the hour that was typed is to come.

    `weekday` is the one that was named; `at_night` tells that whoever types has not slept yet.
    """

    today: date
    soon: date
    weekday: int | None
    at_night: bool = False

    @property
    def monday(self) -> date:
        """The Monday of the week of typing."""
        return self.today - timedelta(days=self.today.weekday())


def next_date(day: int, month: int, soon: date) -> date:
    """Return the first such date from `soon` on, within a year."""
    this_year = (month, day) >= (soon.month, soon.day)
    return exact_date(day, month, soon.year if this_year else soon.year + 1)


def month_after(day: date, months: int) -> tuple[int, int]:
    """Return the year and the month that come so many months after a day's."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def weekdays(year: int, month: int, weekday: int | None) -> Sequence[date]:
    """Return the days of a month that fall on a weekday, all of them for None."""
    days = (date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))
    return [day for day in days if weekday in {None, day.weekday()}]


def exact_date(day: int, month: int, year: int) -> date:
    """Return a date; raise WhenError where there is none such, with what the month has."""
    last = monthrange(year, month)[1]
    name = MONTHS[month - 1]
    if not day:
        raise WhenError(RefusalReason.NO_SUCH_DAY, f"{name} commence le 1er")
    if day > last:
        raise WhenError(RefusalReason.NO_SUCH_DAY, f"{name} {year} n'a que {last} jours")
    return date(year, month, day)
