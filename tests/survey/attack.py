"""An attacker of surveys: reads all that is told, tries all that may be behind it, knows people.

It knows the rules by heart, but nothing of how they are written: of a way to tell a territory's
answers, and a total's, it only sees what is told. All outcomes that are told alike are one bucket;
what is the same in the whole bucket is found. A reader may know up to KNOWN answers of one
territory, their own among them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, combinations_with_replacement, permutations

Counts = tuple[int, ...]
"""How often each option was chosen in one territory."""

FEWEST = 5
"""People of whom nothing may be found, fewer than these."""

KNOWN = 3
"""Answers that a reader may know."""

_TRIED = 32
"""Outcomes of a bucket after which it is looked at, then each time that there are twice as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many outcomes were tried, in how many somebody is found, and what is told of these."""

    tried: int
    found: int
    told: Sequence[Hashable]


def all_counts(people: int, options: int) -> Iterator[Counts]:
    """Yield each way in which so many people may choose."""
    if options == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in all_counts(people - first, options - 1):
            yield (first, *rest)


def up_to(most: int, options: int) -> Iterator[Counts]:
    """Yield each way in which up to so many people may choose."""
    for people in range(most + 1):
        yield from all_counts(people, options)


def attack(
    tell: Callable[[Counts], Hashable],
    total: Callable[[Sequence[Counts]], Hashable],
    *,
    territories: int,
    answers: Sequence[Counts],
) -> Found:
    """Try all outcomes of so many territories, each with one of these answers.

    Territories may be exchanged, and so may options: one outcome stands for all that are the same
    but for their order.
    """
    behind: dict[Hashable, list[Counts]] = {}
    for counts in answers:
        behind.setdefault(tell(counts), []).append(counts)
    faces, told = [*behind.values()], [*behind]
    swaps = _swaps(faces)
    known = [_known(some) for some in faces]
    tried, found, told_so = 0, 0, []
    for seen in combinations_with_replacement(range(len(faces)), territories):
        if any(tuple(sorted(swap[each] for each in seen)) < seen for swap in swaps):
            continue
        buckets: dict[Hashable, _Bucket] = {}
        for world in _worlds(seen, faces):
            added = total(world)
            if added not in buckets:
                buckets[added] = _Bucket(seen, known)
            buckets[added].add(world)
        for added, bucket in buckets.items():
            tried += bucket.size
            if bucket.finds():
                found += bucket.size
                told_so.append((*(told[each] for each in seen), added))
    return Found(tried=tried, found=found, told=told_so)


def _swaps(faces: Sequence[Sequence[Counts]]) -> Sequence[Sequence[int]]:
    """Return which face each becomes, for each order of the options."""
    face_of = {counts: place for place, some in enumerate(faces) for counts in some}
    orders = permutations(range(len(faces[0][0])))
    return [
        [face_of[tuple(some[0][option] for option in order)] for some in faces] for order in orders
    ]


def _known(some: Sequence[Counts]) -> Sequence[Counts]:
    """Return what a reader may know of a territory that answered in one of some ways."""
    return [
        known
        for known in up_to(KNOWN, len(some[0]))
        if any(all(map(int.__le__, known, counts)) for counts in some)
    ]


def _worlds(seen: Sequence[int], faces: Sequence[Sequence[Counts]]) -> Iterator[Sequence[Counts]]:
    """Yield what may be behind what territories tell, in any order of those that tell the same."""
    if not seen:
        yield ()
        return
    same = seen.count(seen[0])
    for first in combinations_with_replacement(faces[seen[0]], same):
        for rest in _worlds(seen[same:], faces):
            yield (*first, *rest)


class _Bucket:
    """Outcomes that are told alike: what the reader's territory, and some territories, may be.

    Of each pair, the first is what the reader's territory answered, the second what some did. What
    leaves everybody in doubt once does so whatever else is possible: `_open` has, for each face of
    the reader's territory, what they may know that has not done so yet.
    """

    def __init__(self, seen: Sequence[int], known: Sequence[Sequence[Counts]]) -> None:
        self.size = 0
        self._open = {face: known[face] for face in seen}
        self._looked_at = _TRIED
        self._pairs: dict[tuple[int, bool, Counts], set[tuple[Counts, Counts]]] = {}
        everywhere = range(len(seen))
        self._places: list[list[tuple[set[tuple[Counts, Counts]], Sequence[int]]]] = []
        for reader in everywhere:
            self._places.append([])
            for some in chain(*(combinations(everywhere, size + 1) for size in everywhere)):
                key = seen[reader], reader in some, tuple(seen[each] for each in some)
                self._places[-1].append((self._pairs.setdefault(key, set()), some))
        self._seen = seen

    def add(self, world: Sequence[Counts]) -> None:
        """Take in one more outcome."""
        self.size += 1
        for face, own, places in zip(self._seen, world, self._places, strict=True):
            if self._may_find(face, own):
                for pairs, some in places:
                    together = zip(*[world[each] for each in some], strict=True)
                    pairs.add((own, tuple(map(sum, together))))
        if self.size == self._looked_at:
            self._looked_at *= 2
            for face, known in self._open.items():
                self._open[face] = [each for each in known if self._finds(face, each, whole=False)]
            for (face, _, _), pairs in self._pairs.items():
                pairs -= {pair for pair in pairs if not self._may_find(face, pair[0])}

    def finds(self) -> bool:
        """Tell whether somebody's answer is the same in all of these outcomes."""
        return any(
            self._finds(face, each, whole=True)
            for face, known in self._open.items()
            for each in known
        )

    def _may_find(self, reader: int, own: Counts) -> bool:
        return any(all(map(int.__le__, known, own)) for known in self._open[reader])

    def _finds(self, reader: int, known: Counts, *, whole: bool) -> bool:
        """Tell whether somebody is found; or might be, where the bucket is not `whole` yet."""
        return any(
            _fixed(pairs, known, inside=inside, whole=whole)
            for (face, inside, _), pairs in self._pairs.items()
            if face == reader
        )


def _fixed(
    pairs: Iterable[tuple[Counts, Counts]], known: Counts, *, inside: bool, whole: bool
) -> bool:
    """Tell whether some people are surely of one mind, or few who surely answered so.

    They are those of the second of each pair, without those known, who answered as `known`. Where
    nobody is known, it is enough that they are surely few.
    """
    chosen: set[int] = set()
    alike: set[Counts] = set()
    for own, some in pairs:
        if any(map(int.__gt__, known, own)):
            continue
        left = tuple(map(int.__sub__, some, known)) if inside else some
        chosen.update(place for place, count in enumerate(left) if count)
        alike.add(left if any(known) else (sum(left),))
        if len(chosen) > 1 and len(alike) > 1:
            return False
    if not alike:
        return not whole
    return len(chosen) == 1 or (len(alike) == 1 and 0 < sum(*alike) < FEWEST)
