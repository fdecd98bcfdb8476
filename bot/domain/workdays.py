"""Days on which people may be reminded of something: no weekend, no bank holiday, no August.

Bank holidays: Code du travail, L3133-1; in the overseas départements also the day of the abolition
of slavery, L3422-2, known here by the network's time zone. Written here rather than taken from the
`holidays` package, whose import takes 19 MB of memory, a fifth of the bot's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.easter import easter

AUGUST = 8
SATURDAY = 5

DAY_STARTS = time(9)
DAY_ENDS = time(18)
"""Reminders come within working hours, on the network's own clock."""

_FIXED = frozenset({(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)})
_AFTER_EASTER = frozenset({1, 39, 50})
_ABOLITION: Mapping[str, tuple[int, int]] = {
    "America/Guadeloupe": (5, 27),
    "America/Marigot": (5, 28),
    "America/St_Barthelemy": (10, 9),
    "America/Martinique": (5, 22),
    "America/Cayenne": (6, 10),
    "Indian/Reunion": (12, 20),
    "Indian/Mayotte": (4, 27),
}


def is_bank_holiday(day: date, zone: str) -> bool:
    """Tell whether a day is a bank holiday where clocks follow this IANA zone."""
    this = (day.month, day.day)
    if this in _FIXED or this == _ABOLITION.get(zone):
        return True
    return (day - easter(day.year)) in {timedelta(days=days) for days in _AFTER_EASTER}


def may_remind(now: datetime, zone: str) -> bool:
    """Tell whether people may be reminded of something at this moment, on their own clock."""
    local = now.astimezone(ZoneInfo(zone))
    return (
        DAY_STARTS <= local.time() < DAY_ENDS
        and local.weekday() < SATURDAY
        and local.month != AUGUST
        and not is_bank_holiday(local.date(), zone)
    )
