"""Meetings, who comes, notes and feedback, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.core.database import Database
from bot.core.errors import ChangedMeanwhileError
from bot.meeting import attendance_store as attendances
from bot.meeting import note_store as notes
from bot.meeting import store as meetings
from bot.meeting.agenda import Agenda, AgendaItem, AgendaPlace, ItemKind, ItemState
from bot.meeting.attendance_store import SaidAttendance
from bot.meeting.minutes import UNKNOWN_NOTE, Note, NoteKind
from bot.meeting.rules import UNKNOWN_MEETING, Attendance, Meeting, MeetingStatus
from bot.question.rules import Occasion
from tests.databases import store
from tests.refusals import refused

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
DAY = timedelta(days=1)
ACTION = Note(kind=NoteKind.ACTION, text="Réserver", who="Zoé", due=NOW + DAY, at=NOW)
DECISION = Note(kind=NoteKind.DECISION, text="Un atelier", at=NOW)


def added(database: Database, days: int = 30, **values: object) -> Meeting:
    meeting = replace(Meeting(network="loire", number=0, at=NOW + days * DAY), **values)  # type: ignore[arg-type]
    return store(database, lambda db: meetings.add(db, meeting))


def test_a_meeting_comes_back_whole(database: Database) -> None:
    item = AgendaItem(
        kind=ItemKind.QUESTION,
        text="L'été « à l'école » 🙂",
        ref=3,
        state=ItemState.LEFT,
        to=Occasion.LETTER,
    )
    kept = added(
        database,
        link="https://v.fr/a",
        host="zoe",
        welcome="Une médiathèque",
        agenda=Agenda(dropped=(("article", 4),)).add(3, item),
        occurrence=NOW + 9 * DAY,
        step=AgendaPlace(3, 1),
        step_at=NOW,
        present=18,
    )

    assert store(database, lambda db: meetings.get(db, "loire", kept.number)) == kept
    with refused(UNKNOWN_MEETING):
        store(database, lambda db: meetings.get(db, "national", kept.number))


def test_of_two_changes_decided_on_the_same_state_the_first_stays(database: Database) -> None:
    read = added(database)
    saved = store(database, lambda db: meetings.save(db, replace(read, place="Mairie")))

    with pytest.raises(ChangedMeanwhileError):
        store(database, lambda db: meetings.save(db, replace(read, place="École")))

    assert store(database, lambda db: meetings.get(db, "loire", read.number)) == saved


def test_those_to_come_are_read_by_date_and_the_last_held_is_known(database: Database) -> None:
    late, early = added(database, 40), added(database, 20)
    added(database, 10, status=MeetingStatus.CANCELLED)
    assert store(database, lambda db: meetings.latest_ended(db, "loire")) is None
    added(database, 1, status=MeetingStatus.REPORTED)
    held = added(database, 2, status=MeetingStatus.HELD)

    assert store(database, lambda db: meetings.coming(db, "loire")) == [early, late]
    assert store(database, lambda db: meetings.latest_ended(db, "loire")) == held


def test_dates_are_taken_by_meetings_and_by_skips_until_these_are_undone(
    database: Database,
) -> None:
    added(database, 30, occurrence=NOW + 30 * DAY)
    added(database, 31)
    for _ in range(2):
        store(database, lambda db: meetings.skip(db, "loire", NOW + 60 * DAY, NOW))

    def taken(db: Connection) -> frozenset[datetime]:
        return meetings.taken(db, "loire", NOW)

    assert store(database, taken) == {NOW + 30 * DAY, NOW + 60 * DAY}


def test_the_last_answer_counts_and_silence_alone_does_not(database: Database) -> None:
    meeting = added(database)
    for said in (
        SaidAttendance("zoe", Attendance.PLACE, silent=False),
        SaidAttendance("louis", None, silent=True),
        SaidAttendance("zoe", Attendance.VIDEO, silent=True),
    ):
        store(database, lambda db, said=said: attendances.say(db, meeting, said, NOW))  # type: ignore[misc]

    counts = store(database, lambda db: attendances.counts(db, meeting))
    assert counts == {Attendance.PLACE: 0, Attendance.VIDEO: 1, Attendance.NO: 0}
    assert store(database, lambda db: attendances.of(db, meeting)) == [
        SaidAttendance("louis", None, silent=True),
        SaidAttendance("zoe", Attendance.VIDEO, silent=True),
    ]


def test_actions_wait_until_they_are_done_and_decisions_do_not(database: Database) -> None:
    meeting = added(database)
    decision = store(database, lambda db: notes.add(db, meeting, DECISION))
    action = store(database, lambda db: notes.add(db, meeting, ACTION))
    assert action == replace(ACTION, number=2)
    assert store(database, lambda db: notes.of(db, meeting)) == [decision, action]
    assert store(database, lambda db: notes.to_do(db, "loire")) == [action]

    done = store(database, lambda db: notes.done(db, "loire", 2, NOW + DAY))

    assert done == replace(action, done_at=NOW + DAY)
    assert store(database, lambda db: notes.to_do(db, "loire")) == []
    with refused(UNKNOWN_NOTE):
        store(database, lambda db: notes.done(db, "loire", 1, NOW))
    with refused(UNKNOWN_NOTE):
        store(database, lambda db: notes.remove(db, "national", 1))
    store(database, lambda db: notes.remove(db, "loire", 1))
    assert store(database, lambda db: notes.of(db, meeting)) == [done]


def test_feedback_is_given_once_and_kept_without_a_name(database: Database) -> None:
    meeting = added(database)
    given = [("zoe", 5), ("louis", 5), ("amina", 2), ("zoe", 1)]

    kept = [
        store(database, lambda db, each=each: notes.feel(db, meeting, *each))  # type: ignore[misc]
        for each in given
    ]

    for line in ("Très utile", "Bien"):
        store(database, lambda db, line=line: notes.add_word(db, meeting, line))  # type: ignore[misc]
    assert kept == [True, True, True, False]
    counts, lines = store(database, lambda db: notes.felt(db, meeting))
    assert (dict(counts), list(lines)) == ({5: 2, 2: 1}, ["Bien", "Très utile"])
