"""The dates that a text writes out, each with its hour: « le vendredi 4 décembre à 18h »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from bot.core.patterns import lazy_pattern
from bot.french.dates.mentions.hours import hour_around
from bot.french.dates.mentions.mention import Mention, Shift
from bot.french.dates.numbers import IN_LETTERS, ORDINALS, SPELLED
from bot.french.spoken import DAYS, MONTH_NUMBERS, SHORT_MONTH_NUMBERS
from bot.french.workdays import SATURDAY

_ENGLISH_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
    "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
"""Of Europe's calls, which French pages quote: « Deadline: 5 January 2026 »."""

_MONTHS = {**_ENGLISH_MONTHS, **SHORT_MONTH_NUMBERS, **MONTH_NUMBERS}


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH = _either(_MONTHS)
WEEKDAY = "|".join(DAYS)
_WEEKDAY = rf"(?:(?P<{{0}}>{WEEKDAY}) ?,? (?:le )?)?"
_NUMBER = r"(?:\d{1,2}(?: ?er\b|(?:st|nd|rd|th)\b)?|premier)"
_RANK = rf"(?:{_either(ORDINALS)}|1er|[2-4](?:nde?|e(?:me)?))"
_YEAR = rf"(?:(?:19|20)\d\d|deux mille (?:{IN_LETTERS}))"

_DATE = lazy_pattern(
    r"(?<![\w/.,])(?<!\d-)(?<!\bj-)(?:"
    + _WEEKDAY.format("w1")
    + rf"(?P<d1>{_NUMBER}|{IN_LETTERS})[ -]?(?P<m1>{_MONTH})\b\.?"
    rf"(?:,? (?P<y1>{_YEAR})\b| '?(?P<s1>\d\d)(?= ?(?:[.,;:)!]|- |a \d|a mi|$)))?"
    "|"
    + _WEEKDAY.format("w2")
    + rf"(?P<d2>\d{{1,2}})(?:/(?P<m2>\d{{1,2}})(?:/(?P<y2>20\d\d|\d\d))?"
    r"|(?P<sep>[.-])(?P<m3>\d{1,2})(?P=sep)(?P<y3>20\d\d|\d\d))(?![\w/-])"
    rf"|(?P<m14>{_either(_ENGLISH_MONTHS)}) (?P<d14>\d{{1,2}}(?:st|nd|rd|th)?)"
    r"(?! ?(?:h\b|heures?|\d))(?:,? (?P<y14>(?:19|20)\d\d)\b)?"
    r"|(?:(?<=le )|(?<=au ))(?P<d15>\d\d)\.(?P<m15>\d\d)(?![\w.]?\d)"
    r"|(?P<y4>20\d\d)-(?P<m4>\d\d)-(?P<d4>\d\d)(?!\d)"
    r"|(?:fin|dernier jour)(?P<worked> (?:ouvre|ouvrable|travaille))?"
    rf" (?:du mois d'|du mois de |de |d')?(?P<m5>{_MONTH})\b(?: (?P<y5>(?:19|20)\d\d)\b)?"
    rf"|fin (?:du|de ce) (?P<part>{_RANK}) (?P<of>trimestre|semestre)"
    r"(?: (?:de )?(?P<y16>(?:19|20)\d\d))?\b"
    r"|(?:(?P<d17>\d{1,2})(?: ?er)?|fin|dernier jour) (?:du mois (?P<next>prochain|suivant|a venir)"
    r"|(?P<this>de ce mois|du mois en cours|du present mois))\b"
    r"|(?P<month>fin du mois)\b(?! d)"
    r"|(?P<year>fin (?:de l'|d')annee)\b(?: (?P<y7>(?:19|20)\d\d)\b)?"
    r"|fin (?P<y6>(?:19|20)\d\d)\b"
    r"|(?<=du )" + _WEEKDAY.format("w8") + rf"(?P<d8>{_NUMBER})(?= (?:au|jusqu'au) )"
    r"|(?<=entre le )" + _WEEKDAY.format("w9") + rf"(?P<d9>{_NUMBER})(?= et le )"
    r"|(?:(?<=ici le )|(?<=avant le )|(?<= au )|(?<='au )|(?<=tard le )|(?<=pour le )"
    r"|(?<=soit le )|(?<=tir du )|(?<=ter du ))"
    + _WEEKDAY.format("w10")
    + r"(?P<d10>\d{1,2}(?: ?er\b)?)(?= ?(?:[.,;!)]|$| a \d| a mi| inclus| au plus tard"
    r"| dernier delai| si | donc| pour | et | midi| minuit| prochain| courant| svp| merci"
    r"| par mail| aupres| au soir| du mois| sur ))"
    rf"|(?P<w13>{WEEKDAY}) (?P<d13>{_NUMBER})(?! ?(?:h|:|heures?|/|-|\.\d|\d))"
    rf"|mi-(?P<m12>{_MONTH})\b(?: (?P<y12>(?:19|20)\d\d)\b)?"
    rf"|(?P<nth>{_RANK}) (?:(?P<w11>{WEEKDAY})|(?P<weekend>week-end))"
    rf" (?:du mois )?(?:de |d')(?P<m11>{_MONTH})\b(?: (?P<y11>(?:19|20)\d\d)\b)?"
    r"(?:,? soit le \d{1,2}| \(le \d{1,2}\))?"
    ")"
)


def written_dates(text: str) -> Iterator[Mention]:
    """Give the dates that a folded text writes out, in order."""
    for found in _DATE.finditer(text):
        mention = _mention(found)
        if mention:
            yield mention


def _mention(found: re.Match[str]) -> Mention | None:
    said = {kind: _first(found, kind) for kind in "dmyw"}
    day = 15 if found["m12"] else _number(said["d"])
    month = 12 if found["year"] or found["y6"] else _month(said["m"])
    if found["part"]:
        months = 3 if found["of"] == "trimestre" else 6
        part = _rank(found["part"])
        month = months * (part if part > 0 else 12 // months)
    if day not in _DAYS_OF_MONTH or month not in _MONTHS_OF_YEAR:
        return None
    nth, weekday, shift, ahead = found["nth"], said["w"], None, None
    if found["next"] or found["this"]:
        shift, ahead = Shift(months=1 if found["next"] else 0, day=day or 31), 0
        day = None
    elif found["weekend"]:
        shift = Shift(days=1)
    elif found["worked"]:
        shift = Shift(worked=True)
    at, end, lead = hour_around(found.string, found.start(), found.end())
    return Mention(
        start=found.start(),
        end=end,
        lead=lead,
        day=day,
        month=month,
        year=_full_year(said["y"] or found["s1"]),
        weekday=SATURDAY if found["weekend"] else DAYS.index(weekday) if weekday else None,
        at=at,
        nth=_rank(nth) if nth else None,
        ahead=ahead,
        shift=shift,
        vague=bool(found["m12"] or found["part"]),
    )


_DAYS_OF_MONTH = frozenset((None, *range(1, 32)))
_MONTHS_OF_YEAR = frozenset((None, *range(1, 13)))


def _first(found: re.Match[str], letter: str) -> str | None:
    return next((found[name] for name in _groups(letter) if found[name]), None)


@cache
def _groups(letter: str) -> Sequence[str]:
    """Return the groups that hold a day, a month, a year, a weekday: one for each way to write."""
    return [name for name in _DATE.groupindex if name[0] == letter and name[1:].isdecimal()]


def _number(said: str | None) -> int | None:
    if said is None:
        return None
    return SPELLED.get(said) or int("".join(filter(str.isdecimal, said)))


def _month(said: str | None) -> int | None:
    return None if said is None else _MONTHS.get(said) or int(said)


def _rank(said: str) -> int:
    return ORDINALS.get(said) or int(said[0])


def _full_year(said: str | None) -> int | None:
    if said is None:
        return None
    if not said.isdecimal():
        return 2000 + SPELLED[said.removeprefix("deux mille ")]
    return int(said) + 2000 if len(said) == len("26") else int(said)
