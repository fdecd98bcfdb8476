"""What the words of a date leave open, as questions: the day, what was not read, midnight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from bot.french.dates.meant import Day
from bot.french.dates.questions import Doubt, DoubtKind
from bot.french.spoken import DAYS, MONTHS, clock, long_day


def about_day(day: Day) -> Iterator[Doubt]:
    """Ask about a weekday that disagrees, and about the other day that the words may mean."""
    typed, real = day.weekday, day.on.weekday()
    if typed is not None and typed != real:
        near = day.on + timedelta(days=(typed - real + 3) % 7 - 3)
        yield _doubt(
            DoubtKind.WEEKDAY,
            day.on,
            near,
            typed=DAYS[typed],
            real=DAYS[real],
            near=long_day(near),
        )
    if day.other:
        yield _doubt(
            day.asked,
            day.on,
            day.other,
            other=long_day(day.other),
            number=str(day.number),
            month=MONTHS[day.other.month - 1],
        )


def about_words(day: Day, typed: str) -> Doubt:
    """Ask about words that were not read, and that may change the day or the hour."""
    return _doubt(DoubtKind.UNREAD, day.on, typed=typed)


def about_midnight(day: Day) -> Doubt:
    """Ask at which end of the day midnight is."""
    return _doubt(DoubtKind.MIDNIGHT, day.on, other=long_day(day.on + timedelta(days=1)))


def about_bare_hour(at: time) -> Doubt:
    """Ask whether a number without « h » is the hour."""
    return Doubt(DoubtKind.BARE_HOUR, {"hour": clock(at)})


def _doubt(kind: DoubtKind, day: date, second: date | None = None, **values: str) -> Doubt:
    return Doubt(kind, {"day": long_day(day), **values}, second)
