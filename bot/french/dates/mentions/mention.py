"""A date as a text mentions it, and how far it may be from the day that is named.

Nothing is decided here but what is written; `Mention.on` says which day it is, once it is known
when the text was published.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.french.dates.feasts import day_of_feast
from bot.french.dates.meant import month_after, weekdays
from bot.french.workdays import is_working_day

AHEAD = timedelta(days=270)
"""A date without a year is the first after publication, unless it is further than nine months:
« jusqu'au 15 septembre » published on 5 October tells of a call that is over."""

FAR = timedelta(days=800)
"""Nothing is announced further ahead: a longer date is a law's, or a contract's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How far from a date: « la veille », « trois semaines après », « le vendredi suivant ».

    `days` and `months` go on from it, or back when negative; `weekday` is the next one after it,
    the last one before it when `back`; `day` is that of the month that is so reached; the day is
    put back to the last one that is `worked`.
    """

    days: int = 0
    months: int = 0
    weekday: int | None = None
    back: bool = False
    day: int | None = None
    worked: bool = False

    def of(self, day: date) -> date:
        """Return the day that is so far from another."""
        if self.weekday is not None:
            return _next(self.weekday, day - timedelta(days=8 if self.back else 0))
        year, month = month_after(day, self.months)
        on = min(self.day or day.day, monthrange(year, month)[1])
        reached = date(year, month, on) + timedelta(days=self.days)
        while self.worked and not is_working_day(reached, ""):
            reached -= timedelta(days=1)
        return reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A date as it is written between two places of a text, its hour included.

    `lead` is where the words before it stop: before the hour, when the hour comes first. `nth` is
    the rank of a weekday in its month, -1 for the last; `ahead` counts days from publication;
    `shift` goes from the date that the rest tells; « mi-mai » is `vague`; `feast` is the
    group of FEAST that names one. What `ends` something says so by itself, as « dans les dix jours
    suivant la parution »; it is `rough` when it counts the days left: any other end says more.
    """

    start: int = 0
    end: int = 0
    lead: int = 0
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    at: time | None = None
    nth: int | None = None
    ahead: int | None = None
    shift: Shift | None = None
    vague: bool = False
    feast: int = 0
    ends: bool = False
    rough: bool = False

    @property
    def exact(self) -> bool:
        """Whether the month is written, and nothing has to be counted or guessed."""
        counted = self.shift is not None or self.vague or self.ends
        return self.month is not None and not counted

    @property
    def alone(self) -> bool:
        """Whether a weekday is all that is said."""
        return self.weekday is not None and self.day is None and self.nth is None

    def on(self, published: date, *, not_after: date | None = None) -> date | None:
        """Return the day that is meant, None when there is none such or it is not to come.

        Without a year it is the first such day from `published` on, within nine months, whose
        weekday is the one that is named; with a year, the weekday must agree. A weekday alone is
        the next one, never the day of publication. The first day of a range may have passed: it
        is then the last such day that is not after `not_after`.
        """
        if not_after is not None:
            days = [day for day in self._days(not_after.year - 1, 2) if day <= not_after]
            return days[-1] if days else None
        if self.ahead is not None or self.alone:
            day = published + timedelta(days=self.ahead or 0)
            day = _next(self.weekday or 0, day) if self.alone else day
            return self.shift.of(day) if self.shift else day
        last = published + (FAR if self.year else AHEAD)
        days = [
            day
            for each in self._days(published.year, 2)
            if published <= (day := self.shift.of(each) if self.shift else each) <= last
        ]
        return days[0] if days else None

    def _days(self, year: int, years: int) -> Iterator[date]:
        """Give the days that the words may mean, in order, in so many years."""
        for each in [self.year] if self.year else range(year, year + years):
            if self.feast:
                yield day_of_feast(self.feast, each)
                continue
            for month in [self.month] if self.month else range(1, 13):
                last = monthrange(each, month)[1]
                if self.nth is not None:
                    days = weekdays(each, month, self.weekday)
                    yield days[-1 if self.nth < 0 else min(self.nth, len(days)) - 1]
                    continue
                day = date(each, month, self.day or last) if (self.day or 1) <= last else None
                if day and self.weekday in {None, day.weekday()}:
                    yield day


def _next(weekday: int, day: date) -> date:
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)
