"""Which passages of a record answer a question, tell a decision or something to do. Pure.

What decides are three weighings (`weighing`): whether a sentence answers a question, tells a
decision, or something to do. An answer is the few sentences in a row that likeliest are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.french.discretion import Discretion
from bot.french.discretion import read as discretion_of
from bot.french.personal import personal_data
from bot.meeting.record import weighing
from bot.meeting.record.reading import Sentence
from bot.meeting.record.rules import ProposalKind

ANSWERS = 0.2
"""How surely a passage answers a question, from which on it is proposed; chosen across hands."""

EACH_MORE = 0.03
"""How much surer a passage has to be for each more sentence."""

LONGEST = 5
"""Sentences of a passage, at most."""

DECIDES, ACTS = 0.35, 0.4
"""How likely a sentence tells a decision, or something to do, from which on it is proposed."""

MOST_OF_A_KIND = 50
"""Decisions, and things to do, that are proposed of a record: the likeliest."""

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
    """Tell whether a sentence bears nobody's data, and was not to go any further.

    In doubt about both it is not kept; in doubt about one, whoever writes the minutes decides.
    """
    asked = discretion_of(sentence.text).asked
    found = personal_data(sentence.text)
    if asked is Discretion.PRIVATE or any(each.sure for each in found):
        return False
    return not found or asked is Discretion.NONE


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
    likely = [facts.answers(place) for place in range(len(asked))]
    for question, own in zip(asked, _own(likely), strict=True):
        if (best := _likeliest(own)) is not None:
            start, end = best
            passage = _passage(said, start, end, ProposalKind.ANSWER, question.number)
            if may_be_kept(Sentence(passage.text, 0)):  # data may be cut over its sentences
                taken |= {*range(start, end)}
                found.append((start, passage))
    for kind, least in ((ProposalKind.DECISION, DECIDES), (ProposalKind.ACTION, ACTS)):
        told = [(chance, at) for at, chance in enumerate(facts.tells(kind)) if at not in taken]
        for chance, at in sorted(told, reverse=True)[:MOST_OF_A_KIND]:
            if chance >= least:
                taken.add(at)
                found.append((at, _passage(said, at, at + 1, kind)))
    return [each for _, each in sorted(found, key=lambda each: each[0])]


def _own(likely: Sequence[Sequence[float]]) -> Sequence[Sequence[float]]:
    """Return how likely each sentence answers each question, and none of the others."""
    whole = [sum(each) for each in zip(*likely, strict=True)]
    return [
        [each / (1 + all_ - each) for each, all_ in zip(row, whole, strict=True)] for row in likely
    ]


def _likeliest(own: Sequence[float]) -> tuple[int, int] | None:
    """Return where the passage begins and ends that likeliest answers, None where none is likely.

    A passage answers unless none of its sentences does.
    """
    best, place = ANSWERS, None
    for start in range(len(own)):
        silent = 1.0
        for end in range(start + 1, min(start + LONGEST, len(own)) + 1):
            silent *= 1 - own[end - 1]
            sure = 1 - silent - EACH_MORE * (end - start - 1)
            if sure >= best:
                best, place = sure, (start, end)
    return place


def _passage(
    said: Sequence[Sentence], start: int, end: int, kind: ProposalKind, ref: int = 0
) -> FoundPassage:
    text = " ".join(each.text for each in said[start:end])
    before = said[start - 1].text if start else ""
    return FoundPassage(kind=kind, ref=ref, text=text, before=before)
