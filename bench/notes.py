"""How much of what was answered, decided and to be done in a meeting is proposed from its notes.

`data/notes/*.jsonl` are invented meetings, ten or twelve a hand, by hands that knew nothing of the
program: notes in haste, transcripts in Markdown, in plain text and in WebVTT, with the excerpts
that a coordinator would have copied. All but HELD are learnt from (`notes_training`), which keeps
`estimate.json`: what is proposed of each hand with what was learnt without it. HELD is never to be
read, shown nor learnt from: only what is counted on it here is told.

A passage overlaps an excerpt where runs of three words or more that both have, in one order, make
half the words of the shorter one.

- *answers found*: of the questions that were answered, for how many a passage is proposed that
  overlaps one of the excerpts of their answer;
- *answers wrong*: of the passages proposed for questions, how many overlap no excerpt of the answer
  of that very question; all those of a question that was spoken of without an answer, or was not;
- *excerpts found*: of all excerpts of answers, how many overlap a passage of their question;
- *decisions*, *actions*: the same of them. A decision proposed as something to do, or the contrary,
  is not found, and not wrong either: either way it is for the minutes;
- *wrong*: of all that is proposed, how much is wrong; *words*: of a passage proposed as an answer.

`by_words` is counted without the model, `by_meaning` with it.

HELD was counted once, when all was chosen: 86.8 % of the answers found, 16.4 % of those proposed
wrong, with the model; 58.5 and 16.2 by words. It is spent: another hand is needed for another time.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.french.folding import spaced
from bot.meaning.encoder import Encoder
from bot.meeting.record.finding import bare, find, may_be_kept
from bot.meeting.record.reading import read
from bot.meeting.record.rules import ProposalKind
from bot.meeting.record.weighing import Likeness

FOLDER = Path(__file__).parent / "data" / "notes"
HELD = "n6"
MODES = ("by_words", "by_meaning")
_RUN = 3
"""Words in a row that two texts share, from which on they may tell the same."""


class _Question(BaseModel):
    number: int
    text: str


class _Action(BaseModel):
    excerpt: str
    who: str | None
    by: str | None


class Meeting(BaseModel):
    """A meeting as a hand wrote it: what was given, and what a coordinator would copy of it."""

    model_config = ConfigDict(ignored_types=(cached_property,))

    id: str
    kind: str
    held: str
    agenda: Sequence[str]
    questions: Sequence[_Question]
    source: str
    answers: Mapping[int, Sequence[str] | None]
    decisions: Sequence[str]
    actions: Sequence[_Action]

    @property
    def asked(self) -> Mapping[int, str]:
        """Its open questions."""
        return {each.number: each.text for each in self.questions}

    @cached_property
    def said(self) -> Sequence[str]:
        """The sentences of what was given, but those that are never kept."""
        return [each for each in read(self.source).said if may_be_kept(each)]

    @property
    def answered(self) -> Mapping[int, Sequence[str]]:
        """The excerpts that answer each question, none for most."""
        return {number: some or [] for number, some in self.answers.items()}

    @property
    def to_do(self) -> Sequence[str]:
        """The excerpts that tell something to do."""
        return [each.excerpt for each in self.actions]


def meetings(path: Path) -> Sequence[Meeting]:
    """Read the meetings of a hand."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Meeting.model_validate(json.loads(line)) for line in lines if line.strip()]


def overlaps(passage: str, excerpt: str) -> bool:
    """Tell whether runs of words that both texts have make half of the shorter one."""
    words, sought = spaced(passage).split(), spaced(excerpt).split()
    shorter = min(len(words), len(sought))
    same = SequenceMatcher(None, words, sought, autojunk=False).get_matching_blocks()
    shared = sum(block.size for block in same if block.size >= min(_RUN, shorter))
    return 0 < shorter <= 2 * shared


def counted(meeting: Meeting, meant: Likeness | None) -> Counter[str]:
    """Count what is proposed of a meeting."""
    found = find(meeting.said, meeting.asked, meant)
    count = Counter[str]()
    for number, excerpts in meeting.answered.items():
        its = [each.text for each in found if each.ref == number]
        caught = [_caught(one, its) for one in excerpts]
        count["answered"] += bool(excerpts)
        count["answers found"] += any(caught)
        count["excerpts"] += len(excerpts)
        count["excerpts found"] += sum(caught)
        count["answers"] += len(its)
        count["answers wrong"] += sum(not _caught(each, excerpts) for each in its)
        count["words"] += sum(len(each.split()) for each in its)
    for kind, own in (
        (ProposalKind.DECISION, meeting.decisions),
        (ProposalKind.ACTION, meeting.to_do),
    ):
        its = [each.text for each in found if each.kind is kind]
        count[f"{kind.value}s given"] += len(own)
        count[f"{kind.value}s found"] += sum(_caught(one, its) for one in own)
        count[f"{kind.value}s"] += len(its)
        either = (*meeting.decisions, *meeting.to_do)
        count[f"{kind.value}s wrong"] += sum(not _caught(each, either) for each in its)
    kinds = ("answers", "decisions", "actions")
    count["proposed"] = sum(count[kind] for kind in kinds)
    count["wrong"] = sum(count[f"{kind} wrong"] for kind in kinds)
    return count


def _caught(text: str, others: Iterable[str]) -> bool:
    return any(overlaps(text, other) for other in others)


def vectors(some: Sequence[Meeting]) -> Likeness:
    """Return what all texts of some meetings mean."""
    wanted = [text for each in some for text in _texts(each)]
    told = list(dict.fromkeys(wanted))

    async def understood() -> Sequence[bytes]:
        async with Encoder() as encoder:
            return await encoder.encode(told)

    return dict(zip(told, asyncio.run(understood()), strict=True))


def _texts(meeting: Meeting) -> Sequence[str]:
    return [*meeting.asked.values(), *map(bare, meeting.said)]


def figures(folder: Path = FOLDER) -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure: each hand left out in turn, then the held one."""
    kept = json.loads((FOLDER / "estimate.json").read_text(encoding="utf-8"))
    for name, count in sorted(kept.items()):
        yield from _told(f"left_out_{name}", count)
    held = meetings(folder / f"{HELD}.jsonl")
    meant = vectors(held)
    for mode, likeness in zip(MODES, (None, meant), strict=True):
        total = sum((counted(each, likeness) for each in held), Counter[str]())
        yield from _told(f"{HELD}_{mode}", total)


def _told(name: str, count: Mapping[str, int]) -> Iterable[tuple[str, float, str]]:
    for what, part, whole in (
        ("answers_found", "answers found", "answered"),
        ("answers_wrong", "answers wrong", "answers"),
        ("excerpts_found", "excerpts found", "excerpts"),
        ("decisions_found", "decisions found", "decisions given"),
        ("decisions_wrong", "decisions wrong", "decisions"),
        ("actions_found", "actions found", "actions given"),
        ("actions_wrong", "actions wrong", "actions"),
        ("wrong", "wrong", "proposed"),
    ):
        share = 100 * count[part] / max(1, count[whole])
        yield f"notes_{name}_{what}", round(share, 1), f"% ({count[part]} of {count[whole]})"
    words = count["words"] / max(1, count["answers"])
    yield f"notes_{name}_words", round(words, 1), "words a passage"
