"""The ends that an article counts, and names by counting: « dans les dix jours », « J-15 ».

Each says by itself that something ends, and none is exact: they wait for a coordinator's yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.patterns import lazy_pattern
from bot.french.spoken import DAYS
from bot.veille.deadlines.hours import hour_around
from bot.veille.deadlines.mentions import WEEKDAY, Mention, Shift
from bot.veille.deadlines.numbers import NUMBERS, SPELLED

COUNT = rf"(?P<n>\d{{1,2}}|{SPELLED})"
UNIT = r"(?P<unit>jours?|semaines?|mois)(?:,? (?:calendaires|ouvres|francs|jour pour jour),?)?"

_FROM_NOW = lazy_pattern(
    rf"\b(?:dans (?:les|un delai de|un delai d'|le delai de|la limite de)|sous(?: un delai de)?"
    rf"|delai de|delai d'|d'ici|dispose(?:z|nt) de) ?{COUNT} {UNIT}"
    r"(?P<base> (?:suivant|apres|des|a (?:compter|partir) d[eu'])"
    r" ?(?:l'|(?:la|le|ce|cette|sa|leur)\b)? ?(?:date de )?(?:presente? )?"
    r"(?:parution|publication|mise en ligne|diffusion|aujourd'hui|jour|annonce|article|avis|appel"
    r"|message|bulletin)\b)?"
)
"""« Dans les 30 jours suivant la parution », or « sous quinze jours » with no base at all."""

ASKED = lazy_pattern(
    r"\b(?:(?!recev|serez|saurez|aurez|assez|chez)\w{3,12}ez(?:-\w{2,4})?|(?:dit|fait)es"
    r"|a \w{3,12}(?:er|re|ir))\b"
    r"[^.!?;,\d]{0,50}$"
)
"""Before « sous dix jours »: the reader is asked, and no answer is promised."""

_OTHER_BASE = lazy_pattern(
    r" (?:suivant|apres|avant|des|a (?:compter|partir)|de|du|ouvres? (?:de|du|apres))\b|,? soit\b"
    r" ?| ?\("
)
"""After a term: it is counted from something else, or told again as a date."""

_DAYS_LEFT = lazy_pattern(
    r"\b(?:(?:plus que|reste(?:nt)?(?: plus)?(?: que| encore)?|encore"
    rf"|(?:avez|ont|avons)(?: encore| plus que)?|(?P<term>delai))"
    rf"(?: exactement)? ?{COUNT} {UNIT}(?P<now> a (?:compter|partir) d(?:'aujourd'hui"
    rf"|e ce (?:jour|matin|{WEEKDAY})))?(?:,? pas une? de plus,?)?(?: aux? \w{{3,20}})?"
    r"|j ?- ?(?P<j>\d{1,2})(?!\d))"
)
_TO_ANSWER = lazy_pattern(
    r" ?(?:avant|pour) (?:la |le |les |l'|votre |vos |y |nous |vous |se )?(?:(?:date de )?"
    r"(?:cloture|fin|fermeture|dates? limite|echeance)|depo[ts]|candidat|postul|repon[ds]"
    r"|env(?:oi|oyer)|transmet|s'inscri|inscri|soumet|rendre|remplir|propos|present|manifest"
    r"|declar|porter|particip"
    r"|faire (?:acte|parvenir|connaitre|remonter)|adresser|concour|complet|demander|finalis|boucl"
    r"|sollicit|tenter|saisir|ecrire)\w*"
)
_NOTHING_MORE = lazy_pattern(r" ?(?:[!.;:,)]|$)")
"""What stands after the days that are left for a call, and after « J-15 »."""

_CALLS = lazy_pattern(
    r"\b(?:appels?|aap|ami|candida|postul|depo[st]|dossiers?|demandes?|formulaires?|projets?|bourses?)"
)

_CLOSED_FROM = lazy_pattern(
    r"\b(?:(?:ferme|inaccessible|indisponible|desactive|suspendu|bloque|clo[st])(?:s|e|es|ee|ees)?"
    r"|fermer(?:a|ont)|(?:ser(?:a|ont)|est|sont) refuse\w*"
    r"|plus (?:possible|accepte|recevable|accessible|recu|pris|examine|lue?s?\b|ouvert|admis"
    r"|etudie)\w*"
    r"|(?:aucun|aucune) (?:dossier|demande|candidature|depot|projet|pli|envoi|reponse)\b)"
    r"[^.!?;:\d]{0,40} (?:a (?:compter|partir) d(?:u|e)|des le) "
)
"""« Le portail sera fermé à compter du 2 mai »: one answers until the day before."""

_FROM = lazy_pattern(r"\b(?:a (?:compter|partir) du|des le) $")
_THEN_CLOSED = lazy_pattern(
    r",? [^.!?;:\d]{0,40}\b(?:ne ser(?:a|ont) plus|n'est plus|ne sont plus|plus possible"
    r"|ser(?:a|ont) (?:ferme|clos|inaccessible|refuse)|aucun(?:e)? (?:dossier|demande|candidature))"
)
"""The same the other way round: « À compter du 2 mai, le portail ne sera plus accessible »."""

_LASTING = lazy_pattern(
    rf",? (?:et )?(?:pendant|durant|pour(?: une duree de)?) (?:les )?{COUNT} {UNIT}(?! apres)"
)
"""« À compter du 2 mai et pendant six semaines »: how long it stays open."""

_LONGEST_FROM = 16
"""Characters of what stands before that date."""

_BARE_DAY = lazy_pattern(
    rf"(?:(?P<weekday>{WEEKDAY}) )?(?P<day>\d{{1,2}})(?: ?er\b)?(?! ?(?:h\b|heures?|:|/|%|€|\.?\d))"
)
_MOVED_TO = lazy_pattern(
    r"\b(?:(?:report|repouss|decal|prolong|recul|avanc)\w{0,9}"
    r"|(?:cloture|limite|echeance|fin) pass(?:e|era))[^.!?;\d]{0,40}\b(?:au|jusqu'au) "
    rf"(?:{WEEKDAY} )?(?P<day>\d{{1,2}})(?= ?(?:[.,;!)]|$|a \d|a mi|et |inclus|au soir))"
)
"""« L'échéance du 15 septembre est reportée au 29 »: of the month that is told before."""

_HELD = lazy_pattern(
    r"\b(?:ateliers?|ceremonie|jury|webinaire|reunion|rencontre|journee|fete|assemblee|concert"
    r"|remise (?:du|des|de) (?:prix|trophees?|diplomes?))\b"
)
"""What is held on a day, and may be put off too."""

_FAR_BEFORE = 120
"""Characters within which that month is told."""

_WEEK_ENDS = lazy_pattern(
    r"\b(?:jusqu'a|d'ici(?: a)?|avant|pour|au plus tard)(?: (?:la|en|ce|cette))? "
    r"(?P<end>(?:fin (?:de|du)(?: la| ce| cette)? ?(?:semaine|week-end))(?P<next> prochaine?)?)\b"
)
_IN_A_WEEK = lazy_pattern(
    rf"\b(?:ce |le )?(?P<day>{WEEKDAY}) (?:soir )?(?:(?:prochain )?en (?P<n>huit|quinze)"
    r"|de la semaine prochaine)\b"
)
_ASKED_FOR = lazy_pattern(
    rf"\b(?P<day>{WEEKDAY}) prochain,? (?=avant |au plus tard|dernier delai|dernier carat)"
)


def counted(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Give the ends that a folded text counts, beside the dates `found` in it."""
    yield from _closed_from(text, found)
    yield from _moved_to(text, found)
    yield from _weeks(text)
    yield from _from_now(text)
    yield from _days_left(text, found)


def length(spot: re.Match[str]) -> Shift:
    """Return how far back COUNT and UNIT go."""
    if spot.groupdict().get("j"):
        return Shift(days=int(spot["j"]))
    count = NUMBERS.get(spot["n"]) or int(spot["n"])
    if spot["unit"] == "mois":
        return Shift(months=count)
    return Shift(days=count * (7 if spot["unit"].startswith("semaine") else 1))


def _closed_from(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    starts = {each.start: each for each in found}
    for spot in _CLOSED_FROM.finditer(text):
        date = starts.get(spot.end()) or _bare(text, spot.end())
        if date is not None:
            eve = Shift(days=1) if date.at is None else None
            yield replace(date, start=spot.start(), lead=spot.start(), shift=eve, ends=True)

    for date in found:
        before = _FROM.search(text, max(0, date.lead - _LONGEST_FROM), date.lead)
        lasting = _LASTING.match(text, date.end) if before else None
        if before and lasting:
            far = length(lasting)
            on = Shift(days=-far.days, months=-far.months)
            lead = before.start()
            yield replace(date, start=lead, lead=lead, shift=on, ends=True)
        elif before and _THEN_CLOSED.match(text, date.end):
            eve = Shift(days=1) if date.at is None else None
            yield replace(date, start=before.start(), lead=before.start(), shift=eve, ends=True)


def _bare(text: str, place: int) -> Mention | None:
    """Return the day of a month that is not named, at a place."""
    spot = _BARE_DAY.match(text, place)
    if spot is None or not 1 <= int(spot["day"]) <= _LAST_DAY:
        return None
    at, end, lead = hour_around(text, spot.start(), spot.end())
    weekday = DAYS.index(spot["weekday"]) if spot["weekday"] else None
    return Mention(
        start=spot.start(), end=end, lead=lead, day=int(spot["day"]), weekday=weekday, at=at
    )


_LAST_DAY = 31


def _moved_to(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    for spot in _MOVED_TO.finditer(text):
        day = int(spot["day"])
        base = next((each for each in reversed(found) if each.end <= spot.start("day")), None)
        if base is None or base.month is None or not 1 <= day <= _LAST_DAY:
            continue
        start = max(0, base.start - _FAR_BEFORE)
        if spot.start() - base.end > _FAR_BEFORE or _HELD.search(text, start, base.start):
            continue
        later = base.day is not None and day <= base.day
        month = base.month % 12 + 1 if later else base.month
        at, end, _ = hour_around(text, spot.start("day"), spot.end())
        start = spot.start("day")
        date = Mention(start=start, end=end, lead=start, day=day, month=month, at=at)
        yield replace(date, ends=True)


_SUNDAY = 6


def _weeks(text: str) -> Iterator[Mention]:
    for spot in _WEEK_ENDS.finditer(text):
        week = Shift(days=-7) if spot["next"] else None
        yield _ending(text, spot, Mention(start=0, end=0, lead=0, weekday=_SUNDAY, shift=week))
    for spot in _IN_A_WEEK.finditer(text):
        weekday = DAYS.index(spot["day"])
        on = {"huit": 7, "quinze": 14}.get(spot["n"]) or weekday + 1
        weekday = weekday if spot["n"] else _SUNDAY
        day = Mention(start=0, end=0, lead=0, weekday=weekday, shift=Shift(days=-on))
        yield replace(_ending(text, spot, day), ends=False)
    for spot in _ASKED_FOR.finditer(text):
        day = Mention(start=0, end=0, lead=0, weekday=DAYS.index(spot["day"]))
        yield _ending(text, spot, day)


def _from_now(text: str) -> Iterator[Mention]:
    for spot in _FROM_NOW.finditer(text):
        if spot["base"] or _short(text, spot):
            yield _ending(text, spot, _ahead(length(spot)))


def _short(text: str, spot: re.Match[str]) -> bool:
    """Tell whether a term is counted from the day one reads: « envoyez-la sous dix jours »."""
    if _OTHER_BASE.match(text, spot.end()):
        return False
    asked = ASKED.search(text, max(0, spot.start() - _FAR_BEFORE), spot.start())
    return spot[0].startswith("d'ici") or (spot[0].startswith("sous") and asked is not None)


def _days_left(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Give the end to which the days that are left lead, unless a date is told there."""
    for spot in _DAYS_LEFT.finditer(text):
        if any(spot.start() <= each.start <= spot.end() + _FAR_BEFORE for each in found):
            continue
        if spot["now"]:
            start, end = spot.span()
            yield replace(_ahead(length(spot)), start=start, end=end, lead=start)
        if spot["now"] or spot["term"]:
            continue
        after = _TO_ANSWER.match(text, spot.end())
        bare = spot["j"] and _NOTHING_MORE.match(text, spot.end()) and _CALLS.search(text)
        if after or bare:
            end = after.end() if after else spot.end()
            left = _ahead(length(spot))
            yield replace(left, start=spot.start(), end=end, lead=spot.start(), rough=True)


def _ahead(far: Shift) -> Mention:
    on = Shift(days=-far.days, months=-far.months)
    return Mention(start=0, end=0, lead=0, ahead=0, shift=on, ends=True)


def _ending(text: str, spot: re.Match[str], end: Mention) -> Mention:
    at, stop, _ = hour_around(text, spot.start(), spot.end())
    return replace(end, start=spot.start(), end=stop, lead=spot.start(), at=at, ends=True)
