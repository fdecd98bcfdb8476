"""Composes a letter from what its network lived: what is told, in which order, how much of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.letter.content import NOTE, Content, LetterSection, NextMeeting, Piece, SectionKind
from bot.letter.note import LetterNote, WrittenAnswer
from bot.letter.rules import Letter
from bot.question.rules import Question
from bot.veille.deadlines.rules import Deadline
from bot.veille.digest import Entry
from bot.veille.pick import Contribution, Gift, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMaterial:
    """What a network lived since its last letter, and what is ahead, as services gather it.

    `due` are the questions deferred to this letter, `answered` those that got their answer
    elsewhere, `entries` the articles of its digests with the `gifts` of members by article.
    """

    points: Sequence[LetterNote] = ()
    resources: Sequence[LetterNote] = ()
    due: Sequence[Question] = ()
    written: Mapping[int, WrittenAnswer] = field(default_factory=dict)
    answered: Sequence[Question] = ()
    open: Sequence[Question] = ()
    deadlines: Sequence[Deadline] = ()
    entries: Sequence[Entry] = ()
    gifts: Mapping[int, Sequence[Contribution]] = field(default_factory=dict)
    meeting: NextMeeting | None = None
    hosts: Sequence[str] = ()


def compose(
    letter: Letter,
    lived: LetterMaterial,
    *,
    title: str,
    at: datetime,
    late_since: datetime | None = None,
) -> Content:
    """Compose a letter; `title` is the usual one, where it has none of its own.

    Each section tells its first pieces, as many as it has room for; what was left out takes none.
    """
    chosen = sorted(lived.entries, key=_worth)
    pieces: Mapping[SectionKind, Iterable[Piece]] = {
        SectionKind.TO_KEEP: map(_noted, lived.points),
        SectionKind.ANSWERS: [
            *(_due(each, lived.written.get(each.number)) for each in lived.due),
            *map(_answered, lived.answered),
        ],
        SectionKind.OPEN: map(_open, lived.open),
        SectionKind.DEADLINES: map(_deadline, lived.deadlines),
        SectionKind.READING: [_article(each, lived) for each in chosen if not each.proposed],
        SectionKind.SHARED: [
            *map(_noted, lived.resources),
            *(_article(each, lived) for each in chosen if each.proposed),
        ],
    }
    sections = [_section(kind, found, letter) for kind, found in pieces.items()]
    return Content(
        letter=letter,
        title=letter.title or title,
        at=at,
        sections=tuple(each for each in sections if each.pieces),
        meeting=lived.meeting,
        hosts=tuple(dict.fromkeys(each for each in lived.hosts if each)),
        late_since=late_since,
    )


def _section(kind: SectionKind, found: Iterable[Piece], letter: Letter) -> LetterSection:
    """Take the first pieces; a question that the letter must answer always has its room."""
    kept: list[Piece] = []
    told = others = 0
    for each in found:
        out = each.name in letter.left_out
        if not out and told >= kind.most and not (each.promised or each.awaited):
            others += not each.noted
            continue
        kept.append(replace(each, left_out=out, outside=each.name in letter.outside))
        told += not out
    return LetterSection(kind=kind, pieces=tuple(kept), others=others)


def _noted(note: LetterNote) -> Piece:
    named = note.signed and bool(note.author)
    return Piece(
        name=f"{NOTE}{note.number}",
        number=note.number,
        text=note.text,
        link=note.link,
        people=(note.author,) if named else (),
        unnamed=() if named or not note.author else (note.author,),
    )


def _due(question: Question, written: WrittenAnswer | None) -> Piece:
    hidden = written is not None and not question.signed and written.by == question.author
    people = (written.by,) if written and written.by and not hidden else ()
    return replace(
        _asked(question),
        detail=written.text if written else "",
        awaited=written is None,
        promised=written is not None,
        people=people,
        unnamed=() if people or written is None or not written.by else (written.by,),
    )


def _answered(question: Question) -> Piece:
    by = question.answered_by
    silent = question.answer.by if question.answer and not by else ""
    return replace(
        _asked(question),
        detail=question.answer.text if question.answer else "",
        people=(by,) if by else (),
        unnamed=(silent,) if silent else (),
    )


def _open(question: Question) -> Piece:
    return replace(_asked(question), discreet=True)


def _asked(question: Question) -> Piece:
    """Return what is told of any question: one that its author signed is discreet."""
    return Piece(
        name=f"question:{question.number}",
        number=question.number,
        text=question.text,
        concerned=question.concerned,
        discreet=question.signed,
    )


def _deadline(coming: Deadline) -> Piece:
    return Piece(
        name=f"deadline:{coming.number}",
        number=coming.number,
        text=coming.title,
        link=coming.link,
        ends=coming.ends,
        checked=coming.checked,
    )


def _article(entry: Entry, lived: LetterMaterial) -> Piece:
    gifts = [each for copy in entry.copies for each in lived.gifts.get(copy, ())]
    proposed = [each for each in gifts if each.kind is Gift.PROPOSED]
    signed = dict.fromkeys(each.user for each in proposed if each.signed)
    unsigned = dict.fromkeys(each.user for each in proposed if not each.signed)
    return Piece(
        name=f"article:{entry.article}",
        text=entry.title,
        detail=entry.why or entry.summary,
        link=entry.link,
        source=entry.source,
        people=tuple(signed),
        unnamed=tuple(unsigned),
    )


def _worth(entry: Entry) -> tuple[bool, bool, int, int]:
    """Rank pinned articles first, then those kept, then by members who care, then by feeds."""
    kept = entry.verdict is Verdict.KEPT
    return (not entry.pinned, not kept, -entry.members, -entry.cited)
