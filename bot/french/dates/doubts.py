"""What to ask before a date is taken: the day that was named, holidays, nights, clock changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.french.dates.reading import When
from bot.french.school import school_holidays
from bot.french.spoken import DAYS, clock, long_day
from bot.french.workdays import AUGUST, SATURDAY, bank_holiday

SOON = timedelta(hours=24)
FAR = timedelta(days=366)
FAR_UNSAID = timedelta(days=300)
"""From here on a year that was not typed is asked about: 28 September, said on 2 October."""

EARLIEST, LATEST = time(7), time(22)
"""Hours between which a meeting starts."""


class DoubtKind(Enum):
    """A reason to ask, with the question; {names} stand for the values of the doubt."""

    WEEKDAY = (
        "Vous écrivez « {typed} », mais c'est un {real}. Gardez-vous le {day}, ou pensiez-vous au "
        "{near} ?"
    )
    TWO_READINGS = (
        "Ces mots se comprennent de deux façons : le {day}, que je retiens, ou le {other}. "
        "Écrivez la date en chiffres si c'est la seconde."
    )
    PAST = "Le {day} à {hour} est déjà passé. Donnez une date à venir, ou précisez l'année."
    SOON = (
        "C'est dans moins de 24 heures, tout le monde n'aura pas le temps de le voir. Gardez "
        "cette date si tout le monde est prévenu, ou choisissez-en une plus lointaine."
    )
    FAR = "Le {day}, c'est dans {months} mois. Confirmez si c'est bien la bonne année."
    HOLIDAY = (
        "Le {day} est férié : {name}. Gardez cette date si tout le monde est d'accord, ou prenez "
        "le {near}."
    )
    WEEKEND = "Le {day}, c'est le week-end. Gardez cette date si c'est voulu, ou prenez le {near}."
    AUGUST = (
        "En août, beaucoup de collègues sont en congé. Gardez cette date s'il y a assez de "
        "monde, ou attendez septembre."
    )
    SCHOOL = (
        "Le {day} tombe pendant {name} ({zone}). Gardez cette date s'il y a assez de monde, "
        "ou attendez la reprise des cours."
    )
    HOUR = "{hour}, ce n'est pas une heure habituelle. Confirmez-la, ou écrivez-la de 0 à 23."
    SKIPPED = (
        "Cette nuit-là, {hour} n'existe pas : les horloges avancent. Je note {real} ; choisissez "
        "une autre heure si cela ne convient pas."
    )
    TWICE = (
        "Cette nuit-là, {hour} arrive deux fois : les horloges reculent. Je note la première ; "
        "pour la seconde, ajoutez « heure d'hiver »."
    )


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to ask about a date, and the French values that the question names."""

    kind: DoubtKind
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def sentence(self) -> str:
        """The question, in French, with what to do; to be typeset when it is said."""
        return self.kind.value.format_map(self.values)


def doubts(when: When, *, zone: str, school_zone: str) -> tuple[Doubt, ...]:
    """Return what to ask before a date is taken, the most serious first.

    They are measured from the moment of typing. What is past raises no question on its season;
    a bank holiday none on its weekend, August none on its school holidays. `school_zone` is one
    of `school.ZONES`; with any other nothing is said of school holidays.
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


def _weekday(asked: _Asked) -> Iterator[Doubt]:
    typed, real = asked.when.typed.weekday, asked.day.weekday()
    if typed is None or typed == real:
        return
    apart = (typed - real + 3) % 7 - 3
    near = asked.day + timedelta(days=apart)
    yield asked.doubt(DoubtKind.WEEKDAY, typed=DAYS[typed], real=DAYS[real], near=long_day(near))


def _two_readings(asked: _Asked) -> Iterator[Doubt]:
    if asked.when.typed.other:
        yield asked.doubt(DoubtKind.TWO_READINGS, other=long_day(asked.when.typed.other))


def _distance(asked: _Asked) -> Iterator[Doubt]:
    ahead = asked.when.start - asked.when.typed.at
    if ahead <= timedelta(0):
        yield asked.doubt(DoubtKind.PAST)
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
    if not EARLIEST <= asked.when.wall.time() < LATEST:
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
    while ahead.weekday() >= SATURDAY or bank_holiday(ahead, zone):
        ahead += timedelta(days=1)
    return ahead


_Ask = Callable[[_Asked], Iterator[Doubt]]
_OF_PAST: Sequence[_Ask] = (_weekday, _two_readings, _distance)
_ALL: Sequence[_Ask] = (*_OF_PAST, _free_days, _season, _hour, _clock_change)
