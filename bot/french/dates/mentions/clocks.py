"""The clock that an article says an hour is of: « 17 h, heure de La Réunion »."""

from __future__ import annotations

import re

from bot.core.patterns import lazy_pattern

_ZONES = {
    "Indian/Reunion": "La Reunion|la Reunion|Reunion|Saint-Denis de La Reunion|Saint-Denis",
    "Indian/Mayotte": "Mayotte|Mamoudzou",
    "America/Martinique": "la Martinique|Martinique|Fort-de-France",
    "America/Guadeloupe": (
        "la Guadeloupe|Guadeloupe|Basse-Terre|Pointe-a-Pitre|Saint-Martin|Saint-Barthelemy|Antilles"
    ),
    "America/Cayenne": "la Guyane|Guyane|Cayenne",
    "America/Miquelon": ("Saint-Pierre-et-Miquelon|Saint-Pierre et Miquelon|Saint-Pierre|Miquelon"),
    "Pacific/Tahiti": (
        "la Polynesie francaise|Polynesie francaise|la Polynesie|Polynesie|Papeete|Tahiti"
    ),
    "Pacific/Noumea": "la Nouvelle-Caledonie|Nouvelle-Caledonie|Noumea",
    "Pacific/Wallis": "Wallis-et-Futuna|Wallis et Futuna|Wallis|Mata-Utu",
    "Europe/Paris": (
        "Paris|la metropole|metropole|France metropolitaine|la France|France|l'Hexagone"
        "|metropolitaine|francaise|Bruxelles|CEST|CET"
    ),
    "UTC": "GMT|UTC",
}
_ZONE_OF = {place: zone for zone, places in _ZONES.items() for place in places.split("|")}
_PLACE = "|".join(sorted(_ZONE_OF, key=len, reverse=True))
_OVERSEAS = "|".join(
    place for place, zone in _ZONE_OF.items() if zone not in {"Europe/Paris", "UTC"}
)
_NO_CLOCK = (
    r"(?!(?:de |d'|du |des )(?:la |l'|le )?(?:r?ouverture|fermeture|cloture|fin|debut|rigueur"
    r"|depots?|limite|reception|envoi|levee|bureau|affluence|pause|midi|mise)"
    r"|limite|ou\b|a (?:la)?quel|apres|avant|maximum)"
)

_OF = r"(?:de |d'|du |en |a |des |aux )?(?:l'ile de )?"
_CLOCK = lazy_pattern(
    rf"(?: precises?)?(?: ?[,(/-]){{0,2}} ?(?:(?:a l'|en )?heures? {_NO_CLOCK}"
    rf"(?:(?:locale|legale|officielle)s?\b,? ?\(? ?)?{_OF}(?P<place>{_PLACE})\b"
    rf"|(?P<short>GMT|UTC|CEST|CET)\b(?! ?[+-])"
    rf"|\( ?(?P<inside>{_PLACE}) ?\))"
)
_SAID = lazy_pattern(
    rf"\bheures? {_NO_CLOCK}(?:locales?|legales?|officielles?|(?:de (?:la |l')?|du |d')[A-Z]"
    rf"|(?:{_OVERSEAS})|(?:de )?la reunion|metropol|francaise)"
    r"|\d ?\(?(?:UTC|GMT)\b|\bUTC ?[+-]"
    rf"|(?:\d{{1,2}} ?(?:h|heures)(?: ?\d\d)?|midi|minuit),? (?:a|en|au|aux) (?:{_OVERSEAS})\b"
)


_NEXT_WORDS = lazy_pattern(
    rf"(?: precises?)?(?: ?[,(/-]){{0,2}} ?(?:en |a l')?heures? {_NO_CLOCK}\w",
    re.IGNORECASE,
)


_FAR_AWAY = lazy_pattern(rf"\b(?P<place>{_OVERSEAS})\b")
_SOMEWHERE_FAR = lazy_pattern(
    r"\b[Oo]utre-[Mm]er|[Uu]ltramarin|[Oo]cean [Ii]ndien|\bCaraibes?\b|\bPacifique\b|\bDROM\b"
)


def is_far_away(cased: str, zone: str) -> bool:
    """Tell whether a text is about a place overseas, whose clock may not be that of a zone."""
    far = any(_ZONE_OF[spot["place"]] != zone for spot in _FAR_AWAY.finditer(cased))
    return far or _SOMEWHERE_FAR.search(cased) is not None


def clock_after(cased: str, end: int) -> str | None:
    """Return the IANA zone of the clock that is named where an hour ends, if it is known.

    The text is in plain letters, with its capitals: « l'heure de la réunion » is no island's.
    """
    spot = _CLOCK.match(cased, end)
    return _ZONE_OF[spot["place"] or spot["short"] or spot["inside"]] if spot else None


def leaves_a_doubt(cased: str, end: int) -> bool:
    """Tell whether a text says of what place some hour is, and not of which this one is.

    `end` is where the hour, or the date, stops.
    """
    if clock_after(cased, end) is not None:
        return False
    return _NEXT_WORDS.match(cased, end) is not None or _SAID.search(cased) is not None
