"""Which day is meant: the words of a date against the day on which they are typed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.french.dates.feasts import FEASTS
from bot.french.dates.kinds import DatePart, DatePartKind
from bot.french.dates.questions import DoubtKind
from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.spoken import DAYS, MONTHS

_IDIOMS: Mapping[int, int] = {8: 1, 15: 2}
"""« Dans huit jours » is a week, « dans quinze jours » is two: a day less than they say."""

_MONTHS_AGREEING = 3
"""For « jeudi 3 » without a month: a 3rd that is a Thursday is looked for in so many months."""

_MONTHS_LOOKED_AT = 4
"""Of so many months in a row, two have a 31st."""

_SWAPPED_WITHIN = timedelta(days=45)
_SWAPPED_BEFORE = timedelta(days=120)
"""« 9/3 », typed in August: far as 9 March, near as 3 September, so that it is asked."""

_WEEK = timedelta(days=7)
_SUNDAY = 6
_LONGEST_MONTH = 31


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
class _Typing:
    """The day of typing, and the first one on which the hour that was typed is to come."""

    today: date
    soon: date
    weekday: int | None

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())


def chosen_day(found: Mapping[DatePartKind, DatePart], now: datetime, at: time) -> Day:
    """Return the day that the parts mean, when typed at `now`, a local time.

    `at` is the hour of the meeting: « vendredi », typed on a Friday, may be today until then.
    Raises WhenError for a date that does not exist or is missing.
    """
    soon = now.date() if at > now.time() else now.date() + timedelta(days=1)
    weekday = found[DatePartKind.DAY].values["day"] if DatePartKind.DAY in found else None
    typing = _Typing(now.date(), soon, weekday)
    said = [
        choose(found[kind].values, typing) for kind, choose in _BY_KIND.items() if kind in found
    ]
    monday = None
    if DatePartKind.WEEK in found:
        monday = _monday(found[DatePartKind.WEEK].values, typing)
    day = said[0] if said else _by_weekday(found, typing, monday)
    in_week = monday is None or monday <= day.on < monday + _WEEK
    if any(each.on != day.on for each in said) or not in_week:
        raise WhenError(RefusalReason.TWO_DAYS)
    return day


def _by_weekday(
    found: Mapping[DatePartKind, DatePart], typing: _Typing, monday: date | None
) -> Day:
    if DatePartKind.DAY not in found:
        raise WhenError(RefusalReason.NO_DAY if monday is None else RefusalReason.WHICH_DAY_OF_WEEK)
    values = found[DatePartKind.DAY].values
    if monday is None:
        return _weekday(values, typing)
    on = monday + timedelta(days=values["day"])
    nearest = _weekday({"day": values["day"]}, typing).on
    late = "late" in found[DatePartKind.WEEK].values
    return Day(on=on, weekday=values["day"], other=nearest if late and nearest != on else None)


def _monday(values: Mapping[str, int], typing: _Typing) -> date:
    """Return the Monday of the week that is meant: « prochaine », « 50 », « du 22 mars »."""
    if "week" in values:
        return typing.monday + timedelta(weeks=values["week"])
    if "iso" in values:
        return _numbered_week(values["iso"], values.get("yyyy"), typing.today)
    from_monday = _Typing(typing.monday, typing.monday, None)
    month = values.get("month") or values.get("mm") or values.get("last")
    if month:
        day = _whole_date({"dd": values["dd"], "month": month}, from_monday).on
    else:
        day = _month_day({"dd": values["dd"]}, from_monday).on
    return day - timedelta(days=day.weekday())


def _numbered_week(number: int, typed: int | None, today: date) -> date:
    """Return the Monday of an ISO week: of the year that was typed, else of the next such week."""
    this_year, this_week, _ = today.isocalendar()
    year = typed or (this_year if number >= this_week else this_year + 1)
    weeks = date(year, 12, 28).isocalendar().week
    if not 1 <= number <= weeks:
        raise WhenError(RefusalReason.NO_SUCH_WEEK, f"{year} a {weeks} semaines")
    return date.fromisocalendar(year, number, 1)


def _whole_date(values: Mapping[str, int], typing: _Typing) -> Day:
    if values.keys() & {"offset", "beside"}:
        return _told_from_date(values, typing)
    typed = values.get("day", typing.weekday)
    day, month = values["dd"], values.get("month") or values["mm"]
    year = values.get("yyyy") or values.get("year")
    if "years" in values:
        year = typing.today.year + values["years"]
    on = _next_date(day, month, typing.soon) if year is None else _date(day, month, year)
    swapped = _swapped(values, on, typing)
    if swapped and typed in {None, swapped.weekday()}:
        asked = DoubtKind.FIGURES
        return Day(on=on, weekday=None, other=swapped, asked=asked, year_typed=year is not None)
    gone = year is not None and on < typing.today
    return Day(
        on=on,
        weekday=typed,
        instead=_next_date(day, month, typing.soon) if gone and (day, month) != (29, 2) else None,
        year_typed=year is not None,
    )


def _swapped(values: Mapping[str, int], on: date, typing: _Typing) -> date | None:
    """Return the date that all-figure words mean to who writes the month first, if it is likely."""
    day, month = values["dd"], values.get("mm", 0)
    if not month or day not in range(1, 13) or day == month:
        return None
    year = values.get("yyyy") or values.get("year")
    other = date(year, day, month) if year else _next_date(month, day, typing.soon)
    near = typing.soon <= other <= typing.today + _SWAPPED_WITHIN
    unlikely = on < typing.soon or on > typing.today + _SWAPPED_BEFORE
    named = values.get("day", typing.weekday)
    disagrees = named is not None and named != on.weekday()
    return other if near and (unlikely or disagrees) else None


def _told_from_date(values: Mapping[str, int], typing: _Typing) -> Day:
    """Return « la veille du 14 juillet », « le lundi après le 3 mars »."""
    day, month = values["dd"], values.get("month") or values["mm"]
    year = values.get("yyyy") or values.get("year")
    if year:
        on = _moved(_date(day, month, year), values)
    else:
        on = _first_to_come(lambda each: _moved(_date(day, month, each), values), typing.soon)
    typed = typing.weekday
    if "inner" in values:
        typed = (values["inner"] + values["offset"]) % 7
    return Day(on=on, weekday=typed, year_typed=year is not None)


def _feast(values: Mapping[str, int], typing: _Typing) -> Day:
    feast, year = FEASTS[values["feast"]], values.get("yyyy")
    if year:
        on = _moved(feast.day_in(year), values)
    else:
        on = _first_to_come(lambda each: _moved(feast.day_in(each), values), typing.soon)
    sure = values.keys() & {"offset", "beside"}
    second = on + timedelta(days=feast.second) if feast.second and not sure else None
    if second and typing.weekday == second.weekday():
        on, second = second, None
    return Day(on=on, weekday=typing.weekday, other=second, year_typed=bool(year))


def _moved(day: date, values: Mapping[str, int]) -> date:
    """Return the day that is so many days from another, or the weekday beside it."""
    if "beside" not in values:
        return day + timedelta(days=values.get("offset", 0))
    apart = (values["day"] - day.weekday()) % 7
    if values["beside"] == 0:
        return day + timedelta(days=apart if apart <= _SUNDAY // 2 else apart - 7)
    return day + timedelta(days=apart or 7 if values["beside"] > 0 else apart - 7)


def _first_to_come(day_in: Callable[[int], date], soon: date) -> date:
    days = (day_in(soon.year + years) for years in (-1, 0, 1, 2))
    return next(day for day in days if day >= soon)


def _next_date(day: int, month: int, soon: date) -> date:
    """Return the first such date from `soon` on, within a year."""
    this_year = (month, day) >= (soon.month, soon.day)
    return _date(day, month, soon.year if this_year else soon.year + 1)


def _month_day(values: Mapping[str, int], typing: _Typing) -> Day:
    day, typed = values["dd"], values.get("day", typing.weekday)
    if "months" in values:
        year, month = _month_after(typing.today, values["months"])
        return Day(on=_date(day, month, year), weekday=typed)
    if not 1 <= day <= _LONGEST_MONTH:
        _date(day, typing.soon.month, typing.soon.year)
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


def _beside_month_day(day: int, on: date, typing: _Typing) -> tuple[date | None, DoubtKind]:
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
        year, month = _month_after(first, ahead)
        if day <= monthrange(year, month)[1] and date(year, month, day) >= first:
            yield date(year, month, day)


def _nth(values: Mapping[str, int], typing: _Typing) -> Day:
    nth, weekday = values["ord"], values.get("day")
    if "month" in values:
        month, soon = values["month"], typing.soon
        year = values.get("yyyy") or (soon.year if month >= soon.month else soon.year + 1)
        return Day(on=_ranked(nth, weekday, year, month), weekday=weekday)
    year, month = _month_after(typing.today, values["months"])
    on = _ranked(nth, weekday, year, month)
    if values["months"] or on >= typing.soon:
        return Day(on=on, weekday=weekday)
    later = _ranked(nth, weekday, *_month_after(typing.today, 1))
    return Day(on=later, weekday=weekday, other=on, asked=DoubtKind.PASSED)


def _ranked(nth: int, weekday: int | None, year: int, month: int) -> date:
    """Return the nth weekday of a month, or its nth day; from its end where `nth` is below 0."""
    length = monthrange(year, month)[1]
    days = [
        day
        for day in (date(year, month, n) for n in range(1, length + 1))
        if weekday in {None, day.weekday()}
    ]
    if nth > len(days) or nth == 0:
        named = "jour" if weekday is None else DAYS[weekday]
        missing = f"il n'y a pas de {nth}e {named} en {MONTHS[month - 1]} {year}"
        raise WhenError(RefusalReason.NO_SUCH_DAY, missing)
    return days[nth - 1 if nth > 0 else nth]


def _ahead(values: Mapping[str, int], typing: _Typing) -> Day:
    today, weekday = typing.today, typing.weekday
    days, weeks = values.get("days", 0), values.get("weeks", 0)
    idiom = days in _IDIOMS and not weeks
    if weekday is not None and (idiom or weeks):
        return _weekday_ahead(weekday, weeks or _IDIOMS[days], today)
    if values.keys() & {"months", "years"}:
        year, month = _month_after(today, values.get("months", 0) + 12 * values.get("years", 0))
        return Day(on=_date(today.day, month, year), weekday=weekday)
    said = today + timedelta(days=days, weeks=weeks)
    if idiom:
        return Day(on=said - timedelta(days=1), other=said, weekday=weekday)
    return Day(on=said, weekday=weekday)


def _weekday_ahead(weekday: int, weeks: int, today: date) -> Day:
    """Return « mardi dans deux semaines »: of that week, or two weeks after next Tuesday."""
    said = today + timedelta(days=weekday - today.weekday(), weeks=weeks)
    tomorrow = today + timedelta(days=1)
    nearest = tomorrow + timedelta(days=(weekday - tomorrow.weekday()) % 7, weeks=weeks)
    return Day(on=said, weekday=weekday, other=nearest if nearest != said else None)


def _weekday(values: Mapping[str, int], typing: _Typing) -> Day:
    weekday, today = values["day"], typing.today
    is_today = weekday == today.weekday()
    ahead = timedelta(days=(weekday - today.weekday()) % 7)
    after_today = today + (ahead or _WEEK)
    if "last" in values:
        return Day(on=after_today - _WEEK if not is_today else today - _WEEK, weekday=weekday)
    if "weeks" in values:
        said = after_today + timedelta(weeks=values["weeks"])
        return Day(on=said, weekday=weekday, other=said - _WEEK if is_today else None)
    if "next" in values:
        return Day(on=after_today, weekday=weekday, other=_next_but_one(after_today, typing))
    if "coming" in values or not is_today:
        return Day(on=after_today, weekday=weekday)
    to_come = typing.soon == today
    if "this" in values:
        other = None if to_come else today
        on = today if to_come else after_today
        return Day(on=on, weekday=weekday, other=other, asked=DoubtKind.PASSED)
    on, other = (today, after_today) if to_come else (after_today, None)
    return Day(on=on, weekday=weekday, other=other, asked=DoubtKind.TODAY)


def _next_but_one(on: date, typing: _Typing) -> date | None:
    """Return what « jeudi prochain » may also mean: of this week, or said on a Sunday."""
    today = typing.today
    this_week = on < typing.monday + _WEEK
    eve = today.weekday() == _SUNDAY and on < today + _WEEK
    return on + _WEEK if this_week or eve else None


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


_BY_KIND: Mapping[DatePartKind, Callable[[Mapping[str, int], _Typing], Day]] = {
    DatePartKind.DATE: _whole_date,
    DatePartKind.FEAST: _feast,
    DatePartKind.NTH: _nth,
    DatePartKind.MONTH_DAY: _month_day,
    DatePartKind.AHEAD: _ahead,
}
"""The surest first: what it says is taken, the others must agree."""
