"""What is due around a meeting is told by its date, its state and the working days."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.meeting.aftermath import AfterMeeting, Reminder, after_meeting, reminder_due
from bot.meeting.agenda import Agenda, AgendaItem, AgendaPart, ItemKind
from bot.meeting.rules import Meeting, MeetingStatus
from bot.network.parts import PartKind
from bot.question.rules import Occasion

PARIS = "Europe/Paris"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(PARIS))


MONDAY = Meeting(
    network="loire", number=1, at=at("2026-11-16 09:30"), status=MeetingStatus.ANNOUNCED
)
"""It ends at half past twelve; the Friday before is a working day, the Wednesday a bank holiday."""


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-09 09:29", None),
        ("2026-11-09 09:30", Reminder.WEEK),
        ("2026-11-12 23:59", Reminder.WEEK),
        ("2026-11-13 00:00", Reminder.EVE),
        ("2026-11-16 09:29", Reminder.EVE),
        ("2026-11-16 09:30", None),
    ],
)
def test_a_meeting_is_recalled_a_week_before_and_on_the_last_working_day(
    now: str, due: Reminder | None
) -> None:
    assert reminder_due(MONDAY, at(now), PARIS) is due


def test_who_has_just_read_the_announcement_is_not_reminded_of_it() -> None:
    announced = replace(MONDAY, announced_at=at("2026-11-10 14:00"))

    assert reminder_due(announced, at("2026-11-12 13:59"), PARIS) is None
    assert reminder_due(announced, at("2026-11-12 14:00"), PARIS) is Reminder.WEEK
    assert reminder_due(announced, at("2026-11-13 00:00"), PARIS) is Reminder.EVE


def test_only_an_announced_meeting_is_recalled() -> None:
    for status in set(MeetingStatus) - {MeetingStatus.ANNOUNCED}:
        other = replace(MONDAY, status=status)
        assert reminder_due(other, at("2026-11-13 10:00"), PARIS) is None


@pytest.mark.parametrize("status", [MeetingStatus.ANNOUNCED, MeetingStatus.RUNNING])
def test_what_nobody_ended_is_asked_about_from_the_next_day_on_for_a_month(
    status: MeetingStatus,
) -> None:
    meeting = replace(MONDAY, status=status)
    asked = {
        MeetingStatus.ANNOUNCED: AfterMeeting.HELD_ASKED,
        MeetingStatus.RUNNING: AfterMeeting.END_ASKED,
    }[status]

    def due(now: str) -> AfterMeeting | None:
        return after_meeting(meeting, at(now), PARIS, reminded=None)

    assert due("2026-11-16 23:59") is None
    assert due("2026-11-17 00:00") is asked
    assert due("2026-12-17 12:30") is asked
    assert due("2026-12-17 12:31") is None


def held(*, settled: bool) -> Meeting:
    item = AgendaItem(
        kind=ItemKind.QUESTION, text="Une salle", ref=1, to=Occasion.LETTER, settled=settled
    )
    part = AgendaPart(kind=PartKind.NEEDS, title="Besoins", minutes=30, items=(item,))
    agenda = Agenda(parts=(part,))
    return replace(
        MONDAY, status=MeetingStatus.HELD, agenda=agenda, ended_at=at("2026-11-16 12:00")
    )


def test_minutes_are_recalled_the_next_working_day_then_deferrals_apply() -> None:
    meeting, reminded = held(settled=False), at("2026-11-18 10:00")

    def due(now: str, reminded: datetime | None = None) -> AfterMeeting | None:
        return after_meeting(meeting, at(now), PARIS, reminded=reminded)

    assert due("2026-11-16 23:59") is None
    assert due("2026-11-17 00:00") is AfterMeeting.REMINDED
    assert due("2026-11-19 23:59", reminded) is None
    assert due("2026-11-20 00:00", reminded) is AfterMeeting.SETTLED


def test_nothing_applies_where_nothing_is_left_to_defer() -> None:
    meeting = held(settled=True)

    assert after_meeting(meeting, at("2026-12-01 10:00"), PARIS, reminded=MONDAY.end) is None


def test_once_its_minutes_are_posted_nothing_is_due() -> None:
    for status in (MeetingStatus.REPORTED, MeetingStatus.CANCELLED, MeetingStatus.DRAFT):
        meeting = replace(MONDAY, status=status)
        assert after_meeting(meeting, at("2026-11-20 10:00"), PARIS, reminded=None) is None
