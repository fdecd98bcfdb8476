"""A small language for patterns of tokens, so that the grammar of dates is a table to be read.

« le <dd> <month> <year>? prochain? »: a plain word stands for itself, `a|b` for either, `<name>`
for what the reader of that name reads, `?` after an atom makes it optional, `!a|b` wants the next
token to be neither. `<clock:end>` is read as `<clock>` and kept under the name `end`; `~` wants no
space there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.french.dates.tokens import Token, ValueAndNext

Reader = Callable[[Sequence[Token], int], ValueAndNext | None]
"""Given the tokens and a place: what is read there, None where nothing is."""


_TIGHT = "~"


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """What a pattern has read, by name, and the place after it."""

    read: Mapping[str, int]
    end: int


@dataclass(frozen=True, slots=True)
class _Atom:
    words: frozenset[str]
    reader: str
    name: str
    optional: bool
    forbids: bool
    tight: bool


def match(
    pattern: str, readers: Mapping[str, Reader], tokens: Sequence[Token], start: int
) -> PatternMatch | None:
    """Match a pattern at a place; what is optional is taken when it can be."""
    return _match(_compiled(pattern), 0, readers, tokens, start)


def memorized(readers: Mapping[str, Reader]) -> Mapping[str, Reader]:
    """Return readers of one text, each of which reads a place once, however many rules ask."""
    return {name: _memorized(reader) for name, reader in readers.items()}


@cache
def first_words(pattern: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the plain words, and the names of the readers, that may come first in a pattern."""
    words: frozenset[str] = frozenset()
    readers: frozenset[str] = frozenset()
    for atom in _compiled(pattern):
        if atom.forbids:
            continue
        words |= atom.words
        readers |= {atom.reader} if atom.reader else set()
        if not atom.optional:
            break
    return words, readers


def as_expression(pattern: str) -> str:
    """Return a pattern of words alone as a regular expression, for texts too long for tokens."""
    return " ?".join(
        f"(?:{'|'.join(sorted(atom.words, key=len, reverse=True))}){'?' * atom.optional}"
        for atom in _compiled(pattern)
    )


def _memorized(reader: Reader) -> Reader:
    known: dict[int, ValueAndNext | None] = {}

    def read(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
        if at not in known:
            known[at] = reader(tokens, at)
        return known[at]

    return read


def _match(
    atoms: Sequence[_Atom],
    first: int,
    readers: Mapping[str, Reader],
    tokens: Sequence[Token],
    here: int,
) -> PatternMatch | None:
    """Match the atoms from the first one on; what is read twice under a name is the last."""
    if first == len(atoms):
        return PatternMatch({}, here)
    atom = atoms[first]
    taken = _take(atom, readers, tokens, here)
    found = _match(atoms, first + 1, readers, tokens, taken[1]) if taken else None
    if found is None and atom.optional:
        return _match(atoms, first + 1, readers, tokens, here)
    if found and taken and atom.name:
        return PatternMatch({atom.name: taken[0], **found.read}, found.end)
    return found


def _take(
    atom: _Atom, readers: Mapping[str, Reader], tokens: Sequence[Token], here: int
) -> ValueAndNext | None:
    """Return what an atom reads and the place after it, None where it does not fit."""
    if atom.reader:
        read = readers[atom.reader](tokens, here) if here < len(tokens) else None
    elif atom.tight:
        tight = 0 < here < len(tokens) and tokens[here - 1].end == tokens[here].start
        read = (0, here) if tight else None
    else:
        listed = here < len(tokens) and tokens[here].plain in atom.words
        read = (0, here + 1) if listed else None
    if atom.forbids:
        return None if read else (0, here)
    return read


@cache
def _compiled(pattern: str) -> tuple[_Atom, ...]:
    return tuple(_atom(each) for each in pattern.split())


def _atom(written: str) -> _Atom:
    optional, forbids = written.endswith("?"), written.startswith("!")
    body = written.removesuffix("?").removeprefix("!")
    if body.startswith("<"):
        reader, _, name = body.strip("<>").partition(":")
        kept = "" if forbids else name or reader
        return _Atom(frozenset(), reader, kept, optional, forbids, tight=False)
    words = frozenset(body.split("|"))
    return _Atom(words, "", "", optional, forbids, tight=words == {_TIGHT})
