"""Dates with their month, feasts, and the days told from them: « la veille du 14 juillet »."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.french.dates.feasts import FEASTS
from bot.french.dates.meant import Day, Typing, exact_date, next_date
from bot.french.dates.questions import DoubtKind
from bot.french.dates.refusals import RefusalReason, WhenError

_SWAPPED_WITHIN = timedelta(days=45)
_SWAPPED_BEFORE = timedelta(days=120)
"""« 9/3 », typed in August: far as 9 March, near as 3 September, so that it is asked."""

_NEAREST = 3
"""Days, at most, from a day to the nearest one of a weekday."""


def whole_date(values: Mapping[str, int], typing: Typing) -> Day:
    """Return the day of a date with its month, or the one that is told from it."""
    if values.keys() & {"offset", "beside"}:
        return _told_from_date(values, typing)
    typed = values.get("day", typing.weekday)
    day, month = values["dd"], values.get("month") or values["mm"]
    year = values.get("yyyy") or values.get("year")
    if "years" in values:
        year = typing.today.year + values["years"]
    on = next_date(day, month, typing.soon) if year is None else exact_date(day, month, year)
    swapped = _swapped(values, on, typing)
    if swapped and typed in {None, swapped.weekday()}:
        asked = DoubtKind.FIGURES
        return Day(on=on, weekday=None, other=swapped, asked=asked, year_typed=year is not None)
    gone = year is not None and on < typing.today
    return Day(
        on=on,
        weekday=typed,
        instead=next_date(day, month, typing.soon) if gone and (day, month) != (29, 2) else None,
        year_typed=year is not None,
    )


def feast_day(values: Mapping[str, int], typing: Typing) -> Day:
    """Return the day of a feast, or the one that is told from it: the first to come."""
    feast, year = FEASTS[values["feast"]], values.get("yyyy")
    if year:
        on = _moved(feast.day_in(year), values)
    else:
        on = _first_to_come(lambda each: _moved(feast.day_in(each), values), typing.soon)
    sure = values.keys() & {"offset", "beside"}
    second = feast.second(on) if feast.second and not sure else None
    if second and typing.weekday == second.weekday():
        on, second = second, None
    if second == on:
        second = None
    return Day(on=on, weekday=typing.weekday, other=second, year_typed=bool(year))


def _swapped(values: Mapping[str, int], on: date, typing: Typing) -> date | None:
    """Return the date that all-figure words mean to who writes the month first, if it is likely."""
    day, month = values["dd"], values.get("mm", 0)
    if not month or day not in range(1, 13) or day == month:
        return None
    year = values.get("yyyy") or values.get("year")
    other = date(year, day, month) if year else next_date(month, day, typing.soon)
    near = typing.soon <= other <= typing.today + _SWAPPED_WITHIN
    unlikely = on < typing.soon or on > typing.today + _SWAPPED_BEFORE
    named = values.get("day", typing.weekday)
    disagrees = named is not None and named != on.weekday()
    return other if near and (unlikely or disagrees) else None


def _told_from_date(values: Mapping[str, int], typing: Typing) -> Day:
    """Return « la veille du 14 juillet », « le lundi après le 3 mars »."""
    day, month = values["dd"], values.get("month") or values["mm"]
    year = values.get("yyyy") or values.get("year")
    if year:
        on = _moved(exact_date(day, month, year), values)
    else:
        on = _first_to_come(lambda each: _moved(exact_date(day, month, each), values), typing.soon)
    typed = typing.weekday
    if "inner" in values:
        typed = (values["inner"] + values["offset"]) % 7
    return Day(on=on, weekday=typed, year_typed=year is not None)


def _moved(day: date, values: Mapping[str, int]) -> date:
    """Return the day that is so many days from another, or the weekday beside it."""
    if "beside" not in values:
        return day + timedelta(days=values.get("offset", 0))
    apart = (values["day"] - day.weekday()) % 7
    if values["beside"] == 0:
        return day + timedelta(days=apart if apart <= _NEAREST else apart - 7)
    if values["beside"] > 0:
        return day + timedelta(days=apart or 7, weeks=_rank(values, 1))
    return day + timedelta(days=apart - 7, weeks=-_rank(values, -1))


def _rank(values: Mapping[str, int], nearest: int) -> int:
    """Return the weeks beyond the nearest such day: « le 2e mardi après », « le dernier avant »."""
    rank = values.get("ord", 1)
    if rank in {1, nearest}:
        return 0
    if not 0 < rank <= _RANKS:
        raise WhenError(RefusalReason.VAGUE)
    return rank - 1


_RANKS = 5


def _first_to_come(day_in: Callable[[int], date], soon: date) -> date:
    days = (day_in(soon.year + years) for years in (-1, 0, 1, 2))
    return next(day for day in days if day >= soon)
