"""The follow-up of one person, in a private question: facts that both sides read the same.

A member opens it, or says yes to it, knowing who reads; they erase any line, or all. Nothing counts
it, searches it or carries it up; a line is kept for twelve months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import TOO_LATE, Refusal
from bot.core.labels import Labelled
from bot.question.rules import Question


class FollowUpKind(Labelled):
    """What a line is; the first one of a follow-up is its member's yes."""

    OPENED = "opened", "suivi ouvert"
    CALL = "call", "appel demandé"
    STEP = "step", "prochaine étape"
    VISIT = "visit", "visite prévue"


NOTED = (FollowUpKind.STEP, FollowUpKind.CALL, FollowUpKind.VISIT)
"""What may be noted, the most usual first."""

LINE_LIMIT = 300
"""Characters of a line: a fact, no story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLine:
    """One line about a `member`, written `by` them or one who reads their question.

    `due` is until when, None where no day was given. `question` and `id` are the store's.
    """

    at: datetime
    kind: FollowUpKind
    text: str = ""
    due: datetime | None = None
    question: int = 0
    member: str = ""
    by: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What is read of a follow-up, by its member, who asked the `question`, and by its readers."""

    question: Question
    lines: Sequence[FollowUpLine]
    readers: Sequence[str]

    @property
    def opened(self) -> bool:
        """Whether its member said yes to it: nothing is noted before, and that line goes first."""
        return bool(self.lines)

    @property
    def noted(self) -> Sequence[FollowUpLine]:
        """Its lines, but the yes."""
        return [each for each in self.lines if each.kind is not FollowUpKind.OPENED]

    def require_opened(self) -> None:
        """Refuse to write where nobody said yes. Raises TOO_LATE."""
        if not self.opened:
            raise TOO_LATE(what="a follow-up that is not open")

    def of(self, user: str) -> Sequence[FollowUpLine]:
        """Return the lines that someone may erase: the member any, others their own."""
        return [each for each in self.noted if user in (each.by, self.question.author)]


NOBODY_READS = Refusal(
    "question {number} has no reader",
    reply="Personne d'autre que vous ne lit la question n° {number} : transmettez-la d'abord, puis "
    "ouvrez le suivi.",
)

UNREAD_DUE = Refusal(
    "due day of a line unreadable",
    reply="Je n'ai pas compris pour quand, et je n'ai rien noté. Donnez une date à venir : "
    "« 15 janvier 2027 », « jeudi ».",
)
