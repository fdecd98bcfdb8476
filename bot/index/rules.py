"""What may be found: documents of a few kinds, each known by one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.core.labels import Labelled

_OF_A_KIND = 40
"""Bits of a document's number below its kind: more than any table has rows."""


class DocumentKind(Labelled):
    """What a document is; `label` is read before it. The order gives their numbers: add at the end.

    The `answered` are questions, found with their answer.
    """

    QUESTION = "question", "Question"
    NOTE = "note", "Décision"
    MINUTES = "minutes", "Compte rendu"
    RESOURCE = "resource", "Ressource"
    ARTICLE = "article", "Article"

    @property
    def first(self) -> int:
        """The number below those of its documents."""
        return list(DocumentKind).index(self) << _OF_A_KIND

    @property
    def last(self) -> int:
        """The number above those of its documents."""
        return self.first + (1 << _OF_A_KIND)


Kinds = Sequence[DocumentKind]
"""Some kinds that follow each other in their order: their documents' numbers do too."""

QUESTIONS: Kinds = (DocumentKind.QUESTION,)


@dataclass(frozen=True, slots=True)
class SearchedDocument:
    """Something that may be found: its kind, and the id of its row among these."""

    kind: DocumentKind
    ref: int

    @property
    def number(self) -> int:
        """What stands for it in the tables of words: a question's is its id.

        >>> SearchedDocument(DocumentKind.QUESTION, 12).number
        12
        """
        return self.kind.first + self.ref

    @classmethod
    def numbered(cls, number: int) -> Self:
        """Return the document of a number."""
        return cls(list(DocumentKind)[number >> _OF_A_KIND], number & ((1 << _OF_A_KIND) - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """What there is to read of a document: its text, what follows from it, what it is about.

    And what is told of it where it is found: what it is `called` in place of its kind, its `day`,
    how it `stands`, the `link` or the chat's `post` where it is read, the number that `opens` it.
    """

    network: str
    document: SearchedDocument
    text: str
    more: str = ""
    about: str = ""
    called: str = ""
    day: datetime | None = None
    stands: str = ""
    link: str = ""
    post: str = ""
    opens: int = 0

    @property
    def whole(self) -> str:
        """The one text of which the meaning is kept."""
        return whole(self.text, self.more)


def whole(text: str, more: str) -> str:
    """Return a text and what follows from it, if anything, as the one whose meaning is kept."""
    return f"{text} {more}" if more else text
