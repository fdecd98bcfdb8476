"""An agenda as a text that people change: a line a part, and a line after a dash for each point.

A line that begins as something of the agenda is written is that thing; another one is new. What was
not shown, and what someone else changed since, stays: the marks of the lines tell what was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from zlib import crc32

from bot.core.errors import Refusal, UserError
from bot.core.patterns import lazy_pattern
from bot.french.dates import RefusalReason, WhenError, read_duration
from bot.french.text import checked_text
from bot.meeting.agenda import (
    NO_PART_LEFT,
    QUESTION_MINUTES,
    Agenda,
    AgendaItem,
    AgendaPart,
    ItemKind,
)
from bot.meeting.links import expiry_of, name_of, without_link
from bot.meeting.tools import Toolbox
from bot.network.parts import PartKind
from bot.talk.markdown import person, visible
from bot.talk.render import duration, plural, shorten

ROOM = 2_600
"""Characters of the text: a form's entry holds 3,000, and its writer needs some."""

_WIDTH = 80
"""Characters of a point: more is cut, and kept as long as nobody says it otherwise."""

_BULLET = lazy_pattern(r"^[-–—*•]\s*")
_RANK = lazy_pattern(r"^(\d{1,2})\s?[.)]\s*")
_REFERS = lazy_pattern(r"^(idée )?n ?° ?(\d{1,9})\b", re.IGNORECASE)
_BY = lazy_pattern(r"^(?:par |avec |(?=@))", re.IGNORECASE)

LINE_UNREAD = Refusal("line {line}: {error}", reply="Ligne {line}. {said}")

NO_PART_BEFORE = Refusal(
    "no part before a point",
    reply="Ce point n'est dans aucune partie : mettez avant lui une ligne sans tiret, comme "
    "« 1. Accueil, 30 min ».",
)

AGENDA_TOO_LONG = Refusal(
    "agenda longer than its meeting",
    reply="L'ordre du jour dure {long}, et la rencontre {slot} : enlevez {over}. Une partie dont "
    "vous effacez la durée prend le temps qui reste.",
)

_T = TypeVar("_T", AgendaPart, AgendaItem)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaReader:
    """What a text is read with: what was shown, the slot, who is called so, known tools."""

    marks: str
    slot: int
    account: Callable[[str], str]
    tools: Toolbox

    def untouched(self, thing: AgendaPart | AgendaItem) -> bool:
        """Tell whether something reads as it was shown."""
        return _mark(thing) in self.marks

    def who(self, words: str) -> str:
        """Return someone: « @ » and an id where the words name an account, else the words."""
        account = self.account(words)
        return f"@{account}" if account else words.lstrip("@ ")[:60]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a line says: « titre, durée, qui », and a link."""

    title: str
    minutes: int
    owner: str
    link: str


def write(agenda: Agenda) -> tuple[str, str]:
    """Return the text of an agenda, and the marks of its lines.

    All its parts, and as many of its points as a form has room for.
    """
    room = ROOM - sum(len(_written(each)) + 5 for each in agenda.parts)
    lines, marks = [], ""
    for number, part in enumerate(agenda.parts, start=1):
        fitting = [each for each in part.items if (room := room - len(_written(each)) - 3) > 0]
        lines += [f"{number}. {_written(part)}", *(f"- {_written(each)}" for each in fitting)]
        marks += _mark(part) + "".join(_mark(each) for each in fitting)
        if more := len(part.items) - len(fitting):
            lines.append(f"- … et {plural(more, 'autre point gardé', 'autres points gardés')}")
    return "\n".join(lines), marks


def read(text: str, agenda: Agenda, reader: AgendaReader) -> Agenda:
    """Return the agenda that a text makes of another one.

    Raises LINE_UNREAD, AGENDA_TOO_LONG, NO_PART_LEFT, ANSWER_STAYS.
    """
    made = _Made(agenda, reader)
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            made.take(" ".join(visible(line).split()))
        except UserError as error:
            raise LINE_UNREAD(line=number, error=error.reason, said=error.reply) from error
    if not any(was for _, was, _ in made.parts):
        raise NO_PART_LEFT()
    made.keep()
    parts = tuple(replace(part, items=tuple(items)) for part, _, items in made.parts)
    return agenda.with_parts(_timed(parts, reader.slot))


class _Made:
    """What comes out of the lines: parts, what each was, their items; and what no line said."""

    def __init__(self, agenda: Agenda, reader: AgendaReader) -> None:
        self.parts: list[tuple[AgendaPart, AgendaPart | None, list[AgendaItem]]] = []
        self._agenda, self._reader = agenda, reader
        self._parts, self._items = list(agenda.parts), list(agenda.items)

    def take(self, line: str) -> None:
        """Take one line. Raises NO_PART_BEFORE, WhenError, TextRefusedError."""
        words = _BULLET.sub("", line)
        if not words or words.startswith("…"):
            return
        if words == line:
            self._take_part(line)
        elif not self.parts:
            raise NO_PART_BEFORE()
        else:
            self._take_item(words)

    def keep(self) -> None:
        """Keep what no line says and was not shown so: someone else has just put it there."""
        self.parts += [(each, each, []) for each in self._parts if not self._reader.untouched(each)]
        for part in self._agenda.parts:
            home = next((items for _, was, items in self.parts if was is part), self.parts[-1][2])
            home += [
                each
                for each in part.items
                if any(each is left for left in self._items) and not self._reader.untouched(each)
            ]

    def _take_part(self, line: str) -> None:
        rank = _RANK.match(line)
        words = line[rank.end() :] if rank else line
        was = _labelled(words, self._parts)
        known = was is not None
        if rank and was is None:
            there = dict(enumerate(self._agenda.parts, start=1)).get(int(rank[1]))
            if there in self._parts and self._reader.untouched(there):
                was = there  # called otherwise
        said = self._said(words, was.title if was and known else "")
        title = was.title if was and known else _checked(said.title)
        part = replace(was or AgendaPart(kind=PartKind.FREE, title="", minutes=0), title=title)
        part = replace(part, minutes=said.minutes, owner=said.owner)
        self._settle(part, was, self._parts, lambda each: self.parts.append((each, was, [])))

    def _take_item(self, words: str) -> None:
        was = _labelled(words, self._items) or _referred(words, self._items)
        label = _label(was) if was else ""
        said = self._said(words, label if words.startswith(label) else "")
        if was is None:
            tools = self._reader.tools
            title = _checked(said.title or name_of(tools, said.link))
            text = title + expiry_of(tools, said.link)
            item = AgendaItem(kind=ItemKind.POINT, text=text, link=said.link)
        else:
            item = replace(was, link=said.link) if was.held_with_links else was
        usual = QUESTION_MINUTES if item.kind is ItemKind.QUESTION else 0
        item = replace(item, minutes=said.minutes or usual, owner=said.owner)
        self._settle(item, was, self._items, self.parts[-1][2].append)

    def _settle(
        self, made: _T, was: _T | None, left: list[_T], put: Callable[[_T], object]
    ) -> None:
        """Put what a line says where it is; untouched, what it has become."""
        left[:] = [each for each in left if each is not was]
        if not self._reader.untouched(made):
            put(made)
        elif was is not None:
            put(was)

    def _said(self, line: str, label: str) -> _Said:
        """Read what a line says after what it is called, or with it."""
        rest, link = without_link(line.removeprefix(label))
        title, *others = [each.strip() for each in rest.split(",")]
        at = next((at for at, each in enumerate(others) if _minutes(each)), None)
        if at is not None:
            title, minutes = ", ".join((title, *others[:at])), _minutes(others[at])
            owner = ", ".join(others[at + 1 :])
        elif others and (label or _BY.match(others[-1])):
            title, minutes, owner = ", ".join((title, *others[:-1])), 0, others[-1]
        else:
            title, minutes, owner = ", ".join((title, *others)), 0, ""
        owner = self._reader.who(_BY.sub("", owner))
        return _Said(title=title, minutes=minutes, owner=owner, link=link)


def _timed(parts: Sequence[AgendaPart], slot: int) -> tuple[AgendaPart, ...]:
    """Give the parts without a length the time that is left. Raises AGENDA_TOO_LONG."""
    left = slot - sum(each.minutes for each in parts)
    blank = sum(not each.minutes for each in parts)
    share = max(left, 0) // blank // 5 * 5 if blank else 0
    if left < 0 or (blank and not share):
        over = max(-left, 0) + 5 * blank
        raise AGENDA_TOO_LONG(long=duration(slot + over), slot=duration(slot), over=duration(over))
    return tuple(replace(each, minutes=each.minutes or share) for each in parts)


def _mark(thing: AgendaPart | AgendaItem) -> str:
    return f"{crc32(_written(thing).encode()):08x}."


def _written(thing: AgendaPart | AgendaItem) -> str:
    """Return the line of a part or an item, but for its number or its dash."""
    usual = isinstance(thing, AgendaItem) and thing.kind is ItemKind.QUESTION
    length = duration(thing.minutes) if thing.minutes != (QUESTION_MINUTES if usual else 0) else ""
    owner = f"@{person(thing.owner[1:])}" if thing.owner.startswith("@") else thing.owner
    said = ", ".join(filter(None, (_label(thing), length, owner)))
    link = thing.link if isinstance(thing, AgendaItem) and thing.held_with_links else ""
    return " ".join(f"{said} {link}".split())


def _label(thing: AgendaPart | AgendaItem) -> str:
    """Return what a line begins with, by which it is known."""
    if isinstance(thing, AgendaPart):
        return " ".join(thing.title.split())
    words = shorten(" ".join(thing.text.split()), _WIDTH)
    if thing.kind is ItemKind.QUESTION:
        return f"n° {thing.ref} {words}"
    return f"idée n° {thing.ref} {words}" if thing.kind is ItemKind.IDEA else words


def _labelled(words: str, among: Sequence[_T]) -> _T | None:
    """Return what a line begins as, of several the one that says most."""
    begun = [
        each for each in among if re.match(rf"{re.escape(_label(each))}(?:\s*,|\s+http|$)", words)
    ]
    return max(begun, key=lambda each: len(_label(each)), default=None)


def _referred(words: str, among: Sequence[AgendaItem]) -> AgendaItem | None:
    """Return the question or the idea of the number that a line begins with."""
    found = _REFERS.match(words)
    kind = ItemKind.IDEA if found and found[1] else ItemKind.QUESTION
    ref = int(found[2]) if found else 0
    return next((each for each in among if ref and each.identity == (kind.value, ref)), None)


def _minutes(words: str) -> int:
    """Return how long « 20 min » or « 45 » is, 0 for what is no length. Raises WhenError."""
    try:
        return read_duration(f"{words} min" if words.isdigit() else words)
    except WhenError as error:
        if error.why is RefusalReason.NO_LENGTH:
            return 0
        raise


def _checked(words: str) -> str:
    return checked_text(words, what="le titre", doubts=False)
