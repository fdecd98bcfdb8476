"""What a picture of a network's questions shows: figures, questions by theme, month by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_THEMES = 10
"""Themes shown by name; the others are one bar."""

MOST_MONTHS = 12
"""Months shown: the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing to remember, ready to be read: « 71 % », « part répondue »."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many questions a theme has; `others` is several themes put together."""

    label: str
    count: int
    others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How many questions were asked, and how many answered, in one month (« janv. »)."""

    label: str
    asked: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """All that one picture shows; labels are anyone's words. `months` are oldest first."""

    title: str
    period: str
    figures: tuple[Figure, ...] = ()
    themes: tuple[Bar, ...] = ()
    months: tuple[Month, ...] = ()


def ranked(bars: Iterable[Bar], most: int = MOST_THEMES) -> tuple[Bar, ...]:
    """Put the largest first, equals by name; past `most` (and one more), the rest is one bar."""
    ordered = sorted(
        (each for each in bars if each.count > 0), key=lambda each: (-each.count, each.label)
    )
    if len(ordered) <= most + 1:
        return tuple(ordered)
    rest = ordered[most:]
    label = f"Autres ({len(rest)}\u00a0thèmes)"
    return (*ordered[:most], Bar(label=label, count=sum(each.count for each in rest), others=True))
