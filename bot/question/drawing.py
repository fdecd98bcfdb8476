"""The picture of a network's questions: figures, themes, asked and answered month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.question.report import Count
from bot.talk.drawing import Chart, Picture, above, month_axis, opened, ranked, theme_bars
from bot.talk.render import Render
from bot.talk.shapes import LEAST, MARGIN, RIGHT, Box, Words, number

MOST_MONTHS = 12
"""Months shown: the latest."""

_COLUMNS = 250
"""Height of the tallest column."""

_WIDE = 100
"""Counts from which two columns side by side are too narrow for theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionChart(Chart):
    """All that the picture shows; `months` are oldest first, each with its label (« janv. »)."""

    months: tuple[Count, ...] = ()


def draw(chart: QuestionChart, render: Render) -> str:
    """Return the picture as SVG."""
    return render("picture.svg.j2", picture=lay_out(chart))


def lay_out(chart: QuestionChart) -> Picture:
    """Give each part of the picture its place, top to bottom."""
    picture = opened(chart)
    theme_bars(picture, "Par thème", ranked(chart.themes))
    _trend(picture, chart.months[-MOST_MONTHS:])
    return picture


def _trend(picture: Picture, months: Sequence[Count]) -> None:
    """Lay two columns a month, asked then answered, and their counts."""
    top = picture.begin("Mois par mois")
    most = max((max(each.asked, each.answered) for each in months), default=0)
    if not most:
        picture.leave_empty(top)
        return
    picture.explain("asked", "posées", RIGHT - 434, top)
    picture.explain("answered", "avec réponse", RIGHT - 234, top)
    axis = month_axis(picture, [each.label for each in months], top + 80 + _COLUMNS)
    picture.end += 14
    width = min(84.0, axis.step / 2 - 3)
    for month, middle in zip(months, axis.middles, strict=True):
        columns = tuple(_columns(month, middle, axis.line.y, width, most))
        picture.boxes += [each for each in columns if each.height]
        picture.words += _counts(month, columns, middle, picture.end, most)
    picture.boxes.append(axis.line)
    if most >= _WIDE:
        picture.boxes += [
            Box(x=MARGIN - 32, y=picture.end + 18 + 40 * row, width=22, height=22, look=look)
            for row, look in enumerate(("asked", "answered"))
        ]
        picture.end += 14 + 40 * 2


def _columns(month: Count, middle: float, base: float, width: float, most: int) -> Iterator[Box]:
    """Yield the two columns of a month, of no height when there was nothing."""
    for x, count, look in (
        (middle - width, month.asked, "asked"),
        (middle, month.answered, "answered"),
    ):
        height = max(LEAST, _COLUMNS * count / most) if count else 0.0
        yield Box(x=x + 2, y=base - height, width=width - 4, height=height, look=look)


def _counts(
    month: Count, columns: Sequence[Box], middle: float, under: float, most: int
) -> Iterator[Words]:
    """Yield a month's counts: above their columns, or under all where they are too long."""
    for row, (column, count) in enumerate(zip(columns, (month.asked, month.answered), strict=True)):
        if most < _WIDE:
            yield above(column, number(count), size=28)
        else:
            y = under + 38 + 40 * row
            yield Words(x=middle, y=y, size=28, text=number(count), anchor="middle")
