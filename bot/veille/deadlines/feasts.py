"""The feasts that articles name in place of a date: « avant la Toussaint », « pour Noël »."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.easter import easter

from bot.core.patterns import lazy_pattern

_FIXED = {
    "saint-valentin": (2, 14),
    "saint-jean": (6, 24),
    "fete de la musique": (6, 21),
    "fete nationale": (7, 14),
    "assomption": (8, 15),
    "saint-michel": (9, 29),
    "toussaint": (11, 1),
    "armistice": (11, 11),
    "saint-martin": (11, 11),
    "sainte-catherine": (11, 25),
    "saint-nicolas": (12, 6),
    "noel": (12, 25),
    "saint-sylvestre": (12, 31),
    "nouvel an": (1, 1),
}
_AFTER_EASTER = {"mardi gras": -47, "rameaux": -7, "paques": 0, "ascension": 39, "pentecote": 49}
_MONDAY = "lundi de "

FEAST = lazy_pattern(
    r"(?<![\w-])(?:(?:lundi|jeudi|dimanche) des? )?(?:la |l'|les? )?"
    r"(?:" + "|".join((*_FIXED, *_AFTER_EASTER)).replace("-", "[ -]") + r")\b(?![ -]d['eu])"
)
"""A feast in a folded text, with the weekday that is said of it."""

BEFORE = lazy_pattern(r"\bavant (?:le )?$")
"""Before a feast, the last day is its eve: « avant Noël »."""


def feast_in(name: str, year: int) -> date:
    """Return the day of a feast in a year, as FEAST found it; its Monday is the next day."""
    known = name.replace("saint ", "saint-").replace("sainte ", "sainte-")
    for fixed, (month, day) in _FIXED.items():
        if known.endswith(fixed):
            return date(year, month, day)
    days = next(days for moving, days in _AFTER_EASTER.items() if known.endswith(moving))
    return easter(year) + timedelta(days=days + known.startswith(_MONDAY))
