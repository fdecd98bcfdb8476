"""The frame that our pictures share: title, figures, then sections under each other; as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from bot.talk.shapes import (
    INNER,
    LEAST,
    MARGIN,
    RIGHT,
    WIDTH,
    Box,
    Words,
    cleaned,
    number,
    width_of,
    wrapped,
)

MOST_THEMES = 10
"""Themes shown by name; the others are one bar."""

_BETWEEN = 92
"""From the end of a section to the baseline of the next one's title."""

_NOTHING = 70
"""Height of a section that has nothing to show yet."""

_GAP = 24
_BAR_LEFT = 512
"""Where bars start: the names of themes are on their left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing to remember, ready to be read: « 71 % », « ont leur réponse »."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many questions a theme has; `others` is several themes put together."""

    label: str
    count: int
    others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What the pictures of figures show, in anyone's words."""

    title: str
    period: str
    figures: tuple[Figure, ...] = ()
    themes: tuple[Bar, ...] = ()


@dataclass(slots=True)
class Picture:
    """A picture as far as it is laid out: what stands where, down to `end`, words over boxes.

    `name` is for those who cannot see it.
    """

    name: str
    end: float = 0.0
    boxes: list[Box] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    width: int = WIDTH

    @property
    def height(self) -> int:
        """The whole height, in pixels."""
        return ceil(self.end + MARGIN)

    def begin(self, title: str) -> float:
        """Start a section below what is there; return the baseline of its title."""
        top = self.end + _BETWEEN
        self.words.append(Words(x=MARGIN, y=top, size=40, text=title, bold=True))
        return top

    def leave_empty(self, top: float) -> None:
        """Say of a section that it has nothing to show yet."""
        self.words.append(Words(x=MARGIN, y=top + 58, size=34, text="Rien encore", soft=True))
        self.end = top + _NOTHING

    def explain(self, look: str, text: str, x: float, top: float) -> None:
        """Tell the meaning of a look, beside the title of a section."""
        self.boxes.append(Box(x=x, y=top - 26, width=28, height=28, look=look))
        self.words.append(Words(x=x + 40, y=top - 1, size=32, text=text))


def opened(chart: Chart) -> Picture:
    """Return a picture that has its title, its period and its figures."""
    picture = titled(chart.title, chart.period)
    y = picture.end + 34
    picture.end = y
    if not chart.figures:
        return picture
    width = (INNER - _GAP * (len(chart.figures) - 1)) / len(chart.figures)
    labels = [wrapped(each.label, size=32, room=width - 48) for each in chart.figures]
    height = 130.0 + 38 * max(len(each) for each in labels)
    for index, (figure, label) in enumerate(zip(chart.figures, labels, strict=True)):
        x = MARGIN + index * (width + _GAP)
        picture.boxes.append(Box(x=x, y=y, width=width, height=height, look="card"))
        picture.words.append(_value(figure, x + 24, y + 86, width - 48))
        picture.words += [
            Words(x=x + 24, y=y + 134 + 38 * row, size=32, text=line)
            for row, line in enumerate(label)
        ]
    picture.end += height
    return picture


def titled(title: str, period: str) -> Picture:
    """Return a picture that has its title and its period."""
    picture = Picture(f"{cleaned(title)}, {cleaned(period)}", end=MARGIN + 42.0)
    for line in wrapped(title, size=52, room=INNER, lines=3, bold=True):
        picture.words.append(Words(x=MARGIN, y=picture.end, size=52, text=line, bold=True))
        picture.end += 62
    (line,) = wrapped(period, size=34, room=INNER, lines=1)
    picture.words.append(Words(x=MARGIN, y=picture.end - 4, size=34, text=line, soft=True))
    return picture


def _value(figure: Figure, x: float, y: float, room: float) -> Words:
    """Write a figure's value as large as fits."""
    value = cleaned(figure.value)
    size = next((each for each in (76, 64, 52, 42) if width_of(value, each, bold=True) <= room), 34)
    (value,) = wrapped(value, size=size, room=room, lines=1, bold=True)
    return Words(x=x, y=y, size=size, text=value, bold=True)


def theme_bars(picture: Picture, title: str, bars: Sequence[Bar]) -> None:
    """Lay one bar a theme: its name on the left, in two lines at most, its count at its end."""
    top = picture.begin(title)
    if not bars:
        picture.leave_empty(top)
        return
    most = max(each.count for each in bars)
    longest = RIGHT - _BAR_LEFT - 14 - width_of(number(most), 34, bold=True)
    y = top + 32
    for bar in bars:
        label = wrapped(bar.label, size=32, room=_BAR_LEFT - MARGIN - 20)
        row = 64.0 if len(label) == 1 else 84.0
        middle = y + row / 2
        width = max(LEAST, longest * bar.count / most)
        look = "others" if bar.others else "asked"
        picture.boxes.append(Box(x=_BAR_LEFT, y=middle - 20, width=width, height=40, look=look))
        end, value = _BAR_LEFT + width + 14, number(bar.count)
        picture.words.append(Words(x=end, y=middle + 12, size=34, text=value, bold=True))
        first = middle + 11 - 18 * (len(label) - 1)
        picture.words += [
            Words(x=MARGIN, y=first + 36 * at, size=32, text=line) for at, line in enumerate(label)
        ]
        y += row
    picture.end = y


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


@dataclass(frozen=True, slots=True)
class MonthAxis:
    """Months side by side, `step` apart, and the `line` that their columns stand on, drawn last."""

    step: float
    middles: tuple[float, ...]
    line: Box


def month_axis(picture: Picture, labels: Sequence[str], base: float) -> MonthAxis:
    """Lay the months' names, in two lines at most, under the line at `base`."""
    step = INNER / len(labels)
    middles = tuple(MARGIN + step * (at + 0.5) for at in range(len(labels)))
    names = [wrapped(each, size=28, room=step - 4) for each in labels]
    picture.words += [
        Words(x=middle, y=base + 40 + 34 * row, size=28, text=line, anchor="middle")
        for middle, lines in zip(middles, names, strict=True)
        for row, line in enumerate(lines)
    ]
    picture.end = base + 34 * max(len(each) for each in names)
    return MonthAxis(step, middles, Box(x=MARGIN, y=base, width=INNER, height=3, look="ground"))


def above(column: Box, text: str, *, size: int, bold: bool = False) -> Words:
    """Return the label above a column."""
    x = column.x + column.width / 2
    return Words(x=x, y=column.y - 10, size=size, text=text, bold=bold, anchor="middle")
