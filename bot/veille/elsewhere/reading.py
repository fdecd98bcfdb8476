"""The text of a calendar (iCalendar, RFC 5545) to its dates; for the parsing process only.

A rule may take for ever to say nothing, and a file hold anything: what is read is counted, and the
process that reads it has limits of time and memory.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from bot.core.patterns import lazy_pattern
from bot.veille.elsewhere.rules import CalendarEvent
from bot.veille.fetching.errors import NotAFeedError
from bot.veille.fetching.item import absolute
from bot.veille.fetching.text import headline, plain

if TYPE_CHECKING:
    from icalendar import Calendar

BEFORE = timedelta(days=31)
AHEAD = timedelta(days=750)
"""What is kept of a calendar around the moment when it is read.

Two years: a calendar that answers « not modified » is not read again.
"""

MOST_READ = 3_000
"""Events read of one file, from its top."""

MOST_KEPT = 500
"""Dates kept of one calendar, the soonest first."""

MOST_TIMES = 400
"""Dates of one event that recurs: more than a year of each day."""

LONGEST = timedelta(days=7)
"""An event that lasts longer, an exhibition, is told of its first days only."""

_TITLE, _PLACE = 120, 100
"""Characters."""

_USUAL_ZONE = "Europe/Paris"
"""Of a calendar that tells none, for the hours that name none either."""

_EVENT = lazy_pattern(r"^BEGIN:VEVENT\s*$", re.IGNORECASE | re.MULTILINE)
_RECURS = frozenset(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))


def read_calendar(document: str, around: datetime) -> tuple[str, tuple[CalendarEvent, ...]]:
    """Return the title of a calendar and its dates around a moment, the soonest first.

    What is wrong in one event leaves this one out. Raises NotAFeedError.
    """
    calendar = _calendar(document)
    zone = _zone(calendar)
    read = [each for part in calendar.walk("VEVENT") if (each := _read(part, zone)) is not None]
    replaced: dict[str, set[datetime]] = {}
    for each in read:
        if each.replaces is not None:
            replaced.setdefault(each.uid, set()).add(each.replaces)
    found: dict[CalendarEvent, None] = {}
    for each in read:
        others = replaced.get(each.uid, ()) if each.replaces is None else ()
        with suppress(ValueError, TypeError, KeyError, AttributeError, OverflowError):
            found |= dict.fromkeys(each.events(others, around - BEFORE, around + AHEAD))
    title = headline(str(calendar.get("X-WR-CALNAME") or calendar.get("NAME") or ""), _TITLE)
    return title, tuple(sorted(found, key=lambda each: each.starts))[:MOST_KEPT]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """An event as it is written: wall times of `zone`, or of no zone where it is of whole days.

    `replaces` is the date that it takes the place of in another's recurrence.
    """

    uid: str
    start: datetime
    length: timedelta
    zone: tzinfo
    whole_days: bool
    cancelled: bool
    texts: Mapping[str, str]
    part: Mapping[str, Any]
    replaces: datetime | None = None

    def events(
        self, others: Collection[datetime], first: datetime, last: datetime
    ) -> Iterator[CalendarEvent]:
        """Yield its dates between two moments, but for those that `others` replace."""
        left = {_moment(each, self.zone) for each in _dates(self.part, "EXDATE", self.zone)} | {
            *others
        }
        for wall in () if self.cancelled else self._starts(first, last):
            starts = _moment(wall, self.zone)
            ends = starts + self.length
            if starts not in left and ends >= first and starts <= last:
                yield CalendarEvent(
                    starts=starts, ends=ends, whole_days=self.whole_days, **self.texts
                )

    def _starts(self, first: datetime, last: datetime) -> Iterator[datetime]:
        yield self.start
        yield from islice(_dates(self.part, "RDATE", self.zone), MOST_TIMES)
        rule: Any = self.part.get("RRULE")
        if not rule or self.replaces is not None or not _bounded(rule):
            return
        until = _wall((rule.pop("UNTIL", None) or [last])[0], self.zone, latest=True)
        begins = first.astimezone(self.zone).replace(tzinfo=None) - self.length
        times = rrulestr(rule.to_ical().decode(), dtstart=self.start).xafter(begins, inc=True)
        end = min(until, last.astimezone(self.zone).replace(tzinfo=None))
        yield from islice(takewhile(lambda each: each <= end, times), MOST_TIMES)


def _calendar(document: str) -> Calendar:
    from icalendar import Calendar  # noqa: PLC0415  what feeds do without

    starts = [found.start() for found in islice(_EVENT.finditer(document), MOST_READ + 1)]
    if len(starts) > MOST_READ:
        document = f"{document[: starts[-1]]}END:VCALENDAR\r\n"
    try:
        read = Calendar.from_ical(document, multiple=True)
    except (ValueError, KeyError, IndexError) as error:
        raise NotAFeedError(f"not a calendar: {error!r}"[:200]) from error
    if not read:
        raise NotAFeedError("a calendar without its end")
    return read[0]


def _zone(calendar: Calendar) -> tzinfo:
    try:
        return ZoneInfo(str(calendar.get("X-WR-TIMEZONE") or _USUAL_ZONE))
    except (ValueError, KeyError, OSError):
        return ZoneInfo(_USUAL_ZONE)


def _read(part: Mapping[str, Any], usual: tzinfo) -> _Read | None:
    """Read an event; None for one without a date or a title, or that cannot be read."""
    try:
        told = part["DTSTART"].dt
        whole_days = not isinstance(told, datetime)
        zone = UTC if whole_days else told.tzinfo or usual
        start = _wall(told, zone)
        title = headline(str(part.get("SUMMARY", "")), _TITLE)
        if not title:
            return None
        replaces = part.get("RECURRENCE-ID")
        return _Read(
            uid=str(part.get("UID", "")),
            start=start,
            length=_length(part, start, zone, whole_days=whole_days),
            zone=zone,
            whole_days=whole_days,
            cancelled=str(part.get("STATUS", "")).upper() == "CANCELLED",
            texts={
                "title": title,
                "place": plain(str(part.get("LOCATION", "")), _PLACE),
                "link": absolute(str(part.get("URL", "")), ""),
            },
            part=part,
            replaces=replaces and _moment(_wall(replaces.dt, zone), zone),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def _length(
    part: Mapping[str, Any], start: datetime, zone: tzinfo, *, whole_days: bool
) -> timedelta:
    usual = timedelta(days=1) if whole_days else timedelta()
    if "DTEND" in part:
        length = _wall(part["DTEND"].dt, zone) - start
    else:
        length = part["DURATION"].dt if "DURATION" in part else usual
    return min(max(length, usual), LONGEST)


def _bounded(rule: Mapping[str, Any]) -> bool:
    """Tell whether a rule recurs by days at least, and goes on."""
    try:
        often = {str(each).upper() for each in rule.get("FREQ", ())}
        steps = [int(str(each)) for each in rule.get("INTERVAL", ())]
    except (ValueError, AttributeError):  # several rules, or one that cannot be read
        return False
    return bool(often) and often <= _RECURS and all(each > 0 for each in steps)


def _dates(part: Mapping[str, Any], name: str, zone: tzinfo) -> Iterator[datetime]:
    """Yield the dates that are listed under a name, as wall times of a zone."""
    told = part.get(name) or []
    for listed in told if isinstance(told, list) else [told]:
        for each in listed.dts:
            yield _wall(each.dt, zone)


def _wall(told: date | datetime, zone: tzinfo, *, latest: bool = False) -> datetime:
    """Return a date as a wall time of a zone, naive; a whole day's is its first or `latest`."""
    if not isinstance(told, datetime):
        return datetime.combine(told, time.max if latest else time.min)
    return (told.astimezone(zone) if told.tzinfo else told).replace(tzinfo=None)


def _moment(wall: datetime, zone: tzinfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)
