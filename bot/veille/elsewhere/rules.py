"""A date of a calendar that a network follows: what, where, from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One date of a calendar, as it tells it; texts are plain, `link` is of the web or "".

    `starts` and `ends` are UTC. Of whole days they are midnights, as if days were those of UTC:
    a day is the same in all zones.
    """

    title: str
    starts: datetime
    ends: datetime
    whole_days: bool = False
    place: str = ""
    link: str = ""

    def falls_on(self, at: datetime, zone: str) -> bool:
        """Tell whether it falls on the day of a moment, in a network's zone."""
        place = ZoneInfo(zone)
        day = at.astimezone(place).date()
        kept = ZoneInfo("UTC") if self.whole_days else place
        begins = datetime.combine(day, time(), kept).astimezone(UTC)
        ends = datetime.combine(day + timedelta(days=1), time(), kept).astimezone(UTC)
        return begins <= self.starts < ends or self.starts < begins < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A date from elsewhere, and the calendar that tells it, as the network calls it."""

    event: CalendarEvent
    source: str


def is_calendar(document: str) -> bool:
    """Tell whether a document is a calendar."""
    return document[:15].upper() == "BEGIN:VCALENDAR"
