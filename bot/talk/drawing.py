"""Where everything stands in a picture: from a chart to shapes that a template writes as SVG.

Sizes are pixels of a picture 1,200 wide, read on a phone at a third of it: no text is below 26.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from bot.domain.chart import MOST_MONTHS, Bar, Chart, Figure, Month, ranked
from bot.talk.render import Render

WIDTH = 1_200

_MARGIN = 56
_RIGHT = WIDTH - _MARGIN
_INNER = WIDTH - 2 * _MARGIN
_GAP = 24
_SECTION = 92
"""From the end of a section to the baseline of the next one's title."""

_BAR_LEFT = 512
"""Where bars start: the names of themes are on their left."""

_COLUMNS = 250
"""Height of the tallest column."""

_WIDE = 100
"""Counts from which two columns side by side are too narrow for theirs."""

_LEAST = 6.0
"""Of a bar that is not nothing."""

_NOTHING = 70
"""Height of a section that has nothing to show yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of text, by its baseline."""

    x: float
    y: float
    size: int
    text: str
    bold: bool = False
    soft: bool = False
    anchor: str = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle; `look` is a colour of the template: card, asked, answered, others, ground."""

    x: float
    y: float
    width: float
    height: float
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a picture: its title's baseline, what is under it; nothing when empty."""

    top: float
    boxes: tuple[Box, ...] = ()
    words: tuple[Words, ...] = ()


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
        height=ceil(end + _MARGIN),
        left=_MARGIN,
        right=_RIGHT,
        name=f"{_clean(chart.title)}, {_clean(chart.period)}",
        header=header,
        themes=themes,
        trend=trend,
    )


def _header(chart: Chart) -> tuple[Section, float]:
    """Lay the title, the period and the figures; return where they end."""
    y = _MARGIN + 42.0
    words = []
    for line in wrapped(chart.title, size=52, room=_INNER, lines=3, bold=True):
        words.append(Words(x=_MARGIN, y=y, size=52, text=line, bold=True))
        y += 62
    (period,) = wrapped(chart.period, size=34, room=_INNER, lines=1)
    words.append(Words(x=_MARGIN, y=y - 4, size=34, text=period, soft=True))
    y += 34
    boxes: list[Box] = []
    if chart.figures:
        width = (_INNER - _GAP * (len(chart.figures) - 1)) / len(chart.figures)
        labels = [wrapped(each.label, size=32, room=width - 48) for each in chart.figures]
        height = 130.0 + 38 * max(len(each) for each in labels)
        for index, figure in enumerate(chart.figures):
            x = _MARGIN + index * (width + _GAP)
            boxes.append(Box(x=x, y=y, width=width, height=height, look="card"))
            words += _figure(figure, labels[index], x + 24, y, width - 48)
        y += height
    return Section(top=_MARGIN, boxes=tuple(boxes), words=tuple(words)), y


def _figure(
    figure: Figure, label: Sequence[str], x: float, y: float, room: float
) -> Iterator[Words]:
    value = _clean(figure.value)
    size = next((each for each in (76, 64, 52, 42) if _width(value, each, bold=True) <= room), 34)
    (value,) = wrapped(value, size=size, room=room, lines=1, bold=True)
    yield Words(x=x, y=y + 86, size=size, text=value, bold=True)
    for row, line in enumerate(label):
        yield Words(x=x, y=y + 134 + 38 * row, size=32, text=line)


def _themes(bars: Sequence[Bar], top: float) -> tuple[Section, float]:
    """Lay one bar a theme: its name on the left, in two lines at most, its count at its end."""
    boxes: list[Box] = []
    words: list[Words] = []
    most = max((each.count for each in bars), default=0)
    longest = _RIGHT - _BAR_LEFT - 14 - _width(_number(most), 34, bold=True)
    y = top + 32
    for bar in bars:
        label = wrapped(bar.label, size=32, room=_BAR_LEFT - _MARGIN - 20)
        row = 64.0 if len(label) == 1 else 84.0
        middle = y + row / 2
        width = max(_LEAST, longest * bar.count / most)
        look = "others" if bar.others else "asked"
        boxes.append(Box(x=_BAR_LEFT, y=middle - 20, width=width, height=40, look=look))
        end, value = _BAR_LEFT + width + 14, _number(bar.count)
        words.append(Words(x=end, y=middle + 12, size=34, text=value, bold=True))
        first = middle + 11 - 18 * (len(label) - 1)
        words += [
            Words(x=_MARGIN, y=first + 36 * at, size=32, text=line) for at, line in enumerate(label)
        ]
        y += row
    return Section(top=top, boxes=tuple(boxes), words=tuple(words)), y if bars else top + _NOTHING


def _trend(months: Sequence[Month], top: float) -> tuple[Section, float]:
    """Lay two columns a month, asked then answered, and their counts."""
    most = max((max(each.asked, each.answered) for each in months), default=0)
    if not most:
        return Section(top=top), top + _NOTHING
    step = _INNER / len(months)
    base = top + 80 + _COLUMNS
    labels = [wrapped(each.label, size=28, room=step - 4) for each in months]
    end = base + 14 + 34 * max(len(each) for each in labels)
    boxes: list[Box] = []
    words: list[Words] = []
    for index, month in enumerate(months):
        middle = _MARGIN + step * (index + 0.5)
        words += [
            Words(x=middle, y=base + 40 + 34 * row, size=28, text=line, anchor="middle")
            for row, line in enumerate(labels[index])
        ]
        columns = tuple(_columns(month, middle, base, min(84.0, step / 2 - 3), most))
        boxes += [each for each in columns if each.height]
        words += _counts(month, columns, middle, end, most)
    boxes.append(Box(x=_MARGIN, y=base, width=_INNER, height=3, look="ground"))
    if most >= _WIDE:
        boxes += [
            Box(x=_MARGIN - 32, y=end + 18 + 40 * row, width=22, height=22, look=look)
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
        height = max(_LEAST, _COLUMNS * count / most) if count else 0.0
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
        yield Words(x=x, y=y, size=28, text=_number(count), anchor="middle")


def wrapped(
    text: str, *, size: int, room: float, lines: int = 2, bold: bool = False
) -> tuple[str, ...]:
    """Cut a text into lines that fit, between words if possible; « … » is all that is left out."""
    found: list[str] = []
    rest = _clean(text)
    while rest and len(found) < lines:
        line = _fitting(rest, size, room, bold=bold)
        if line != rest and len(found) == lines - 1:
            line = f"{_fitting(rest, size, room - _ELLIPSIS * size, bold=bold).rstrip(_ENDS)}…"
        found.append(line)
        rest = rest[len(line) :].lstrip(" ")
    return tuple(found) or ("",)


def _fitting(text: str, size: int, room: float, *, bold: bool) -> str:
    """Return the longest beginning that fits: whole words, or a piece of the first."""
    end = len(text)
    while end > 1 and _width(text[:end], size, bold=bold) > room:
        cut = text.rfind(" ", 0, end)
        end = cut if cut > 0 else end - 1
    return text[:end]


def _clean(text: str) -> str:
    """Keep what our font can draw on one line: no control, no emoji, accents composed."""
    composed = unicodedata.normalize("NFC", text[:_LONGEST]).translate(_DRAWN_AS)
    kept = "".join(each for each in _BREAK.sub(" ", composed) if not _undrawable(each))
    return " ".join(each for each in kept.split(" ") if each)


_LONGEST = 1_000
"""Characters: more than three lines of the narrowest letters hold."""

_ENDS = " \u00a0,;:.«("
_BREAK = re.compile(r"[^\S\u00a0]")
_DRAWN_AS = {0x202F: "\u00a0", 0x2011: "-", 0x2212: "-"}


def _undrawable(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return kind[0] == "C" or kind in {"Mn", "Me"} or (kind in {"So", "Sk"} and letter > _ARROWS)


_ARROWS = "\u2190"
"""Where the symbols start that our font lacks; ° and © come before."""


def _number(count: int) -> str:
    """Return « 1 234 », unbreakable."""
    return f"{count:,}".replace(",", "\u00a0")


def _width(text: str, size: int, *, bold: bool = False) -> float:
    """Return the pixels that a text takes at most, from the widths of our font's letters."""
    plain = unicodedata.normalize("NFD", text)
    ems = sum(_EMS.get(each, _USUAL) for each in plain if not unicodedata.combining(each))
    return size * ems * (_BOLDER if bold else 1)


_EMS = {
    letter: ems
    for ems, letters in {
        0.26: ".,:;'’!|ijl",
        0.28: " \u00a0",
        0.36: "()[]-frt",
        0.41: "/I1",
        0.47: "svyz",
        0.50: "ckx?*–",
        0.55: "aehnou27JF",
        0.58: "bdgpqELT3«»",
        0.64: "ABCKPRSVXYZ45689",
        0.86: "mMW",
        0.74: "…",
        1.02: "œŒæÆ%@—",
    }.items()
    for letter in letters
}
"""Advances of our font's letters (Atkinson Hyperlegible Next), in ems, rounded up."""

_ELLIPSIS = 0.74
_USUAL = 0.72
_BOLDER = 1.07
