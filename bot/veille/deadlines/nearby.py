"""The dates that an article counts from another day: « vendredi midi », « demain », « la veille ».

None is exact: a deadline that is told so waits for a coordinator's yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.patterns import lazy_pattern
from bot.french.spoken import DAYS
from bot.veille.deadlines.anchored import anchored, told_before
from bot.veille.deadlines.around import AFTER
from bot.veille.deadlines.counted import COUNT, UNIT, counted, length
from bot.veille.deadlines.feasts import BEFORE, FEAST
from bot.veille.deadlines.hours import hour_around, hour_of_all
from bot.veille.deadlines.mentions import WEEKDAY, Mention, Shift, mentions

_WEEKDAY = lazy_pattern(
    rf"(?<=[ :])(?<! le )(?:ce |le (?=\w{{5,8}} (?:prochain|suivant)))?(?P<day>{WEEKDAY})"
    r"(?: prochain|(?P<next> suivant))?(?: soir)?\b"
    r"(?! ?,? ?(?:\d{1,2}\b(?! ?h| ?:)|le \d|premier)| (?:et|ou|des?|d'|matin|en)\b| au(?! plus)"
    rf"| a (?:{WEEKDAY}))"
)
_NEAR_END = lazy_pattern(
    r"(?:\b(?:avant|pour|jusqu'a|jusqu'au|d'ici|d'ici a|d'ici au|au plus tard|clos|close|closes"
    r"|termine|terminent|arrete|arretent|acheve|achevent|ferme|ferment|fermera|fermeront|cloture|cloturent"
    r"|limite :?|cloture :?|dernier (?:delai|jour) :?)|delai :|\bplus \w{2,12} apres"
    r"|\bfin (?:des|de la|du) \w{1,15}(?: ?:)?) ?$"
)
"""Right before a weekday that ends something: « chaque vendredi » is a habit."""

_LONGEST_END = 32
"""Characters of it."""

_TODAY = lazy_pattern(r"\b(?:(?P<today>ce soir|aujourd'hui)|(?P<after>apres-)?demain(?: soir)?)\b")
_AHEAD = lazy_pattern(rf"\bdans (?:les )?{COUNT} {UNIT}")
_BACK = lazy_pattern(
    rf"\b(?:la (?P<eve>veille)|j ?- ?(?P<j>\d{{1,3}}) avant|{COUNT} {UNIT} (?:avant|plus tot))\b"
)
_TO_BASE = lazy_pattern(r" ?(?!chaque)[^.!?;:,\d]{0,70}(?<!pour le )")
"""From how long before to the day that it is counted from."""

_OF = lazy_pattern(r"(?: (?:de |du |d'|que )?)?")
_COUNTDOWN = lazy_pattern(
    r" ?(?:le |la |les |l'|du |au )?(?:(?:date de )?"
    r"(?:cloture|fin|fermeture|date limite|echeance)\b[^.!?;:\d]{0,60})?"
)
"""« Plus que dix jours avant la clôture du 12 » says nothing but the 12, as « J-10 avant le »."""

_RESTATED = lazy_pattern(
    r" ?(?:(?:[,(:-]|soit\b|c'est-a-dire\b|a savoir\b)"
    r"(?: ?(?:,|(?:soit|donc|c'est-a-dire|a savoir|jusqu'au|avant|d'ici|pour|le|au|du)\b)){0,4})? ?"
)
"""What stands between a counted date and the same written out: « la veille, mercredi 18 mars »."""

_BESIDE = lazy_pattern(
    rf"\b(?:le |ce )?(?P<day>{WEEKDAY}) (?:(?P<back>precedant|qui precede\w*|(?:juste )?avant)"
    r"|(?:d'|juste )?apres|suivant|qui sui(?:t|vra))(?: le (?=\d|premier\b|lundi|jeudi)| (?=l))? ?"
)
"""« Le vendredi suivant la Pentecôte », « le lundi qui précède le 8 mai »."""

_OF_MONTH = lazy_pattern(
    r"\b(?:(?:le )?(?P<day>\d{1,2})(?: ?er\b)?|fin) (?:du mois (?P<next>prochain|suivant|a venir)"
    r"|(?:de ce mois|du mois en cours|du present mois)(?:-ci)?)\b"
)
"""« Le 16 du mois prochain », « fin du mois prochain »."""

_ALONE = lazy_pattern(r" ?(?:[.,;:)!]|$|a |au plus tard|au soir|midi|minuit|\d)")
"""After « trois semaines avant », when the day that it is counted from has been told."""

_SAME = lazy_pattern(r"[^.!?;\d]{1,80}")
_PLUS = lazy_pattern(rf"\bj ?\+ ?\d{{1,3}}{_RESTATED.pattern}$")
_CUE = lazy_pattern(r"\b(?:jusqu'au|avant|d'ici|pour)\b")

_FAR_BASE = 200
"""Characters within which the day that « la veille » is counted from comes before it."""


def all_mentions(text: str) -> tuple[Mention, ...]:
    """Return the dates of a folded text, written out or counted, in order."""
    found = [_counted_on(text, each) for each in _in_month(text, mentions(text))]
    for each in (
        *counted(text, found),
        *anchored(text, found),
        *_of_month(text),
        *_beside(text, found),
        *_todays(text),
        *_weekdays(text, found),
        *_ahead(text),
        *_feasts(text),
        *_backs(text, found),
    ):
        _join(text, found, each)
    hour = hour_of_all(text)
    if hour:
        found = [each if each.at else replace(each, at=hour) for each in found]
    return tuple(sorted(found, key=lambda each: each.start))


def _join(text: str, found: list[Mention], counted: Mention) -> None:
    """Add a counted date, unless it is written out right after, or overlaps another."""
    for at, each in enumerate(found):
        if each.start < counted.end and counted.start < each.end:
            more = counted.shift or counted.ends
            if more and counted.end == each.end and not (each.shift or each.ends):
                found[at] = counted
            return
        if counted.end <= each.start and _RESTATED.fullmatch(text, counted.end, each.start):
            if not _CUE.search(text, counted.end, each.start):
                found[at] = replace(each, lead=min(each.lead, counted.lead))
            return
    found.append(counted)


def _in_month(text: str, dates: Sequence[Mention]) -> Iterator[Mention]:
    """Give a day alone the month that was just told: « le 3 juin, envoi pour le 20 »."""
    last: Mention | None = None
    for each in dates:
        later = last and last.day and each.day and each.day > last.day
        alone = each.day and not (each.month or each.weekday)
        if last and later and alone and _SAME.fullmatch(text, last.end, each.start):
            yield replace(each, month=last.month, year=last.year, vague=True)
            continue
        last = each if each.month and each.nth is None else None
        yield each


def _counted_on(text: str, date: Mention) -> Mention:
    """Let a date begin at « J+30 » when it only says which day that is."""
    count = _PLUS.search(text, max(0, date.start - _LONGEST_END), date.start)
    return replace(date, lead=min(date.lead, count.start())) if count else date


def _todays(text: str) -> Iterator[Mention]:
    for spot in _TODAY.finditer(text):
        ahead = 0 if spot["today"] else 2 if spot["after"] else 1
        yield _counted(text, spot, ahead=ahead)


def _weekdays(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    for spot in _WEEKDAY.finditer(text):
        weekday = DAYS.index(spot["day"])
        counted = _counted(text, spot, weekday=weekday)
        before = text[max(0, counted.lead - _LONGEST_END) : counted.lead]
        if _NEAR_END.search(before) or AFTER.match(text, counted.end):
            base = _before(found, spot) if spot["next"] else None
            yield _shifted(text, spot, base, Shift(weekday=weekday)) if base else counted


def _ahead(text: str) -> Iterator[Mention]:
    for spot in _AHEAD.finditer(text):
        shift = length(spot)
        if not shift.months:
            yield _counted(text, spot, ahead=shift.days)


def _feasts(text: str) -> Iterator[Mention]:
    for spot in FEAST.finditer(text):
        before = text[max(0, spot.start() - _LONGEST_END) : spot.start()]
        if _NEAR_END.search(before) or AFTER.match(text, spot.end()):
            feast = _feast(text, spot)
            eve = Shift(days=1) if BEFORE.search(before) and feast.at is None else None
            yield replace(feast, shift=eve)


def _feast(text: str, spot: re.Match[str]) -> Mention:
    at, end, lead = hour_around(text, spot.start(), spot.end())
    return Mention(start=spot.start(), end=end, lead=lead, feast=spot[0], at=at)


def _of_month(text: str) -> Iterator[Mention]:
    for spot in _OF_MONTH.finditer(text):
        on = Shift(months=-1 if spot["next"] else 0, day=int(spot["day"] or _LONGEST_MONTH))
        yield replace(_counted(text, spot, ahead=0), shift=on)


_LONGEST_MONTH = 31
"""Days; what is last of a shorter one is its own last day."""


def _beside(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Give the weekdays that are told by the date or the feast right after them."""
    starts = {each.lead: each for each in found} | {each.start: each for each in found}
    for spot in _BESIDE.finditer(text):
        base, feast = starts.get(spot.end()), FEAST.match(text, spot.end())
        base = base or (_feast(text, feast) if feast else None)
        if base:
            on = Shift(weekday=DAYS.index(spot["day"]), back=spot["back"] is not None)
            yield replace(base, start=spot.start(), lead=spot.start(), shift=on)


def _backs(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Give « la veille » and « trois semaines avant », from the date after them, else before."""
    for spot in _BACK.finditer(text):
        shift = Shift(days=1) if spot["eve"] else length(spot)
        of = _OF.match(text, spot.end())
        feast = FEAST.match(text, of.end() if of else spot.end())
        if feast:
            yield replace(_feast(text, feast), start=spot.start(), lead=spot.start(), shift=shift)
            continue
        base = next((each for each in found if each.start >= spot.end()), None)
        if base and _TO_BASE.fullmatch(text, spot.end(), base.start):
            if not _restated(text, spot, base) and not _counts_down(text, spot, base):
                yield replace(base, start=spot.start(), lead=spot.start(), shift=shift)
            continue
        alone = _ALONE.match(text, spot.end())
        base = _before(found, spot) if alone else told_before(text, spot.end(), found)
        if base:
            yield _shifted(text, spot, base, shift)


def _before(found: Sequence[Mention], spot: re.Match[str]) -> Mention | None:
    """Return the date that is told just before a place."""
    base = next((each for each in reversed(found) if each.end <= spot.start()), None)
    return base if base and spot.start() - base.end <= _FAR_BASE else None


def _shifted(text: str, spot: re.Match[str], base: Mention, shift: Shift) -> Mention:
    at, end, lead = hour_around(text, spot.start(), spot.end())
    return replace(base, start=spot.start(), end=end, lead=lead, at=at, shift=shift)


def _restated(text: str, spot: re.Match[str], base: Mention) -> bool:
    return _RESTATED.fullmatch(text, spot.end(), base.start) is not None


def _counts_down(text: str, spot: re.Match[str], base: Mention) -> bool:
    between = _COUNTDOWN.fullmatch(text, spot.end(), base.start)
    return between is not None and (spot["j"] is not None or len(between[0]) > len(" le "))


def _counted(
    text: str, spot: re.Match[str], *, ahead: int | None = None, weekday: int | None = None
) -> Mention:
    at, end, lead = hour_around(text, spot.start(), spot.end())
    return Mention(start=spot.start(), end=end, lead=lead, ahead=ahead, weekday=weekday, at=at)
