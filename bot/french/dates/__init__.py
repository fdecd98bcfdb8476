"""Dates in French, as busy people type them: what is read, what is refused, what is doubtful."""

from __future__ import annotations

from bot.domain.when.clocks import HALF_DAY, read_duration
from bot.domain.when.doubts import Doubt, DoubtKind, doubts
from bot.domain.when.reading import Typed, When, read_when
from bot.domain.when.refusals import WhenError, Why

__all__ = [
    "HALF_DAY",
    "Doubt",
    "DoubtKind",
    "Typed",
    "When",
    "WhenError",
    "Why",
    "doubts",
    "read_duration",
    "read_when",
]
