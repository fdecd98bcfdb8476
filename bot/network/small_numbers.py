"""Counts of what people answered, told so that nobody is found behind a small number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FEWEST_ANSWERS = 5
"""Fewer answers tell nothing at all."""

SMALLEST = 3
"""An option that fewer chose is told with others alone."""


@dataclass(frozen=True, slots=True)
class GroupedCounts:
    """The options that may be told, the most chosen first; `others` counts all the rest."""

    told: tuple[tuple[str, int], ...] = ()
    others: int = 0


def tells_nothing(answers: int) -> bool:
    """Tell whether so few answers are to be kept quiet."""
    return answers < FEWEST_ANSWERS


def grouped(counts: Mapping[str, int]) -> GroupedCounts:
    """Put together the options that fewer than SMALLEST chose.

    What is put together is of two options at least, and of SMALLEST answers: the least chosen of
    the others joins it where it is not, so that nothing is found by taking away. Options that
    nobody chose are not told.
    """
    ranked = sorted(
        ((name, count) for name, count in counts.items() if count),
        key=lambda each: (-each[1], each[0]),
    )
    kept = [each for each in ranked if each[1] >= SMALLEST]
    small = [count for _, count in ranked[len(kept) :]]
    while small and kept and (len(small) == 1 or sum(small) < SMALLEST):
        small.append(kept.pop()[1])
    return GroupedCounts(tuple(kept), sum(small))
