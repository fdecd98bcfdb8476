"""Which passages of a record answer a question, tell a decision or something to do. Pure.

What decides are three weighings (`weighing`): whether a sentence answers a question, tells a
decision, or something to do. Neighbours that say nearly as much stand in the same passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.french.discretion import Discretion
from bot.french.discretion import read as discretion_of
from bot.french.personal import personal_data
from bot.meeting.record import weighing
from bot.meeting.record.reading import Sentence
from bot.meeting.record.rules import ProposalKind

ANSWERS = 0.2
"""How likely a sentence answers a question, from which on it is proposed."""

GOES_ON = 0.5
"""How likely its neighbours are to, beside it, that they stand in its passage."""

DECIDES = ACTS = 0.35
"""How likely a sentence tells a decision, or something to do, from which on it is proposed."""

LONGEST = 3
"""Sentences of a passage."""

PASSAGES = 1
"""Passages of one question."""

Likeness = weighing.Likeness
"""The vectors of texts, by their words."""


@dataclass(frozen=True, slots=True)
class MeetingQuestion:
    """A question that may have been answered: its number and words."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPassage:
    """A passage: what it may be, the number of the question that it answers, what came before."""

    kind: ProposalKind
    ref: int = 0
    text: str
    before: str


def may_be_kept(sentence: Sentence) -> bool:
    """Tell whether a sentence bears nobody's data, and was not to go any further."""
    private = discretion_of(sentence.text).asked is Discretion.PRIVATE
    return not private and not personal_data(sentence.text)


def texts(said: Sequence[Sentence], asked: Sequence[MeetingQuestion]) -> Sequence[str]:
    """Return the texts whose meaning helps: questions, sentences alone and with those before."""
    return [*(each.text for each in asked), *weighing.windows(said)]


def find(
    said: Sequence[Sentence], asked: Sequence[MeetingQuestion], meant: Likeness | None = None
) -> Sequence[FoundPassage]:
    """Return the passages to propose, in the order of the record; by words where `meant` is None.

    A sentence stands in one passage at most: as an answer, if it is one.
    """
    facts = weighing.RecordFacts(said, [each.text for each in asked], meant)
    found: list[tuple[int, FoundPassage]] = []
    taken: set[int] = set()
    for place, question in enumerate(asked):
        likely = facts.answers(place)
        for start, end in _passages(likely):
            taken |= {*range(start, end)}
            passage = _passage(said, start, end, ProposalKind.ANSWER, question.number)
            found.append((start, passage))
    for kind, least in ((ProposalKind.DECISION, DECIDES), (ProposalKind.ACTION, ACTS)):
        for at, chance in enumerate(facts.tells(kind)):
            if chance >= least and at not in taken:
                taken.add(at)
                found.append((at, _passage(said, at, at + 1, kind)))
    return [each for _, each in sorted(found, key=lambda each: each[0])]


def _passages(likely: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Give the passages of one question, the likeliest first."""
    for best in sorted(range(len(likely)), key=lambda at: -likely[at])[:PASSAGES]:
        if likely[best] < ANSWERS:
            return
        start, end = best, best + 1
        while end - start < LONGEST:
            around = [at for at in (start - 1, end) if 0 <= at < len(likely)]
            close = [at for at in around if likely[at] >= likely[best] * GOES_ON]
            if not close:
                break
            nearest = max(close, key=lambda at: likely[at])
            start, end = min(start, nearest), max(end, nearest + 1)
        yield start, end


def _passage(
    said: Sequence[Sentence], start: int, end: int, kind: ProposalKind, ref: int = 0
) -> FoundPassage:
    text = " ".join(each.text for each in said[start:end])
    before = said[start - 1].text if start else ""
    return FoundPassage(kind=kind, ref=ref, text=text, before=before)
