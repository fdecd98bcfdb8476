"""How long a publisher asks to be left alone: Retry-After, Cache-Control, Expires (RFC 9110, 9111).

Limits are the feed's matter (`Feed.after`); here a header is read or ignored, never refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.core.patterns import lazy_pattern

_MAX_AGE = lazy_pattern(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_REFUSES_CACHE = lazy_pattern(r"(?:^|[\s,])no-(?:store|cache)\b", re.IGNORECASE)
_VALIDATOR_LIMIT = 1_000


def retry_after(headers: Mapping[str, str], now: datetime | None) -> timedelta | None:
    """Read Retry-After, in seconds or as a date; without `now`, the server's own Date counts."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:10]), 10**9))
    moment, start = _http_date(value), now or _http_date(headers.get("date", ""))
    return None if moment is None or start is None else max(moment - start, timedelta())


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read how long the answer stays good: `max-age` less its age, else Expires."""
    control = headers.get("cache-control", "")
    if _REFUSES_CACHE.search(control):
        return None
    if match := _MAX_AGE.search(control):
        age = headers.get("age", "").strip()
        spent = int(age) if age.isascii() and age.isdigit() and len(age) < 10 else 0  # noqa: PLR2004
        return timedelta(seconds=max(int(match.group(1)) - spent, 0))
    expires = _http_date(headers.get("expires", ""))
    if expires is None:
        return None
    return max(expires - (_http_date(headers.get("date", "")) or now), timedelta())


def validator(headers: Mapping[str, str], name: str) -> str | None:
    """Read ETag or Last-Modified verbatim, unless it could not be sent back in a header."""
    value = headers.get(name, "")
    return value if value.isprintable() and 0 < len(value) <= _VALIDATOR_LIMIT else None


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
