"""The minutes of a meeting: what was decided, what is to be done, and what became of questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import not_found
from bot.core.labels import Labelled
from bot.meeting.agenda import AgendaItem, ItemKind
from bot.meeting.rules import Meeting


class NoteKind(Labelled):
    """What was noted; `label` is read before it."""

    DECISION = "decision", "Décision"
    ACTION = "action", "À faire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A decision, or an action: `account` or `who`, in words, does it by `due`.

    `done_at` once it is done.
    """

    number: int = 0
    kind: NoteKind
    text: str
    who: str = ""
    account: str = ""
    due: datetime | None = None
    done_at: datetime | None = None
    at: datetime

    @property
    def entrusted(self) -> bool:
        """Whether it is known who does it."""
        return bool(self.account or self.who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What the minutes of a meeting tell. `next_at` and `next_host` are those of the next one."""

    meeting: Meeting
    answered: tuple[AgendaItem, ...]
    deferred: tuple[AgendaItem, ...]
    untouched: tuple[AgendaItem, ...]
    covered: tuple[AgendaItem, ...]
    decisions: tuple[Note, ...]
    actions: tuple[Note, ...]
    next_at: datetime | None = None
    next_host: str = ""

    @property
    def noted(self) -> bool:
        """Whether anything was noted."""
        return bool(self.answered or self.deferred or self.decisions or self.actions)

    @property
    def to_do(self) -> tuple[Note, ...]:
        """The actions that are not done yet."""
        return tuple(each for each in self.actions if each.done_at is None)

    @property
    def lasted(self) -> int:
        """How long the meeting took, in minutes: from its start to its end, else as planned."""
        meeting = self.meeting
        if meeting.started_at is None or meeting.ended_at is None:
            return meeting.minutes
        return max(1, round((meeting.ended_at - meeting.started_at).total_seconds() / 60))


def make_minutes(
    meeting: Meeting,
    notes: Sequence[Note],
    *,
    told: Collection[int],
    next_at: datetime | None,
    next_host: str,
) -> Minutes:
    """Sort what happened into what the minutes tell; of the questions, those of these numbers."""
    items = meeting.agenda.items
    asked = [item for item in items if item.kind is ItemKind.QUESTION and item.ref in told]
    spoken = (ItemKind.POINT, ItemKind.IDEA)
    return Minutes(
        meeting=meeting,
        answered=tuple(item for item in asked if item.answer),
        deferred=tuple(item for item in asked if item.to is not None),
        untouched=tuple(item for item in asked if not item.answer and item.to is None),
        covered=tuple(item for item in items if item.kind in spoken and item.covered),
        decisions=tuple(note for note in notes if note.kind is NoteKind.DECISION),
        actions=tuple(note for note in notes if note.kind is NoteKind.ACTION),
        next_at=next_at,
        next_host=next_host,
    )


UNKNOWN_NOTE = not_found("note", "d'action ni de décision", "Peut-être a-t-elle été effacée.")
