"""Which day is meant: the words of a date against the day on which they are typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.french.dates.dated import feast_day, whole_date
from bot.french.dates.kinds import DatePart, DatePartKind
from bot.french.dates.meant import Day, Typing, exact_date, month_after
from bot.french.dates.monthly import month_day, nth_day
from bot.french.dates.questions import DoubtKind
from bot.french.dates.refusals import RefusalReason, WhenError

_IDIOMS: Mapping[int, int] = {8: 1, 15: 2}
"""« Dans huit jours » is a week, « dans quinze jours » is two: a day less than they say."""
_FORTNIGHT = 15
"""Nobody counts fifteen days one by one; eight, some do, and « une quinzaine » may be any."""

_WEEK = timedelta(days=7)
_MONTH = timedelta(days=31)
_SUNDAY = 6
_NIGHT_ENDS = 4
"""Until this hour « demain » may be the day that has just begun."""


def chosen_day(found: Mapping[DatePartKind, DatePart], now: datetime, at: time) -> Day:
    """Return the day that the parts mean, when typed at `now`, a local time.

    `at` is the hour of the meeting: « vendredi », typed on a Friday, may be today until then.
    Raises WhenError for a date that does not exist or is missing.
    """
    soon = now.date() if at > now.time() else now.date() + timedelta(days=1)
    weekday = found[DatePartKind.DAY].values["day"] if DatePartKind.DAY in found else None
    typing = Typing(now.date(), soon, weekday, at_night=now.hour < _NIGHT_ENDS)
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


def _by_weekday(found: Mapping[DatePartKind, DatePart], typing: Typing, monday: date | None) -> Day:
    if DatePartKind.DAY not in found:
        raise WhenError(RefusalReason.NO_DAY if monday is None else RefusalReason.WHICH_DAY_OF_WEEK)
    values = found[DatePartKind.DAY].values
    if monday is None:
        day = _weekday(values, typing)
        return replace(day, other=day.other or _so_numbered(values, typing))
    on = monday + timedelta(days=values["day"])
    nearest = _weekday({"day": values["day"]}, typing).on
    late = "late" in found[DatePartKind.WEEK].values
    return Day(on=on, weekday=values["day"], other=nearest if late and nearest != on else None)


def _so_numbered(values: Mapping[str, int], typing: Typing) -> date | None:
    """Return the other day that « jeudi 14-16h » may mean: a Thursday the 14th, at 16 h."""
    if "maybe" not in values:
        return None
    numbered = month_day({"dd": values["maybe"]}, replace(typing, weekday=values["day"]))
    near = numbered.on.weekday() == values["day"] and numbered.on <= typing.today + _MONTH
    return numbered.on if near else None


def _monday(values: Mapping[str, int], typing: Typing) -> date:
    """Return the Monday of the week that is meant: « prochaine », « 50 », « du 22 mars »."""
    if "week" in values:
        return typing.monday + timedelta(weeks=values["week"])
    if "iso" in values:
        return _numbered_week(values["iso"], values.get("yyyy"), typing.today)
    from_monday = Typing(typing.monday, typing.monday, None)
    month = values.get("month") or values.get("mm") or values.get("last")
    if month:
        day = whole_date({"dd": values["dd"], "month": month}, from_monday).on
    else:
        day = month_day({"dd": values["dd"]}, from_monday).on
    return day - timedelta(days=day.weekday())


def _numbered_week(number: int, typed: int | None, today: date) -> date:
    """Return the Monday of an ISO week: of the year that was typed, else of the next such week."""
    this_year, this_week, _ = today.isocalendar()
    year = typed or (this_year if number >= this_week else this_year + 1)
    weeks = date(year, 12, 28).isocalendar().week
    if not 1 <= number <= weeks:
        raise WhenError(RefusalReason.NO_SUCH_WEEK, f"{year} a {weeks} semaines")
    return date.fromisocalendar(year, number, 1)


def _ahead(values: Mapping[str, int], typing: Typing) -> Day:
    today, weekday = typing.today, typing.weekday
    days, weeks = values.get("days", 0), values.get("weeks", 0)
    idiom = days in _IDIOMS and not weeks
    if weekday is not None and (idiom or weeks):
        return _weekday_ahead(weekday, weeks or _IDIOMS[days], today)
    if values.keys() & {"months", "years"}:
        year, month = month_after(today, values.get("months", 0) + 12 * values.get("years", 0))
        return Day(on=exact_date(today.day, month, year), weekday=weekday)
    said = today + timedelta(days=days, weeks=weeks)
    if idiom:
        other = None if days == _FORTNIGHT and "about" not in values else said
        return Day(on=said - timedelta(days=1), other=other, weekday=weekday)
    has_begun = typing.at_night and days == 1 and not weeks and weekday is None
    return Day(on=said, weekday=weekday, other=today if has_begun else None)


def _weekday_ahead(weekday: int, weeks: int, today: date) -> Day:
    """Return « mardi dans deux semaines »: of that week, or two weeks after next Tuesday."""
    said = today + timedelta(days=weekday - today.weekday(), weeks=weeks)
    nearest = today + timedelta(days=(weekday - today.weekday()) % 7, weeks=weeks)
    return Day(on=said, weekday=weekday, other=nearest if nearest != said else None)


def _weekday(values: Mapping[str, int], typing: Typing) -> Day:
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


def _next_but_one(on: date, typing: Typing) -> date | None:
    """Return what « jeudi prochain » may also mean: of this week, or said on a Sunday."""
    today = typing.today
    this_week = on < typing.monday + _WEEK
    eve = today.weekday() == _SUNDAY and on < today + _WEEK
    return on + _WEEK if this_week or eve else None


_BY_KIND: Mapping[DatePartKind, Callable[[Mapping[str, int], Typing], Day]] = {
    DatePartKind.DATE: whole_date,
    DatePartKind.FEAST: feast_day,
    DatePartKind.NTH: nth_day,
    DatePartKind.MONTH_DAY: month_day,
    DatePartKind.AHEAD: _ahead,
}
"""The surest first: what it says is taken, the others must agree."""
