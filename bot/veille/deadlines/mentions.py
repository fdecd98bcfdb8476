"""The dates that an article mentions, each with its hour: « le vendredi 4 décembre à 18h ».

Nothing is decided here but what is written; `Mention.on` says which day it is, once it is known
when the article was published. Texts are read folded: lower case, no accents, plain signs.
`bot.french.dates` reads what one person types to us, and asks; here nobody can be asked, and dates
stand among words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.core.patterns import lazy_pattern
from bot.french.spoken import DAYS, MONTH_NUMBERS, SHORT_MONTH_NUMBERS
from bot.french.workdays import SATURDAY, is_bank_holiday
from bot.veille.deadlines.feasts import feast_in
from bot.veille.deadlines.hours import hour_around
from bot.veille.deadlines.numbers import NUMBERS, SPELLED

AHEAD = timedelta(days=270)
"""A date without a year is the first after publication, unless it is further than nine months:
« jusqu'au 15 septembre » published on 5 October tells of a call that is over."""

FAR = timedelta(days=800)
"""Nothing is announced further ahead: a longer date is a law's, or a contract's."""

_ENGLISH_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
    "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
"""Of Europe's calls, which French pages quote: « Deadline: 5 January 2026 »."""

MONTHS = {**_ENGLISH_MONTHS, **SHORT_MONTH_NUMBERS, **MONTH_NUMBERS}
"""Numbers of months, by their folded names, whole and short, in French and in English."""

_DAY_NUMBERS = {day: number for number, day in enumerate(DAYS)}


def _either(words: Iterator[str] | dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


MONTH = _either(MONTHS)
WEEKDAY = "|".join(DAYS)
_WEEKDAY = rf"(?:(?P<{{0}}>{WEEKDAY}) ?,? (?:le )?)?"
_NUMBER = r"(?:\d{1,2}(?: ?er\b|(?:st|nd|rd|th)\b)?|premier)"
YEAR = rf"(?:20\d\d|deux mille (?:{SPELLED}))"

_DATE = lazy_pattern(
    r"(?<![\w/.,])(?<!\d-)(?<!\bj-)(?:"
    + _WEEKDAY.format("w1")
    + rf"(?P<d1>{_NUMBER}|{SPELLED})[ -]?(?P<m1>{MONTH})\b\.?"
    rf"(?:,? (?P<y1>{YEAR})\b| '?(?P<s1>\d\d)(?= ?(?:[.,;:)!]|- |a \d|a mi|$)))?"
    "|"
    + _WEEKDAY.format("w2")
    + rf"(?P<d2>\d{{1,2}})(?:/(?P<m2>\d{{1,2}})(?:/(?P<y2>20\d\d|\d\d))?"
    r"|(?P<sep>[.-])(?P<m3>\d{1,2})(?P=sep)(?P<y3>20\d\d|\d\d))(?![\w/-])"
    rf"|(?P<m14>{_either(_ENGLISH_MONTHS)}) (?P<d14>\d{{1,2}}(?:st|nd|rd|th)?)"
    r"(?! ?(?:h\b|heures?|\d))(?:,? (?P<y14>20\d\d)\b)?"
    r"|(?:(?<=le )|(?<=au ))(?P<d15>\d\d)\.(?P<m15>\d\d)(?![\w.]?\d)"
    r"|(?P<y4>20\d\d)-(?P<m4>\d\d)-(?P<d4>\d\d)(?!\d)"
    rf"|(?:fin|dernier jour) (?:du mois d'|du mois de |de "
    rf"|d')?(?P<m5>{MONTH})\b(?: (?P<y5>20\d\d)\b)?"
    r"|(?P<month>fin (?:du|de ce) mois)\b(?! d| prochain| suivant)"
    r"|(?P<year>fin (?:de l'|d')annee)\b(?: (?P<y7>20\d\d)\b)?"
    r"|fin (?P<y6>20\d\d)\b"
    r"|(?<=du )" + _WEEKDAY.format("w8") + rf"(?P<d8>{_NUMBER})(?= (?:au|jusqu'au) )"
    r"|(?<=entre le )" + _WEEKDAY.format("w9") + rf"(?P<d9>{_NUMBER})(?= et le )"
    r"|(?:(?<=ici le )|(?<=ici au )|(?<=avant le )|(?<=jusqu'au )|(?<=tard le )|(?<=pour le )"
    r"|(?<=soit le ))"
    + _WEEKDAY.format("w10")
    + r"(?P<d10>\d{1,2}(?: ?er\b)?)(?= ?(?:[.,;!)]|$| a \d| inclus| au plus tard| dernier delai"
    r"| si | donc| pour | et | midi| minuit| prochain| courant| svp| merci| par mail| aupres"
    r"| du mois(?! prochain| suivant| a venir)| sur ))"
    rf"|(?P<w13>{WEEKDAY}) (?P<d13>{_NUMBER})(?! ?(?:h|:|heures?|/|-|\.\d|\d))"
    rf"|mi-(?P<m12>{MONTH})\b(?: (?P<y12>20\d\d)\b)?"
    rf"|(?P<nth>1er|[234]e(?:me)?|premier|deuxieme|second|troisieme|quatrieme"
    rf"|dernier) (?P<w11>{WEEKDAY})"
    rf" (?:du mois )?(?:de |d')(?P<m11>{MONTH})\b(?: (?P<y11>20\d\d)\b)?(?:,? soit le \d{{1,2}}"
    rf"| \(le \d{{1,2}}\))?"
    ")"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A date as it is written between two places of a text, its hour included.

    `lead` is where the words before it stop: before the hour, when the hour comes first. `nth` is
    the rank of a weekday in its month, -1 for the last; `ahead` counts days from publication;
    `shift` goes from the date that the rest tells; « mi-mai » is `vague`; a `feast` is named.
    What `ends` something says so by itself, as « dans les dix jours suivant la parution »; it is
    `rough` when it counts the days left: any other end says more.
    """

    start: int
    end: int
    lead: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    at: time | None = None
    nth: int | None = None
    ahead: int | None = None
    shift: Shift | None = None
    vague: bool = False
    feast: str = ""
    ends: bool = False
    rough: bool = False

    @property
    def exact(self) -> bool:
        """Whether the month is written, and nothing has to be counted or guessed."""
        counted = self.shift is not None or self.vague or self.ends
        return self.month is not None and not counted

    def on(self, published: date, *, not_after: date | None = None) -> date | None:
        """Return the day that is meant, None when there is none such or it is not to come.

        Without a year it is the first such day from `published` on, within nine months, whose
        weekday is the one that is named; with a year, the weekday must agree. A weekday alone is
        the next one, never the day of publication. The first day of a range may have passed: it
        is then the last such day that is not after `not_after`.
        """
        if not_after is not None:
            days = [day for day in self._days(not_after.year - 1, 2) if day <= not_after]
            return days[-1] if days else None
        if self.ahead is not None or self.alone:
            day = published + timedelta(days=self.ahead or 0)
            day = _next(self.weekday or 0, day) if self.alone else day
            return self.shift.of(day) if self.shift else day
        last = published + (FAR if self.year else AHEAD)
        days = [
            day
            for each in self._days(published.year, 2)
            if published <= (day := self.shift.of(each) if self.shift else each) <= last
        ]
        return days[0] if days else None

    @property
    def alone(self) -> bool:
        """Whether a weekday is all that is said."""
        return self.weekday is not None and self.day is None and self.nth is None

    def _days(self, year: int, years: int) -> Iterator[date]:
        """Give the days that the words may mean, in order, in so many years."""
        for each in [self.year] if self.year else range(year, year + years):
            if self.feast:
                yield feast_in(self.feast, each)
                continue
            for month in [self.month] if self.month else range(1, 13):
                last = monthrange(each, month)[1]
                if self.nth is not None:
                    yield _nth(each, month, self.weekday or 0, self.nth)
                    continue
                day = date(each, month, self.day or last) if (self.day or 1) <= last else None
                if day and self.weekday in {None, day.weekday()}:
                    yield day


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How far from a date: « la veille », « trois semaines avant », « le vendredi suivant ».

    `days` and `months` go back from it, or on when negative; `weekday` is the next one after it,
    the last one before it when `back`; `day` is that of the month that is so reached; the day is
    put back to the last one that is `worked`.
    """

    days: int = 0
    months: int = 0
    weekday: int | None = None
    back: bool = False
    day: int | None = None
    worked: bool = False

    def of(self, day: date) -> date:
        """Return the day that is so far from another."""
        if self.weekday is not None:
            return _next(self.weekday, day - timedelta(days=8 if self.back else 0))
        at = day.year * 12 + day.month - 1 - self.months
        year, month = divmod(at, 12)
        last = monthrange(year, month + 1)[1]
        on = day.day if self.day is None else self.day
        reached = date(year, month + 1, min(on, last)) - timedelta(days=self.days)
        while self.worked and (reached.weekday() >= SATURDAY or is_bank_holiday(reached, "")):
            reached -= timedelta(days=1)
        return reached


def mentions(text: str) -> tuple[Mention, ...]:
    """Return the dates of a folded text, in order."""
    return tuple(filter(None, map(_mention, _DATE.finditer(text))))


def _next(weekday: int, day: date) -> date:
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def _nth(year: int, month: int, weekday: int, rank: int) -> date:
    first, last = monthrange(year, month)
    days = range(1 + (weekday - first) % 7, last + 1, 7)
    return date(year, month, days[-1] if rank < 0 else days[min(rank, len(days)) - 1])


_RANKS = {
    "1er": 1,
    "premier": 1,
    "deuxieme": 2,
    "second": 2,
    "troisieme": 3,
    "quatrieme": 4,
    "dernier": -1,
}


def _rank(said: str | None) -> int | None:
    if said is None:
        return None
    return _RANKS.get(said) or int(said[0])


def _mention(found: re.Match[str]) -> Mention | None:
    day, month, year = (_first(found, name) for name in "dmy")
    short = found["s1"]
    if found["year"] or found["y6"]:
        month = "12"
    if found["m12"]:
        day = _MIDDLE
    number = None if day is None else NUMBERS.get(day) or int("".join(filter(str.isdecimal, day)))
    month_number = MONTHS.get(month or "") or (int(month) if month else None)
    if number not in _DAYS_OF_MONTH or month_number not in _MONTHS_OF_YEAR:
        return None
    weekday = _first(found, "w")
    at, end, lead = hour_around(found.string, found.start(), found.end())
    return Mention(
        start=found.start(),
        end=end,
        lead=lead,
        day=number,
        month=month_number,
        year=_full_year(year or short),
        weekday=_DAY_NUMBERS[weekday] if weekday else None,
        at=at,
        nth=_rank(found["nth"]),
        vague=found["m12"] is not None,
    )


_MIDDLE = "15"
"""What « mi-mai » comes to."""

_DAYS_OF_MONTH = frozenset((None, *range(1, 32)))
_MONTHS_OF_YEAR = frozenset((None, *range(1, 13)))


def _first(found: re.Match[str], letter: str) -> str | None:
    return next((found[name] for name in _NUMBERED[letter] if found[name]), None)


_NUMBERED = {
    letter: [name for name in _DATE.groupindex if name[0] == letter and name[1:].isdecimal()]
    for letter in "dmyw"
}
"""The groups of `_DATE` that hold a day, a month, a year, a weekday: one for each way to write."""


def _full_year(said: str | None) -> int | None:
    if said is None:
        return None
    if not said.isdecimal():
        return 2000 + NUMBERS[said.removeprefix("deux mille ")]
    return int(said) + 2000 if len(said) == len("26") else int(said)
