"""The ends that an article counts from what it tells of: « dix jours après la réunion du 6 ».

Also those of parts of a year that are named: « fin du premier trimestre 2028 », « le dernier jour
ouvré de janvier ». None is exact: they wait for a coordinator's yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.patterns import lazy_pattern
from bot.veille.deadlines.counted import ASKED, COUNT, UNIT, length
from bot.veille.deadlines.hours import hour_around
from bot.veille.deadlines.mentions import MONTH, MONTHS, Mention, Shift

_AFTER = lazy_pattern(
    rf"(?P<term>\b(?:dans (?:les|un delai (?:de|d'))|sous|dans le delai de) ?)?\b{COUNT} {UNIT}"
    r" (?:suivant|apres|a (?:compter|partir) d(?=[eu'])|qui sui(?:t|vent|vra|vront))"
    r" ?(?:des? |du |d')?(?:la |les? |l'|cet(?:te)? |ce |sa |leur )?(?:date de )?(?:presente? )?"
    r"(?P<noun>\w{3,20})?"
)
"""« Dans les deux mois suivant la crue », from the day of it that is told after, or before."""

_TO_DATE = lazy_pattern(r"(?! (?:plus|moins)\b)(?:(?! soit\b| c'est)[^.!?;:,(\d]){0,60}")
_PUBLISHED = frozenset(("parution", "publication", "mise", "diffusion", "annonce", "presente"))
"""What terms are counted from when no day is told: that of the article."""
_THAT = lazy_pattern(
    r" ?(?:de |d')?(?:(?P<that>cet(?:te)?|ce|ledit|ladite|celui-ci|celle-ci)|la|les?|l'|leur|sa)\b"
    r" ?(?P<noun>\w{3,20})?"
)
_FAR = 200
"""Characters within which what is counted from is told before."""

_PERIOD = lazy_pattern(
    r"\bfin (?:du|de ce) (?P<nth>premier|1er|deuxieme|second|2e(?:me)?|troisieme|3e(?:me)?"
    r"|quatrieme|dernier|4e(?:me)?) (?P<unit>trimestre|semestre)(?: (?:de )?(?P<year>20\d\d))?\b"
)
_WORKDAY = lazy_pattern(
    rf"\bdernier jour (?:ouvre|ouvrable|travaille) (?:du mois )?(?:de |d')(?P<month>{MONTH})\b"
    r"(?: (?P<year>20\d\d)\b)?"
)
_WEEKEND = lazy_pattern(
    rf"\b(?P<nth>premier|1er|deuxieme|second|troisieme|dernier) week-end (?:du mois )?(?:de |d')"
    rf"(?P<month>{MONTH})\b(?: (?P<year>20\d\d)\b)?"
)
_HALF = lazy_pattern(
    rf"\b(?P<nth>premiere|deuxieme|seconde) quinzaine (?:de |d')(?P<month>{MONTH})\b"
    r"(?: (?P<year>20\d\d)\b)?"
)
_SOON = lazy_pattern(r"\b(?:sous|d'ici une) (?P<n>huitaine|quinzaine)\b(?!,? (?:soit|le)\b)")
_SOON_DAYS = {"huitaine": 8, "quinzaine": 15}
_RANKS = {
    "p": 1,
    "1": 1,
    "de": 2,
    "s": 2,
    "2": 2,
    "t": 3,
    "3": 3,
    "q": 4,
    "4": 4,
}
_SATURDAY, _MIDDLE = 5, 15


def anchored(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Give such ends of a folded text, beside the dates `found` in it.

    Each is looked for where a word of it stands: most texts have none.
    """
    if any(word in text for word in _COUNTS_ON):
        yield from _after(text, found)
    if "aine" in text:
        yield from _soon(text)
        yield from _halves(text)
    if "mestre" in text:
        yield from _periods(text)
    if "dernier jour " in text:
        for spot in _WORKDAY.finditer(text):
            yield _named(text, spot, Mention(start=0, end=0, lead=0, shift=Shift(worked=True)))
    if "week-end" in text:
        yield from _weekends(text)


_COUNTS_ON = (" suivant", " apres ", " a compter d", " a partir d", " qui sui")


def _after(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    for spot in _AFTER.finditer(text):
        base, far = _base(text, spot, found), length(spot)
        on = Shift(days=-far.days, months=-far.months)
        if base is None and spot["noun"] in _PUBLISHED:
            base = Mention(start=0, end=0, lead=0, ahead=0)
        if base:
            yield _moved(text, spot, base, on, ends=spot["term"] is not None)


def _periods(text: str) -> Iterator[Mention]:
    for spot in _PERIOD.finditer(text):
        months = 3 if spot["unit"] == "trimestre" else 6
        nth = _YEAR // months if spot["nth"] == "dernier" else _rank(spot["nth"])
        if nth * months <= _YEAR:
            yield _named(text, spot, Mention(start=0, end=0, lead=0, month=nth * months))


_YEAR = 12
"""Months."""


def _weekends(text: str) -> Iterator[Mention]:
    for spot in _WEEKEND.finditer(text):
        nth = -1 if spot["nth"] == "dernier" else _rank(spot["nth"])
        day = Mention(start=0, end=0, lead=0, nth=nth, weekday=_SATURDAY, shift=Shift(days=-1))
        yield _named(text, spot, day)


def _halves(text: str) -> Iterator[Mention]:
    for spot in _HALF.finditer(text):
        day = _MIDDLE if spot["nth"] == "premiere" else None
        yield _named(text, spot, Mention(start=0, end=0, lead=0, day=day))


def _soon(text: str) -> Iterator[Mention]:
    """Give « à envoyer sous quinzaine »: the reader is asked, and no answer is promised."""
    for spot in _SOON.finditer(text):
        if ASKED.search(text, max(0, spot.start() - _FAR // 2), spot.start()):
            start, end = spot.span()
            days = _SOON_DAYS[spot["n"]]
            yield Mention(start=start, end=end, lead=start, ahead=days, ends=True, vague=True)


def told_before(text: str, place: int, found: Sequence[Mention]) -> Mention | None:
    """Return the date of what is named again at a place: « avant cette séance », « la réunion ».

    « This » is of the last date before; another noun must have stood beside it.
    """
    that = _THAT.match(text, place)
    if that is None:
        return None
    return _last(text, place, found, "" if that["that"] else that["noun"] or "?")


def _base(text: str, spot: re.Match[str], found: Sequence[Mention]) -> Mention | None:
    after = next((each for each in found if each.start >= spot.end()), None)
    if after and _TO_DATE.fullmatch(text, spot.end(), after.start):
        return after
    noun = spot["noun"] or "?"
    return None if noun in _PUBLISHED else _last(text, spot.start(), found, noun)


def _last(text: str, place: int, found: Sequence[Mention], noun: str) -> Mention | None:
    """Return the last date before a place, beside which a noun stands."""
    for each in reversed(found):
        if each.end <= place <= each.end + _FAR:
            near = text[max(0, each.start - _FAR) : each.end + _FAR // 2]
            near = near[: place - max(0, each.start - _FAR)]
            return each if noun in near else None
    return None


def _moved(text: str, spot: re.Match[str], base: Mention, on: Shift, *, ends: bool) -> Mention:
    """Return a date so far from another one, told where that one is when it follows."""
    stop = base.end if base.start >= spot.end() else spot.end()
    at, end, lead = hour_around(text, spot.start(), stop)
    return replace(base, start=spot.start(), end=end, lead=lead, at=at, shift=on, ends=ends)


def _rank(said: str) -> int:
    return _RANKS.get(said[0]) or _RANKS[said[:2]]


def _named(text: str, spot: re.Match[str], day: Mention) -> Mention:
    at, end, lead = hour_around(text, spot.start(), spot.end())
    said = spot.groupdict()
    month = MONTHS[said["month"]] if said.get("month") else day.month
    year = int(said["year"]) if said["year"] else None
    return replace(
        day, start=spot.start(), end=end, lead=lead, month=month, year=year, at=at, vague=True
    )
