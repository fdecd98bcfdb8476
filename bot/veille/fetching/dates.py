"""Dates as feeds write them: RFC 822 and ISO 8601, and all that passes for them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold

_OLDEST = 1990
"""No article on the web is older: an earlier year is a default value, not a date."""

_MONTHS = {
    "jan": 1, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "abr": 4, "mai": 5, "may": 5,
    "juin": 6, "jun": 6, "juil": 7, "jul": 7, "aou": 8, "aug": 8, "ago": 8, "sep": 9, "set": 9,
    "oct": 10, "okt": 10, "out": 10, "nov": 11, "dec": 12, "dez": 12, "dic": 12,
}  # fmt: skip
_HOURS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "met": 1,
    "cest": 2, "mest": 2, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7,
}  # fmt: skip
"""Zone names to hours from UTC: RFC 822's own, and those of Europe. Others are taken as UTC."""

_CLOCK = (
    r"(?:[\s,t-]+(?:a\s+)?(?P<hour>\d{1,2})\s?[:h]\s?(?P<minute>\d{2})?(?::(?P<second>\d{2}))?"
    r"(?:[.,]\d+)?(?:\s*(?P<half>[ap])\.?m\b\.?)?)?"
    r"\s*(?P<zone>[+-]\d{2}:?\d{2}|[+-]\d{1,2}|[a-z]{1,5})?"
)
_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,10})\.?"
_SHAPES = tuple(
    lazy_pattern(shape + _CLOCK, re.ASCII)
    for shape in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?=t|$)",
        rf"(?:[a-z]+\.?,?\s*)?{_DAY}[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}}|\d{{2}})\b",
        rf"(?:[a-z]+\.?,?\s+)?{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})",
        r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})(?P<day>)$",
    )
)


def parse_date(text: str) -> datetime | None:
    """Read a date, UTC; without a zone it is taken as UTC. None if no date can be made of it.

    English, French, and the Spanish, Portuguese and German month names; years of two digits
    (RFC 822: below 70 is this century); fractions of seconds; `12/03/2026` is in March.
    """
    folded = " ".join(fold(text[:100]).split())
    for shape in _SHAPES:
        if match := shape.match(folded):
            return _moment(match.groupdict())
    return None


def _moment(part: dict[str, str | None]) -> datetime | None:
    month, year = _month(part["month"] or ""), _year(part["year"] or "")
    if month is None or year < _OLDEST:
        return None
    hour = int(part["hour"] or 0)
    if part["half"]:
        hour = hour % 12 + (12 if part["half"] == "p" else 0)
    try:
        local = datetime(
            year,
            month,
            int(part["day"] or 1),
            hour % 24,
            int(part["minute"] or 0),
            min(int(part["second"] or 0), 59),
            tzinfo=UTC,
        )
        return local - _from_utc(part["zone"]) + timedelta(days=hour // 24)
    except (ValueError, OverflowError):
        return None


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    return _MONTHS.get(text[:4]) or _MONTHS.get(text[:3])


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - written in full
        return year
    return year + (2000 if year < 70 else 1900)  # noqa: PLR2004 - RFC 2822, 4.3


@lru_cache(maxsize=256)
def _from_utc(zone: str | None) -> timedelta:
    """Return how far from UTC a zone is. Raises ValueError for a day or more."""
    if zone is None or zone[0] not in "+-":
        return timedelta(hours=_HOURS.get(zone or "z", 0))
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    if offset >= timedelta(days=1):
        raise ValueError(zone)
    return -offset if zone[0] == "-" else offset
