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
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from bot.domain.errors import UserError

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

LATE_AFTER = timedelta(hours=1)
"""Past this, what was due says that it comes late."""


class RhythmError(UserError):
    """A rule that cannot be read; the reply shows rules that can."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(
            f"unreadable rhythm: {reason}",
            reply=f"Je ne comprends pas le rythme « {text} » : {reason}. "
            "Par exemple : « le 1er mardi à 9 h », « le 2e jeudi, un mois sur deux, 9 h 30 », "
            "« chaque lundi à 8 h 30 ».",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A rule of moments, read from `text`.

    Weekly when `every_months` is 0: each `weekday` (Monday = 0). Otherwise every `every_months`
    months counted from `first_month` (1 to 12): on the `nth` weekday (-1 = the last one), or
    on `month_day` (1 to 31).
    """

    text: str
    at: time
    every_months: int = 1
    first_month: int = 1
    weekday: int | None = None
    nth: int | None = None
    month_day: int | None = None

    def after(self, moment: datetime, zone: str) -> Iterator[datetime]:
        """Yield the due moments strictly after `moment`, in UTC, earliest first, without end."""
        for due in self._from(moment, zone):
            if due > moment:
                yield due

    def next_dates(self, moment: datetime, zone: str, count: int = 3) -> tuple[datetime, ...]:
        """Return the next due moments: what is shown whenever a rule is set."""
        return tuple(islice(self.after(moment, zone), count))

    def last_due(self, since: datetime, now: datetime, zone: str) -> datetime | None:
        """Return the latest moment with since < moment <= now, or None when nothing is due.

        Earlier ones missed during an outage are let go: one late run, never a burst.
        """
        latest = None
        for due in self._from(max(since, now - timedelta(days=370)), zone):
            if due > now:
                return latest
            if due > since:
                latest = due
        return latest

    def _from(self, moment: datetime, zone: str) -> Iterator[datetime]:
        """Yield moments from somewhat before `moment` on; local wall times made UTC."""
        local = moment.astimezone(ZoneInfo(zone))
        for wall in self._rule(local):
            yield wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)

    def _rule(self, local: datetime) -> rrule:
        if self.every_months == 0:
            start = datetime.combine(local.date() - timedelta(days=8), self.at)
            return rrule(WEEKLY, dtstart=start, byweekday=self.weekday)
        # The interval divides twelve, so any year may anchor it.
        start = datetime.combine(
            local.date().replace(year=local.year - 1, month=self.first_month, day=1), self.at
        )
        if self.month_day is not None:
            days = range(min(self.month_day, 28), self.month_day + 1)
            return rrule(
                MONTHLY,
                dtstart=start,
                interval=self.every_months,
                bymonthday=tuple(days),
                bysetpos=-1,
            )
        return rrule(
            MONTHLY,
            dtstart=start,
            interval=self.every_months,
            byweekday=weekday(self.weekday or 0, self.nth),
        )


def parse_rhythm(text: str) -> Rhythm:
    """Read a rule written in French; accents, capitals and commas do not matter.

    Raises RhythmError, whose reply says which part is missing.
    """
    words = _folded(text)
    at, words = _time_in(text, words)
    every_months, first_month, words = _months_in(text, words)
    if match := re.search(r"\b(?:chaque|tous les|toutes les semaines le) (\w+?)s?\b", words):
        return Rhythm(text=text, at=at, every_months=0, weekday=_weekday(text, match[1]))
    if match := re.search(
        r"\b(1er|premier|2e?|2eme|deuxieme|second|3e|3eme|troisieme"
        r"|4e|4eme|quatrieme|5e|5eme|cinquieme|dernier) ([a-z]+)\b",
        words,
    ):
        nth = _NTH[match[1][:3]] if match[1][:3] in _NTH else int(match[1][0])
        if nth == _FIFTH:
            raise RhythmError(
                text, f"il n'y a pas toujours de 5e {match[2]} ; écrivez « le dernier {match[2]} »"
            )
        return Rhythm(
            text=text,
            at=at,
            every_months=every_months,
            first_month=first_month,
            weekday=_weekday(text, match[2]),
            nth=nth,
        )
    if match := re.search(r"\ble (\d{1,2}|1er)\b", words):
        day = 1 if match[1] == "1er" else int(match[1])
        if not 1 <= day <= 31:  # noqa: PLR2004  a day of the month
            raise RhythmError(text, f"le {day} n'est pas un jour du mois")
        return Rhythm(
            text=text, at=at, every_months=every_months, first_month=first_month, month_day=day
        )
    raise RhythmError(text, "il manque le jour")


_FIFTH = 5
_NTH = {"1er": 1, "pre": 1, "deu": 2, "sec": 2, "tro": 3, "qua": 4, "cin": _FIFTH, "der": -1}
_COUNTS = {"deux": 2, "trois": 3, "quatre": 4, "six": 6, "trimestre": 3, "semestre": 6, "an": 12}


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() or c == ":" else " " for c in bare if not _accent(c))
    return " ".join(kept.split())


def _accent(character: str) -> bool:
    return unicodedata.combining(character) != 0


def _time_in(text: str, words: str) -> tuple[time, str]:
    if "midi" in words.split():
        return time(12), words.replace("midi", "")
    match = re.search(r"\b(\d{1,2}) ?(?:h(?:eures?)?|:) ?(\d{2})?\b", words)
    if match is None:
        raise RhythmError(text, "il manque l'heure")
    try:
        at = time(int(match[1]), int(match[2] or 0))
    except ValueError:
        raise RhythmError(text, "cette heure n'existe pas") from None
    return at, words[: match.start()] + " " + words[match.end() :]


def _months_in(text: str, words: str) -> tuple[int, int, str]:
    """Return the interval in months, the month it starts from, and the words left."""
    every, first = 1, 1
    if match := re.search(r"\b(?:des|a partir de|depuis) ([a-z]+)\b", words):
        names = [_folded(month) for month in MONTHS]
        if match[1] not in names:
            raise RhythmError(text, f"« {match[1]} » n'est pas un mois")
        first = names.index(match[1]) + 1
        words = words.replace(match[0], "")
    interval = r"\bun mois sur (\w+)\b|\btous les (\w+) mois\b|\bchaque (trimestre|semestre|an)\b"
    if match := re.search(interval, words):
        count = match[1] or match[2] or match[3]
        every = int(count) if count.isdigit() else _COUNTS.get(count, 0)
        if every == 0 or 12 % every:
            raise RhythmError(text, "l'intervalle doit être de 1, 2, 3, 4, 6 ou 12 mois")
        words = words.replace(match[0], "")
    return every, first, words.replace("chaque mois", "").replace("tous les mois", "")


def _weekday(text: str, word: str) -> int:
    if word not in DAYS:
        raise RhythmError(text, f"« {word} » n'est pas un jour de la semaine")
    return DAYS.index(word)
