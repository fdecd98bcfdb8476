"""What may be told of counts of people, so that nobody's answer is found: the one decider.

Whoever reads a count may know their own answer, and those of a couple of colleagues. A table is
told only if, these KNOWN answers taken away, it is still of FEWEST_ANSWERS people, and not of one
mind (statistical offices call this primary suppression: a threshold, and dominance).

Tables that are added up are told so that what the total leaves, once the others are taken away, is
nothing, or one table that may itself be told (secondary suppression): see `tables_added`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST_ANSWERS = 5
"""The people of whom a table must be at least, beside those whose answers a reader may know."""

KNOWN = 3
"""The answers that a reader may know: their own, and those of a couple of colleagues."""

FEWEST_TOLD = FEWEST_ANSWERS + KNOWN
"""Fewer answers tell nothing at all."""

SMALLEST = 3
"""An option that fewer chose is told with others alone; so is a territory, among fewer.

Of needs that climbed, fewer people are told as « une ou deux personnes ».
"""

STEPS = (3, 5, 10, 20, 50, 100, 200, 500, 1_000)
"""How many people of other levels there are is told in these steps, never more nearly."""

FIRST_STEP = next(each for each in STEPS if each >= FEWEST_TOLD)
"""The first step told alone: of the one below only eight or nine could be meant."""

_TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersTold:
    """What may be told of the answers to one question.

    `people` answered it, 0 where nothing is told. `counts` has a number an option, 0 where it is
    among the `others`; it is empty for a free line.
    """

    people: int = 0
    counts: tuple[int, ...] = ()
    others: int = 0

    @property
    def ranked(self) -> tuple[int, ...]:
        """The places of the options that are told by name, those chosen most first."""
        told = [place for place, count in enumerate(self.counts) if count]
        return tuple(sorted(told, key=lambda place: (-self.counts[place], place)))

    def tenths(self, place: int) -> int | None:
        """Return an option's share in tenths, as another year is compared; None if untold.

        Two years put beside each other exactly would tell what a newcomer chose.
        """
        if place >= len(self.counts) or not self.counts[place]:
            return None
        return max(1, round(_TENTHS * self.counts[place] / self.people))


@dataclass(frozen=True, slots=True)
class GroupedCounts:
    """The options that may be told, the most chosen first; `others` counts all the rest."""

    told: tuple[tuple[str, int], ...] = ()
    others: int = 0

    def join(self, later: GroupedCounts) -> GroupedCounts:
        """Return what is told of two batches: whoever takes one away is left with what was told."""
        told = Counter(dict(self.told)) + Counter(dict(later.told))
        return GroupedCounts(
            tuple(sorted(told.items(), key=_most_first)), self.others + later.others
        )


def may_tell(counts: Iterable[int], people: int) -> bool:
    """Tell whether so many people are enough, and of more than one mind."""
    return not tells_nothing(people) and people - max(counts, default=0) > KNOWN


def tells_nothing(answers: int) -> bool:
    """Tell whether so few answers are to be kept quiet."""
    return answers < FEWEST_TOLD


def step_reached(count: int) -> int:
    """Return the highest of STEPS that a count reaches, 0 under the first: 12 is told as 10."""
    return max((each for each in STEPS if each <= count), default=0)


def step_told(people: int) -> int:
    """Return the step that so many people reach, 0 under FIRST_STEP: they are too few to tell."""
    return step_reached(people) if people >= FIRST_STEP else 0


def grouped(counts: Mapping[str, int], people: int) -> GroupedCounts | None:
    """Return what may be told of how often each option was chosen by so many people, if anything.

    Each may have chosen several.
    """
    places = told_places([*counts.values()], people)
    if not places:
        return None
    told = [option for place, option in enumerate(counts.items()) if place in places]
    return GroupedCounts(
        tuple(sorted(told, key=_most_first)), sum(counts.values()) - sum(count for _, count in told)
    )


def _most_first(option: tuple[str, int]) -> tuple[int, str]:
    return -option[1], option[0]


def told_places(counts: Sequence[int], people: int) -> frozenset[int]:
    """Return the places of the options that may be told; none of a table that may not."""
    return places_apart(counts) if may_tell(counts, people) else frozenset()


def places_apart(counts: Sequence[int]) -> frozenset[int]:
    """Return the places of the counts that are told by name, beside their exact sum.

    The others are told as one, fewer than SMALLEST having chosen any. Where even together they are
    too few, those that come next join them: what all the others leave of the whole would tell their
    count. Equals go together, for which of two was taken would tell it too; so would a sum that
    only one way of sharing it makes.
    """
    for limit in (SMALLEST - 1, *sorted({each for each in counts if each >= SMALLEST})):
        together = [each for each in counts if each <= limit]
        if not any(together) or SMALLEST <= sum(together) < limit * len(together):
            break
    return frozenset(place for place, count in enumerate(counts) if count > limit)


def tell(counts: Sequence[int]) -> AnswersTold:
    """Return what may be told of how often each option was chosen, one choice a person."""
    people = sum(counts)
    places = told_places(counts, people)
    if not places:
        return AnswersTold()
    told = tuple(count if place in places else 0 for place, count in enumerate(counts))
    return AnswersTold(people=people, counts=told, others=people - sum(told))


def tell_free(written: int) -> AnswersTold:
    """Return what may be told of how many wrote a free line."""
    return AnswersTold(people=0 if tells_nothing(written) else written)


def merge(telling: Sequence[Sequence[int]], silent: Sequence[Sequence[int]]) -> AnswersTold:
    """Return the total of several territories: see `tables_added`."""
    told = [tell(each) for each in tables_added(telling, silent)]
    return AnswersTold(
        people=sum(each.people for each in told),
        counts=tuple(map(sum, zip(*(each.counts for each in told), strict=True))),
        others=sum(each.others for each in told),
    )


def tables_added(
    telling: Sequence[Sequence[int]], silent: Sequence[Sequence[int]]
) -> Sequence[Sequence[int]]:
    """Return the tables that a total may add up, of territories that answered the same question.

    Those that tell something of it themselves (`telling` has who tells anything at all) are added
    as they tell it. The `silent` ones, of which not even the number of answers is told, go in as
    one table, if that one may be told. So whoever takes from the total what each tells is left with
    nothing, or with that table: nothing else is told of it. A total of fewer than SMALLEST
    territories is none.
    """
    told = [each for each in telling if told_places(each, sum(each))]
    together = [sum(column) for column in zip(*silent, strict=True)]
    joined = sum(map(any, silent)) if told_places(together, sum(together)) else 0
    if len(told) + joined < SMALLEST:
        return ()
    return (*told, together) if joined else told
