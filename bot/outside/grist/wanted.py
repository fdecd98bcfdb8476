"""What stands in a Grist document: one row a question, an action, a deadline, a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.meeting.minutes import Note
from bot.meeting.rules import Meeting
from bot.outside import sources
from bot.outside.content import OutsideContent, Wanted
from bot.question.rules import Question
from bot.talk.context import Context
from bot.veille.deadlines.rules import Deadline

WHO = "voir le compte rendu"
"""Who does an action, where no name may be told."""


def wanted(ctx: Context, known: frozenset[str]) -> Iterator[Wanted]:
    """Yield the current state of all that waits, and what became of what is there."""
    yield from sources.wanted(sources.open_questions(ctx, known), _question, current=True)
    yield from sources.wanted(sources.actions(ctx, known), _action, current=True)
    yield from sources.wanted(sources.confirmed_deadlines(ctx, known), _deadline, current=True)
    yield from sources.wanted(sources.told_meetings(ctx, known), _meeting, current=True)


def _question(question: Question) -> Iterator[OutsideContent]:
    yield OutsideContent(
        fields=(
            ("texte", question.text),
            ("theme", question.theme),
            ("etat", question.status.label),
            ("personnes", question.reach),
            ("depuis", seconds(question.asked_at)),
        ),
        words=(question.text,),
    )


def _action(note: Note) -> Iterator[OutsideContent]:
    yield OutsideContent(
        fields=(
            ("texte", note.text),
            ("qui", WHO if note.entrusted else ""),
            ("pour", seconds(note.due)),
            ("faite", note.done_at is not None),
        ),
        words=(note.text,),
    )


def _deadline(deadline: Deadline) -> Iterator[OutsideContent]:
    yield OutsideContent(
        fields=(
            ("titre", deadline.title),
            ("lien", deadline.link),
            ("fin", seconds(deadline.ends)),
            ("etat", deadline.status.label),
        ),
        words=(deadline.title,),
    )


def _meeting(meeting: Meeting) -> Iterator[OutsideContent]:
    yield OutsideContent(
        fields=(
            ("debut", seconds(meeting.at)),
            ("fin", seconds(meeting.end)),
            ("lieu", meeting.place),
            ("visio", bool(meeting.link)),
            ("etat", meeting.status.label),
        ),
        reread=(meeting.place,),
    )


def seconds(moment: datetime | None) -> int | None:
    """Return a moment as Grist keeps it: Unix seconds."""
    return None if moment is None else int(moment.timestamp())
