"""What may be told of counts: nothing that points at someone, or at a territory, by subtraction.

All is computed from counts alone, question by question. Under FEWEST_ANSWERS nothing is told, under
BROKEN_DOWN only which options several people chose; from there on, each option that SMALLEST people
chose, the others as one count. What a parent tells is the sum of what may be told of its
territories, the small ones counted as one: it says nothing that they would not say themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.network.small_numbers import FEWEST_ANSWERS, SMALLEST, grouped_places

BROKEN_DOWN = 8
"""Answers from which each option has its count."""

_TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersTold:
    """What may be told of the answers to one question.

    `people` answered it, 0 for fewer than FEWEST_ANSWERS. `counts` has a number an option, 0 where
    it is among the `others`; it is empty where they are not told. Then `often` has the places of
    the options that SMALLEST people chose or more.
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
    if people < FEWEST_ANSWERS:
        return AnswersTold()
    if people < BROKEN_DOWN:
        often = tuple(place for place, count in enumerate(counts) if count >= SMALLEST)
        return AnswersTold(people=people, often=often)
    grouped = grouped_places(counts)
    return AnswersTold(
        people=people,
        counts=tuple(0 if place in grouped else count for place, count in enumerate(counts)),
        others=sum(counts[place] for place in grouped),
    )


def tell_free(written: int) -> AnswersTold:
    """Return what may be told of how many wrote a free line."""
    return AnswersTold(people=written if written >= FEWEST_ANSWERS else 0)


def merge(territories: Sequence[Sequence[int]]) -> AnswersTold:
    """Return what may be told of several territories together: nothing, of fewer than SMALLEST.

    Those with fewer than BROKEN_DOWN answers are counted as one, and left out where they are too
    few even so.
    """
    large = [each for each in territories if sum(each) >= BROKEN_DOWN]
    small = [each for each in territories if 0 < sum(each) < BROKEN_DOWN]
    pooled = [sum(column) for column in zip(*small, strict=True)]
    if sum(pooled) < BROKEN_DOWN:
        small, pooled = [], []
    if len(large) + len(small) < SMALLEST:
        return AnswersTold()
    told = [tell(each) for each in (*large, *([pooled] if pooled else ()))]
    return AnswersTold(
        people=sum(each.people for each in told),
        counts=tuple(map(sum, zip(*(each.counts for each in told), strict=True))),
        others=sum(each.others for each in told),
    )
