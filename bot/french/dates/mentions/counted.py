"""The dates that a text counts from another day: « la veille », « sous dix jours », « vendredi ».

None is exact: a deadline that is told so waits for a coordinator's yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.patterns import lazy_pattern
from bot.french.dates.feasts import FEAST
from bot.french.dates.mentions.hours import hour_around
from bot.french.dates.mentions.mention import Mention, Shift
from bot.french.dates.mentions.written import WEEKDAY
from bot.french.dates.numbers import IN_LETTERS, SPELLED
from bot.french.spoken import DAYS

_COUNT = rf"(?P<n>\d{{1,2}}|{IN_LETTERS})"
_UNIT = r"(?P<unit>jours?|semaines?|mois)\b(?:,? (?:calendaires|ouvres|francs|jour pour jour),?)?"

_TERM = lazy_pattern(
    r"\b(?:(?P<term>(?:dans|sous|d'ici|dispose(?:z|nt) de)(?: les| la limite de)?"
    r"(?: (?:un |le )?delai d[e'])?|delai(?: d[e'])?) ?"
    r"|(?P<left>plus que|reste(?:nt)?|encore|avez|ont|avons)(?: encore| plus| que| exactement)* )?"
    rf"(?:(?P<eve>la veille)|j ?- ?(?P<j>\d{{1,3}})(?!\d)|{_COUNT} {_UNIT}"
    r"|(?P<about>huit|quinz)aine\b)"
    r"(?: (?:(?P<back>avant|plus tot)|(?P<on>suivant|apres|a (?:compter|partir)(?= d[eu'])"
    r"|qui sui(?:t|vent|vra|vront)))\b)?"
)
"""A time, before or after a day, or from the day of the text: « dans les 30 jours suivant la »."""

_ASKED = lazy_pattern(
    r"\b(?:(?!recev|serez|saurez|aurez|assez|chez)\w{3,12}ez(?:-\w{2,4})?|(?:dit|fait)es"
    r"|a \w{3,12}(?:er|re|ir))\b[^.!?;,\d]{0,50}$"
)
"""Before « sous dix jours »: the reader is asked, and no answer is promised."""

_TO_ANSWER = lazy_pattern(
    r",?(?: pas une? de plus,?)?(?: aux? \w{3,20})? ?(?:avant|pour) (?:la |les? |l'|votre |vos |y "
    r"|nous |vous |se |s')?(?:(?:date de )?(?:cloture|fin|fermeture|dates? limite|echeance)"
    r"|depo[ts]|candidat|postul|repon[ds]|env(?:oi|oyer)|transmet|inscri|soumet|rendre|remplir|propos"
    r"|present|manifest|declar|porter|particip|faire |adresser|concour|complet|demander|finalis"
    r"|boucl|sollicit|tenter|saisir|ecrire)"
)
_NOTHING_MORE = lazy_pattern(r" ?(?:[!.;:,)]|$)")
"""What stands after the days that are left for a call, and after « J-15 »."""

_OF_TERMS = (" jour", " semaine", " mois", "veille", "j-", "j -", "zaine", "taine")
"""A word of any such time: most texts have none."""

_TARGET = lazy_pattern(
    r" ?(?:des? |du |d'|que )?(?P<the>(?:la|les?|leur|sa|ce|cet(?:te)?|celle-ci|celui-ci)\b ?|l')?"
    r"(?:date de )?(?:presente? )?(?P<noun>\w{3,20}(?:'hui)?)?"
)
_TO_DATE = lazy_pattern(r"(?! ?(?:chaque|plus|moins)\b)[^.!?;:,(\d]{0,70}(?<!pour le )")
"""From a time to the day that it is counted from."""

_PUBLISHED = frozenset(
    (
        "parution", "publication", "mise", "diffusion", "annonce", "presente", "aujourd'hui",
        "jour", "matin", "article", "avis", "appel", "message", "bulletin", *DAYS,
    )
)  # fmt: skip
"""What terms are counted from when no day is told: the day of the text."""

_FAR = 200
"""Characters within which the day that something is counted from is told before."""

_COUNTDOWN = lazy_pattern(
    r" ?(?:le |la |les |l'|du |au )?(?:(?:date de )?"
    r"(?P<of>cloture|fin|fermeture|date limite|echeance)\b[^.!?;:\d]{0,60})?"
)
"""« Plus que dix jours avant la clôture du 12 » says nothing but the 12, as « J-10 avant le »."""

RESTATED = lazy_pattern(
    r" ?(?:(?:[,(:-]|soit\b|c'est-a-dire\b|a savoir\b)"
    r"(?: ?(?:,|(?:soit|donc|c'est-a-dire|a savoir|jusqu'au|avant|d'ici|pour|le|au|du)\b)){0,4})? ?"
)
"""What stands between a counted date and the same written out: « la veille, mercredi 18 mars »."""

_BESIDE = lazy_pattern(
    rf"\b(?:le |ce )?(?P<day>{WEEKDAY}) (?:(?P<back>precedant|qui precede\w*|(?:juste )?avant)"
    r"|(?:d'|juste )?apres|suivant|qui sui(?:t|vra))(?: le (?=\d|premier\b|lundi|jeudi)| (?=l))? ?"
)
"""« Le vendredi suivant la Pentecôte », « le lundi qui précède le 8 mai »."""

_WEEKDAY = lazy_pattern(
    rf"(?<=[ :])(?:ce |le )?(?P<day>{WEEKDAY})\b(?: soir)?"
    r"(?: prochain|(?P<next> suivant))?(?: soir)?"
    r"(?: en (?P<n>huit|quinze)|(?P<week> de la semaine prochaine)"
    r"|(?! ?,? ?(?:\d{1,2}\b(?! ?h| ?:)|le \d|premier)| (?:et|ou|des?|d'|matin|en)\b| au(?! plus)"
    rf"| a (?:{WEEKDAY})))\b"
)
_NEAR_END = lazy_pattern(
    r"(?:\b(?:avant|pour|jusqu'au?|d'ici(?: au?)?|au plus tard|clos|closes?"
    r"|termine(?:nt)?|arrete(?:nt)?|acheve(?:nt)?|ferme(?:nt|ra|ront)?|cloture(?:nt)?"
    r"|limite :?|cloture :?|dernier (?:delai|jour) :?)|delai :|\bplus \w{2,12} apres"
    r"|\bfin (?:des|de la|du) \w{1,15}(?: ?:)?) ?(?:le |ce )?$"
)
_AFTER = lazy_pattern(
    r" ?[,(]? ?(?:au plus tard|dernier (?:delai|carat|jour)|delai de rigueur|sans faute"
    r"|(?:au )?(?:grand )?maxi(?:mum)?\b|avant |pour (?:y )?(?:depos|candidat|postul|repond|envoy))"
)
"""Beside a weekday or a feast that ends something: « chaque vendredi » is a habit."""

_LONGEST_END = 36
"""Characters of what stands before."""

_WEEK_END = lazy_pattern(
    r"\bfin (?:de|du)(?: la| ce| cette)? ?(?:semaine|week-end)(?P<next> prochaine?)?\b"
)
_TODAY = lazy_pattern(r"\b(?:(?P<today>ce soir|aujourd'hui)|(?P<after>apres-)?demain(?: soir)?)\b")

_FROM = lazy_pattern(r"\b(?:a (?:compter|partir) du|des le) (?:\w{5,8} )?$")
_LONGEST_FROM = 24
_SHUT = (
    r"\b(?:ferme|inaccessible|indisponible|desactive|suspendu|bloque|clo[st]|refuse|n'est plus"
    r"|ne ser(?:a|ont) plus|ne sont plus|aucune?\b)"
)
_SHUT_BEFORE = lazy_pattern(_SHUT + r"[^.!?;:\d]{0,60}$")
_SHUT_AFTER = lazy_pattern(r",? [^.!?;:\d]{0,40}" + _SHUT)
"""« Le portail sera fermé à compter du 2 mai »: one answers until the day before."""

_LASTING = lazy_pattern(
    rf",? (?:et )?(?:pendant|durant|pour(?: une duree de)?) (?:les )?{_COUNT} {_UNIT}(?! apres)"
)
"""« À compter du 2 mai et pendant six semaines »: how long it stays open."""


def counted_dates(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Give such dates of a folded text, beside the dates `found` in it."""
    yield from _from_then_on(text, found)
    if any(word in text for word in _OF_TERMS):
        yield from _terms(text, found)
    for spot in _WEEK_END.finditer(text):
        week = Shift(days=7) if spot["next"] else None
        yield _placed(text, spot, Mention(weekday=_SUNDAY, shift=week))
    yield from _weekdays(text, found)
    for spot in _TODAY.finditer(text):
        ahead = 0 if spot["today"] else 2 if spot["after"] else 1
        yield _placed(text, spot, Mention(ahead=ahead))
    for spot in FEAST.finditer(text):
        feast = _feast(text, spot)
        if _near_end(text, spot, feast):
            eve = text.endswith(("avant ", "avant le "), 0, spot.start()) and feast.at is None
            yield replace(feast, shift=Shift(days=-1) if eve else None)


_SUNDAY = 6


def _from_then_on(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Give the last day of what shuts from a date on, or lasts a time from it."""
    for date in found:
        from_ = _FROM.search(text, date.lead - _LONGEST_FROM, date.lead)
        if from_ is None:
            continue
        start = from_.start()
        lasting = _LASTING.match(text, date.end)
        if lasting:
            yield replace(date, start=start, lead=start, shift=_length(lasting), ends=True)
        elif _SHUT_BEFORE.search(text, start - _FAR, start) or _SHUT_AFTER.match(text, date.end):
            eve = Shift(days=-1) if date.at is None else None
            yield replace(date, start=start, lead=start, shift=eve, ends=True)


def _terms(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    for spot in _TERM.finditer(text):
        back = bool(spot["back"] or spot["eve"])
        if back or spot["on"]:
            base = _base(text, spot, found, back=back)
            if base:
                far = _length(spot, -1 if back else 1)
                yield _placed(text, spot, replace(base, shift=far), ends=bool(spot["term"]))
                continue
        term = spot["term"]
        if spot["left"] or spot["j"]:
            near = range(spot.start(), spot.end() + _NEAR)
            told = any(each.start in near for each in found)
            to = spot.start("back") - 1 if spot["back"] else spot.end()
            if not told and (_TO_ANSWER.match(text, to) or _is_bare(text, spot)):
                yield _placed(text, spot, _ahead(spot), rough=True)
        elif back or spot["on"] or not term or term.startswith("delai"):
            continue
        elif term in {"dans", "dans les"}:
            days = _length(spot).days
            if days:
                yield _placed(text, spot, Mention(ahead=days))
        elif term.startswith("d'ici") or (
            term.startswith("sous") and _ASKED.search(text, spot.start() - _NEAR, spot.start())
        ):
            yield _placed(text, spot, _ahead(spot))


def _is_bare(text: str, spot: re.Match[str]) -> bool:
    return spot["j"] is not None and _NOTHING_MORE.match(text, spot.end()) is not None


_NEAR = 120
"""Characters after the days that are left, within which their end may be told."""


def _ahead(spot: re.Match[str]) -> Mention:
    return Mention(ahead=0, shift=_length(spot), ends=True)


def _base(
    text: str, spot: re.Match[str], found: Sequence[Mention], *, back: bool
) -> Mention | None:
    """Return the day that a time is counted from: told after it, that of the text, told before."""
    target = _TARGET.match(text, spot.end())
    if target is None:
        return None
    noun = target["noun"]
    if spot["on"] and noun in _PUBLISHED:
        return Mention(start=spot.end(), end=target.end(), lead=spot.end(), ahead=0)
    for place in (target.start("the"), target.start("noun")):
        feast = FEAST.match(text, max(place, spot.end()))
        if feast:
            return _feast(text, feast)
    after = next((each for each in found if each.start >= spot.end()), None)
    if after and _TO_DATE.fullmatch(text, spot.end(), after.start):
        restated = RESTATED.fullmatch(text, spot.end(), after.start)
        countdown = _COUNTDOWN.fullmatch(text, spot.end(), after.start)
        says_it = countdown and (spot["j"] or countdown["of"])
        return None if restated or (back and says_it) else after
    before = [each for each in found if each.end <= spot.start() <= each.end + _FAR]
    if noun is None or (target["the"] or "").startswith("c"):
        return before[-1] if before else None
    return next((each for each in reversed(before) if noun in _beside(text, each, spot)), None)


def _beside(text: str, date: Mention, spot: re.Match[str]) -> str:
    """Return the words beside a date, before a place that names its day again: « la réunion »."""
    return text[max(0, date.start - _FAR) : spot.start()]


def _length(spot: re.Match[str], way: int = 1) -> Shift:
    """Return how far a time goes: on, or back where `way` is -1."""
    said = spot.groupdict()
    if said.get("eve"):
        return Shift(days=way)
    if said.get("j"):
        return Shift(days=way * int(spot["j"]))
    if said.get("about"):
        return Shift(days=way * (8 if spot["about"] == "huit" else 15))
    count = way * (SPELLED.get(spot["n"]) or int(spot["n"]))
    if spot["unit"] == "mois":
        return Shift(months=count)
    return Shift(days=count * (7 if spot["unit"].startswith("semaine") else 1))


def _weekdays(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    starts = {each.lead: each for each in found} | {each.start: each for each in found}
    for spot in _BESIDE.finditer(text):
        feast = FEAST.match(text, spot.end())
        base = starts.get(spot.end()) or (_feast(text, feast) if feast else None)
        if base:
            on = Shift(weekday=DAYS.index(spot["day"]), back=spot["back"] is not None)
            yield replace(base, start=spot.start(), lead=spot.start(), shift=on)
    for spot in _WEEKDAY.finditer(text):
        day = Mention(weekday=DAYS.index(spot["day"]))
        if spot["n"]:
            yield _placed(text, spot, replace(day, shift=Shift(days=_WEEKS[spot["n"]])))
        elif spot["week"]:
            on = Shift(days=DAYS.index(spot["day"]) + 1)
            yield _placed(text, spot, replace(day, weekday=_SUNDAY, shift=on))
        else:
            last = [each for each in found if each.end <= spot.start() <= each.end + _FAR]
            if spot["next"] and last:
                day = replace(last[-1], shift=Shift(weekday=day.weekday))
            placed = _placed(text, spot, day)
            if _near_end(text, spot, placed):
                yield placed


def _near_end(text: str, spot: re.Match[str], day: Mention) -> bool:
    """Tell whether the words beside a weekday or a feast make more of it than a habit."""
    before = _NEAR_END.search(text, day.lead - _LONGEST_END, day.lead)
    return any((before, *(_AFTER.match(text, end) for end in (spot.end(), day.end))))


_WEEKS = {"huit": 7, "quinze": 14}


def _feast(text: str, spot: re.Match[str]) -> Mention:
    return _placed(text, spot, Mention(feast=spot.lastindex or 0))


def _placed(
    text: str, spot: re.Match[str], day: Mention, *, ends: bool = False, rough: bool = False
) -> Mention:
    """Return a day with its place and its hour: where the day that it is counted from stops."""
    follows = day.start >= spot.start()
    at, end, lead = hour_around(text, spot.start(), max(spot.end(), day.end * follows))
    at = at or (day.at if follows else None)
    ends = ends or day.ends
    return replace(day, start=spot.start(), end=end, lead=lead, at=at, ends=ends, rough=rough)
