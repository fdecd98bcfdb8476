"""A last day as people type it: « 15 janvier 2027 à 12h », « fin mars », « permanent »."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.french.dates.limits import require_clear, without_lead
from bot.french.dates.mentions.hours import END_OF_DAY
from bot.french.dates.mentions.written import written_dates
from bot.french.dates.reading import When, read_when
from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.folding import fold

_LONGEST_DATE = 150
"""Characters: more are other words, or nothing that is a date."""

_PERMANENT = lazy_pattern(
    r"permanente?|toute l['’]ann[eé]e|au fil de l['’]eau|sans date(?: limite)?",
    re.IGNORECASE,
)
_MIDNIGHT = lazy_pattern(r"(?:à |a )?minuit\b", re.IGNORECASE)
_TAIL = lazy_pattern(
    r"[\s,(]{1,3}(?:inclus|compris|au plus tard|dernier d[eé]lai|dernier carat|maxi?(?:mum)?)"
    r"[\s,;:)]{0,3}$",
    re.IGNORECASE,
)
_NO_SUCH = frozenset(
    (
        RefusalReason.NO_SUCH_YEAR,
        RefusalReason.NO_SUCH_DAY,
        RefusalReason.NO_SUCH_WEEK,
        RefusalReason.NO_SUCH_MONTH,
        RefusalReason.NO_SUCH_HOUR,
        RefusalReason.MONTH_FIRST,
    )
)


def read_day(text: str, *, now: datetime, zone: str, at: time = END_OF_DAY) -> When:
    """Read a date as `read_when` does, at an hour of ours where none is typed."""
    try:
        return read_when(text, now=now, zone=zone)
    except WhenError as error:
        if error.why not in {RefusalReason.NO_HOUR, RefusalReason.NO_HOUR_IN_PART}:
            raise
        return read_when(f"{text} {at:%Hh%M}", now=now, zone=zone)


def read_last_day(text: str, now: datetime, zone: str, unread: Refusal) -> datetime | None:
    """Read a last day and nothing else, None for « permanent ».

    Without an hour the day ends at 23:59 on an IANA zone's clock, and so it does at « minuit ».
    Raises `unread` where there are other words, or no day; PAST_END, and WhenError for what does
    not exist, and for words that leave something open.
    """
    said = text.strip(_EDGES)
    if _PERMANENT.fullmatch(said):
        return None
    typed = _TAIL.sub("", without_lead(said)).strip(_EDGES)
    end = _month_end(typed, now, zone) or unread.unless(_dated(typed, now, zone))
    if end <= now:
        raise PAST_END()
    return end


_EDGES = " \t\r\n\u00a0\u202f,;.:-–—•|/"

PAST_END = Refusal(
    "an end in the past",
    reply="Cette date est déjà passée. Donnez une date à venir, avec son année si besoin.",
)


def _dated(text: str, now: datetime, zone: str) -> datetime | None:
    said = _MIDNIGHT.sub(f"{END_OF_DAY:%Hh%M}", text[:_LONGEST_DATE])
    try:
        when = read_day(said, now=now, zone=zone)
    except WhenError as error:
        if error.why in _NO_SUCH:
            raise
        return None
    return None if when.rest or when.minutes is not None else require_clear(when).start


def _month_end(text: str, now: datetime, zone: str) -> datetime | None:
    """Read « fin mars », which `read_when` refuses: the last day of a month, or of the year.

    With a year that was typed, it may be over.
    """
    folded = fold(text)
    if len(folded) != len(text) or not folded.removeprefix("la ").startswith("fin "):
        return None
    clocks = ZoneInfo(zone)
    mention = next(written_dates(folded), None)
    if mention is None or mention.start > len("la ") or mention.end < len(text):
        return None
    today = now.astimezone(clocks).date()
    day = mention.on(min(today, date(mention.year, 1, 1)) if mention.year else today)
    if day is None:
        return None
    return datetime.combine(day, mention.at or END_OF_DAY, clocks).astimezone(UTC)
