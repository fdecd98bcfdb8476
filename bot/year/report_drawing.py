"""The picture of a network's year: its figures, what each month had, questions by theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from bot.talk.chart import Sequences, YearChart, ranked
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

_COLUMNS = 200
"""Height of the tallest column."""

_LETTER = 40
"""Side of the square that stands for a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDrawing:
    """The picture of a year, of which every place is known."""

    width: int
    height: int
    left: float
    right: float
    name: str
    header: PictureSection
    months: PictureSection
    themes: PictureSection


def draw_year(chart: YearChart, render: Render) -> str:
    """Return a year as SVG."""
    return render("reseau/bilan.svg.j2", drawing=lay_out_year(chart))


def lay_out_year(chart: YearChart) -> ReportDrawing:
    """Give each part of a year its place, top to bottom."""
    header, end = opening(chart.title, chart.period, chart.figures)
    months, end = _months(chart.months, end + BETWEEN)
    themes, end = theme_bars(ranked(chart.themes), end + BETWEEN)
    return ReportDrawing(
        width=WIDTH,
        height=ceil(end + MARGIN),
        left=MARGIN,
        right=RIGHT,
        name=f"{cleaned(chart.title)}, {cleaned(chart.period)}",
        header=header,
        months=months,
        themes=themes,
    )


def _months(months: Sequence[Sequences], top: float) -> tuple[PictureSection, float]:
    """Lay a column a month for who came to meetings, and a square under it for each letter."""
    if not any(each.meetings or each.letters for each in months):
        return PictureSection(top=top), top + NOTHING
    step = INNER / len(months)
    base = top + 80 + _COLUMNS
    most = max(1, *(each.people for each in months))
    labels = [wrapped(each.label, size=28, room=step - 4) for each in months]
    under = base + 22 + 34 * max(len(each) for each in labels)
    boxes: list[Box] = []
    words: list[Words] = []
    for index, month in enumerate(months):
        middle = MARGIN + step * (index + 0.5)
        words += [
            Words(x=middle, y=base + 40 + 34 * row, size=28, text=line, anchor="middle")
            for row, line in enumerate(labels[index])
        ]
        if month.meetings:
            column = _column(month, middle, base, min(64.0, step - 12), most)
            boxes.append(column)
            words.append(_above(column, number(month.people) if month.people else "tenue"))
        boxes += _squares(month.letters, middle, under, step)
    boxes.append(Box(x=MARGIN, y=base, width=INNER, height=3, look="ground"))
    end = under + _LETTER if any(each.letters for each in months) else under
    return PictureSection(top=top, boxes=tuple(boxes), words=tuple(words)), end


def _column(month: Sequences, middle: float, base: float, width: float, most: int) -> Box:
    height = max(LEAST, _COLUMNS * month.people / most)
    return Box(x=middle - width / 2, y=base - height, width=width, height=height, look="meeting")


def _above(column: Box, text: str) -> Words:
    x = column.x + column.width / 2
    return Words(x=x, y=column.y - 10, size=30, text=text, bold=True, anchor="middle")


def _squares(letters: int, middle: float, top: float, step: float) -> Iterator[Box]:
    """Yield a square a letter side by side, narrower where a month has many."""
    if not letters:
        return
    side = min(_LETTER, (step - 8) / letters)
    left = middle - side * letters / 2
    for at in range(letters):
        yield Box(x=left + side * at + 1, y=top, width=side - 2, height=_LETTER, look="letter")
