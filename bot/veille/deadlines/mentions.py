"""The dates that an article mentions, each with its hour: « le vendredi 4 décembre à 18h ».

Nothing is decided here but what is written; `Mention.on` says which day it is, once it is known
when the article was published. Texts are read folded: lower case, no accents, plain signs.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.french.spoken import DAYS, MONTH_NUMBERS, SHORT_MONTH_NUMBERS

END_OF_DAY = time(23, 59)
"""What a date without an hour means, and « minuit », which ends the day that is named."""

AHEAD = timedelta(days=270)
"""A date without a year is the first after publication, unless it is further than nine months:
« jusqu'au 15 septembre » published on 5 October tells of a call that is over."""

FAR = timedelta(days=800)
"""Nothing is announced further ahead: a longer date is a law's, or a contract's."""

_MONTH_NUMBERS = {**SHORT_MONTH_NUMBERS, **MONTH_NUMBERS}
_DAY_NUMBERS = {day: number for number, day in enumerate(DAYS)}

_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_WEEKDAY = rf"(?:(?P<{{0}}>{'|'.join(DAYS)}) ?,? (?:le )?)?"
_NUMBER = r"(?:\d{1,2}(?: ?er\b)?|premier)"
_YEAR = r"20\d\d"

_DATE = re.compile(
    r"(?<![\w/.,-])(?:" + _WEEKDAY.format("w1") + rf"(?P<d1>{_NUMBER}) ?(?P<m1>{_MONTH})\b\.?"
    rf"(?:,? (?P<y1>{_YEAR})\b| '?(?P<s1>\d\d)(?= ?(?:[.,;:)!]|- |a \d|a mi|$)))?"
    "|"
    + _WEEKDAY.format("w2")
    + rf"(?P<d2>\d{{1,2}})(?:/(?P<m2>\d{{1,2}})(?:/(?P<y2>{_YEAR}|\d\d))?"
    rf"|(?P<sep>[.-])(?P<m3>\d{{1,2}})(?P=sep)(?P<y3>{_YEAR}|\d\d))(?![\w/-])"
    rf"|(?P<y4>{_YEAR})-(?P<m4>\d\d)-(?P<d4>\d\d)(?!\d)"
    rf"|fin (?:du mois d'|du mois de |de |d')?(?P<m5>{_MONTH})\b(?: (?P<y5>{_YEAR})\b)?"
    r"|(?P<month>fin (?:du|de ce) mois)\b(?! d)"
    rf"|(?P<year>fin (?:de l'|d')annee)\b(?: (?P<y7>{_YEAR})\b)?"
    rf"|fin (?P<y6>{_YEAR})\b"
    r"|(?<=du )" + _WEEKDAY.format("w8") + rf"(?P<d8>{_NUMBER})(?= (?:au|jusqu'au) )"
    r"|(?<=entre le )" + _WEEKDAY.format("w9") + rf"(?P<d9>{_NUMBER})(?= et le )"
    r"|(?:(?<=ici le )|(?<=ici au )|(?<=avant le )|(?<=jusqu'au )|(?<=tard le ))"
    + _WEEKDAY.format("w10")
    + rf"(?P<d10>{_NUMBER})(?= ?(?:[.,;!)]|$))"
    ")"
)
_HOUR = (
    r"(?:(?P<word>minuit|midi)|(?P<h>\d{1,2}) ?(?:heures?|h)(?: ?(?P<min>\d\d))?"
    r"|(?P<h2>\d{1,2}):(?P<min2>\d\d))(?![\w:])"
)
_AFTER = re.compile(
    r"(?: (?:prochain|inclus|au plus tard|dernier delai))?(?: ?[(,:-]|,? -)? ?"
    r"(?:(?:a|avant|jusqu'a|et jusqu'a|soit|soit a|des) )?" + _HOUR
)
_BEFORE = re.compile(r"\b" + _HOUR + r" ?,? (?P<le>le |du |au |ce )?$")
_LONGEST_HOUR = 24
"""Characters before a date in which its hour may stand: « 17 heures 30, le »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A date as it is written between two places of a text, its hour included.

    `lead` is where the words before it stop: before the hour, when the hour comes first.
    """

    start: int
    end: int
    lead: int
    day: int | None
    month: int | None
    year: int | None
    weekday: int | None
    at: time | None

    def on(self, published: date, *, not_after: date | None = None) -> date | None:
        """Return the day that is meant, None when there is none such or it is not to come.

        Without a year it is the first such day from `published` on, within nine months, whose
        weekday is the one that is named; with a year, the weekday must agree. The first day of
        a range may have passed: it is then the last such day that is not after `not_after`.
        """
        if not_after is not None:
            days = [day for day in self._days(not_after.year - 1, 2) if day <= not_after]
            return days[-1] if days else None
        last = published + (FAR if self.year else AHEAD)
        days = [day for day in self._days(published.year, 2) if published <= day <= last]
        return days[0] if days else None

    def _days(self, year: int, years: int) -> Iterator[date]:
        """Give the days that the words may mean, in order, in so many years."""
        for each in [self.year] if self.year else range(year, year + years):
            for month in [self.month] if self.month else range(1, 13):
                last = monthrange(each, month)[1]
                day = date(each, month, self.day or last) if (self.day or 1) <= last else None
                if day and self.weekday in {None, day.weekday()}:
                    yield day


def mentions(text: str) -> tuple[Mention, ...]:
    """Return the dates of a folded text, in order."""
    return tuple(filter(None, map(_mention, _DATE.finditer(text))))


def _mention(found: re.Match[str]) -> Mention | None:
    day, month, year = (_first(found, name) for name in "dmy")
    short = found["s1"]
    if found["year"] or found["y6"]:
        month = "12"
    number = None if day is None else 1 if day == "premier" else int(day.removesuffix("er"))
    month_number = _MONTH_NUMBERS.get(month or "") or (int(month) if month else None)
    if number not in _DAYS_OF_MONTH or month_number not in _MONTHS_OF_YEAR:
        return None
    weekday = _first(found, "w")
    at, end, lead = _hour(found)
    return Mention(
        start=found.start(),
        end=end,
        lead=lead,
        day=number,
        month=month_number,
        year=_full_year(year or short),
        weekday=_DAY_NUMBERS[weekday] if weekday else None,
        at=at,
    )


_DAYS_OF_MONTH = frozenset((None, *range(1, 32)))
_MONTHS_OF_YEAR = frozenset((None, *range(1, 13)))


def _first(found: re.Match[str], letter: str) -> str | None:
    return next((found[name] for name in _NUMBERED[letter] if found[name]), None)


_NUMBERED = {
    letter: [name for name in _DATE.groupindex if name[0] == letter and name[1:].isdecimal()]
    for letter in "dmyw"
}
"""The groups of `_DATE` that hold a day, a month, a year, a weekday: one for each way to write."""


def _full_year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) + 2000 if len(digits) == len("26") else int(digits)


def _hour(found: re.Match[str]) -> tuple[time | None, int, int]:
    """Return the hour, where it ends when it follows, where it starts when it comes first."""
    text = found.string
    after = _AFTER.match(text, found.end())
    if after and (at := _time(after)):
        return at, after.end(), found.start()
    from_ = max(0, found.start() - _LONGEST_HOUR)
    before = _BEFORE.search(text[from_ : found.start()])
    if before and (at := _time(before)):
        return at, found.end(), from_ + before.start()
    return None, found.end(), found.start()


def _time(found: re.Match[str]) -> time | None:
    if found["word"]:
        return END_OF_DAY if found["word"] == "minuit" else time(12)
    hour, minute = int(found["h"] or found["h2"]), int(found["min"] or found["min2"] or 0)
    if (hour, minute) == (24, 0):
        return END_OF_DAY
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004
