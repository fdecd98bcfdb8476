"""When a network's moments fall due, from a rule that a coordinator can write in French.

« le 1er mardi à 9 h », « le 2e jeudi, un mois sur deux, 9 h 30 », « le 31 à 8 h »,
« chaque lundi à 8 h 30 », « le dernier vendredi, tous les 3 mois dès février, 14 h ».

A rule is a wall time in the network's own IANA zone, so a moment keeps its local hour when clocks
change. A local time that does not exist that night (2 h 30 in March) is moved forward by the
gap; one that exists twice (2 h 30 in October) happens the first time only: PEP 495, fold=0.
A day that the month lacks (the 31st) becomes the month's last day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from bot.core.errors import Refusal, UserError
from bot.french.folding import fold
from bot.french.spoken import DAYS, MONTHS

LATE_AFTER = timedelta(hours=1)
"""Past this, what was due says that it comes late."""


UNREADABLE_RHYTHM = Refusal(
    "unreadable rhythm: {why}",
    reply="Je ne comprends pas le rythme « {text} » : {why}. Par exemple : "
    "« le 1er mardi à 9 h », « le 2e jeudi, un mois sur deux, 9 h 30 », "
    "« chaque lundi à 8 h 30 ».",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A rule of moments, read from `text`.

    Weekly when `every_months` is 0: each `weekday` (Monday = 0). Otherwise every `every_months`
    months counted from `first_month` (1 to 12): on the `nth` weekday (-1 = the last one), or
    on `month_day` (1 to 31). With `between_meetings`, only in the months that have no meeting by
    the network's own rhythm: `schedule.py` sees to it.
    """

    text: str
    at: time
    every_months: int = 1
    first_month: int = 1
    weekday: int | None = None
    nth: int | None = None
    month_day: int | None = None
    between_meetings: bool = False

    def after(self, moment: datetime, zone: str) -> Iterator[datetime]:
        """Yield the due moments strictly after `moment`, in UTC, earliest first, without end."""
        for due in self._from(moment, zone):
            if due > moment:
                yield due

    def next_dates(self, moment: datetime, zone: str, count: int = 3) -> tuple[datetime, ...]:
        """Return the next due moments: what is shown whenever a rule is set."""
        return tuple(islice(self.after(moment, zone), count))

    def _from(self, moment: datetime, zone: str) -> Iterator[datetime]:
        """Yield moments from somewhat before `moment` on; local wall times made UTC."""
        local = moment.astimezone(ZoneInfo(zone))
        for wall in self._rule(local):
            yield wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)

    def _rule(self, local: datetime) -> rrule:
        if self.every_months == 0:
            start = datetime.combine(local.date() - timedelta(days=8), self.at)
            return rrule(WEEKLY, dtstart=start, byweekday=self.weekday)
        start = datetime.combine(self._month_before(local.date()), self.at)
        monthly = partial(rrule, MONTHLY, dtstart=start, interval=self.every_months)
        if self.month_day is None:
            return monthly(byweekday=weekday(self.weekday or 0, self.nth))
        days = range(min(self.month_day, 28), self.month_day + 1)
        return monthly(bymonthday=tuple(days), bysetpos=-1)

    def _month_before(self, day: date) -> date:
        """Return the first day of a month of the rule, one at least before a day's month.

        The interval divides twelve, so any year may anchor it.
        """
        month = day.year * 12 + day.month - 1
        month -= (month - (self.first_month - 1)) % self.every_months + self.every_months
        return date(month // 12, month % 12 + 1, 1)


def parse_rhythm(text: str) -> Rhythm:
    """Read a rule written in French; accents, capitals and commas do not matter.

    Every word must be understood: « sauf en août » is refused rather than ignored. Raises
    UNREADABLE_RHYTHM, whose reply says which part is missing or not understood.
    """
    words = _Words(text)
    at = _time_in(words)
    if match := words.take(
        rf"(?:chaque|tous les|(?:chaque semaine|toutes les semaines) le) {_DAY}s?"
    ):
        rhythm = Rhythm(text=text, at=at, every_months=0, weekday=DAYS.index(match[1]))
    else:
        between = words.take(r"(?:dans )?(?:les |chaque )?mois sans (?:rencontres?|reunions?)")
        first_month = _first_month_in(words)
        rhythm = _monthly(words, at, _interval_in(words), first_month)
        rhythm = replace(rhythm, between_meetings=between is not None)
    words.require_all_read()
    return rhythm


class _Words:
    """A rule's words, folded, as they are read one part after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        kept = "".join(each if each.isalnum() or each == ":" else " " for each in fold(text))
        self.left = " ".join(kept.split())

    def take(self, pattern: str) -> re.Match[str] | None:
        """Read a part, once; a point stands where it was, so that nothing joins over it."""
        match = re.search(rf"\b(?:{pattern})\b", self.left)
        if match is not None:
            self.left = f"{self.left[: match.start()]} . {self.left[match.end() :]}"
        return match

    def refusal(self, reason: str) -> UserError:
        """Say what is wrong with the rule."""
        return UNREADABLE_RHYTHM(text=self.text, why=reason)

    def require_all_read(self) -> None:
        """Refuse a rule of which a part would be ignored. Raises UNREADABLE_RHYTHM."""
        unread = [word for word in self.left.split() if word not in _FILLERS]
        if unread:
            raise self.refusal(f"je ne sais pas lire « {' '.join(unread)} »")


_DAY = f"({'|'.join(DAYS)})"
_FILLERS = frozenset(
    (".", "le", "la", "les", "l", "a", "au", "de", "du", "d", "mois", "chaque", "tous")
)
_NTH = {
    "1er|1ere|premier": 1,
    "2e|2eme|2nd|deuxieme|second": 2,
    "3e|3eme|troisieme": 3,
    "4e|4eme|quatrieme": 4,
    "5e|5eme|cinquieme": 5,
    "dernier": -1,
}
_FIFTH = 5
_LAST_DAY = 31
_COUNTS = {"deux": 2, "trois": 3, "quatre": 4, "six": 6, "douze": 12}
_PERIODS = {"mois": 1, "trimestre": 3, "semestre": 6, "an": 12, "annee": 12}
_TIMES = {
    "minuit": time(0),
    "midi et demie?": time(12, 30),
    "midi et quart": time(12, 15),
    "midi": time(12),
}
_PARTS_OF_HOUR = {"et demie": 30, "et quart": 15}


def _time_in(words: _Words) -> time:
    afternoon = words.take(r"(?:de )?(?:l )?apres midi")
    for pattern, at in _TIMES.items():
        if words.take(pattern):
            return at
    found = words.take(r"(\d{1,2}) ?(?:h(?:eures?)?|:)(?: ?(\d{1,2}))?(?: (et demie|et quart))?")
    if found is None:
        raise words.refusal("il manque l'heure")
    minutes = int(found[2] or 0) + _PARTS_OF_HOUR.get(found[3] or "", 0)
    morning = words.take("(?:du )?matin")
    try:
        at = time(int(found[1]), minutes)
    except ValueError:
        raise words.refusal("cette heure n'existe pas") from None
    noon = time(12)
    if (afternoon and at < noon) or (morning and at > noon):
        raise words.refusal("écrivez l'heure de 0 à 23, par exemple « 14 h 30 »")
    return at


def _first_month_in(words: _Words) -> int:
    names = [_Words(month).left for month in MONTHS]
    match = words.take(r"(?:des|a partir de|a partir d|depuis)(?: le mois de)? ([a-z]+)")
    if match is None:
        return 1
    if match[1] not in names:
        raise words.refusal(f"« {match[1]} » n'est pas un mois")
    return names.index(match[1]) + 1


def _interval_in(words: _Words) -> int:
    if match := words.take(r"(?:un|1) mois sur (\w+)|tous les (\w+) mois"):
        count = match[1] or match[2]
        every = int(count) if count.isdecimal() else _COUNTS.get(count, 0)
        if every == 0 or 12 % every:
            raise words.refusal("l'intervalle doit être de 1, 2, 3, 4, 6 ou 12 mois")
        return every
    match = words.take(
        r"(?:chaque|une fois par|(?:tous|toutes) les) (mois|trimestre|semestre|annee|an)s?"
    )
    return _PERIODS[match[1]] if match else 1


def _monthly(words: _Words, at: time, every_months: int, first_month: int) -> Rhythm:
    rhythm = Rhythm(text=words.text, at=at, every_months=every_months, first_month=first_month)
    if words.take(r"(?:le )?dernier jour"):
        return replace(rhythm, month_day=_LAST_DAY)
    for ordinals, nth in _NTH.items():
        if match := words.take(rf"(?:{ordinals}) {_DAY}"):
            if nth == _FIFTH:
                raise words.refusal(
                    f"il n'y a pas toujours de 5e {match[1]} ; écrivez « le dernier {match[1]} »"
                )
            return replace(rhythm, weekday=DAYS.index(match[1]), nth=nth)
    if match := words.take(r"le (\d{1,2}|1er|premier)"):
        day = int(match[1]) if match[1].isdecimal() else 1
        if not 1 <= day <= _LAST_DAY:
            raise words.refusal(f"le {day} n'est pas un jour du mois")
        return replace(rhythm, month_day=day)
    if match := words.take(_DAY):
        raise words.refusal(
            f"écrivez « chaque {match[1]} », ou bien lequel : « le 1er {match[1]} »"
        )
    raise words.refusal("il manque le jour")
