"""One network's schedule: when its meetings, its letters and its digests fall due.

The one place that says so. Meetings and letters, which take people's time, are at rest in August,
and leave a bank holiday for the next working day at the same hour, unless their rule names a day
of the weekend. That day is in the same month, so that no month loses its sequence: else the working
day before. A digest asks nothing of anyone: it keeps to its rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.labels import Labelled
from bot.core.patterns import lazy_pattern
from bot.french.workdays import AUGUST, SATURDAY, bank_holiday, is_working_day
from bot.network.network import Network
from bot.network.rhythm import UNREADABLE_RHYTHM, Rhythm, parse_rhythm

SHOWN_DATES = 3
"""The dates of a rule that are shown whenever it matters."""

NEVER = "jamais"
"""What is written in place of a letter's rule where there is no letter."""

LONGEST_RULE = 120
"""Characters: twice the longest rule that says something."""

_SIGNS = lazy_pattern(r"[^\w ,:'’-]|_")
_LOOKED_BACK = timedelta(days=370)
_FARTHEST_MOVE = timedelta(days=7)

_BARREN = timedelta(days=800)
"""A rule recurs within a year: after two years of dates that were all left out, none will come."""

_REMEMBERED = timedelta(days=400)
"""How far from the start of a month its dates are computed once: any rule recurs within it."""

_COURSES = 1024
"""Courses remembered, by month: networks of a scale share theirs, jobs ask at each beat."""


class Due(Labelled):
    """What falls due in a network; the value names its rule, and the kind of its occurrences."""

    MEETING = "meeting", "rencontre"
    LETTER = "letter", "lettre"
    DIGEST = "digest", "veille"


def read_rule(due: Due, text: str) -> Rhythm | None:
    """Read the rule of one of the three; None where « jamais » is said of the letter.

    Its text is kept without signs that mean nothing there. Raises UNREADABLE_RHYTHM, for a rule
    that would never fall too.
    """
    text = " ".join(_SIGNS.sub(" ", text).split())
    if len(text) > LONGEST_RULE:
        raise UNREADABLE_RHYTHM(text=f"{text[:40]}…", why="c'est trop long")
    if text.strip(" .").casefold() == NEVER:
        if due is not Due.LETTER:
            raise UNREADABLE_RHYTHM(text=text, why=f"seule la lettre peut ne venir {NEVER}")
        return None
    rule = parse_rhythm(text)
    if rule.between_meetings and due is not Due.LETTER:
        raise UNREADABLE_RHYTHM(
            text=text, why="« les mois sans rencontre » ne se dit que de la lettre"
        )
    if due is not Due.DIGEST and rule.every_months == 12 and rule.first_month == AUGUST:  # noqa: PLR2004
        raise UNREADABLE_RHYTHM(text=text, why="le mois d'août est au repos, rien n'y tomberait")
    return rule


def rule_of(network: Network, due: Due) -> Rhythm | None:
    """Return the rule of one of the three; None where there is no letter."""
    rule: Rhythm | None = getattr(network, due.value)
    return rule


def with_rule(network: Network, due: Due, rule: Rhythm | None) -> Network:
    """Return the network with another rule; only a letter may have none."""
    if rule is None and due is not Due.LETTER:
        raise ValueError(f"a network has a rule for its {due.value}")
    rules: dict[str, Any] = {due.value: rule}
    return replace(network, **rules)


def dates_after(network: Network, due: Due, moment: datetime) -> Iterator[datetime]:
    """Yield the moments (UTC) at which one of the three falls due after another, earliest first.

    Strictly after it. Without end, unless there is no rule or nothing falls by it.
    """
    rule = rule_of(network, due)
    if rule is None:
        return iter(())
    course = _Course(
        rule=rule,
        zone=network.timezone,
        rests=due is not Due.DIGEST,
        meetings=network.meeting if rule.between_meetings else None,
    )
    return _dates(course, moment)


def next_due(network: Network, now: datetime) -> datetime:
    """Return the next moment at which anything falls due in a network."""
    return min(at for due in Due for at in islice(dates_after(network, due, now), 1))


def last_due(network: Network, due: Due, since: datetime, now: datetime) -> datetime | None:
    """Return the latest moment with since < moment <= now, None when there is none.

    Earlier ones missed during an outage are let go: one late run, never a burst.
    """
    start = max(since, now - _LOOKED_BACK)
    latest = None
    for at in takewhile(lambda each: each <= now, dates_after(network, due, start)):
        latest = at
    return latest


def month_of(moment: datetime, zone: str) -> datetime:
    """Return the first moment of a moment's month, in an IANA zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)


def months_later(month: datetime, count: int) -> datetime:
    """Return the first moment of the month so many months after, or before when negative."""
    years, index = divmod(month.month - 1 + count, 12)
    return month.replace(year=month.year + years, month=index + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """All that the dates of a rule depend on, whatever the network.

    It `rests` in August and on bank holidays; with `meetings`, in the months that have one too.
    """

    rule: Rhythm
    zone: str
    rests: bool
    meetings: Rhythm | None = None


def _dates(course: _Course, moment: datetime) -> Iterator[datetime]:
    """Yield a course's dates after a moment: those of its year as they were computed once."""
    month = month_of(moment.astimezone(UTC), "UTC")
    for at in _year_from(course, month):
        if at > moment:
            yield at
    yield from _computed(course, month + _REMEMBERED)


@lru_cache(maxsize=_COURSES)
def _year_from(course: _Course, month: datetime) -> tuple[datetime, ...]:
    until = month + _REMEMBERED
    return tuple(takewhile(lambda at: at <= until, _computed(course, month)))


def _computed(course: _Course, moment: datetime) -> Iterator[datetime]:
    if not course.rests:
        return course.rule.after(moment, course.zone)
    return _awake(course, moment)


def _awake(course: _Course, moment: datetime) -> Iterator[datetime]:
    """Yield a course's dates without August, bank holidays, and the months that have a meeting."""
    last = moment
    for at in course.rule.after(moment - _FARTHEST_MOVE, course.zone):
        if at - last > _BARREN:
            return
        local = at.astimezone(ZoneInfo(course.zone))
        if local.month == AUGUST or _meets_in_month_of(course, at):
            continue
        kept = local.replace(day=_workable(course.rule, local.date(), course.zone).day)
        if kept > moment:
            last = kept.astimezone(UTC)
            yield last


def _workable(rule: Rhythm, day: date, zone: str) -> date:
    """Return the day itself, or that which stands for it when it is a bank holiday."""
    if (rule.weekday or 0) >= SATURDAY or not bank_holiday(day, zone):
        return day
    for step in (timedelta(days=1), timedelta(days=-1)):
        moved = day + step
        while not is_working_day(moved, zone):
            moved += step
        if moved.month == day.month:
            return moved
    return day


def _meets_in_month_of(course: _Course, moment: datetime) -> bool:
    """Tell whether there is a meeting that month, where that keeps the course from its date."""
    if course.meetings is None:
        return False
    month = month_of(moment, course.zone)
    before = month.astimezone(UTC) - timedelta(seconds=1)
    met = _Course(rule=course.meetings, zone=course.zone, rests=True)
    at = next(_dates(met, before), None)
    return at is not None and month_of(at, course.zone) == month
