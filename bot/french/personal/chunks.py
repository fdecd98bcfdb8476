"""A plain text cut in chunks: words, signs, numbers, and what has a shape, each as one chunk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from bot.core.patterns import lazy_pattern
from bot.french.personal.kinds import FoundData
from bot.french.personal.words import (
    BODIES,
    FAMOUS,
    GIVEN_NAMES,
    NOT_NAMES,
    ORDINARY,
    PEOPLE,
    PLACES,
    SURNAMES,
    TOWNS,
    USUAL,
)

LINE_END = "NL"
"""Stands for a line break."""

_FOREIGN = "~"
"""Stands for words of other scripts: « Доступ » names nobody here."""

_CHUNK = lazy_pattern(r"[A-Za-z]+|\d+|\n|[^\x00-\x7f]+|[^\w\s]|_", re.ASCII)
_LONGEST = 6
"""Figures of a chunk from which on their count says no more."""

_SHORT = 3
"""Capitals that are part of a number: « 15 AF 402 »."""

_IN_NUMBERS = frozenset(".-/*+_")
_GAP = 2
"""Characters between two parts of one number."""


class Number(NamedTuple):
    """What is told by figures: `shape` tells its parts (« A2_4_ » for « FR76 3000 »)."""

    shape: str
    digits: str
    letters: int


class Word(NamedTuple):
    """What is weighed of a word: itself, in lower case, if it is a usual one.

    A given name is `GIVEN`, another rare word `RARE`: no person's name is weighed. Figures are
    zeros. `sort` is its shape, and whether it is ordinary; `stem` and `end` are its first and last
    letters; `lists` are those that know it.
    """

    word: str
    sort: str
    stem: str
    end: str
    lists: str = ""


class Chunk(NamedTuple):
    """A piece of a text, at `start` to `end`; `parts` are the words of one that has several."""

    start: int
    end: int
    word: str
    sort: str
    stem: str
    ending: str
    lists: str = ""
    parts: Sequence[Word] = ()
    number: Number | None = None
    found: FoundData | None = None


_Piece = tuple[int, int, str]


def chunks(plain: str, found: Sequence[FoundData]) -> Sequence[Chunk]:
    """Cut a plain text, in which some data was found by its shape, in reading order."""
    some: list[Chunk] = []
    place = 0
    for one in found:
        some += _grouped(_pieces(plain, place, one.start))
        some.append(_chunk(_pieces(plain, one.start, one.end), one))
        place = one.end
    some += _grouped(_pieces(plain, place, len(plain)))
    return some


def _pieces(plain: str, start: int, end: int) -> Sequence[_Piece]:
    return [(*each.span(), each[0]) for each in _CHUNK.finditer(plain, start, end)]


def _grouped(pieces: Sequence[_Piece]) -> Iterator[Chunk]:
    """Give each word and sign, and each number whole."""
    place = 0
    while place < len(pieces):
        end, figures = place + 1, False
        if _is_in_a_number(pieces, place):
            end, figures = _number_end(pieces, place)
        if figures:
            yield _chunk(pieces[place:end], None)
        else:
            for start, stop, word in pieces[place:end]:
                yield Chunk(start, stop, *told(word))
        place = end


def _is_in_a_number(pieces: Sequence[_Piece], at: int) -> bool:
    """Tell whether a piece is figures, a few capitals, or letters that figures touch."""
    start, end, word = pieces[at]
    if word.isdigit() or (len(word) <= _SHORT and word.isupper()):
        return True
    if not word.isalpha():
        return False
    before, after = pieces[at - 1 if at else at], pieces[min(at + 1, len(pieces) - 1)]
    return (before[1] == start and before[2].isdigit()) or (after[0] == end and after[2].isdigit())


def _number_end(pieces: Sequence[_Piece], place: int) -> tuple[int, bool]:
    """Return where what may be a number ends, and whether there are figures in it."""
    end, figures = place + 1, False
    for at in range(place, len(pieces)):
        start, _, word = pieces[at]
        if at > place and (start - pieces[at - 1][1] > _GAP or at - end > _GAP):
            break
        if _is_in_a_number(pieces, at):
            end, figures = at + 1, figures or word.isdigit()
        elif word not in _IN_NUMBERS:
            break
    return end, figures


def _chunk(pieces: Sequence[_Piece], found: FoundData | None) -> Chunk:
    start, end = pieces[0][0], pieces[-1][1]
    number = _number(pieces) if any(each.isdigit() for _, _, each in pieces) else None
    if found is None and len(pieces) == 1:
        return Chunk(start, end, *told(pieces[0][2]), number=number)
    parts = [told(each) for _, _, each in pieces]
    word = f"<{found.kind.name}>" if found else f"N{number.shape}" if number else ""
    return Chunk(start, end, *_as_is(word), parts, number, found)


def told(word: str) -> Word:
    """Return what is told of one piece of a text."""
    if word in ORDINARY:
        return _usual(word)
    if word.isdigit():
        size = min(len(word), _LONGEST)
        return _as_is("0" * size, f"N{size}")
    if not (word.isalpha() and word.isascii()):
        foreign = any(map(str.isalpha, word))
        return _as_is(_FOREIGN if foreign else LINE_END if word == "\n" else word)
    lower = word.lower()
    if lower in ORDINARY:
        return _usual(lower)._replace(sort=_shape(word))
    lists, stem = _lists(lower), lower[:_STEM]
    if "G" in lists:
        return Word(GIVEN, _shape(word) + "?", GIVEN, GIVEN, "G")
    kept = lower if lists.strip("SF") or lower in USUAL else RARE
    stem = stem if kept != RARE or stem in _stems() else RARE
    return Word(kept, _shape(word) + "?", stem, lower[-_END:], lists)


def _as_is(sign: str, sort: str = "") -> Word:
    return Word(sign, sort or sign, sign[:_STEM], sign[-_END:])


@cache
def _usual(word: str) -> Word:
    return Word(word, _shape(word), word[:_STEM], word[-_END:], _lists(word))


@cache
def _stems() -> frozenset[str]:
    """Return how the usual words begin: a rare one may be one of them, badly typed."""
    return frozenset(word[:_STEM] for word in (*ORDINARY, *USUAL))


GIVEN, RARE = "<given>", "<rare>"
_STEM, _END = 4, 3


def _shape(word: str) -> str:
    if word.islower():
        return "x" if len(word) > 1 else "x1"
    if len(word) == 1:
        return "X1"
    if word.isupper():
        return "XX"
    return "Xx" if word[1:].islower() else "xX"


_LISTS = {
    "G": GIVEN_NAMES,
    "N": NOT_NAMES,
    "P": PLACES,
    "S": SURNAMES,
    "T": TOWNS,
    "F": FAMOUS,
    "H": PEOPLE,
    "O": BODIES,
}


def _lists(lower: str) -> str:
    return "".join([mark for mark, words in _LISTS.items() if lower in words])


_LONGEST_SHAPE = 20
_MOST = 9


def _number(pieces: Sequence[_Piece]) -> Number:
    shape, digits, letters = "", "", 0
    for at, (_, end, word) in enumerate(pieces):
        if word.isdigit():
            digits += word
            shape += str(min(len(word), _MOST))
        elif word.isalpha():
            letters += len(word)
            shape += "A"
        else:
            shape += word
        if at + 1 < len(pieces) and pieces[at + 1][0] != end:
            shape += "_"
    return Number(shape[:_LONGEST_SHAPE], digits, letters)
