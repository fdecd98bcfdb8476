"""A plain text cut in chunks: words, signs, numbers, and what rules found, each as one chunk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.french.personal.about import ORGANISATION, PERSON
from bot.french.personal.fame import SURNAMES
from bot.french.personal.kinds import FoundData
from bot.french.personal.words import GIVEN_NAMES, NOT_NAMES, ORDINARY, PLACES, TOWNS

LINE_END = "NL"
"""Stands for a line break."""

_FOREIGN = "~"
"""Stands for words of other scripts: « Доступ » names nobody here."""

_CHUNK = re.compile(r"[A-Za-z]+|\d+|\n|[^\x00-\x7f]+|[^\w\s]|_", re.ASCII)
_LONGEST = 6
"""Figures of a chunk from which on their count says no more."""

_SHORT = 3
"""Capitals that are part of a number: « 15 AF 402 »."""

_IN_NUMBERS = frozenset(".-/*+_")
_GAP = 2
"""Characters between two parts of one number."""


@dataclass(frozen=True, slots=True)
class Number:
    """What is told by figures: `shape` tells its parts (« A2_4_ » for « FR76 3000 »)."""

    shape: str
    digits: str
    letters: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of text, at `start` to `end`.

    `word` is in lower case, figures as zeros, and what rules found by its kind; `sort` is its
    shape, and whether it is an ordinary word; `lists` are those that know it; `parts` are the words
    that it is made of when there are several.
    """

    start: int
    end: int
    word: str
    sort: str
    lists: str = ""
    parts: tuple[tuple[str, str, str], ...] = ()
    number: Number | None = None
    found: FoundData | None = None


_Piece = tuple[int, int, str]


def chunks(plain: str, found: Sequence[FoundData]) -> Sequence[Chunk]:
    """Cut a plain text, of which rules found some in reading order."""
    return [
        _chunk(pieces, one) for part, one in _apart(plain, found) for pieces in _grouped(part, one)
    ]


def _apart(
    plain: str, found: Sequence[FoundData]
) -> Iterator[tuple[Sequence[_Piece], FoundData | None]]:
    """Give what rules found, and what stands between, each cut in pieces."""
    place = 0
    for one in (*found, None):
        end = len(plain) if one is None else one.start
        yield _pieces(plain, place, end), None
        if one is not None:
            yield _pieces(plain, one.start, one.end), one
            place = one.end


def _pieces(plain: str, start: int, end: int) -> Sequence[_Piece]:
    return [(each.start(), each.end(), each[0]) for each in _CHUNK.finditer(plain, start, end)]


def _grouped(pieces: Sequence[_Piece], found: FoundData | None) -> Iterator[Sequence[_Piece]]:
    """Give the pieces of each chunk: all of what rules found, all of a number."""
    if found is not None:
        if pieces:
            yield pieces
        return
    place = 0
    while place < len(pieces):
        end, has_figures = _run(pieces, place)
        if has_figures:
            yield pieces[place:end]
        else:
            yield from ([each] for each in pieces[place:end])
        place = end


def _run(pieces: Sequence[_Piece], place: int) -> tuple[int, bool]:
    """Return where what may be a number ends, and whether there are figures in it."""
    end, figures = place, False
    for at in range(place, len(pieces)):
        start, _, word = pieces[at]
        if at > place and (start - pieces[at - 1][1] > _GAP or at - end > _GAP):
            break
        if word.isdigit() or (word.isalpha() and word.isupper() and len(word) <= _SHORT):
            end, figures = at + 1, figures or word.isdigit()
        elif word not in _IN_NUMBERS or at == place:
            break
    return max(end, place + 1), figures


def _chunk(pieces: Sequence[_Piece], found: FoundData | None) -> Chunk:
    start, end = pieces[0][0], pieces[-1][1]
    number = _number(pieces) if any(each.isdigit() for _, _, each in pieces) else None
    if found is None and len(pieces) == 1:
        return Chunk(start, end, *_told(pieces[0][2]), number=number)
    parts = tuple(_told(each) for _, _, each in pieces)
    if found is not None:
        name = found.kind.name
        word, sort = f"<{name}{'!' if found.sure else '?'}>", f"<{name}>"
    else:
        word = sort = f"N{number.shape}" if number else ""
    return Chunk(start, end, word, sort, parts=parts, number=number, found=found)


def _told(word: str) -> tuple[str, str, str]:
    """Return a word in lower case, its sort, and the lists that know it."""
    if word == "\n":
        return LINE_END, LINE_END, ""
    if not word.isascii() and any(map(str.isalpha, word)):
        return _FOREIGN, _FOREIGN, ""
    if word.isdigit():
        size = min(len(word), _LONGEST)
        return "0" * size, f"N{size}", ""
    if not word.isalpha():
        return word, word, ""
    lower = word.lower()
    return lower, _shape(word) + ("" if lower in ORDINARY else "?"), _lists(lower)


def _shape(word: str) -> str:
    if word.islower():
        return "x" if len(word) > 1 else "x1"
    if len(word) == 1:
        return "X1"
    if word.isupper():
        return "XX"
    return "Xx" if word[1:].islower() else "xX"


def _lists(lower: str) -> str:
    marks = {
        "G": lower in GIVEN_NAMES,
        "N": lower in NOT_NAMES,
        "P": lower in PLACES,
        "T": lower in TOWNS,
        "F": lower in SURNAMES,
        "H": _PERSON.fullmatch(lower),
        "O": _ORGANISATION.fullmatch(lower),
    }
    return "".join(mark for mark, true in marks.items() if true)


_PERSON = re.compile(PERSON, re.ASCII)
_ORGANISATION = re.compile(rf"(?:{ORGANISATION})s?", re.ASCII)

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
