"""Where everything stands in a picture: from a chart to shapes that a template writes as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from bot.domain.chart import MOST_MONTHS, Bar, Chart, Figure, Month, ranked
from bot.talk.render import Render
from bot.talk.shapes import (
    INNER,
    LEAST,
    MARGIN,
    RIGHT,
    WIDTH,
    Box,
    Section,
    Words,
    cleaned,
    number,
    width_of,
    wrapped,
)

_GAP = 24
_SECTION = 92
"""From the end of a section to the baseline of the next one's title."""

_BAR_LEFT = 512
"""Where bars start: the names of themes are on their left."""

_COLUMNS = 250
"""Height of the tallest column."""

_WIDE = 100
"""Counts from which two columns side by side are too narrow for theirs."""

_NOTHING = 70
"""Height of a section that has nothing to show yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture of which every place is known."""

    width: int
    height: int
    left: float
    right: float
    name: str
    header: Section
    themes: Section
    trend: Section


def draw(chart: Chart, render: Render) -> str:
    """Return a chart as SVG."""
    return render("besoin/bilan.svg.j2", drawing=lay_out(chart))


def lay_out(chart: Chart) -> Drawing:
    """Give each part of a chart its place, top to bottom."""
    header, end = _header(chart)
    themes, end = _themes(ranked(chart.themes), end + _SECTION)
    trend, end = _trend(chart.months[-MOST_MONTHS:], end + _SECTION)
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


def _header(chart: Chart) -> tuple[Section, float]:
    """Lay the title, the period and the figures; return where they end."""
    y = MARGIN + 42.0
    words = []
    for line in wrapped(chart.title, size=52, room=INNER, lines=3, bold=True):
        words.append(Words(x=MARGIN, y=y, size=52, text=line, bold=True))
        y += 62
    (period,) = wrapped(chart.period, size=34, room=INNER, lines=1)
    words.append(Words(x=MARGIN, y=y - 4, size=34, text=period, soft=True))
    y += 34
    boxes: list[Box] = []
    if chart.figures:
        width = (INNER - _GAP * (len(chart.figures) - 1)) / len(chart.figures)
        labels = [wrapped(each.label, size=32, room=width - 48) for each in chart.figures]
        height = 130.0 + 38 * max(len(each) for each in labels)
        for index, figure in enumerate(chart.figures):
            x = MARGIN + index * (width + _GAP)
            boxes.append(Box(x=x, y=y, width=width, height=height, look="card"))
            words += _figure(figure, labels[index], x + 24, y, width - 48)
        y += height
    return Section(top=MARGIN, boxes=tuple(boxes), words=tuple(words)), y


def _figure(
    figure: Figure, label: Sequence[str], x: float, y: float, room: float
) -> Iterator[Words]:
    value = cleaned(figure.value)
    size = next((each for each in (76, 64, 52, 42) if width_of(value, each, bold=True) <= room), 34)
    (value,) = wrapped(value, size=size, room=room, lines=1, bold=True)
    yield Words(x=x, y=y + 86, size=size, text=value, bold=True)
    for row, line in enumerate(label):
        yield Words(x=x, y=y + 134 + 38 * row, size=32, text=line)


def _themes(bars: Sequence[Bar], top: float) -> tuple[Section, float]:
    """Lay one bar a theme: its name on the left, in two lines at most, its count at its end."""
    boxes: list[Box] = []
    words: list[Words] = []
    most = max((each.count for each in bars), default=0)
    longest = RIGHT - _BAR_LEFT - 14 - width_of(number(most), 34, bold=True)
    y = top + 32
    for bar in bars:
        label = wrapped(bar.label, size=32, room=_BAR_LEFT - MARGIN - 20)
        row = 64.0 if len(label) == 1 else 84.0
        middle = y + row / 2
        width = max(LEAST, longest * bar.count / most)
        look = "others" if bar.others else "asked"
        boxes.append(Box(x=_BAR_LEFT, y=middle - 20, width=width, height=40, look=look))
        end, value = _BAR_LEFT + width + 14, number(bar.count)
        words.append(Words(x=end, y=middle + 12, size=34, text=value, bold=True))
        first = middle + 11 - 18 * (len(label) - 1)
        words += [
            Words(x=MARGIN, y=first + 36 * at, size=32, text=line) for at, line in enumerate(label)
        ]
        y += row
    return Section(top=top, boxes=tuple(boxes), words=tuple(words)), y if bars else top + _NOTHING


def _trend(months: Sequence[Month], top: float) -> tuple[Section, float]:
    """Lay two columns a month, asked then answered, and their counts."""
    most = max((max(each.asked, each.answered) for each in months), default=0)
    if not most:
        return Section(top=top), top + _NOTHING
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
    return Section(top=top, boxes=tuple(boxes), words=tuple(words)), end


def _columns(month: Month, middle: float, base: float, width: float, most: int) -> Iterator[Box]:
    """Yield the two columns of a month, of no height when there was nothing."""
    for x, count, look in (
        (middle - width, month.asked, "asked"),
        (middle, month.answered, "answered"),
    ):
        height = max(LEAST, _COLUMNS * count / most) if count else 0.0
        yield Box(x=x + 2, y=base - height, width=width - 4, height=height, look=look)


def _counts(
    month: Month, columns: Sequence[Box], middle: float, under: float, most: int
) -> Iterator[Words]:
    """Yield a month's counts: above their columns, or under all where they are too long."""
    for row, (column, count) in enumerate(zip(columns, (month.asked, month.answered), strict=True)):
        if most < _WIDE:
            x, y = column.x + column.width / 2, column.y - 10
        else:
            x, y = middle, under + 38 + 40 * row
        yield Words(x=x, y=y, size=28, text=number(count), anchor="middle")
