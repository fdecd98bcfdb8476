"""Days of a month that is left unsaid, and the nth of a month: « le 31 », « 2e mardi du mois »."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bot.french.dates.meant import Day, Typing, exact_date, month_after, weekdays
from bot.french.dates.questions import DoubtKind
from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.spoken import DAYS, MONTHS

_MONTHS_AGREEING = 3
"""For « jeudi 3 » without a month: a 3rd that is a Thursday is looked for in so many months."""

_MONTHS_LOOKED_AT = 4
"""Of so many months in a row, two have a 31st."""

_LONGEST_MONTH = 31


def month_day(values: Mapping[str, int], typing: Typing) -> Day:
    """Return the next day of that number: whose weekday agrees, where one was named."""
    day, typed = values["dd"], values.get("day", typing.weekday)
    if "months" in values:
        year, month = month_after(typing.today, values["months"])
        return Day(on=exact_date(day, month, year), weekday=typed)
    if not 1 <= day <= _LONGEST_MONTH:
        exact_date(day, typing.soon.month, typing.soon.year)
    today, soon = typing.today, typing.soon
    days = list(_same_days(day, today if typed == today.weekday() else soon))
    agreeing = next((each for each in days[:_MONTHS_AGREEING] if each.weekday() == typed), None)
    first = next(each for each in days if each >= soon)
    if agreeing is not None:
        other = first if agreeing > first else None
        return Day(on=agreeing, weekday=typed, other=other, number=day)
    if typed is not None:
        return Day(on=first, weekday=typed, number=day)
    other, asked = _beside_month_day(day, first, typing)
    return Day(on=first, other=other, asked=asked, number=day)


def nth_day(values: Mapping[str, int], typing: Typing) -> Day:
    """Return the nth weekday of a month, or its nth day; when it is over, the next month's."""
    nth, weekday = values["ord"], values.get("day")
    if "month" in values:
        month, soon = values["month"], typing.soon
        year = values.get("yyyy") or (soon.year if month >= soon.month else soon.year + 1)
        return Day(on=_ranked(nth, weekday, year, month), weekday=weekday)
    year, month = month_after(typing.today, values["months"])
    on = _ranked(nth, weekday, year, month)
    if values["months"] or on >= typing.soon:
        return Day(on=on, weekday=weekday)
    later = _ranked(nth, weekday, *month_after(typing.today, 1))
    return Day(on=later, weekday=weekday, other=on, asked=DoubtKind.PASSED)


def _beside_month_day(day: int, on: date, typing: Typing) -> tuple[date | None, DoubtKind]:
    """Return the other day that « le 31 » may mean, and what is to be asked of it."""
    if on == typing.today:
        later = typing.today + timedelta(days=1)
        return next(_same_days(day, later)), DoubtKind.TODAY
    if day == typing.today.day and typing.soon > typing.today:
        return typing.today, DoubtKind.PASSED
    last = monthrange(typing.soon.year, typing.soon.month)[1]
    if day > last:
        return date(typing.soon.year, typing.soon.month, last), DoubtKind.SHORT_MONTH
    return None, DoubtKind.TWO_READINGS


def _same_days(day: int, first: date) -> Iterator[date]:
    """Yield the days so numbered from a date on, in the next months that have one."""
    for ahead in range(_MONTHS_LOOKED_AT):
        year, month = month_after(first, ahead)
        if day <= monthrange(year, month)[1] and date(year, month, day) >= first:
            yield date(year, month, day)


def _ranked(nth: int, weekday: int | None, year: int, month: int) -> date:
    """Return the nth weekday of a month, or its nth day; from its end where `nth` is below 0."""
    days = weekdays(year, month, weekday)
    if nth > len(days) or nth == 0:
        named = "jour" if weekday is None else DAYS[weekday]
        missing = f"il n'y a pas de {nth}e {named} en {MONTHS[month - 1]} {year}"
        raise WhenError(RefusalReason.NO_SUCH_DAY, missing)
    return days[nth - 1 if nth > 0 else nth]
