"""The dates that an article counts from another day: « vendredi midi », « demain », « la veille ».

None is exact: a deadline that is told so waits for a coordinator's yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.french.spoken import DAYS
from bot.veille.deadlines.cues import AFTER
from bot.veille.deadlines.mentions import (
    SPELLED,
    WEEKDAY,
    Back,
    Mention,
    hour_around,
    mentions,
)
from bot.veille.deadlines.numbers import NUMBERS

_COUNT = rf"(?P<n>\d{{1,2}}|{SPELLED})"
_UNIT = r"(?P<unit>jours?|semaines?|mois)(?:,? (?:calendaires|ouvres|francs|jour pour jour),?)?"

_WEEKDAY = re.compile(
    rf"(?<=[ :])(?<! le )(?:ce |le (?=\w{{5,8}} (?:prochain|suivant)))?(?P<day>{WEEKDAY})"
    r"(?: prochain| suivant)?(?: soir)?\b"
    r"(?! ?,? ?(?:\d{1,2}\b(?! ?h| ?:)|le \d|premier)| (?:et|ou|de|d'|matin)\b| au(?! plus)"
    rf"| a (?:{WEEKDAY}))"
)
_NEAR_END = re.compile(
    r"(?:\b(?:avant|pour|jusqu'a|jusqu'au|d'ici|d'ici a|d'ici au|au plus tard|clos|close|closes"
    r"|termine|terminent|acheve|achevent|ferme|ferment|fermera|fermeront|cloture|cloturent"
    r"|limite :?|cloture :?|dernier delai :?)|delai :) ?$"
)
"""Right before a weekday that ends something: « chaque vendredi » is a habit."""

_TODAY = re.compile(r"\b(?:(?P<today>ce soir|aujourd'hui)|(?P<after>apres-)?demain(?: soir)?)\b")
_AHEAD = re.compile(rf"\b(?P<in>dans|d'ici) (?:les )?{_COUNT} {_UNIT}")
_BACK = re.compile(
    rf"(?P<only>(?:plus que|encore|reste) )?\b(?:la (?P<eve>veille)|{_COUNT} {_UNIT} avant)\b"
)
_TO_BASE = re.compile(r" ?(?!chaque)[^.!?;:,\d]{0,70}(?<!pour le )")
"""From how long before to the day that it is counted from."""

_RESTATED = re.compile(
    r" ?(?:(?:[,(:-]|soit\b|c'est-a-dire\b|a savoir\b)"
    r"(?: ?(?:,|(?:soit|donc|c'est-a-dire|a savoir|jusqu'au|avant|d'ici|pour|le|au|du)\b)){0,4})? ?"
)
"""What stands between a counted date and the same written out: « la veille, mercredi 18 mars »."""

_ALONE = re.compile(r" ?(?:[.,;:)!]|$|a |au plus tard|midi|minuit|\d)")
"""After « trois semaines avant », when the day that it is counted from has been told."""

_CUE = re.compile(r"\b(?:jusqu'au|avant|d'ici|pour)\b")

_FAR_BASE = 200
"""Characters within which the day that « la veille » is counted from comes before it."""


def all_mentions(text: str) -> tuple[Mention, ...]:
    """Return the dates of a folded text, written out or counted, in order."""
    found = list(mentions(text))
    for counted in (*_todays(text), *_weekdays(text), *_ahead(text), *_backs(text, found)):
        _join(text, found, counted)
    return tuple(sorted(found, key=lambda each: each.start))


def _join(text: str, found: list[Mention], counted: Mention) -> None:
    """Add a counted date, unless it is written out right after, or overlaps another."""
    for at, each in enumerate(found):
        if each.start < counted.end and counted.start < each.end:
            if counted.back and counted.end == each.end and each.back is None:
                found[at] = counted
            return
        if counted.end <= each.start and _RESTATED.fullmatch(text, counted.end, each.start):
            if not _CUE.search(text, counted.end, each.start):
                found[at] = replace(each, lead=min(each.lead, counted.lead))
            return
    found.append(counted)


def _todays(text: str) -> Iterator[Mention]:
    for spot in _TODAY.finditer(text):
        ahead = 0 if spot["today"] else 2 if spot["after"] else 1
        yield _counted(text, spot, ahead=ahead)


def _weekdays(text: str) -> Iterator[Mention]:
    for spot in _WEEKDAY.finditer(text):
        counted = _counted(text, spot, weekday=DAYS.index(spot["day"]))
        before = text[max(0, counted.lead - len("d'ici au plus tard :")) : counted.lead]
        if _NEAR_END.search(before) or AFTER.match(text, counted.end):
            yield counted


def _ahead(text: str) -> Iterator[Mention]:
    for spot in _AHEAD.finditer(text):
        back = _length(spot)
        if not back.months:
            yield _counted(text, spot, ahead=back.days)


def _backs(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Give « la veille » and « trois semaines avant », from the date after them, else before.

    « Plus que dix jours avant la clôture du 12 » says nothing but the 12.
    """
    for spot in _BACK.finditer(text):
        back = Back(days=1) if spot["eve"] else _length(spot)
        base = next((each for each in found if each.start >= spot.end()), None)
        if base and _TO_BASE.fullmatch(text, spot.end(), base.start):
            if not spot["only"] and not _RESTATED.fullmatch(text, spot.end(), base.start):
                yield replace(base, start=spot.start(), lead=spot.start(), back=back)
            continue
        base = next((each for each in reversed(found) if each.end <= spot.start()), None)
        alone = _ALONE.match(text, spot.end())
        if base and alone and spot.start() - base.end <= _FAR_BASE:
            at, end, lead = hour_around(text, spot.start(), spot.end())
            yield replace(base, start=spot.start(), end=end, lead=lead, at=at, back=back)


def _length(spot: re.Match[str]) -> Back:
    count = NUMBERS.get(spot["n"]) or int(spot["n"])
    if spot["unit"] == "mois":
        return Back(months=count)
    return Back(days=count * (7 if spot["unit"].startswith("semaine") else 1))


def _counted(
    text: str, spot: re.Match[str], *, ahead: int | None = None, weekday: int | None = None
) -> Mention:
    at, end, lead = hour_around(text, spot.start(), spot.end())
    return Mention(start=spot.start(), end=end, lead=lead, ahead=ahead, weekday=weekday, at=at)
