"""Which chunks of a text are personal data, and of what kind: weights, learnt.

How tired people say a password, a home or a name has no end, so no rule tells it. A first pass
looks at each chunk with its neighbours, and leaves most of them: nothing is there. Around the
others, a linear-chain conditional random field (Lafferty, McCallum, Pereira, 2001) weighs what each
chunk is, what stands around it, and the kind of the chunk before it. Both were learnt on texts that
many hands marked (`python -m bench.personal_training`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby, repeat
from sys import intern

from bot.french.learnt import each_kept
from bot.french.personal.chunks import LINE_END, RARE, Chunk, Number, chunks
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.reading import PlainText
from bot.french.personal.shapes import PROFILE, certain, shapes

NONE = "-"
"""The kind of a chunk that is no personal data."""

KINDS = (NONE, *(kind.value for kind in DataKind))

_SURE = 4.0
"""Log-odds from which on what is found is surely personal data."""

_SUSPECT = -3.0
"""Log-odds, for the first pass, from which on a chunk is weighed."""

_LEAN = 0.5
"""How much more than its weight personal data counts: to ask once too often costs less."""

_AROUND = 2
"""Chunks on both sides of a suspect one that are weighed with it."""


def read(text: str) -> PlainText:
    """Return a text as it is weighed: plain letters, numbers in digits, no address of a page."""
    return PlainText.of(text, but=PROFILE).in_digits()


def weighed(plain: str) -> Sequence[FoundData]:
    """Return the personal data of a plain text, in reading order, without overlaps.

    A number whose check digit is right is kept, whatever it weighs, and what is certain by its
    shape.
    """
    found: list[FoundData] = []
    both = (*_by_weight(plain), *certain(plain))
    for one in sorted(both, key=lambda one: one.start):
        last = found[-1] if found else None
        if last is None or last.end <= one.start:
            found.append(one)
        elif last.kind is one.kind:
            found[-1] = replace(last, end=max(last.end, one.end), sure=last.sure or one.sure)
    return found


def _by_weight(plain: str) -> Iterator[FoundData]:
    """Give what weighs enough: lines are weighed apart, one carries the same after any other."""
    for line in lines_of(plain):
        places = suspects(line)
        if not places:
            continue
        scores = _scores(line, places)
        place = 0
        for kind, group in groupby(_likeliest(scores)):
            end = place + len(list(group))
            if kind:
                sure = _odds(kind, scores[place:end]) >= _SURE
                yield from _pieces(DataKind(KINDS[kind]), line[place:end], sure=sure)
            place = end


def lines_of(plain: str) -> Iterator[Sequence[Chunk]]:
    """Give the chunks of each line of a plain text."""
    some = chunks(plain, shapes(plain))
    for ends, line in groupby(some, key=lambda chunk: chunk.word == LINE_END):
        if not ends:
            yield list(line)


def _pieces(kind: DataKind, some: Sequence[Chunk], *, sure: bool) -> Iterator[FoundData]:
    """Give what some chunks of one kind are: each that has its shape, or all as one."""
    theirs = [each.found for each in some if each.found and each.found.kind is kind]
    worded = [each for each in some if each.parts or each.number or each.sort[:1] in _LETTERS]
    if len(theirs) > 1:
        yield from (replace(each, sure=sure or each.sure) for each in theirs)
    elif worded:
        yield FoundData(
            kind, worded[0].start, worded[-1].end, sure or any(each.sure for each in theirs)
        )


_LETTERS = ("x", "X")


Scores = Sequence[float] | None
"""What each kind of a chunk weighs; None for NONE alone."""


def _scores(line: Sequence[Chunk], places: Iterable[int]) -> Sequence[Scores]:
    """Return what the kinds of the chunks at some places weigh."""
    weights = _weights()
    scores: list[list[float] | None] = [None] * len(line)
    for at, weighed_ in zip(places, features(line, places), strict=True):
        its = [-_LEAN, *[0.0] * (len(KINDS) - 1)]
        for feature in weighed_:
            for kind, weight in _weight(weights.of.get(feature, "")):
                its[kind] += weight
        chunk = line[at]
        if chunk.found is not None:
            mobile = chunk.number is not None and chunk.number.digits.startswith(_MOBILE)
            its[KINDS.index(chunk.found.kind.value)] += (
                _KEPT if chunk.found.sure else _MOBILE_WEIGHS * mobile
            )
        scores[at] = its
    return scores


_KEPT = 100.0
"""More than all else together weighs: for a number whose check digit is right."""

_MOBILE, _MOBILE_WEIGHS = ("06", "07", "336", "337"), 3.0
"""How a mobile phone's number begins, and what that weighs besides: few but people have one."""


def _likeliest(scores: Sequence[Scores]) -> Sequence[int]:
    """Return the likeliest kind of each chunk, by its place in KINDS (Viterbi)."""
    follows = _weights().follows
    paths: list[Mapping[int, int]] = []
    best: Mapping[int, float] = {0: 0.0}
    for each in scores:
        step: dict[int, int] = {}
        reached: dict[int, float] = {}
        likely = sorted(range(1, len(KINDS)), key=each.__getitem__)[-_FOLLOWED:] if each else ()
        for kind in (0, *likely):
            after = follows[kind]
            most, before = max((weight + after[one], one) for one, weight in best.items())
            step[kind] = before
            reached[kind] = most + (each[kind] if each else 0)
        paths.append(step)
        best = reached
    chosen = []
    kind = max(best, key=best.__getitem__)
    for path in reversed(paths):
        chosen.append(kind)
        kind = path[kind]
    return chosen[::-1]


_FOLLOWED = 4
"""The likeliest kinds of a chunk, beside NONE, that are looked at further."""


def _odds(kind: int, scores: Sequence[Scores]) -> float:
    """Return by how much the kind of some chunks outweighs NONE, which stands on both sides."""
    follows = _weights().follows
    more = sum(each[kind] - each[0] for each in scores if each)
    more += follows[kind][0] + (len(scores) - 1) * follows[kind][kind] + follows[0][kind]
    return more - (len(scores) + 1) * follows[0][0]


Feature = str
"""What is weighed: where it stands, and what stands there: « w-1 madame »."""


GLANCES = (
    *(("g-3", -3, 0), ("g-2", -2, 0), ("g-1", -1, 0), ("g", 0, 0), ("g1", 1, 0), ("g2", 2, 0)),
    *(("gs-1", -1, 1), ("gs", 0, 1), ("gs1", 1, 1), ("ge", 0, 3), ("gl-1", -1, 4), ("gl", 0, 4)),
)
"""What the first pass looks at: its name, how far it stands, which field of a Word it is."""

SUSPECT = "?"
"""The kind of what the first pass leaves to be weighed."""


def suspects(line: Sequence[Chunk]) -> Sequence[int]:
    """Return the places of a line where there may be something."""
    edges = [_EDGE] * _REACH
    columns = tuple(zip(*(chunk[2:7] for chunk in (*edges, *line, *edges)), strict=True))
    length = len(line)
    glanced = [
        map(table.get, columns[field][_REACH + far : _REACH + far + length], repeat(0.0))
        for table, far, field in _weights().glances
    ]
    near = [
        at
        for at, odds in enumerate(map(sum, zip(*glanced, strict=True)))
        if odds > _SUSPECT or _is_long(line[at])
    ]
    return sorted(
        {
            place
            for at in near
            for place in range(max(0, at - _AROUND), min(length, at + _AROUND + 1))
        }
    )


def _is_long(chunk: Chunk) -> bool:
    """Tell whether it is a number of some length, or has another shape: always weighed."""
    long = chunk.number is not None and len(chunk.number.digits) >= _LONG
    return long or chunk.found is not None


_REACH, _LONG = 3, 5


def glances(line: Sequence[Chunk]) -> Iterator[Sequence[Feature]]:
    """Give what the first pass sees of each chunk."""
    padded = [*[_EDGE] * _REACH, *line, *[_EDGE] * _REACH]
    for at in range(_REACH, _REACH + len(line)):
        yield [f"{name} {padded[at + far][2 + field]}" for name, far, field in GLANCES]


def features(line: Sequence[Chunk], places: Iterable[int]) -> Iterator[Sequence[Feature]]:
    """Give what is weighed of the chunks at some places."""
    padded = [*[_EDGE] * 4, *line, *[_EDGE] * 3]
    words = [each.word for each in padded]
    bracket = _brackets(words)
    for place in places:  # b4 to b1 stand before it, a1 to a3 after it
        at = place + 4
        chunk = padded[at]
        b4, b3, b2, b1, word, a1, a2, a3 = words[at - 4 : at + 4]
        be3, be2, be1, stem, ae1, ae2 = (each.stem for each in padded[at - 3 : at + 3])
        bs2, bs1, sort, as1, as2 = (each.sort for each in padded[at - 2 : at + 3])
        bl1, known, al1 = (each.lists for each in padded[at - 1 : at + 2])
        glued = "" if padded[at - 1].end == chunk.start else "_"
        found: list[Feature] = [
            *(f"w-4 {b4}", f"w-3 {b3}", f"w-2 {b2}", f"w-1 {b1}", f"w {word}"),
            *(f"w1 {a1}", f"w2 {a2}", f"w3 {a3}"),
            *(f"e-3 {be3}", f"e-2 {be2}", f"e-1 {be1}", f"e {stem}", f"e1 {ae1}", f"e2 {ae2}"),
            *(f"z3 {chunk.ending}", f"z2 {chunk.ending[-2:]}"),
            *(f"<< {b2} {b1}", f"< {b1} {word}", f"> {word} {a1}", f">> {a1} {a2}"),
            *(f"<> {b1} {a1}", f"<s {b1} {sort}", f"s> {sort} {a1}"),
            *(f"<<s {b2} {b1} {sort}", f"s>> {sort} {a1} {a2}"),
            *(f"s-2 {bs2}", f"s-1 {bs1}", f"s {sort}", f"s1 {as1}", f"s2 {as2}"),
            *(f"l-1 {bl1}", f"l {known}", f"l1 {al1}"),
            *(f"<S {bs1} {glued} {sort}", f"S> {sort} {as1}", f"<S> {bs1} {sort} {as1}"),
            *(f"<L {bl1} {known} {bs1} {sort}", f"L> {known} {al1} {sort} {as1}"),
        ]
        if bracket[at]:
            found.append("()")
        for part in chunk.parts[:_PARTS]:
            start = sort[:_SORT]
            found += [f"i {start} {part.word}", f"j {start} {part.sort} {part.lists}"]
        if chunk.number is not None:
            found += _of_number(chunk.number, sort, b1)
        if chunk.parts or chunk.number or word == RARE or sort[0] == "X":
            found += _around(padded, at)
        yield found


def _brackets(words: Sequence[str]) -> Sequence[bool]:
    """Tell which words stand in brackets."""
    inside, told = False, []
    for before, word in zip(("", *words), words, strict=False):
        inside = (inside or word == "(") and before != ")"
        told.append(inside)
    return told


def _of_number(number: Number, sort: str, b1: str) -> Sequence[Feature]:
    size = str(len(number.digits))
    letters = str(min(number.letters, _MANY))
    return [
        *(f"n {number.shape}", f"nd {size} {letters}", f"n1 {number.digits[:1]}"),
        *(f"n2 {size} {letters} {number.digits[:2]}", f"ns {size} {letters} {sort}"),
        f"nbd {size} {letters} {b1}",
    ]


def _around(padded: Sequence[Chunk], at: int) -> set[Feature]:
    """Name the words around a chunk, in any order, by what it is: a shape, a number, a word."""
    chunk = padded[at]
    what = chunk.sort[:1]
    if chunk.found is not None:
        what = chunk.sort
    elif chunk.number is not None:
        what = "0"
    before, after = padded[max(0, at - _BEFORE) : at], padded[at + 1 : at + 1 + _AFTER]
    last, next_ = _whose(reversed(before)), _whose(after)
    return {f"h{what} {last}", f"k{what} {last} {next_}"} | {
        f"{side}{what} {each.word[:_FAMILY]}"
        for side, some in (("b", before), ("a", after))
        for each in some
        if len(each.word) > 1 and each.word.isalpha()
    }


def _whose(some: Iterable[Chunk]) -> str:
    """Return what names a person or a body first."""
    for each in some:
        whose = "H" if "H" in each.lists else "O" if "O" in each.lists else ""
        if whose:
            return whose
    return ""


_BEFORE, _AFTER = 12, 8
"""Chunks around a number, a capital, or a shape, whose words are looked at unordered."""

_FAMILY = 5
"""Letters that tell a word that stands somewhere around."""

_PARTS, _SORT, _MANY = 12, 9, 9
_EDGE = Chunk(-1, -1, "^", "^", "^", "^")
"""Stands before the first chunk and after the last one."""

_NEVER = -3.0
"""For a kind that no text had after another."""

Follows = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class _Weights:
    """`of` a feature for each kind, as it is kept; of a kind that `follows` another.

    Few of them are ever met: each is read when it is, so that they load at once and weigh little.
    """

    of: Mapping[Feature, str]
    follows: Follows
    glances: Sequence[tuple[Mapping[str, float], int, int]]


THEN = "then"
"""Names the weights of the kinds that may stand after another: « then phone »."""


@cache
def _weights() -> _Weights:
    of: dict[Feature, str] = {}
    tables: dict[str, dict[str, float]] = {name: {} for name, _, _ in GLANCES}
    for weight, names in each_kept(__package__):
        for feature in names:
            if feature[0] == _GLANCE:
                where, _, what = feature.partition(" ")
                tables[where][intern(what)] = int(weight.partition(" ")[0]) / 100
            else:
                of[feature] = weight
    follows = [[_NEVER] * len(KINDS) for _ in KINDS]
    for before, kind in enumerate(KINDS):
        for after, worth in _weight(of.pop(f"{THEN} {kind}", "")):
            follows[after][before] = worth
    return _Weights(of, follows, [(tables[name], far, field) for name, far, field in GLANCES])


_GLANCE = "g"
"""What the names of all GLANCES begin with, and no other."""


@lru_cache(4_096)
def _weight(kept: str) -> Sequence[tuple[int, float]]:
    """Return the weights of a feature for each kind, by its place in KINDS."""
    told = [each.partition(" ") for each in kept.split(",") if each]
    return [(KINDS.index(kind), int(weight) / 100) for weight, _, kind in told]
