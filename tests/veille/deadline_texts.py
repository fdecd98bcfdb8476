"""Texts of one Tuesday in September, and the deadlines that are read in them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.veille.deadlines.passage import FoundDeadline
from bot.veille.deadlines.reading import found_in

PARIS = "Europe/Paris"
PUBLISHED = datetime(2026, 9, 1, 8, tzinfo=UTC)
"""Tuesday."""


def found_on(text: str, theme: str = "Financements") -> tuple[FoundDeadline, ...]:
    """Return what is read in a text of that day."""
    return found_in(text, PUBLISHED, PARIS, theme)


def local_ends(text: str, theme: str = "Financements") -> list[datetime]:
    """Return the ends of what is read, by the clocks of Paris."""
    found = found_on(text, theme)
    return [each.ends.astimezone(ZoneInfo(PARIS)) for each in found if each.ends]
