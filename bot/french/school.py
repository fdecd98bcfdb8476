"""School holidays of mainland France, when a meeting would miss those who look after children.

Sources: the arrêtés of the minister of education for zones A, B and C, of 7 December 2022
(2025-2026, JORFTEXT000046704476), 22 October 2025 (2026-2027, JORFTEXT000052416058) and
21 July 2026 (2027-2028, JORFTEXT000054457294), as published on education.gouv.fr and
service-public.gouv.fr (F31952). Corsica has its rector's own calendar, known here for 2025-2026.

Outside these years nothing is known, so no date is called a holiday; nor in the overseas
académies, which set their own calendars: their networks name no zone. Where the day of return is
not published yet (Corsica in 2026, everywhere in 2028), the summer is said to last until 31 August.

Zone A: Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon, Poitiers.
Zone B: Aix-Marseille, Amiens, Lille, Nancy-Metz, Nantes, Nice, Normandie, Orléans-Tours, Reims,
Rennes, Strasbourg. Zone C: Créteil, Montpellier, Paris, Toulouse, Versailles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Holidays:
    """Holidays with their French name, from `first` until the day before `back`."""

    name: str
    first: date
    back: date


def school_holidays(day: date, school_zone: str) -> Holidays | None:
    """Return the holidays that a day falls in, None when there are none or none are known."""
    for each in _CALENDARS.get(school_zone, ()):
        if each.first <= day < each.back:
            return each
    return None


_NAMES = {
    "Toussaint": "les vacances de la Toussaint",
    "Noël": "les vacances de Noël",
    "Hiver": "les vacances d'hiver",
    "Printemps": "les vacances de printemps",
    "Ascension": "le pont de l'Ascension",
    "Été": "les vacances d'été",
}

_ALL_ZONES = """
    Toussaint 2025-10-18 2025-11-03
    Noël      2025-12-20 2026-01-05
    Ascension 2026-05-15 2026-05-18
    Été       2026-07-04 2026-09-01
    Toussaint 2026-10-17 2026-11-02
    Noël      2026-12-19 2027-01-04
    Ascension 2027-05-07 2027-05-10
    Été       2027-07-03 2027-09-02
    Toussaint 2027-10-23 2027-11-08
    Noël      2027-12-18 2028-01-03
    Ascension 2028-05-26 2028-05-29
    Été       2028-07-04 2028-09-01
"""
_OWN: Mapping[str, str] = {
    "A": """
    Hiver     2026-02-07 2026-02-23
    Printemps 2026-04-04 2026-04-20
    Hiver     2027-02-13 2027-03-01
    Printemps 2027-04-10 2027-04-26
    Hiver     2028-02-19 2028-03-06
    Printemps 2028-04-22 2028-05-09
""",
    "B": """
    Hiver     2026-02-14 2026-03-02
    Printemps 2026-04-11 2026-04-27
    Hiver     2027-02-20 2027-03-08
    Printemps 2027-04-17 2027-05-03
    Hiver     2028-02-05 2028-02-21
    Printemps 2028-04-08 2028-04-24
""",
    "C": """
    Hiver     2026-02-21 2026-03-09
    Printemps 2026-04-18 2026-05-04
    Hiver     2027-02-06 2027-02-22
    Printemps 2027-04-03 2027-04-19
    Hiver     2028-02-12 2028-02-28
    Printemps 2028-04-15 2028-05-02
""",
}
_CORSICA = """
    Toussaint 2025-10-18 2025-11-03
    Noël      2025-12-20 2026-01-05
    Hiver     2026-02-14 2026-03-02
    Printemps 2026-04-11 2026-04-27
    Ascension 2026-05-15 2026-05-18
    Été       2026-07-04 2026-09-01
"""


def _read(table: str) -> tuple[Holidays, ...]:
    lines = (line.split() for line in table.strip().splitlines())
    return tuple(
        Holidays(_NAMES[name], date.fromisoformat(first), date.fromisoformat(back))
        for name, first, back in lines
    )


_CALENDARS: Mapping[str, tuple[Holidays, ...]] = {
    **{zone: _read(_ALL_ZONES) + _read(own) for zone, own in _OWN.items()},
    "Corse": _read(_CORSICA),
}
