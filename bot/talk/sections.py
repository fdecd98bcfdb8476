"""The sections that our pictures share: what opens them, and one bar a theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.talk.chart import Bar, Figure
from bot.talk.shapes import (
    INNER,
    LEAST,
    MARGIN,
    RIGHT,
    Box,
    PictureSection,
    Words,
    cleaned,
    number,
    width_of,
    wrapped,
)

BETWEEN = 92
"""From the end of a section to the baseline of the next one's title."""

NOTHING = 70
"""Height of a section that has nothing to show yet."""

_GAP = 24
_BAR_LEFT = 512
"""Where bars start: the names of themes are on their left."""


def opening(title: str, period: str, figures: Sequence[Figure]) -> tuple[PictureSection, float]:
    """Lay the title, the period and the figures; return where they end."""
    y = MARGIN + 42.0
    words = []
    for line in wrapped(title, size=52, room=INNER, lines=3, bold=True):
        words.append(Words(x=MARGIN, y=y, size=52, text=line, bold=True))
        y += 62
    (line,) = wrapped(period, size=34, room=INNER, lines=1)
    words.append(Words(x=MARGIN, y=y - 4, size=34, text=line, soft=True))
    y += 34
    boxes: list[Box] = []
    if figures:
        width = (INNER - _GAP * (len(figures) - 1)) / len(figures)
        labels = [wrapped(each.label, size=32, room=width - 48) for each in figures]
        height = 130.0 + 38 * max(len(each) for each in labels)
        for index, figure in enumerate(figures):
            x = MARGIN + index * (width + _GAP)
            boxes.append(Box(x=x, y=y, width=width, height=height, look="card"))
            words += _figure(figure, labels[index], x + 24, y, width - 48)
        y += height
    return PictureSection(top=MARGIN, boxes=tuple(boxes), words=tuple(words)), y


def _figure(
    figure: Figure, label: Sequence[str], x: float, y: float, room: float
) -> Iterator[Words]:
    value = cleaned(figure.value)
    size = next((each for each in (76, 64, 52, 42) if width_of(value, each, bold=True) <= room), 34)
    (value,) = wrapped(value, size=size, room=room, lines=1, bold=True)
    yield Words(x=x, y=y + 86, size=size, text=value, bold=True)
    for row, line in enumerate(label):
        yield Words(x=x, y=y + 134 + 38 * row, size=32, text=line)


def theme_bars(bars: Sequence[Bar], top: float) -> tuple[PictureSection, float]:
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
    return PictureSection(
        top=top, boxes=tuple(boxes), words=tuple(words)
    ), y if bars else top + NOTHING
