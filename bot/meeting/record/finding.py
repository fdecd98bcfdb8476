"""Which passages of a record answer a question, tell a decision or something to do. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from bot.core.patterns import lazy_pattern
from bot.french.discretion import Discretion
from bot.french.discretion import read as discretion_of
from bot.french.personal import personal_data
from bot.meeting.record import weighing
from bot.meeting.record.reading import ITEM
from bot.meeting.record.rules import ProposalKind
from bot.meeting.record.weighing import Likeness

ANSWERS = 0.3
"""How likely a passage answers, from which on it is proposed; chosen across hands."""

LONGEST = 4
"""Sentences of a passage, at most."""

BESIDE = 0.2
"""How likely a sentence beside the likeliest one answers too, as a part of that, to join it."""

LEAST = {ProposalKind.DECISION: 0.28, ProposalKind.ACTION: 0.36}
"""How likely a sentence tells a decision, or something to do, from which on it is proposed."""

APART = 0.8
"""How likely a sentence tells one of them, from which on no answer takes it in beside its own."""

MOST_OF_A_KIND = 50
"""Decisions, and things to do, that are proposed of a record: the likeliest."""


_LABEL = lazy_pattern(r"(?i)\A(?:décisions?|actions?|à faire)\s*:\s*(?=\S)")
"""What notes say before a decision, or something to do, which the minutes say too."""


class FoundPassage(NamedTuple):
    """A passage: what it may be, what came before, the number of the question that it answers."""

    kind: ProposalKind
    text: str
    before: str
    ref: int = 0


def bare(sentence: str) -> str:
    """Return a sentence without the mark of a list."""
    return sentence.removeprefix(ITEM)


def may_be_kept(sentence: str) -> bool:
    """Tell whether a sentence bears nobody's data, and was not to go any further.

    In doubt about both it is not kept; in doubt about one, whoever writes the minutes decides.
    """
    asked = discretion_of(sentence).asked
    found = personal_data(sentence)
    if asked is Discretion.PRIVATE or any(each.sure for each in found):
        return False
    return not found or asked is Discretion.NONE


def find(
    said: Sequence[str], asked: Mapping[int, str], meant: Likeness | None = None
) -> Sequence[FoundPassage]:
    """Return the passages to propose, in the order of the record; by words where `meant` is None.

    `asked` are the words of the questions, by their numbers.

    A question has one at most. A sentence stands in one passage at most: as an answer, if it is
    one. An answer does not grow over what tells a decision, or something to do.
    """
    lines, said = said, [bare(each) for each in said]
    seems = weighing.seeming(said)
    facts_told = weighing.telling(seems)
    told = {
        kind: [weighing.likelihood(kind.value, facts) for facts in facts_told] for kind in LEAST
    }
    apart = {at for row in told.values() for at, one in enumerate(row) if one >= APART}
    what = "answer" if meant else "answer by words"
    rows = weighing.answering(said, asked, meant, seems[ProposalKind.ANSWER])
    likely = [[weighing.likelihood(what, facts) for facts in row] for row in rows]
    found: list[tuple[int, FoundPassage]] = []
    taken: set[int] = set()
    for number, own in zip(asked, _own(likely), strict=True):
        start, end, sure = _likeliest(own, apart)
        its = passage(lines, start, end, ProposalKind.ANSWER, number)
        # Data may be cut over its sentences.
        if sure >= ANSWERS and may_be_kept(its.text):
            taken |= {*range(start, end)}
            found.append((start, its))
    for kind, enough in LEAST.items():
        likeliest = sorted(range(len(said)), key=lambda at: -told[kind][at])
        for at in likeliest[:MOST_OF_A_KIND]:
            if told[kind][at] >= enough and at not in taken:
                taken.add(at)
                found.append((at, passage(lines, at, at + 1, kind)))
    return [each for _, each in sorted(found, key=lambda each: each[0])]


def _own(likely: Sequence[Sequence[float]]) -> Sequence[Sequence[float]]:
    """Return how likely each sentence answers each question, and none of the others."""
    whole = [sum(each) for each in zip(*likely, strict=True)]
    return [
        [each / (1 + all_ - each) for each, all_ in zip(row, whole, strict=True)] for row in likely
    ]


def _likeliest(own: Sequence[float], apart: Collection[int]) -> tuple[int, int, float]:
    """Return where the passage begins and ends that likeliest answers, and how likely it does.

    It grows from the likeliest sentence, over none that stands `apart`, and answers unless none of
    its sentences does.
    """
    start = max(range(len(own)), key=own.__getitem__, default=0)
    end, silent = min(start + 1, len(own)), 1.0
    least = BESIDE * max(own, default=0.0)
    while end - start < LONGEST:
        before = own[start - 1] if start and start - 1 not in apart else 0.0
        after = own[end] if end < len(own) and end not in apart else 0.0
        if max(before, after) <= least:
            break
        start, end = (start, end + 1) if after >= before else (start - 1, end)
    for each in own[start:end]:
        silent *= 1 - each
    return start, end, 1 - silent


def passage(
    said: Sequence[str], start: int, end: int, kind: ProposalKind, ref: int = 0
) -> FoundPassage:
    """Return some sentences of a record as one text; what was a list stays one."""
    before = bare(said[start - 1]) if start else ""
    lines = list(said[start:end])
    if not any(each.startswith(ITEM) for each in lines[1:]):
        lines[:1] = map(bare, lines[:1])
    text = "".join(f"\n{each}" if _ITEM.match(each) else f" {each}" for each in lines).strip()
    if kind is not ProposalKind.ANSWER:
        text = _LABEL.sub("", text)
    return FoundPassage(kind, text, before, ref)


_ITEM = lazy_pattern(rf"{ITEM}|\d{{1,2}}[.)] ")
