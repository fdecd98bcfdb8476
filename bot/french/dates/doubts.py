"""What to ask before a date is taken: the day that was named, holidays, nights, clock changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.french.dates.questions import Doubt, DoubtKind
from bot.french.dates.reading import When
from bot.french.school import school_holidays
from bot.french.spoken import clock, long_day
from bot.french.workdays import AUGUST, SATURDAY, bank_holiday, is_working_day

SOON = timedelta(hours=24)
FAR = timedelta(days=366)
FAR_UNSAID = timedelta(days=240)
"""From here on a year that was not typed is asked about: 12 March, said on 2 July."""

EARLIEST, LATEST = time(7), time(22)
"""Hours between which a meeting starts."""
_NIGHT = range(1, 6)
"""Hours that may as well be twelve later: « mardi 2h »."""


def doubts(when: When, *, zone: str, school_zone: str) -> tuple[Doubt, ...]:
    """Return what to ask before a date is taken, the most serious first.

    They are measured from the moment of typing. What is past raises no question on its season;
    a bank holiday none on its weekend, August none on its school holidays. `school_zone` is one
    that `school` knows; with any other nothing is said of school holidays.
    """
    asked = _Asked(when, when.start.astimezone(ZoneInfo(zone)), zone, school_zone)
    past = when.start <= when.typed.at
    return tuple(each for ask in (_OF_PAST if past else _ALL) for each in ask(asked))


@dataclass(frozen=True, slots=True)
class _Asked:
    when: When
    local: datetime
    zone: str
    school_zone: str

    @property
    def day(self) -> date:
        return self.local.date()

    def doubt(self, kind: DoubtKind, **values: str) -> Doubt:
        common = {"day": long_day(self.day), "hour": clock(self.when.wall)}
        return Doubt(kind, MappingProxyType(common | values))


def _words(asked: _Asked) -> Iterator[Doubt]:
    yield from asked.when.typed.asked


def _distance(asked: _Asked) -> Iterator[Doubt]:
    ahead = asked.when.start - asked.when.typed.at
    if ahead <= timedelta(0):
        instead = asked.when.typed.instead
        other = f"Pensiez-vous au {long_day(instead)} ? " if instead else ""
        yield asked.doubt(DoubtKind.PAST, instead=other)
    elif ahead < SOON:
        yield asked.doubt(DoubtKind.SOON)
    elif ahead > (FAR if asked.when.typed.year else FAR_UNSAID):
        yield asked.doubt(DoubtKind.FAR, months=str(round(ahead.days / 30.44)))


def _free_days(asked: _Asked) -> Iterator[Doubt]:
    name = bank_holiday(asked.day, asked.zone)
    near = long_day(_next_workday(asked.day, asked.zone))
    if name:
        yield asked.doubt(DoubtKind.HOLIDAY, name=name, near=near)
    elif asked.day.weekday() >= SATURDAY:
        yield asked.doubt(DoubtKind.WEEKEND, near=near)


def _season(asked: _Asked) -> Iterator[Doubt]:
    holidays = school_holidays(asked.day, asked.school_zone)
    if asked.day.month == AUGUST:
        yield asked.doubt(DoubtKind.AUGUST)
    elif holidays:
        zone = asked.school_zone
        named = zone if zone == "Corse" else f"zone\u00a0{zone}"
        yield asked.doubt(DoubtKind.SCHOOL, name=holidays.name, zone=named)


def _hour(asked: _Asked) -> Iterator[Doubt]:
    wall, typed = asked.when.wall, asked.when.typed
    already = {each.kind for each in typed.asked}
    if wall.hour in _NIGHT and not typed.season and DoubtKind.BARE_HOUR not in already:
        yield asked.doubt(DoubtKind.NIGHT, other=clock(wall + timedelta(hours=12)))
    elif DoubtKind.MIDNIGHT not in already and not EARLIEST <= wall.time() < LATEST:
        yield asked.doubt(DoubtKind.HOUR)


def _clock_change(asked: _Asked) -> Iterator[Doubt]:
    wall = asked.when.wall
    if asked.local.replace(tzinfo=None) != wall:
        yield asked.doubt(DoubtKind.SKIPPED, real=clock(asked.local))
        return
    here = wall.replace(tzinfo=ZoneInfo(asked.zone))
    twice = here.utcoffset() != here.replace(fold=1).utcoffset()
    if twice and not asked.when.typed.season:
        yield asked.doubt(DoubtKind.TWICE)


def _next_workday(day: date, zone: str) -> date:
    """Return the first day after this one on which people work."""
    ahead = day + timedelta(days=1)
    while not is_working_day(ahead, zone):
        ahead += timedelta(days=1)
    return ahead


_Ask = Callable[[_Asked], Iterator[Doubt]]
_OF_PAST: Sequence[_Ask] = (_words, _distance)
_ALL: Sequence[_Ask] = (*_OF_PAST, _free_days, _season, _hour, _clock_change)
