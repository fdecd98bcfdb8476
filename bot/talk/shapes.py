"""What pictures are made of: words that fit, boxes, and where they stand.

Sizes are pixels of a picture 760 wide, read on a phone at half of it: no text is below 26.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from bot.core.patterns import lazy_pattern

WIDTH = 760
MARGIN = 36
RIGHT = WIDTH - MARGIN
INNER = WIDTH - 2 * MARGIN

LEAST = 6.0
"""Of a bar that is not nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of text, by its baseline."""

    x: float
    y: float
    size: int
    text: str
    bold: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle; `look` is a colour of the template: card, asked, others, or a month's mark.

    Of a month, the template draws its sign too; the present one is `strong`.
    """

    x: float
    y: float
    width: float
    height: float
    look: str
    strong: bool = False


def wrapped(
    text: str, *, size: int, room: float, lines: int = 2, bold: bool = False
) -> tuple[str, ...]:
    """Cut a text into lines that fit, between words if possible; « … » is all that is left out."""
    found: list[str] = []
    rest = cleaned(text)
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
    while end > 1 and width_of(text[:end], size, bold=bold) > room:
        cut = text.rfind(" ", 0, end)
        end = cut if cut > 0 else end - 1
    return text[:end]


def cleaned(text: str) -> str:
    """Keep what our font can draw on one line: no control, no emoji, accents composed."""
    composed = unicodedata.normalize("NFC", text[:_LONGEST]).translate(_DRAWN_AS)
    kept = "".join(each for each in _BREAK.sub(" ", composed) if not _undrawable(each))
    return " ".join(each for each in kept.split(" ") if each)


_LONGEST = 1_000
"""Characters: more than three lines of the narrowest letters hold."""

_ENDS = " \u00a0,;:.«("
_BREAK = lazy_pattern(r"[^\S\u00a0]")
_DRAWN_AS = {0x202F: "\u00a0", 0x2011: "-", 0x2212: "-"}


def _undrawable(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return kind[0] == "C" or kind in {"Mn", "Me"} or (kind in {"So", "Sk"} and letter > _ARROWS)


_ARROWS = "\u2190"
"""Where the symbols start that our font lacks; ° and © come before."""


def number(count: int) -> str:
    """Return « 1 234 », unbreakable."""
    return f"{count:,}".replace(",", "\u00a0")


def width_of(text: str, size: int, *, bold: bool = False) -> float:
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
