"""Which day is meant: the words of a date against the day on which they are typed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.dates.rules import DatePart, DatePartKind
from bot.french.spoken import DAYS, MONTHS

_IDIOMS: Mapping[int, int] = {8: 1, 15: 2}
"""« Dans huit jours » is a week, « dans quinze jours » is two: a day less than they say."""

_MONTHS_TRIED = 3
"""For « jeudi 3 » without a month: the first month, of so many, whose 3rd is a Thursday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day that is meant, `on`; `other` is the second way to understand the words, if any."""

    on: date
    weekday: int | None = None
    other: date | None = None
    year_typed: bool = False


def chosen_day(found: Mapping[DatePartKind, DatePart], now: datetime, at: time) -> Day:
    """Return the day that the parts mean, when typed at `now`, a local time.

    `at` is the hour of the meeting: « le 3 » typed on the 3rd is today until then. Raises
    WhenError for a date that does not exist or is missing.
    """
    soon = now.date() if at > now.time() else now.date() + timedelta(days=1)
    weekday = found[DatePartKind.DAY].values["day"] if DatePartKind.DAY in found else None
    said = [
        choose(found[kind].values, now.date(), soon, weekday)
        for kind, choose in _BY_KIND.items()
        if kind in found
    ]
    day = said[0] if said else _by_weekday(found, now.date(), soon)
    weeks = [found[DatePartKind.WEEK].values["week"]] if DatePartKind.WEEK in found else []
    in_week = all(_in_week(now.date(), each, day.on.weekday()) == day.on for each in weeks)
    if any(each.on != day.on for each in said) or not in_week:
        raise WhenError(RefusalReason.TWO_DAYS)
    return day


def _by_weekday(found: Mapping[DatePartKind, DatePart], today: date, soon: date) -> Day:
    if DatePartKind.DAY not in found:
        raise WhenError(
            RefusalReason.WHICH_DAY_OF_WEEK if DatePartKind.WEEK in found else RefusalReason.NO_DAY
        )
    values = found[DatePartKind.DAY].values
    weeks = found[DatePartKind.WEEK].values if DatePartKind.WEEK in found else {}
    return _weekday({**values, **weeks}, today, soon)


def _whole_date(values: Mapping[str, int], _today: date, soon: date, weekday: int | None) -> Day:
    typed = values.get("day", weekday)
    day, month = values["dd"], values.get("month") or values["mm"]
    year = values.get("yyyy") or values.get("year")
    if year is None:
        return Day(on=_next_date(day, month, soon), weekday=typed)
    return Day(on=_date(day, month, year), weekday=typed, year_typed=True)


def _next_date(day: int, month: int, soon: date) -> date:
    """Return the first such date from `soon` on, within a year."""
    this_year = (month, day) >= (soon.month, soon.day)
    return _date(day, month, soon.year if this_year else soon.year + 1)


def _month_day(values: Mapping[str, int], today: date, soon: date, weekday: int | None) -> Day:
    day, typed = values["dd"], values.get("day", weekday)
    if "months" in values:
        year, month = _month_after(today, values["months"])
        return Day(on=_date(day, month, year), weekday=typed)
    year, month = _month_after(soon, 0 if day >= soon.day else 1)
    agreeing = (each for each in _same_days(day, year, month) if each.weekday() == typed)
    return Day(on=next(agreeing, None) or _date(day, month, year), weekday=typed)


def _same_days(day: int, year: int, month: int) -> Iterator[date]:
    for ahead in range(_MONTHS_TRIED):
        in_year, in_month = _month_after(date(year, month, 1), ahead)
        if 0 < day <= monthrange(in_year, in_month)[1]:
            yield date(in_year, in_month, day)


def _nth(values: Mapping[str, int], today: date, soon: date, _weekday: int | None) -> Day:
    nth, weekday = values["ord"], values["day"]
    if "months" in values:
        year, month = _month_after(today, values["months"])
    else:
        month = values["month"]
        year = values.get("yyyy") or (soon.year if month >= soon.month else soon.year + 1)
    length = monthrange(year, month)[1]
    days = [n for n in range(1, length + 1) if date(year, month, n).weekday() == weekday]
    if nth > len(days) or nth == 0:
        missing = f"il n'y a pas de {nth}e {DAYS[weekday]} en {MONTHS[month - 1]} {year}"
        raise WhenError(RefusalReason.NO_SUCH_DAY, missing)
    return Day(on=date(year, month, days[nth - 1 if nth > 0 else nth]), weekday=weekday)


def _ahead(values: Mapping[str, int], today: date, _soon: date, weekday: int | None) -> Day:
    days, weeks = values.get("days", 0), values.get("weeks", 0)
    idiom = days in _IDIOMS and not weeks
    if weekday is not None and (idiom or weeks):
        return _weekday_ahead(weekday, weeks or _IDIOMS[days], today)
    if "months" in values:
        year, month = _month_after(today, values["months"])
        return Day(on=_date(today.day, month, year), weekday=weekday)
    said = today + timedelta(days=days, weeks=weeks)
    if idiom:
        return Day(on=said - timedelta(days=1), other=said, weekday=weekday)
    return Day(on=said, weekday=weekday)


def _weekday_ahead(weekday: int, weeks: int, today: date) -> Day:
    """Return « mardi dans deux semaines »: of that week, or two weeks after next Tuesday."""
    said = _in_week(today, weeks, weekday)
    tomorrow = today + timedelta(days=1)
    nearest = tomorrow + timedelta(days=(weekday - tomorrow.weekday()) % 7, weeks=weeks)
    return Day(on=said, weekday=weekday, other=nearest if nearest != said else None)


def _weekday(values: Mapping[str, int], today: date, soon: date) -> Day:
    weekday = values["day"]
    if "week" in values:
        return Day(on=_in_week(today, values["week"], weekday), weekday=weekday)
    tomorrow = today + timedelta(days=1)
    first = tomorrow if "next" in values or "weeks" in values else soon
    nearest = first + timedelta(days=(weekday - first.weekday()) % 7)
    said = nearest + timedelta(weeks=values.get("weeks", 0))
    this_week = "next" in values and said <= today + timedelta(days=6 - today.weekday())
    other = said + timedelta(weeks=1) if this_week else None
    return Day(on=said, weekday=weekday, other=other)


def _in_week(today: date, weeks: int, weekday: int) -> date:
    return today + timedelta(days=weekday - today.weekday(), weeks=weeks)


def _month_after(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def _date(day: int, month: int, year: int) -> date:
    last = monthrange(year, month)[1]
    name = MONTHS[month - 1]
    if not day:
        raise WhenError(RefusalReason.NO_SUCH_DAY, f"{name} commence le 1er")
    if day > last:
        raise WhenError(RefusalReason.NO_SUCH_DAY, f"{name} {year} n'a que {last} jours")
    return date(year, month, day)


_BY_KIND = {
    DatePartKind.DATE: _whole_date,
    DatePartKind.NTH: _nth,
    DatePartKind.MONTH_DAY: _month_day,
    DatePartKind.AHEAD: _ahead,
}
