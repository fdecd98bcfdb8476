"""A last day as people type it: « 15 janvier 2027 à 12h », « fin mars », « permanent »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.core.patterns import lazy_pattern
from bot.french.dates.limits import require_clear, without_lead
from bot.french.dates.mentions.hours import END_OF_DAY
from bot.french.dates.mentions.written import written_dates
from bot.french.dates.reading import When, read_when
from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.folding import fold

_LONGEST_DATE = 150
"""Characters: more are other words, or nothing that is a date."""

_MOST_WORDS = 11
"""Of the longest date: « vendredi 15 janvier 2027 à 18 h 30 au plus tard »."""

_PERMANENT = lazy_pattern(
    r"\s*(?:permanente?|toute l['’]ann[eé]e|au fil de l['’]eau|sans date(?: limite)?)(?!\w)",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedEnd:
    """The end that was typed, in UTC, None where there is none; then what follows its words."""

    at: datetime | None
    rest: str


def read_day(text: str, *, now: datetime, zone: str, at: time = END_OF_DAY) -> When:
    """Read a date as `read_when` does, at an hour of ours where none is typed."""
    try:
        return read_when(text, now=now, zone=zone)
    except WhenError as error:
        if error.why not in {RefusalReason.NO_HOUR, RefusalReason.NO_HOUR_IN_PART}:
            raise
        return read_when(f"{text} {at:%Hh%M}", now=now, zone=zone)


def read_end(text: str, now: datetime, zone: str) -> TypedEnd | None:
    """Read a last day, or « permanent », that a text begins with; None where it does not.

    Without an hour the day ends at 23:59 on an IANA zone's clock, and so it does at « minuit ».
    Raises WhenError for what does not exist, and for words that leave something open.
    """
    permanent = _PERMANENT.match(text)
    if permanent:
        return TypedEnd(at=None, rest=text[permanent.end() :])
    typed = without_lead(text)
    return _month_end(typed, now, zone) or _dated(typed, now, zone)


def _dated(text: str, now: datetime, zone: str) -> TypedEnd | None:
    """Return the end that the longest run of first words says."""
    refusal: WhenError | None = None
    words = list(re.finditer(r"\S+", text[:_LONGEST_DATE]))[:_MOST_WORDS]
    for last in reversed(words):
        said = _MIDNIGHT.sub(f"{END_OF_DAY:%Hh%M}", _TAIL.sub("", text[: last.end()]))
        try:
            when = read_day(said, now=now, zone=zone)
        except WhenError as error:
            refusal = error if error.why in _NO_SUCH else refusal
            continue
        if not when.rest and when.minutes is None:
            return TypedEnd(at=require_clear(when).start, rest=text[last.end() :])
    if refusal:
        raise refusal
    return None


def _month_end(text: str, now: datetime, zone: str) -> TypedEnd | None:
    """Read « fin mars », which `read_when` refuses: the last day of a month, or of the year.

    With a year that was typed, it may be over.
    """
    folded = fold(text)
    if len(folded) != len(text) or not folded.removeprefix("la ").startswith("fin "):
        return None
    clocks = ZoneInfo(zone)
    mention = next(written_dates(folded), None)
    if mention is None or mention.start > len("la "):
        return None
    today = now.astimezone(clocks).date()
    day = mention.on(min(today, date(mention.year, 1, 1)) if mention.year else today)
    if day is None:
        return None
    moment = datetime.combine(day, mention.at or END_OF_DAY, clocks)
    return TypedEnd(at=moment.astimezone(UTC), rest=text[mention.end :])
