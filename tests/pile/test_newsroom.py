"""The clock of the newsroom that live tests open goes on only, on whatever day they run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.network.network import DEFAULT_DIGEST
from bot.network.rhythm import parse_rhythm
from bot.pile.rules import week_of
from tests.live.newsroom import before_a_preview


def test_the_monday_before_the_next_digest_is_always_to_come() -> None:
    zone, begin = "Europe/Paris", datetime(2026, 11, 1, tzinfo=UTC)
    for hours in range(0, 24 * 62, 3):
        now = begin + timedelta(hours=hours)
        opened = now + before_a_preview(now)
        (due,) = parse_rhythm(DEFAULT_DIGEST).next_dates(opened, zone, 1)

        assert now <= opened < week_of(due, zone)
