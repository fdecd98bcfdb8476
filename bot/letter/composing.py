"""Composes a letter from what its network lived: what is told, in which order, how much of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.letter.content import NOTE, Content, LetterSection, NextMeeting, Piece, SectionKind
from bot.letter.note import LetterNote, WrittenAnswer
from bot.letter.rules import Letter
from bot.meeting.minutes import Note
from bot.question.card import BeltNote
from bot.question.rules import Leave, Place, Question
from bot.veille.deadlines.rules import Deadline
from bot.veille.digest import Entry
from bot.veille.pick import Contribution, Gift, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTold:
    """A meeting as the letter tells it: what was noted, and the questions that were answered."""

    at: datetime
    notes: Sequence[Note] = ()
    answered: Collection[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMaterial:
    """What a network lived since its last letter, and what is ahead, as services gather it.

    `held` is the meeting that had its minutes, `due` are the questions deferred to this letter,
    `answered` those that got their answer elsewhere, with what the `belts` tell of each by number,
    `entries` the articles of its digests, of
    which the channel has just read `latest`, with the `gifts` of members by article. `above` are
    the announcements of the networks above, under the heading `heard`.
    """

    held: MeetingTold | None = None
    above: Sequence[LetterNote] = ()
    heard: str = ""
    points: Sequence[LetterNote] = ()
    resources: Sequence[LetterNote] = ()
    due: Sequence[Question] = ()
    written: Mapping[int, WrittenAnswer] = field(default_factory=dict)
    answered: Sequence[Question] = ()
    belts: Mapping[int, BeltNote] = field(default_factory=dict)
    open: Sequence[Question] = ()
    deadlines: Sequence[Deadline] = ()
    entries: Sequence[Entry] = ()
    latest: Sequence[Entry] = ()
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
    in_meeting = lived.held.answered if lived.held else ()
    articles = [*lived.entries, *_praised(lived)]
    pieces: Mapping[SectionKind, Iterable[Piece]] = {
        SectionKind.MEETING: [
            *(map(_minute, lived.held.notes) if lived.held else ()),
            *(_answered(each, lived) for each in lived.answered if each.number in in_meeting),
        ],
        SectionKind.ABOVE: map(_noted, lived.above),
        SectionKind.TO_KEEP: map(_noted, lived.points),
        SectionKind.ANSWERS: [
            *(_due(each, lived.written.get(each.number)) for each in lived.due),
            *(_answered(each, lived) for each in lived.answered if each.number not in in_meeting),
        ],
        SectionKind.OPEN: map(_asked, lived.open),
        SectionKind.DEADLINES: map(_deadline, lived.deadlines),
        SectionKind.READING: [_article(each, lived) for each in sorted(articles, key=_worth)],
        SectionKind.SHARED: map(_noted, lived.resources),
    }
    held = {SectionKind.MEETING: lived.held.at} if lived.held else {}
    headings = {SectionKind.ABOVE: lived.heard}
    sections = [
        replace(_section(kind, found, letter), at=held.get(kind), heading=headings.get(kind, ""))
        for kind, found in pieces.items()
    ]
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
            others += kind in _READ_ELSEWHERE
            continue
        kept.append(replace(each, left_out=out, outside=each.name in letter.outside))
        told += not out
    return LetterSection(kind=kind, pieces=tuple(kept), others=others)


_READ_ELSEWHERE = (SectionKind.ANSWERS, SectionKind.OPEN, SectionKind.DEADLINES)
"""Parts whose readers are told how much more there is: of articles, the channel had them."""


def _minute(note: Note) -> Piece:
    return Piece(name=f"minute:{note.number}", text=note.text, label=note.kind.label, ends=note.due)


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


def _answered(question: Question, lived: LetterMaterial) -> Piece:
    by = question.answered_by
    silent = question.answer.by if question.answer and not by else ""
    return replace(
        _asked(question),
        detail=question.answer.text if question.answer else "",
        belt=lived.belts.get(question.number),
        people=(by,) if by else (),
        unnamed=(silent,) if silent else (),
    )


def _asked(question: Question) -> Piece:
    """Return what is told of any question: it leaves the chat as its own rule says."""
    return Piece(
        name=f"question:{question.number}",
        number=question.number,
        text=question.text,
        concerned=question.concerned,
        discreet=question.leaves(Place.MAIL) is not Leave.FREELY,
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
        alike=tuple(_article(each, lived) for each in entry.alike),
    )


def _praised(lived: LetterMaterial) -> Iterator[Entry]:
    """Yield what members found useful of what the channel has just read.

    With what was told under it; or else, of that, what was found useful itself.
    """
    for entry in lived.latest:
        told = (entry,) if _is_praised(entry, lived) else entry.alike
        yield from (each for each in told if _is_praised(each, lived))


def _is_praised(entry: Entry, lived: LetterMaterial) -> bool:
    """Tell whether a coordinator chose an article, or a member found it useful."""
    gifts = (each for copy in entry.copies for each in lived.gifts.get(copy, ()))
    chosen = entry.pinned or entry.verdict is Verdict.KEPT
    return chosen or any(each.kind is Gift.USEFUL for each in gifts)


def _worth(entry: Entry) -> tuple[bool, bool, int, int]:
    """Rank pinned articles first, then those kept, then by members who care, then by feeds."""
    kept = entry.verdict is Verdict.KEPT
    return (not entry.pinned, not kept, -entry.members, -entry.cited)
