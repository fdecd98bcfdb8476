"""Who comes to a meeting, as they said it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace
from bot.meeting.rules import Attendance, Meeting
from bot.meeting.tables import attendances

_SAY = insert_or_replace(attendances)


@dataclass(frozen=True, slots=True)
class SaidAttendance:
    """What someone said of a meeting: `answer` is None when they only wish for silence."""

    user: str
    answer: Attendance | None
    silent: bool


_SAID = Mapper(
    SaidAttendance,
    attendances.c,
    answer=lambda row: Attendance(row.answer) if row.answer else None,
)


def say(db: Connection, meeting: Meeting, said: SaidAttendance, at: datetime) -> None:
    """Keep what someone says now, in place of what they said before."""
    answer = said.answer.value if said.answer else ""
    db.execute(_SAY, _SAID.values(said) | {"meeting": meeting.id, "answer": answer, "at": at})


def of(db: Connection, meeting: Meeting) -> Sequence[SaidAttendance]:
    """Return what people said of a meeting, the first ones first."""
    of_meeting = select(attendances).where(attendances.c.meeting == meeting.id)
    return _SAID.all(db, of_meeting.order_by(attendances.c.at, attendances.c.user))


def counts(db: Connection, meeting: Meeting) -> Mapping[Attendance, int]:
    """Count the answers of each kind."""
    rows = db.execute(
        select(attendances.c.answer, func.count())
        .where(attendances.c.meeting == meeting.id, attendances.c.answer != "")
        .group_by(attendances.c.answer)
    )
    found = {Attendance(answer): count for answer, count in rows}
    return {each: found.get(each, 0) for each in Attendance}
