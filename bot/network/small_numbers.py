"""Counts of what people answered, told so that nobody is found behind a small number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST_ANSWERS = 5
"""Fewer answers tell nothing at all."""

SMALLEST = 3
"""An option that fewer chose is told with others alone; so is a territory, among fewer."""


@dataclass(frozen=True, slots=True)
class GroupedCounts:
    """The options that may be told, the most chosen first; `others` counts all the rest."""

    told: tuple[tuple[str, int], ...] = ()
    others: int = 0


def tells_nothing(answers: int) -> bool:
    """Tell whether so few answers are to be kept quiet."""
    return answers < FEWEST_ANSWERS


def grouped(counts: Mapping[str, int]) -> GroupedCounts:
    """Put together the options that too few chose; those that nobody chose are not told."""
    together = grouped_places([*counts.values()])
    told = [
        option for place, option in enumerate(counts.items()) if place not in together and option[1]
    ]
    told.sort(key=lambda each: (-each[1], each[0]))
    return GroupedCounts(tuple(told), sum(counts.values()) - sum(count for _, count in told))


def grouped_places(counts: Sequence[int]) -> frozenset[int]:
    """Return the places of the options that are told as one, fewer than SMALLEST having chosen any.

    Where even together they are too few, those that come next join them: what all the others leave
    of the whole would tell their count. Equals go together, for which of two was taken would tell
    it too; so would a sum that only one way of sharing it makes.
    """
    limit = SMALLEST - 1
    for limit in (SMALLEST - 1, *sorted({each for each in counts if each >= SMALLEST})):
        together = [each for each in counts if each <= limit]
        if not any(together) or SMALLEST <= sum(together) < limit * len(together):
            break
    return frozenset(place for place, count in enumerate(counts) if count <= limit)
