"""Where everything stands in a picture: from a chart to shapes that a template writes as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from bot.talk.chart import MOST_MONTHS, Chart, ChartMonth, ranked
from bot.talk.render import Render
from bot.talk.sections import BETWEEN, NOTHING, opening, theme_bars
from bot.talk.shapes import (
    INNER,
    LEAST,
    MARGIN,
    RIGHT,
    WIDTH,
    Box,
    PictureSection,
    Words,
    cleaned,
    number,
    wrapped,
)

_COLUMNS = 250
"""Height of the tallest column."""

_WIDE = 100
"""Counts from which two columns side by side are too narrow for theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture of which every place is known."""

    width: int
    height: int
    left: float
    right: float
    name: str
    header: PictureSection
    themes: PictureSection
    trend: PictureSection


def draw(chart: Chart, render: Render) -> str:
    """Return a chart as SVG."""
    return render("besoin/bilan.svg.j2", drawing=lay_out(chart))


def lay_out(chart: Chart) -> Drawing:
    """Give each part of a chart its place, top to bottom."""
    header, end = opening(chart.title, chart.period, chart.figures)
    themes, end = theme_bars(ranked(chart.themes), end + BETWEEN)
    trend, end = _trend(chart.months[-MOST_MONTHS:], end + BETWEEN)
    return Drawing(
        width=WIDTH,
        height=ceil(end + MARGIN),
        left=MARGIN,
        right=RIGHT,
        name=f"{cleaned(chart.title)}, {cleaned(chart.period)}",
        header=header,
        themes=themes,
        trend=trend,
    )


def _trend(months: Sequence[ChartMonth], top: float) -> tuple[PictureSection, float]:
    """Lay two columns a month, asked then answered, and their counts."""
    most = max((max(each.asked, each.answered) for each in months), default=0)
    if not most:
        return PictureSection(top=top), top + NOTHING
    step = INNER / len(months)
    base = top + 80 + _COLUMNS
    labels = [wrapped(each.label, size=28, room=step - 4) for each in months]
    end = base + 14 + 34 * max(len(each) for each in labels)
    boxes: list[Box] = []
    words: list[Words] = []
    for index, month in enumerate(months):
        middle = MARGIN + step * (index + 0.5)
        words += [
            Words(x=middle, y=base + 40 + 34 * row, size=28, text=line, anchor="middle")
            for row, line in enumerate(labels[index])
        ]
        columns = tuple(_columns(month, middle, base, min(84.0, step / 2 - 3), most))
        boxes += [each for each in columns if each.height]
        words += _counts(month, columns, middle, end, most)
    boxes.append(Box(x=MARGIN, y=base, width=INNER, height=3, look="ground"))
    if most >= _WIDE:
        boxes += [
            Box(x=MARGIN - 32, y=end + 18 + 40 * row, width=22, height=22, look=look)
            for row, look in enumerate(("asked", "answered"))
        ]
        end += 14 + 40 * 2
    return PictureSection(top=top, boxes=tuple(boxes), words=tuple(words)), end


def _columns(
    month: ChartMonth, middle: float, base: float, width: float, most: int
) -> Iterator[Box]:
    """Yield the two columns of a month, of no height when there was nothing."""
    for x, count, look in (
        (middle - width, month.asked, "asked"),
        (middle, month.answered, "answered"),
    ):
        height = max(LEAST, _COLUMNS * count / most) if count else 0.0
        yield Box(x=x + 2, y=base - height, width=width - 4, height=height, look=look)


def _counts(
    month: ChartMonth, columns: Sequence[Box], middle: float, under: float, most: int
) -> Iterator[Words]:
    """Yield a month's counts: above their columns, or under all where they are too long."""
    for row, (column, count) in enumerate(zip(columns, (month.asked, month.answered), strict=True)):
        if most < _WIDE:
            x, y = column.x + column.width / 2, column.y - 10
        else:
            x, y = middle, under + 38 + 40 * row
        yield Words(x=x, y=y, size=28, text=number(count), anchor="middle")
