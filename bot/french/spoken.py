"""The French words of the calendar: days, months, dates and hours said in full, clocks' cities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.french.folding import fold

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
"""As the Imprimerie nationale shortens them."""

MONTH_NUMBERS: Mapping[str, int] = {fold(month): at for at, month in enumerate(MONTHS, start=1)}
"""From 1, by the month's folded name."""

SHORT_MONTH_NUMBERS: Mapping[str, int] = {
    **{fold(month).rstrip("."): at for at, month in enumerate(SHORT_MONTHS, start=1)},
    "jan": 1,
    "fev": 2,
    "jul": 7,
    "sep": 9,
}
"""From 1, by what people type for short, folded, without its full stop."""

CITIES: Mapping[str, str] = {
    "Europe/Paris": "Paris",
    "Indian/Reunion": "La Réunion",
    "Indian/Mayotte": "Mamoudzou",
    "Indian/Kerguelen": "Port-aux-Français",
    "America/Guadeloupe": "Pointe-à-Pitre",
    "America/Martinique": "Fort-de-France",
    "America/Cayenne": "Cayenne",
    "America/Miquelon": "Saint-Pierre",
    "America/St_Barthelemy": "Gustavia",
    "America/Marigot": "Marigot",
    "Pacific/Noumea": "Nouméa",
    "Pacific/Tahiti": "Papeete",
    "Pacific/Marquesas": "Taiohae",
    "Pacific/Gambier": "Rikitea",
    "Pacific/Wallis": "Mata-Utu",
}
"""The city by which French people name each IANA zone of the Republic."""


def long_day(day: date) -> str:
    """Return « jeudi 3 décembre 2026 »."""
    return f"{DAYS[day.weekday()]} {short_day(day)} {day.year}"


def short_day(day: date) -> str:
    """Return « 3 décembre », where the year goes without saying."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}\u00a0{MONTHS[day.month - 1]}"


def clock(at: time | datetime) -> str:
    """Return « 14 h 00 »."""
    return f"{at.hour}\u00a0h\u00a0{at.minute:02}"


def brief_moment(local: datetime) -> str:
    """Return « mar. 8 déc., 9 h 30 », for a button: the year goes without saying."""
    day = f"{DAYS[local.weekday()][:3]}.\u00a0{local.day}"
    return f"{day}\u00a0{SHORT_MONTHS[local.month - 1]}, {clock(local)}"


def whose_hour(local: datetime) -> str:
    """Return « heure de Paris » for an aware local time, « heure locale » in a zone unknown here.

    In the hour that a change of clocks repeats it says which: « heure d'hiver de Paris ».
    """
    season = ""
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        season = " d'hiver" if local.fold else " d'été"
    city = CITIES.get(str(local.tzinfo))
    return f"heure{season} de {city}" if city else f"heure{season} locale"


def last_moment(ends: datetime | None, zone: str) -> str:
    """Return « vendredi 15 janvier 2027 », with its hour unless it is the day's end."""
    if ends is None:
        return "toute l'année"
    local = ends.astimezone(ZoneInfo(zone))
    day = long_day(local.date())
    return day if (local.hour, local.minute) == (23, 59) else f"{day} à {clock(local)}"
