"""Which chunks of a text are personal data, and of what kind: weights, learnt.

Rules know shapes and the usual words around them; how tired people say a password, a home or a
name has no end. A linear-chain conditional random field (Lafferty, McCallum, Pereira, 2001) weighs
what each chunk is, what stands around it, what rules found there, and the kind of the chunk before
it; it was learnt on texts that many hands marked (`python -m bench.personal_training`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter

from bot.french.learnt import kept
from bot.french.personal.banking import holds_its_key
from bot.french.personal.chunks import LINE_END, Chunk, Number, chunks
from bot.french.personal.kinds import DataKind, FoundData

NONE = "-"
"""The kind of a chunk that is no personal data."""

MOST = 500
"""Chunks: 2,000 characters of prose have 420, 475 at most; more are read by rules alone."""

_STEM = 4
_BEFORE, _AFTER = 12, 8
"""Chunks around a number, a capital, or what rules found, whose words are looked at unordered."""

_FOLLOWED = 4
"""The likeliest kinds of a chunk, beside NONE, that are looked at further."""


def weighed(plain: str, found: Sequence[FoundData]) -> Iterator[FoundData]:
    """Give the personal data of a plain text, of which rules found some; the rest is doubtful.

    Lines are weighed apart: what one carries, it carries after any other. A number whose check
    digit is right is kept, whatever it weighs.
    """
    some = chunks(plain, found)
    if len(some) > MOST:
        yield from found
        return
    for line in lines_of(some):
        chosen = [
            chunk.found.kind.value if chunk.found and holds_its_key(chunk.found, plain) else kind
            for kind, chunk in zip(kinds(line), line, strict=True)
        ]
        for kind, group in groupby(zip(chosen, line, strict=True), key=itemgetter(0)):
            if kind != NONE:
                yield from _pieces(DataKind(kind), [chunk for _, chunk in group])


def lines_of(some: Sequence[Chunk]) -> Iterator[Sequence[Chunk]]:
    """Give the chunks of each line."""
    for ends, line in groupby(some, key=lambda chunk: chunk.word == LINE_END):
        if not ends:
            yield list(line)


def _pieces(kind: DataKind, some: Sequence[Chunk]) -> Iterator[FoundData]:
    """Give what some chunks of one kind are: what rules found, and what stands beside it."""
    theirs = [each.found for each in some if each.found and each.found.kind is kind]
    worded = [each for each in some if each.found or each.number or each.word.isalpha()]
    if len(theirs) > 1:
        yield from theirs
    elif worded:
        sure = bool(theirs and theirs[0].sure)
        yield FoundData(kind, worded[0].start, worded[-1].end, sure)


Feature = tuple[str, ...]
"""What is weighed: where it stands, and what stands there: `("w-1", "madame")`."""


def kinds(some: Sequence[Chunk]) -> Sequence[str]:
    """Return the likeliest kind of each chunk: a DataKind's value, or NONE (Viterbi)."""
    weights = _weights()
    paths: list[Mapping[int, int]] = []
    best: Mapping[int, float] = {}
    for each in features(some):
        scores = [0.0] * len(_KINDS)
        for feature in each:
            for kind, weight in weights.of.get(feature, ()):
                scores[kind] += weight
        followed = sorted(_CARRIED, key=scores.__getitem__)[-_FOLLOWED:]
        likely = {kind: scores[kind] for kind in (0, *followed)}
        path, best = _step(best, likely, weights.follows) if best else ({}, likely)
        paths.append(path)
    chosen = []
    kind = max(best, key=best.__getitem__, default=0)
    for path in reversed(paths):
        chosen.append(_KINDS[kind])
        kind = path.get(kind, 0)
    return chosen[::-1]


def _step(
    best: Mapping[int, float],
    likely: Mapping[int, float],
    follows: Sequence[Sequence[float]],
) -> tuple[Mapping[int, int], Mapping[int, float]]:
    """Return, for each kind of a chunk, the kind before it, and what the best way there weighs."""
    path: dict[int, int] = {}
    reached: dict[int, float] = {}
    for kind, score in likely.items():
        after = follows[kind]
        most, before = max((weight + after[each], each) for each, weight in best.items())
        path[kind] = before
        reached[kind] = score + most
    return path, reached


_NEVER = -3.0
"""For a kind that no text had after another."""


def features(some: Sequence[Chunk]) -> Iterator[Sequence[Feature]]:
    """Give what is weighed of each chunk."""
    padded = [*[_EDGE] * 4, *some, *[_EDGE] * 3]
    words = [each.word for each in padded]
    stems = [word[:_STEM] for word in words]
    sorts = [each.sort for each in padded]
    lists = [each.lists for each in padded]
    brackets = False
    for at, chunk in enumerate(some, start=4):  # b4 to b1 stand before it, a1 to a3 after it
        b4, b3, b2, b1, word, a1, a2, a3 = words[at - 4 : at + 4]
        be3, be2, be1, stem, ae1, ae2 = stems[at - 3 : at + 3]
        bs2, bs1, sort, as1, as2 = sorts[at - 2 : at + 3]
        bl1, known, al1 = lists[at - 1 : at + 2]
        glued = "" if padded[at - 1].end == chunk.start else "_"
        brackets = (brackets or word == "(") and b1 != ")"
        found: list[Feature] = [
            *(("w-4", b4), ("w-3", b3), ("w-2", b2), ("w-1", b1), ("w", word)),
            *(("w1", a1), ("w2", a2), ("w3", a3)),
            *(("e-3", be3), ("e-2", be2), ("e-1", be1), ("e", stem), ("e1", ae1), ("e2", ae2)),
            *(("z3", word[-3:]), ("z2", word[-2:])),
            *(("<<", b2, b1), ("<", b1, word), (">", word, a1), (">>", a1, a2)),
            *(("<s", b1, sort), ("s>", sort, a1), ("<<s", b2, b1, sort), ("s>>", sort, a1, a2)),
            *(("s-2", bs2), ("s-1", bs1), ("s", sort), ("s1", as1), ("s2", as2)),
            *(("l-1", bl1), ("l", known), ("l1", al1)),
            *(("<S", bs1, glued, sort), ("S>", sort, as1), ("<S>", bs1, sort, as1)),
            *(("<L", bl1, known, bs1, sort), ("L>", known, al1, sort, as1)),
        ]
        if brackets:
            found.append(("()",))
        for part, its_sort, its_lists in chunk.parts[:_PARTS]:
            found += [("i", sort[:_SORT], part), ("j", sort[:_SORT], its_sort, its_lists)]
        if chunk.number is not None:
            found += _of_number(chunk.number, sort, b1)
        if chunk.number or chunk.found or sort.startswith("X"):
            found += _around(padded, at)
        yield found


def _of_number(number: Number, sort: str, b1: str) -> Sequence[Feature]:
    size = str(len(number.digits))
    letters = str(min(number.letters, _MANY))
    return [
        *(("n", number.shape), ("nd", size, letters), ("n1", number.digits[:1])),
        *(("n2", size, letters, number.digits[:2]), ("ns", size, letters, sort)),
        ("nbd", size, letters, b1),
    ]


def _around(padded: Sequence[Chunk], at: int) -> set[Feature]:
    """Name the words around a chunk, in any order, by what it is: a find, a number, a word."""
    chunk = padded[at]
    what = chunk.sort
    if chunk.found is None:
        what = "0" if chunk.number else "X"
    before, after = padded[max(0, at - _BEFORE) : at], padded[at + 1 : at + 1 + _AFTER]
    last, next_ = _whose(reversed(before)), _whose(after)
    return {(f"h{what}", last), (f"k{what}", last, next_)} | {
        (f"{side}{what}", each.word[:_FAMILY])
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
        if each.found is not None and each.found.kind is DataKind.NAME:
            return "M"
    return ""


_FAMILY = 5
"""Letters that tell a word that stands somewhere around."""
_PARTS, _SORT, _MANY = 12, 9, 9
_EDGE = Chunk(-1, -1, "^", "^")
"""Stands before the first chunk and after the last one."""


_KINDS = (NONE, *(kind.value for kind in DataKind))
_CARRIED = range(1, len(_KINDS))


@dataclass(frozen=True, slots=True)
class _Weights:
    """`of` a feature for each kind, by its place in _KINDS; of a kind that `follows` another."""

    of: Mapping[Feature, Sequence[tuple[int, float]]]
    follows: Sequence[Sequence[float]]


THEN = "then"
"""Names the weights of a kind after another: « phone:then name »."""


def name_of(kind: str, feature: Feature) -> str:
    """Return how the weight of a feature for a kind is named where it is kept."""
    return f"{kind}:{' '.join(feature)}"


def reload() -> None:
    """Read the weights again, once others were learnt."""
    _weights.cache_clear()


@cache
def _weights() -> _Weights:
    of: dict[Feature, list[tuple[int, float]]] = defaultdict(list)
    follows = [[_NEVER] * len(_KINDS) for _ in _KINDS]
    for name, weight in kept(__package__).items():
        kind, _, told = name.partition(":")
        where, *feature = told.split(" ")
        if where == THEN:
            follows[_KINDS.index(kind)][_KINDS.index(" ".join(feature))] = weight
        elif kind:
            of[where, *feature].append((_KINDS.index(kind), weight))
    return _Weights(of, follows)
