"""Which month coordinators are told of, because nothing is planned in it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.french.workdays import AUGUST
from bot.network.schedule import month_of, months_later

FIRST_WORD_DAY = 10
"""Day of the month before from which the first word is said."""


def month_to_tell(now: datetime, zone: str) -> datetime:
    """Return the first moment of the month that may be told of today, in an IANA zone.

    From FIRST_WORD_DAY on the coming one, September in July; before, the one that has begun.
    """
    this = month_of(now, zone)
    if now.astimezone(ZoneInfo(zone)).day < FIRST_WORD_DAY:
        return this
    coming = months_later(this, 1)
    return months_later(this, 2) if coming.month == AUGUST else coming
