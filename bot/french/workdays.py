"""Days on which people may be reminded of something: no weekend, no bank holiday, no August.

Bank holidays: Code du travail, L3133-1; in the overseas départements also the day of the abolition
of slavery, L3422-2, known here by the network's time zone. Written here rather than taken from the
`holidays` package, whose import takes 19 MB of memory, a fifth of the bot's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.easter import easter

AUGUST = 8
SATURDAY = 5

DAY_STARTS = time(9)
DAY_ENDS = time(18)
"""Reminders come within working hours, on the network's own clock."""

_FIXED: Mapping[tuple[int, int], str] = {
    (1, 1): "le jour de l'An",
    (5, 1): "la fête du Travail",
    (5, 8): "la victoire de 1945",
    (7, 14): "la fête nationale",
    (8, 15): "l'Assomption",
    (11, 1): "la Toussaint",
    (11, 11): "l'armistice de 1918",
    (12, 25): "Noël",
}
_AFTER_EASTER: Mapping[int, str] = {
    1: "le lundi de Pâques",
    39: "l'Ascension",
    50: "le lundi de Pentecôte",
}
_ABOLITION: Mapping[str, tuple[int, int]] = {
    "America/Guadeloupe": (5, 27),
    "America/Marigot": (5, 28),
    "America/St_Barthelemy": (10, 9),
    "America/Martinique": (5, 22),
    "America/Cayenne": (6, 10),
    "Indian/Reunion": (12, 20),
    "Indian/Mayotte": (4, 27),
}


def bank_holiday(day: date, zone: str) -> str:
    """Return the French name of a day's bank holiday where clocks follow this zone, or ""."""
    this = (day.month, day.day)
    if this == _ABOLITION.get(zone):
        return "l'abolition de l'esclavage"
    return _FIXED.get(this) or _AFTER_EASTER.get((day - easter(day.year)).days, "")


def is_working_day(day: date, zone: str) -> bool:
    """Tell whether people work on a day: no weekend, no bank holiday."""
    return day.weekday() < SATURDAY and not bank_holiday(day, zone)


def may_remind(now: datetime, zone: str) -> bool:
    """Tell whether people may be reminded of something at this moment, on their own clock."""
    local = now.astimezone(ZoneInfo(zone))
    return (
        DAY_STARTS <= local.time() < DAY_ENDS
        and local.month != AUGUST
        and is_working_day(local.date(), zone)
    )


def last_working_hour(moment: datetime, zone: str) -> datetime:
    """Return the latest full hour of work, August included, that is not after a moment (UTC).

    The hours of work are those that begin from DAY_STARTS to DAY_ENDS, on an IANA zone's clock.
    """
    local = moment.astimezone(ZoneInfo(zone))
    hour = local.replace(minute=0, second=0, microsecond=0)
    last = DAY_ENDS.hour - 1
    if hour.hour > last:
        hour = hour.replace(hour=last)
    while hour.time() < DAY_STARTS or not is_working_day(hour.date(), zone):
        hour = (hour - timedelta(days=1)).replace(hour=last)
    return hour.astimezone(UTC)


def working_days_after(moment: datetime, count: int, zone: str) -> datetime:
    """Return when, on an IANA zone's clock, the day so many working days after another begins."""
    return _worked(moment, count, zone, timedelta(days=1))


def working_days_before(moment: datetime, count: int, zone: str) -> datetime:
    """Return when, on an IANA zone's clock, the day so many working days before another begins."""
    return _worked(moment, count, zone, timedelta(days=-1))


def _worked(moment: datetime, count: int, zone: str, step: timedelta) -> datetime:
    day = moment.astimezone(ZoneInfo(zone)).date()
    while count:
        day += step
        count -= is_working_day(day, zone)
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)
