"""What pictures show: a network's questions, or its year; figures, themes, month by month."""

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
class ChartMonth:
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
    months: tuple[ChartMonth, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequences:
    """What one month had: meetings, all the `people` who came, letters."""

    label: str
    meetings: int = 0
    people: int = 0
    letters: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class YearChart:
    """All that the picture of a year shows; `months` are oldest first."""

    title: str
    period: str
    figures: tuple[Figure, ...] = ()
    months: tuple[Sequences, ...] = ()
    themes: tuple[Bar, ...] = ()


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
