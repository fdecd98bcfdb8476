"""What is told of the answers to a question, as `bot.network.small_numbers` decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.network import small_numbers
from bot.network.small_numbers import tells_nothing, told_places

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
    """Return the total of several territories: see `small_numbers.merge`."""
    told = [tell(each) for each in small_numbers.merge(telling, silent)]
    return AnswersTold(
        people=sum(each.people for each in told),
        counts=tuple(map(sum, zip(*(each.counts for each in told), strict=True))),
        others=sum(each.others for each in told),
    )
