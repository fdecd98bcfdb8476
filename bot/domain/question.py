"""A question: a need once deposited, kept until it is answered or withdrawn."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Self

from bot.domain.errors import UserError

TEXT_LIMIT = 2_000
"""Characters of a question or an answer: a long paragraph, still readable on a phone's card."""

SAME_DEPOSIT = timedelta(minutes=10)
"""Within this time the same words from the same person are one deposit, sent twice by mistake."""

LATEST_DEPOSITS = 3
"""How many of someone's last questions are compared: a double tap is among them."""


class QuestionStatus(Enum):
    """Where a question stands in its life; `label` is what people read."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The French word for it, agreeing with « une question »."""
        return _LABELS[self]


_LABELS = {
    QuestionStatus.OPEN: "ouverte",
    QuestionStatus.ANSWERED: "répondue",
    QuestionStatus.WITHDRAWN: "retirée",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer that was kept, by whom (a chat user id) and when."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of one network, known there by its number.

    `author` is a chat user id; names are looked up when shown. `concerned` counts the people
    who share the question, its author included.
    """

    network: str
    number: int
    text: str
    author: str
    asked_at: datetime
    status: QuestionStatus = QuestionStatus.OPEN
    answer: Answer | None = None
    ended_at: datetime | None = None
    concerned: int = 1

    def resolve(self, answer: Answer) -> Self:
        """Keep the first answer only: later ones belong in the thread.

        Raises AlreadyAnsweredError or WithdrawnError.
        """
        self.require_open()
        return replace(self, status=QuestionStatus.ANSWERED, answer=answer, ended_at=answer.at)

    def withdraw(self, at: datetime) -> Self:
        """Take the question out of what the network waits for; it is not deleted.

        Raises AlreadyAnsweredError or WithdrawnError.
        """
        self.require_open()
        return replace(self, status=QuestionStatus.WITHDRAWN, ended_at=at)

    def require_joinable(self, user: str) -> None:
        """Refuse that the author joins their own question, or anyone an ended one.

        Raises OwnQuestionError, AlreadyAnsweredError or WithdrawnError.
        """
        self.require_open()
        if user == self.author:
            raise OwnQuestionError(self.number)

    def require_open(self) -> None:
        """Refuse what only an open question allows.

        Raises AlreadyAnsweredError or WithdrawnError.
        """
        if self.status is QuestionStatus.ANSWERED:
            raise AlreadyAnsweredError(self.number)
        if self.status is QuestionStatus.WITHDRAWN:
            raise WithdrawnError(self.number)


class AlreadyAnsweredError(UserError):
    """The question has its answer already."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"question {number} is already answered",
            reply=f"La question n° {number} a déjà sa réponse : `/besoin voir {number}`.",
        )


class WithdrawnError(UserError):
    """The question was withdrawn."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"question {number} is withdrawn",
            reply=f"La question n° {number} a été retirée. "
            "Si elle vous concerne aussi, posez-la à votre tour : `/besoin <votre question>`.",
        )


class OwnQuestionError(UserError):
    """One does not join one's own question: its author is counted already."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"question {number} is the caller's own",
            reply=f"La question n° {number} est la vôtre : vous êtes déjà dans le compte.",
        )


class TextRefusedError(UserError):
    """A text that is empty, or too long to be kept."""


def checked_text(text: str, *, what: str, example: str) -> str:
    """Return the text as it will be kept: trimmed, without characters that hide or disorder.

    `what` names it in the refusal (« votre question »), `example` is a command to imitate.
    Raises TextRefusedError when nothing is left or more than TEXT_LIMIT characters are.
    """
    lines = (_CONTROLS.sub("", line).rstrip() for line in text.splitlines())
    kept = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if not any(character.isalnum() for character in kept):
        raise TextRefusedError(
            "empty text",
            reply=f"Il me manque {what}. Par exemple : `{example}`",
        )
    if len(kept) > TEXT_LIMIT:
        raise TextRefusedError(
            f"text of {len(kept)} characters",
            reply=f"C'est un peu long pour être lu de tous : {_thousands(len(kept))} caractères, "
            f"pour {_thousands(TEXT_LIMIT)} au plus. Gardez l'essentiel, et mettez le détail "
            "dans le fil de la question.",
        )
    return kept


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts differ by nothing but case and spaces."""
    return one.casefold().split() == other.casefold().split()


_CONTROLS = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\uf8ff]"
)


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")
