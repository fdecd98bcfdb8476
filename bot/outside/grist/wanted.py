"""What stands in a Grist document: one row a question, an action, a deadline, a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

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
    for number, question in sources.open_questions(ctx, known):
        yield _wanted(sources.QUESTION, number, partial(_question, question))
    for number, note in sources.actions(ctx, known):
        yield _wanted(sources.ACTION, number, partial(_action, note))
    for number, deadline in sources.confirmed_deadlines(ctx, known):
        yield _wanted(sources.DEADLINE, number, partial(_deadline, deadline))
    for meeting in sources.told_meetings(ctx):
        ahead = meeting.end > ctx.now or sources.key_of(sources.MEETING, meeting.number) in known
        if ahead:
            yield _wanted(sources.MEETING, meeting.number, partial(_meeting, meeting))


def _wanted(kind: str, number: int, make: partial[Iterator[OutsideContent]]) -> Wanted:
    return Wanted(sources.key_of(kind, number), make, current=True)


def _question(question: Question | None) -> Iterator[OutsideContent]:
    if question is not None:
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


def _action(note: Note | None) -> Iterator[OutsideContent]:
    if note is not None:
        yield OutsideContent(
            fields=(
                ("texte", note.text),
                ("qui", WHO if note.entrusted else ""),
                ("pour", seconds(note.due)),
                ("faite", note.done_at is not None),
            ),
            words=(note.text,),
        )


def _deadline(deadline: Deadline | None) -> Iterator[OutsideContent]:
    if deadline is not None:
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
