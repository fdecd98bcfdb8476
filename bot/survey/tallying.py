"""What may be told of counts: nothing that points at someone, or at a territory, by subtraction.

All is computed from counts alone, question by question. Under LEAST answers nothing is told, under
BROKEN_DOWN only which options several people chose; from there on, each option that FEWEST people
chose, the others as one count. What a parent tells is the sum of what may be told of its
territories, the small ones counted as one: it says nothing that they would not say themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5
"""Answers under which nothing is told, not even how many they are."""

BROKEN_DOWN = 8
"""Answers from which each option has its count."""

FEWEST = 3
"""People who chose an option, for its count to be told; territories, for a total to be."""

_TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersTold:
    """What may be told of the answers to one question.

    `people` answered it, 0 for fewer than LEAST. `counts` has a number an option, 0 where it is
    among the `others`; it is empty where they are not told. Then `often` has the places of the
    options that FEWEST people chose or more.
    """

    people: int = 0
    counts: tuple[int, ...] = ()
    others: int = 0
    often: tuple[int, ...] = ()

    @property
    def broken_down(self) -> bool:
        """Whether options have their counts."""
        return bool(self.counts)

    @property
    def ranked(self) -> tuple[int, ...]:
        """The places of the options that are told by name, those chosen most first."""
        if not self.counts:
            return self.often
        told = [place for place, count in enumerate(self.counts) if count]
        return tuple(sorted(told, key=lambda place: (-self.counts[place], place)))

    def tenths(self, place: int) -> int | None:
        """Return an option's share in tenths, as another year is compared; None if untold.

        Two years put beside each other exactly would tell what a newcomer chose.
        """
        if place >= len(self.counts) or not self.counts[place]:
            return None
        return max(1, round(_TENTHS * self.counts[place] / self.people))


def tell(counts: Sequence[int]) -> AnswersTold:
    """Return what may be told of how often each option was chosen, one choice a person."""
    people = sum(counts)
    if people < LEAST:
        return AnswersTold()
    if people < BROKEN_DOWN:
        often = tuple(place for place, count in enumerate(counts) if count >= FEWEST)
        return AnswersTold(people=people, often=often)
    grouped = _grouped(counts)
    return AnswersTold(
        people=people,
        counts=tuple(0 if place in grouped else count for place, count in enumerate(counts)),
        others=sum(counts[place] for place in grouped),
    )


def tell_free(written: int) -> AnswersTold:
    """Return what may be told of how many wrote a free line."""
    return AnswersTold(people=written if written >= LEAST else 0)


def merge(territories: Sequence[Sequence[int]]) -> AnswersTold:
    """Return what may be told of several territories together: nothing, of fewer than FEWEST.

    Those with fewer than BROKEN_DOWN answers are counted as one, and left out where they are too
    few even so.
    """
    large = [each for each in territories if sum(each) >= BROKEN_DOWN]
    small = [each for each in territories if 0 < sum(each) < BROKEN_DOWN]
    pooled = [sum(column) for column in zip(*small, strict=True)]
    if sum(pooled) < BROKEN_DOWN:
        small, pooled = [], []
    if len(large) + len(small) < FEWEST:
        return AnswersTold()
    told = [tell(each) for each in (*large, *([pooled] if pooled else ()))]
    return AnswersTold(
        people=sum(each.people for each in told),
        counts=tuple(map(sum, zip(*(each.counts for each in told), strict=True))),
        others=sum(each.others for each in told),
    )


def _grouped(counts: Sequence[int]) -> frozenset[int]:
    """Return the places of the options that are told as one.

    Those that too few chose and, where even together they are too few, those that come next: what
    all the others leave of the whole would tell their count. Equals go together, for which of two
    was taken would tell it too; so would a sum that only one way of sharing it makes.
    """
    limit = FEWEST - 1
    for limit in (FEWEST - 1, *sorted({each for each in counts if each >= FEWEST})):
        grouped = [each for each in counts if each <= limit]
        if not any(grouped) or FEWEST <= sum(grouped) < limit * len(grouped):
            break
    return frozenset(place for place, count in enumerate(counts) if count <= limit)
