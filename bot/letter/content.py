"""What a letter tells, by sections that may all be empty; `letter_compose.py` puts it together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.errors import TOO_LATE
from bot.core.labels import Labelled
from bot.letter.rules import Letter, written_lines
from bot.question.card import BeltNote

MOST_NAMED = 30
"""People whom a letter thanks by name: a département's network."""


NOTE = "note:"
"""What the name of a piece that was written for the letter starts with; then its number."""


class SectionKind(Labelled):
    """The parts of a letter, in their order; `label` is their heading, `most` what it tells.

    A letter is read on a phone, in some minutes.
    """

    MEETING = "meeting", "La rencontre", 12
    ABOVE = "above", "Du national", 6
    TO_KEEP = "to keep", "À retenir", 10
    ANSWERS = "answers", "Des réponses à vos questions", 12
    OPEN = "open", "Qui peut répondre\u00a0?", 8
    DEADLINES = "deadlines", "Appels à projets, les échéances", 10
    READING = "reading", "À lire, choisi par le réseau", 3
    SHARED = "shared", "Partagé par les membres", 10

    def __init__(self, _value: str, _label: str, most: int) -> None:
        self.most = most


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that a letter tells; `name` is its own, « question:12 », wherever it stands.

    `number` is the one that people know it by (a question, a note, a deadline), 0 for what has
    none. `detail` is an answer, or what an article is good for. `label` tells a decision of a
    meeting from an action. An `awaited` answer is still to be
    written, a `promised` one is given by the letter itself. `concerned` counts who shares a
    question; `ends` (UTC) is a deadline's, None all year round; `checked` once someone confirmed
    it. `people` may be named to the network, the `unnamed` are counted only. A `discreet` piece, a
    question, is read outside the chat only when coordinators let it be (`outside`). Those `alike`
    are articles on the same subject, told by title under it. `belt` tells which network an answer
    came from, and whether it was adapted here.
    """

    name: str
    text: str
    number: int = 0
    label: str = ""
    detail: str = ""
    link: str = ""
    source: str = ""
    concerned: int = 0
    ends: datetime | None = None
    checked: bool = True
    promised: bool = False
    awaited: bool = False
    left_out: bool = False
    people: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    discreet: bool = False
    outside: bool = False
    alike: tuple[Piece, ...] = ()
    belt: BeltNote | None = None

    @property
    def inside(self) -> bool:
        """Whether it is read in the chat only."""
        return self.discreet and not self.outside

    @property
    def noted(self) -> bool:
        """Whether it was written for the letter: what there is no room for waits for the next."""
        return self.name.startswith(NOTE)

    @property
    def lines(self) -> tuple[str, ...]:
        """The detail, line by line, without the empty ones."""
        return written_lines(self.detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSection:
    """One part; `others` counts what it does not tell for want of room, and that is read elsewhere.

    A note without room is read in the next letter. `at` is when the meeting was held that it is
    about. `heading` is its own, where it is not the usual one.
    """

    kind: SectionKind
    heading: str = ""
    at: datetime | None = None
    pieces: tuple[Piece, ...] = ()
    others: int = 0

    @property
    def title(self) -> str:
        """What stands above it."""
        return self.heading or self.kind.label


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMeeting:
    """When and where the network next meets; not `planned`, it is the rhythm's own date."""

    at: datetime
    planned: bool
    place: str = ""
    online: bool = False
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks:
    """Those who contributed: who may be named, and how many they are in all."""

    people: tuple[str, ...]
    count: int

    @property
    def others(self) -> int:
        """How many are not named."""
        return self.count - len(self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A letter's content at a moment. `late_since` is when it was due, if it comes late.

    A draft has all its pieces, those left out too; see `told`. As mails and pages tell it,
    `inside` counts the questions that they do not show; see `outside`.
    """

    letter: Letter
    title: str
    at: datetime
    sections: tuple[LetterSection, ...]
    meeting: NextMeeting | None = None
    hosts: tuple[str, ...] = ()
    late_since: datetime | None = None
    inside: int = 0

    @property
    def told(self) -> Content:
        """What is published of it: without what is left out or still awaited, nor empty parts."""
        return _only(self, lambda each: not (each.left_out or each.awaited))

    @property
    def outside(self) -> Content:
        """What mails and pages tell of it; what is read in the chat only is counted."""
        told = self.told
        hidden = [sum(each.inside for each in section.pieces) for section in told.sections]
        counted = [
            replace(section, others=section.others + count)
            for section, count in zip(told.sections, hidden, strict=True)
        ]
        whole = replace(told, sections=tuple(counted), inside=sum(hidden))
        return _only(whole, lambda each: not each.inside)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All that it tells, whatever the part."""
        return tuple(piece for section in self.sections for piece in section.pieces)

    @property
    def discreet(self) -> tuple[Piece, ...]:
        """The questions of which coordinators choose whether they are read outside the chat."""
        return tuple(each for each in self.pieces if each.discreet and not each.left_out)

    @property
    def awaited(self) -> tuple[Piece, ...]:
        """The questions that this letter must answer, and whose answer nobody has written."""
        return tuple(each for each in self.pieces if each.awaited and not each.left_out)

    @property
    def promised(self) -> tuple[Piece, ...]:
        """The questions that this letter itself answers."""
        return tuple(each for each in self.told.pieces if each.promised)

    @property
    def thanks(self) -> Thanks:
        """Those who answered, hosted or shared something of what is told, in that order."""
        pieces = self.told.pieces
        named = dict.fromkeys([user for piece in pieces for user in piece.people])
        named |= dict.fromkeys(self.hosts)
        unnamed = {user for piece in pieces for user in piece.unnamed}
        return Thanks(people=tuple(named)[:MOST_NAMED], count=len(unnamed | set(named)))

    @property
    def notes(self) -> frozenset[int]:
        """The numbers of the notes that this letter tells, or that were left out of it."""
        return frozenset(each.number for each in self.pieces if each.noted)

    def section(self, kind: SectionKind) -> LetterSection:
        """Return one of the parts, empty if need be."""
        return next((each for each in self.sections if each.kind is kind), LetterSection(kind=kind))

    def discreet_question(self, number: int) -> Piece:
        """Return the discreet question of a number. Raises TOO_LATE."""
        found = (each for each in self.discreet if each.number == number)
        return TOO_LATE.unless(next(found, None), what=f"question {number}")

    def piece(self, name: str) -> Piece:
        """Return a piece by its name, « question:12 ». Raises TOO_LATE."""
        found = (each for each in self.pieces if each.name == name)
        return TOO_LATE.unless(next(found, None), what="the draft")


def _only(content: Content, told: Callable[[Piece], bool]) -> Content:
    """Return a letter with some pieces only, without the parts that have none."""
    found = (replace(each, pieces=tuple(filter(told, each.pieces))) for each in content.sections)
    return replace(content, sections=tuple(each for each in found if each.pieces))
