"""What stands on a board: a card an action or a deadline, with its due date, and no name."""

from __future__ import annotations

from collections.abc import Iterator

from bot.meeting.minutes import Note
from bot.outside import sources
from bot.outside.content import OutsideContent, Wanted
from bot.talk.context import Context
from bot.talk.render import shorten
from bot.veille.deadlines.rules import Deadline

TITLE = 200
"""Characters of a card's title: what is longer is read in the card."""

_WHO = "À faire par : voir le compte rendu de la rencontre."


def wanted(ctx: Context, known: frozenset[str]) -> Iterator[Wanted]:
    """Yield what is to be done, and what one may apply to."""
    yield from sources.wanted(sources.actions(ctx, known), _action)
    yield from sources.wanted(sources.confirmed_deadlines(ctx, known), _deadline)


def _action(note: Note) -> Iterator[OutsideContent]:
    title = _title(note.text)
    who = _WHO if note.entrusted else ""
    lines = [each for each in ("" if title == note.text else note.text, who) if each]
    done = ("done", note.done_at is not None)
    text = "\n\n".join(lines)
    yield OutsideContent(title=title, text=text, at=note.due, fields=(done,), words=(note.text,))


def _deadline(deadline: Deadline) -> Iterator[OutsideContent]:
    yield OutsideContent(
        title=_title(deadline.title),
        text=deadline.link,
        at=deadline.ends,
        words=(deadline.title,),
    )


def _title(text: str) -> str:
    return shorten(" ".join(text.split()), TITLE)
