"""The story of a question: each change, who made it, when, and how it came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from bot.question.rules import Change, Occasion


class EventWords(TypedDict, total=False):
    """What may be told of a change beside it: see StoryEvent."""

    detail: str
    words_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEvent:
    """One change. `who` is a chat user id, empty for the bot itself or someone forgotten.

    `how` is the way it came in (« slash », « button »…, or CLOCK), empty when it is not known;
    `detail` what the change adds: a theme, an occasion, a reason, another question's number.
    `words_of` is whose words `detail` are, where they are an answer's.
    `people` counts how many did the same in a row, see `in_short`.
    """

    change: Change
    at: datetime
    who: str = ""
    how: str = ""
    detail: str = ""
    words_of: str = ""
    people: int = 1

    @property
    def occasion(self) -> str:
        """Where a question was deferred to, in French, « » when the change tells none."""
        return Occasion(self.detail).label if self.detail else ""


def in_short(story: Sequence[StoryEvent]) -> Sequence[StoryEvent]:
    """Return a story in which those who joined one after the other are told together, unnamed."""
    told: list[StoryEvent] = []
    for event in story:
        last = told[-1] if told else None
        if last and event.change in _COUNTED and last.change is event.change:
            told[-1] = replace(last, people=last.people + 1)
        else:
            told.append(event)
    return told


def of_answer(story: Sequence[StoryEvent]) -> Sequence[StoryEvent]:
    """Return what happened since the answer that stands was given."""
    given = [at for at, each in enumerate(story) if each.change is Change.ANSWERED]
    return story[given[-1] + 1 :] if given else ()


def thanking(story: Sequence[StoryEvent]) -> frozenset[str]:
    """Return who thanks for the answer that stands, and has not taken it back."""
    thanked: set[str] = set()
    for event in of_answer(story):
        if event.change is Change.THANKED:
            thanked.add(event.who)
        elif event.change is Change.UNTHANKED:
            thanked.discard(event.who)
    return frozenset(thanked)


def wanting(story: Sequence[StoryEvent]) -> Sequence[str]:
    """Return who asked for more than the answer that stands, in order."""
    return _who(story, Change.WANTED)


def completing(story: Sequence[StoryEvent]) -> Sequence[str]:
    """Return who added to the answer that stands and may be named, in order."""
    return _who(story, Change.COMPLETED)


def _who(story: Sequence[StoryEvent], change: Change) -> Sequence[str]:
    did = (each.who for each in of_answer(story) if each.change is change)
    return [who for who in dict.fromkeys(did) if who]


_COUNTED = frozenset(
    {Change.JOINED, Change.LEFT, Change.THANKED, Change.UNTHANKED, Change.WANTED, Change.CARRIED}
)
