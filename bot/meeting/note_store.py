"""Decisions and actions noted in meetings, and what people thought of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from bot.core import counters
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore
from bot.index.rules import DocumentKind, DocumentText, SearchedDocument
from bot.meeting import store as meeting_store
from bot.meeting.minutes import UNKNOWN_NOTE, Note, NoteKind
from bot.meeting.rules import Meeting, MeetingStatus
from bot.meeting.tables import feedback, feedback_given, meeting_notes, meetings

_NOTES = Mapper(Note, meeting_notes.c)
_REPORTED = (meetings.c.id == meeting_notes.c.meeting) & (
    meetings.c.status == MeetingStatus.REPORTED
)
SEARCHED = select(meeting_notes.c.network, meeting_notes.c.number).join(meetings, _REPORTED)
"""What the search finds: see SearchedKind."""


def add(db: Connection, meeting: Meeting, note: Note) -> Note:
    """Keep a note under the network's next number, which it comes back with."""
    numbered = replace(note, number=counters.next_value(db, meeting.network, "note"))
    row = _NOTES.values(numbered) | {"network": meeting.network, "meeting": meeting.id}
    db.execute(insert(meeting_notes), row)
    return numbered


def of(db: Connection, meeting: Meeting) -> Sequence[Note]:
    """Return the notes of a meeting, in order."""
    here = meeting_notes.c.meeting == meeting.id
    return _read(db, here)


def to_do(db: Connection, network: str) -> Sequence[Note]:
    """Return a network's actions that are not done, the oldest first.

    Those of a meeting whose minutes are not published yet are not told.
    """
    unread = select(meetings.c.id).where(meetings.c.status == MeetingStatus.HELD)
    told = meeting_notes.c.done_at.is_(None) & meeting_notes.c.meeting.not_in(unread)
    return _read(db, _actions(network) & told)


def reported(
    db: Connection, network: str, numbers: Collection[int] | None = None
) -> Sequence[tuple[int, datetime, Note]]:
    """Return the notes of published minutes, or some, with their meeting's number and date."""
    found = select(meeting_notes, meetings.c.number.label("of"), meetings.c.at.label("held"))
    here = meeting_notes.c.network == network
    if numbers is not None:
        here &= meeting_notes.c.number.in_(numbers)
    rows = db.execute(found.join(meetings, _REPORTED).where(here))
    return [(row.of, row.held, _NOTES.read(row)) for row in rows]


def texts(db: Connection, network: str, numbers: Collection[int]) -> Sequence[DocumentText]:
    """Return what there is to read of some notes of published minutes."""
    return [
        DocumentText(
            network=network,
            document=SearchedDocument(DocumentKind.NOTE, note.number),
            text=note.text,
            called=note.kind.label,
            day=held,
            opens=meeting,
        )
        for meeting, held, note in reported(db, network, numbers)
    ]


def reported_actions(db: Connection, network: str, also: Collection[int]) -> Sequence[Note]:
    """Return the actions of published minutes that are not done, and those of these numbers."""
    reported = select(meetings.c.id).where(meetings.c.status == MeetingStatus.REPORTED)
    told = meeting_notes.c.done_at.is_(None) | meeting_notes.c.number.in_(also)
    return _read(db, _actions(network) & told & meeting_notes.c.meeting.in_(reported))


def get(db: Connection, network: str, number: int) -> Note:
    """Return a note; raises UNKNOWN_NOTE."""
    found = _read(db, _numbered(network, number))
    if not found:
        raise UNKNOWN_NOTE(number=number)
    return found[0]


def meeting_of(db: Connection, network: str, number: int) -> Meeting:
    """Return the meeting where something was noted; raises UNKNOWN_NOTE."""
    which = select(meetings.c.number).join(meeting_notes, meeting_notes.c.meeting == meetings.c.id)
    found = UNKNOWN_NOTE.unless(
        db.execute(which.where(_numbered(network, number))).scalar(), number=number
    )
    return meeting_store.get(db, network, found)


def change(db: Connection, network: str, note: Note) -> None:
    """Update a note; raises UNKNOWN_NOTE."""
    changed = update(meeting_notes).where(_numbered(network, note.number))
    if db.execute(changed.values(_NOTES.values(note))).rowcount != 1:
        raise UNKNOWN_NOTE(number=note.number)


def done(db: Connection, network: str, number: int, at: datetime | None) -> Note:
    """Note that an action is done, None when it is not; raises UNKNOWN_NOTE."""
    action = _numbered(network, number) & (meeting_notes.c.kind == NoteKind.ACTION)
    if db.execute(update(meeting_notes).where(action).values(done_at=at)).rowcount != 1:
        raise UNKNOWN_NOTE(number=number)
    return get(db, network, number)


def remove(db: Connection, network: str, number: int) -> None:
    """Take a note back; raises UNKNOWN_NOTE."""
    if db.execute(delete(meeting_notes).where(_numbered(network, number))).rowcount != 1:
        raise UNKNOWN_NOTE(number=number)


def feel(db: Connection, meeting: Meeting, user: str, face: int) -> bool:
    """Keep what someone thought, apart from who they are; False when they said it already."""
    giver = {"meeting": meeting.id, "user": user}
    if db.execute(insert_or_ignore(feedback_given), giver).rowcount != 1:
        return False
    db.execute(insert(feedback), {"meeting": meeting.id, "face": face, "line": ""})
    return True


def add_word(db: Connection, meeting: Meeting, line: str) -> None:
    """Keep a word on a meeting, which has no face."""
    db.execute(insert(feedback), {"meeting": meeting.id, "face": 0, "line": line})


def felt(db: Connection, meeting: Meeting) -> tuple[Mapping[int, int], Sequence[str]]:
    """Return how many chose each face, and the free lines, in no order that tells who."""
    here = feedback.c.meeting == meeting.id
    faces = select(feedback.c.face, func.count()).where(here, feedback.c.face > 0)
    lines = select(feedback.c.line).where(here, feedback.c.line != "").order_by(feedback.c.line)
    counts: dict[int, int] = dict(db.execute(faces.group_by(feedback.c.face)).all())
    return counts, db.execute(lines).scalars().all()


def _actions(network: str) -> ColumnElement[bool]:
    return (meeting_notes.c.network == network) & (meeting_notes.c.kind == NoteKind.ACTION)


def _numbered(network: str, number: int) -> ColumnElement[bool]:
    return (meeting_notes.c.network == network) & (meeting_notes.c.number == number)


def _read(db: Connection, which: ColumnElement[bool]) -> Sequence[Note]:
    return _NOTES.all(db, select(meeting_notes).where(which).order_by(meeting_notes.c.id))
