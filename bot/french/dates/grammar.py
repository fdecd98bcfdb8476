"""A small language for patterns of tokens, so that the grammar of dates is a table to be read.

« le <dd> <month> <year>? prochain? »: a plain word stands for itself, `a|b` for either, `<name>`
for what the reader of that name reads, `?` after an atom makes it optional, `!a|b` wants the next
token to be neither, `&<name>` wants it there and leaves it. `<clock:end>` is read as `<clock>` and
kept under the name `end`; `~` wants no space there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.french.dates.tokens import Token

Reader = Callable[[Sequence[Token], int], tuple[int, int] | None]
"""Given the tokens and a place: what is read there, and the place after it; None otherwise."""


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
    looks: bool


def match(
    pattern: str, readers: Mapping[str, Reader], tokens: Sequence[Token], start: int
) -> PatternMatch | None:
    """Match a pattern at a place; what is optional is taken when it can be."""
    return _match(_compiled(pattern), readers, tokens, PatternMatch({}, start))


def first_words(pattern: str) -> tuple[frozenset[str], bool]:
    """Return the plain words that may come first in a pattern, and whether a reader may."""
    words: frozenset[str] = frozenset()
    reads = False
    for atom in _compiled(pattern):
        if atom.forbids:
            continue
        words |= atom.words
        reads = reads or bool(atom.reader)
        if not atom.optional:
            break
    return words, reads


def _match(
    atoms: Sequence[_Atom],
    readers: Mapping[str, Reader],
    tokens: Sequence[Token],
    so_far: PatternMatch,
) -> PatternMatch | None:
    if not atoms:
        return so_far
    atom, following = atoms[0], atoms[1:]
    taken = _take(atom, readers, tokens, so_far)
    found = _match(following, readers, tokens, taken) if taken else None
    if found is None and atom.optional:
        return _match(following, readers, tokens, so_far)
    return found


def _take(
    atom: _Atom, readers: Mapping[str, Reader], tokens: Sequence[Token], so_far: PatternMatch
) -> PatternMatch | None:
    read = _read(atom, readers, tokens, so_far)
    if atom.forbids:
        return None if read else so_far
    return so_far if read and atom.looks else read


def _read(
    atom: _Atom, readers: Mapping[str, Reader], tokens: Sequence[Token], so_far: PatternMatch
) -> PatternMatch | None:
    here = so_far.end
    if atom.reader:
        found = readers[atom.reader](tokens, here) if here < len(tokens) else None
        return found and PatternMatch({**so_far.read, atom.name: found[0]}, found[1])
    if _TIGHT in atom.words:
        tight = 0 < here < len(tokens) and tokens[here - 1].end == tokens[here].start
        return so_far if tight else None
    listed = here < len(tokens) and tokens[here].plain in atom.words
    return PatternMatch(so_far.read, here + 1) if listed else None


@cache
def _compiled(pattern: str) -> tuple[_Atom, ...]:
    return tuple(_atom(each) for each in pattern.split())


def _atom(written: str) -> _Atom:
    optional = written.endswith("?")
    forbids, looks = written.startswith("!"), written.startswith("&")
    body = written.removesuffix("?").lstrip("!&")
    if body.startswith("<"):
        reader, _, name = body.strip("<>").partition(":")
        return _Atom(frozenset(), reader, name or reader, optional, forbids, looks)
    return _Atom(frozenset(body.split("|")), "", "", optional, forbids, looks)
