"""How much of what was answered, decided and to be done in a meeting is proposed from its notes.

`data/notes/*.jsonl` are invented meetings, ten a hand, by hands that knew nothing of the program:
notes in haste, transcripts in Markdown, in plain text and in WebVTT, with what a coordinator would
have copied. `n1` and `n2` are learnt from (`notes_training`), which keeps `estimate.json`: what is
proposed of each with what was learnt without it. `n3` is never to be read, shown nor learnt from:
only what is counted on it here is told.

- *answers found*: of the questions that were answered, for how many a passage is proposed that
  holds at least half the words of one of their answers, in their order;
- *answers wrong*: of the passages proposed for questions, how many hold none of that question's;
- *decisions*, *actions*: the same of them. A decision proposed as something to do, or the contrary,
  is not found, and not wrong either: either way it is for the minutes.

`words` are counted without the model, `meaning` with it.
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
from bot.meeting.record.finding import (
    FoundPassage,
    Likeness,
    MeetingQuestion,
    find,
    may_be_kept,
    texts,
)
from bot.meeting.record.reading import Sentence, read
from bot.meeting.record.rules import ProposalKind

FOLDER = Path(__file__).parent / "data" / "notes"
LEARNT_FROM = ("n1", "n2")
MODES = ("words", "meaning")
_HALF = 0.5


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
    def asked(self) -> Sequence[MeetingQuestion]:
        """Its open questions."""
        return [MeetingQuestion(each.number, each.text) for each in self.questions]

    @property
    def said(self) -> Sequence[Sentence]:
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


def holds(passage: str, excerpt: str) -> bool:
    """Tell whether a passage has half the words of an excerpt, in their order, two at least."""
    words, sought = spaced(passage).split(), spaced(excerpt).split()
    same = SequenceMatcher(None, words, sought, autojunk=False).get_matching_blocks()
    return sum(block.size for block in same if block.size > 1) >= _HALF * len(sought)


def counted(meeting: Meeting, meant: Likeness | None) -> Mapping[str, int]:
    """Count what is proposed of a meeting."""
    found = find(meeting.said, meeting.asked, meant)
    count = Counter[str]()
    for number, excerpts in meeting.answered.items():
        its = [each.text for each in found if each.ref == number]
        count["answered"] += bool(excerpts)
        count["answers found"] += any(holds(each, one) for each in its for one in excerpts)
        count["excerpts"] += len(excerpts)
        count["excerpts found"] += sum(any(holds(each, one) for each in its) for one in excerpts)
    for kind, own, others in (
        (ProposalKind.DECISION, meeting.decisions, meeting.to_do),
        (ProposalKind.ACTION, meeting.to_do, meeting.decisions),
    ):
        its = [each.text for each in found if each.kind is kind]
        count[f"{kind.value}s given"] += len(own)
        count[f"{kind.value}s found"] += sum(any(holds(each, one) for each in its) for one in own)
        count[f"{kind.value}s"] += len(its)
        count[f"{kind.value}s wrong"] += sum(
            not any(holds(each, one) for one in (*own, *others)) for each in its
        )
    answers = [each for each in found if each.kind is ProposalKind.ANSWER]
    count["answers"] += len(answers)
    count["answers wrong"] += sum(not _right(each, meeting) for each in answers)
    return count


def _right(found: FoundPassage, meeting: Meeting) -> bool:
    return any(holds(found.text, one) for one in meeting.answered[found.ref])


def vectors(some: Sequence[Meeting]) -> Likeness:
    """Return what all texts of some meetings mean."""
    wanted = [text for each in some for text in texts(each.said, each.asked)]
    told = list(dict.fromkeys(wanted))

    async def understood() -> Sequence[bytes]:
        async with Encoder() as encoder:
            return await encoder.encode(told)

    return dict(zip(told, asyncio.run(understood()), strict=True))


def figures(folder: Path = FOLDER) -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure: each hand left out in turn, then the held one."""
    kept = json.loads((FOLDER / "estimate.json").read_text(encoding="utf-8"))
    for name, count in sorted(kept.items()):
        yield from _told(f"left_out_{name}", count)
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem in LEARNT_FROM:
            continue
        some = meetings(path)
        meant = vectors(some)
        for mode, likeness in zip(MODES, (None, meant), strict=True):
            total = Counter[str]()
            for each in some:
                total.update(counted(each, likeness))
            yield from _told(f"{path.stem}_{mode}", total)


def _told(name: str, count: Mapping[str, int]) -> Iterable[tuple[str, float, str]]:
    for what, part, whole in (
        ("answers_found", "answers found", "answered"),
        ("answers_wrong", "answers wrong", "answers"),
        ("excerpts_found", "excerpts found", "excerpts"),
        ("decisions_found", "decisions found", "decisions given"),
        ("decisions_wrong", "decisions wrong", "decisions"),
        ("actions_found", "actions found", "actions given"),
        ("actions_wrong", "actions wrong", "actions"),
    ):
        share = 100 * count[part] / max(1, count[whole])
        yield f"notes_{name}_{what}", round(share, 1), f"% ({count[part]} of {count[whole]})"
