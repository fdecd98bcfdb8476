"""A letter: drafted from what a network lived since the last one, then published once."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bot.core.errors import ChangedMeanwhileError, Refusal, not_found
from bot.core.labels import Labelled

TITLE_LIMIT = 120
"""Characters of a title: one line of a mail's subject, or nearly."""


class LetterStatus(Labelled):
    """Where a letter stands; `label` agrees with « une lettre »."""

    DRAFT = "draft", "en préparation"
    PUBLISHED = "published", "parue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of one network, known there by its number.

    `due_at` is the date of the rhythm that it stands for, None for one published besides;
    `moved_to` is when it comes out instead. `edito_by` is a chat user id. `left_out` names what
    coordinators took out of the draft, `outside` the questions that they let mails and pages show.
    Once published, `html` (a fragment: headings, paragraphs, lists, links) and `text` (Markdown)
    are all that anyone may read of it, `chat_text` what members read again in the chat ("" when it
    is no more than `text`); they name no one. `id` and `version` are the store's.
    """

    network: str
    number: int
    made_at: datetime
    due_at: datetime | None = None
    moved_to: datetime | None = None
    status: LetterStatus = LetterStatus.DRAFT
    title: str = ""
    edito: str = ""
    edito_by: str = ""
    left_out: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    published_at: datetime | None = None
    html: str = ""
    text: str = ""
    chat_text: str = ""
    id: int = 0
    version: int = 0

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The édito, line by line, without the empty ones."""
        return written_lines(self.edito)

    @property
    def read_again(self) -> str:
        """What members read again in the chat, once it is published."""
        return self.chat_text or self.text

    @property
    def edito_mark(self) -> int:
        """What tells one édito from another, eight digits: a form carries it until it is sent."""
        return zlib.crc32(self.edito.encode()) % 10**8

    def require_edito(self, mark: int) -> None:
        """Refuse to write over an édito that is not the one a form was opened on.

        Raises ChangedMeanwhileError.
        """
        if mark != self.edito_mark:
            raise ChangedMeanwhileError(f"édito of letter {self.number}")

    def introduce(self, edito: str, by: str) -> Self:
        """Give it another édito, "" for none."""
        return replace(self, edito=edito, edito_by=by if edito else "")

    def leave_out(self, name: str, *, out: bool) -> Self:
        """Take something out of the draft, or put it back."""
        return replace(self, left_out=_with(self.left_out, name, on=out))

    def show_outside(self, name: str, *, shown: bool) -> Self:
        """Let mails and pages show a question, or have it read in the chat only."""
        return replace(self, outside=_with(self.outside, name, on=shown))

    def move(self, to: datetime | None, *, due: datetime | None) -> Self:
        """Have it come out another day than `due`, or on that day again (None)."""
        return replace(self, moved_to=to, due_at=due if to else None)


def _with(names: tuple[str, ...], name: str, *, on: bool) -> tuple[str, ...]:
    """Return names with one more, or without it."""
    others = tuple(each for each in names if each != name)
    return (*others, name) if on else others


def written_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line for line in map(str.strip, text.splitlines()) if line)


UNKNOWN_LETTER = not_found("letter", "de lettre", "Celles qui sont parues : `/lettre`.")


NO_LETTER_DATE = Refusal(
    "no letter in the rhythm",
    reply="Ce réseau n'a pas de lettre à date fixe : il n'y a rien à reporter ni à sauter. "
    "« Publier », dans `/lettre`, en fait paraître une quand vous voulez.",
)

FAR_LETTER_DATE = Refusal(
    "date of the letter too far away",
    reply="C'est dans plus d'un an : je n'ai rien changé. Donnez une date plus proche, ou arrêtez "
    "la lettre par [Changer le rythme…], sous `/reseau rythme`.",
)

PAST_LETTER_DATE = Refusal(
    "date of the letter in the past",
    reply="Cette date est déjà passée : je n'ai rien changé. Donnez une date à venir, ou "
    "publiez la lettre sans attendre.",
)
