from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.veille.fetching.caching import fresh_for, retry_after, validator

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = "Tue, 24 Nov 2026 11:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (LATER, timedelta(hours=2)),
        ("Tue, 24 Nov 2026 08:00:00 GMT", timedelta()),
        ("99999999999999999999", timedelta(seconds=10**9)),
        ("-5", None),
        ("bientôt", None),
        ("²", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, wait: timedelta | None) -> None:
    assert retry_after({"retry-after": value}, NOW) == wait


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"cache-control": "public, max-age=3600"}, timedelta(hours=1)),
        ({"cache-control": 'max-age="60"', "age": "45"}, timedelta(seconds=15)),
        ({"cache-control": "max-age=60", "age": "450"}, timedelta()),
        ({"cache-control": "s-maxage=60"}, None),
        ({"cache-control": "no-cache, max-age=60"}, None),
        ({"cache-control": "no-store", "expires": LATER}, None),
        ({"expires": LATER}, timedelta(hours=2)),
        ({"expires": LATER, "date": "Tue, 24 Nov 2026 10:30:00 GMT"}, timedelta(minutes=30)),
        ({"expires": "0"}, None),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, timedelta()),
        ({}, None),
    ],
)
def test_freshness_is_max_age_then_expires(headers: dict[str, str], wait: timedelta | None) -> None:
    assert fresh_for(headers, NOW) == wait


def test_validators_are_verbatim_unless_they_cannot_be_sent_back() -> None:
    assert validator({"etag": ' W/"a, b" '}, "etag") == ' W/"a, b" '
    assert validator({"etag": '"a\nb"'}, "etag") is None
    assert validator({"etag": "x" * 2000}, "etag") is None
    assert validator({}, "etag") is None
