"""The hour of a date, as texts write it: « à 17 h », « midi », « quinze heures trente »."""

from __future__ import annotations

import re
from datetime import time

from bot.core.patterns import lazy_pattern
from bot.french.dates.numbers import IN_LETTERS, SPELLED

END_OF_DAY = time(23, 59)
"""What a date without an hour means, and « minuit », which ends the day that is named."""

_HOUR = (
    r"(?:(?P<word>minuit|midi|midnight|noon)|(?P<h>\d{1,2}) ?(?:heures?|h)(?: ?(?P<min>\d\d))?"
    r"|(?P<h3>\d{1,2})(?:[:.](?P<min3>\d\d))? ?(?P<half_day>[ap])\.?m\b"
    rf"|(?P<h2>\d{{1,2}}):(?P<min2>\d\d)(?::\d\d)?|(?P<spelled>{IN_LETTERS}) heures?"
    rf"(?: (?P<half>trente))?)(?![\w:])(?P<pm> (?:du soir|de l'apres-midi))?"
)
_AFTER = lazy_pattern(
    r"(?: (?:prochain|suivant|inclus|compris|au plus tard|dernier delai))?"
    r"(?:,? a (?:la|l'heure de) (?:fermeture|cloture)(?: d\w{1,2} \w{3,15})?)?(?: ?[(,:-]|,? -)? ?"
    r"(?:(?:a|avant|jusqu'a|et jusqu'a|soit|soit a|des) )?" + _HOUR
)
_BEFORE = lazy_pattern(r"\b" + _HOUR + r" ?,? (?P<le>le |du |au |ce )?$")
_LONGEST_HOUR = 24
"""Characters before a date in which its hour may stand: « 17 heures 30, le »."""


def hour_around(text: str, start: int, end: int) -> tuple[time | None, int, int]:
    """Return the hour of a date, where it ends if it follows, where it starts if it comes first."""
    after = _AFTER.match(text, end)
    if after and (at := _time(after)):
        return at, after.end(), start
    from_ = max(0, start - _LONGEST_HOUR)
    before = _BEFORE.search(text[from_:start])
    if before and (at := _time(before)):
        return at, end, from_ + before.start()
    return None, end, start


_OF_ALL = lazy_pattern(r"\b(?:chaque fois|tou(?:te)?s(?: (?:les )?deux| les trois)?) a " + _HOUR)


def hour_of_all(text: str) -> time | None:
    """Return the hour that a text tells of all its dates: « tous deux à 12 h »."""
    found = _OF_ALL.search(text)
    return _time(found) if found else None


_NOON = 12


def _time(found: re.Match[str]) -> time | None:
    if found["word"]:
        return END_OF_DAY if found["word"] in {"minuit", "midnight"} else time(12)
    if found["spelled"]:
        hour, minute = SPELLED[found["spelled"]], 30 if found["half"] else 0
    else:
        hour = int(found["h"] or found["h2"] or found["h3"])
        minute = int(found["min"] or found["min2"] or found["min3"] or 0)
    if (found["pm"] or found["half_day"] == "p") and hour < _NOON:
        hour += _NOON
    if (hour, minute) == (24, 0):
        return END_OF_DAY
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004
