"""The frame that our pictures share: title, figures, then sections under each other; as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from bot.core.message import File, FileKind
from bot.talk.render import Render
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

_BETWEEN = 40
"""From the end of a section to the next one's title."""

_GAP = 16
_CARD = 170
"""Height of a figure with its label, in two lines at most."""

_BAR_LEFT = 400
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


@dataclass(slots=True)
class Picture:
    """A picture as far as it is laid out: what stands where, down to `end`, words over boxes.

    `name` is for those who cannot see it.
    """

    name: str
    end: float = MARGIN
    boxes: list[Box] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    width: int = WIDTH

    @property
    def height(self) -> int:
        """The whole height, in pixels."""
        return ceil(self.end + MARGIN)

    def write(self, text: str, *, size: int, bold: bool = False, soft: bool = False) -> None:
        """Write a text below what is there, in two lines at most."""
        for line in wrapped(text, size=size, room=INNER, bold=bold):
            y = self.end + size
            self.words.append(Words(x=MARGIN, y=y, size=size, text=line, bold=bold, soft=soft))
            self.end = y + 10

    def begin(self, title: str) -> None:
        """Start a section below what is there."""
        self.end += _BETWEEN
        self.write(title, size=34, bold=True)


def draw(name: str, picture: Picture, render: Render) -> File:
    """Return a picture as a file to be sent, under a name without extension."""
    content = render("picture.svg.j2", picture=picture)
    return File(name=f"{name}.png", kind=FileKind.DRAWING, content=content)


def titled(title: str, period: str) -> Picture:
    """Return a picture that has its title and its period."""
    picture = Picture(f"{cleaned(title)}, {cleaned(period)}")
    picture.write(title, size=42, bold=True)
    picture.write(period, size=34, soft=True)
    return picture


def lay_figures(picture: Picture, figures: Sequence[Figure]) -> None:
    """Lay figures two by two, each with its label under it."""
    picture.end += _GAP
    width = (INNER - _GAP) / 2
    for at, figure in enumerate(figures):
        x, y = MARGIN + at % 2 * (width + _GAP), picture.end + at // 2 * (_CARD + _GAP)
        picture.boxes.append(Box(x=x, y=y, width=width, height=_CARD, look="card"))
        picture.words.append(_value(figure, x + 20, y + 70, width - 40))
        picture.words += [
            Words(x=x + 20, y=y + 114 + 34 * row, size=28, text=line)
            for row, line in enumerate(wrapped(figure.label, size=28, room=width - 40))
        ]
    picture.end += ceil(len(figures) / 2) * (_CARD + _GAP)


def _value(figure: Figure, x: float, y: float, room: float) -> Words:
    """Write a figure's value as large as fits."""
    value = cleaned(figure.value)
    size = next((each for each in (60, 52, 42) if width_of(value, each, bold=True) <= room), 34)
    (value,) = wrapped(value, size=size, room=room, lines=1, bold=True)
    return Words(x=x, y=y, size=size, text=value, bold=True)


def theme_bars(picture: Picture, title: str, bars: Sequence[Bar]) -> None:
    """Lay one bar a theme: its name on the left, in two lines at most, its count at its end."""
    picture.begin(title)
    if not bars:
        picture.write("Rien encore", size=28, soft=True)
        return
    most = max(each.count for each in bars)
    longest = RIGHT - _BAR_LEFT - 14 - width_of(number(most), 28, bold=True)
    for bar in bars:
        label = wrapped(bar.label, size=28, room=_BAR_LEFT - MARGIN - 16)
        row = 56.0 if len(label) == 1 else 76.0
        middle = picture.end + row / 2
        width = max(LEAST, longest * bar.count / most)
        look = "others" if bar.others else "asked"
        picture.boxes.append(Box(x=_BAR_LEFT, y=middle - 18, width=width, height=36, look=look))
        end, value = _BAR_LEFT + width + 14, number(bar.count)
        picture.words.append(Words(x=end, y=middle + 10, size=28, text=value, bold=True))
        first = middle + 10 - 16 * (len(label) - 1)
        picture.words += [
            Words(x=MARGIN, y=first + 32 * at, size=28, text=line) for at, line in enumerate(label)
        ]
        picture.end += row


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
