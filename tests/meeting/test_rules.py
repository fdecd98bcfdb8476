"""A meeting's life: what may happen to it in each state, and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.meeting.agenda import Agenda, AgendaPlace
from bot.meeting.minutes import make_minutes
from bot.meeting.rules import MEETING_NOT_NOW, TRANSITIONS, Meeting, MeetingStatus, MeetingStep
from bot.meeting.venue import Venue
from tests.refusals import refused

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
MEETING = Meeting(network="loire", number=4, at=NOW + timedelta(days=31), place="Mairie")
STEPS: dict[MeetingStep, Callable[[Meeting], Meeting]] = {
    MeetingStep.EDITED: lambda meeting: meeting.plan(Agenda(parts=())),
    MeetingStep.MOVED: lambda meeting: _moved(meeting, days=1),
    MeetingStep.ANNOUNCED: lambda meeting: meeting.announce(NOW),
    MeetingStep.ANSWERED: lambda meeting: replace(
        meeting, status=meeting.require(MeetingStep.ANSWERED)
    ),
    MeetingStep.GONE_ON: lambda meeting: meeting.go_to(AgendaPlace(2), NOW),
    MeetingStep.STARTED: lambda meeting: meeting.start(NOW),
    MeetingStep.ENDED: lambda meeting: meeting.finish(NOW),
    MeetingStep.REPORTED: lambda meeting: meeting.report(),
    MeetingStep.CANCELLED: lambda meeting: meeting.cancel("La salle", NOW),
    MeetingStep.TOOK_PLACE: lambda meeting: meeting.took_place(NOW, "amina"),
}


@pytest.mark.parametrize("status", MeetingStatus)
@pytest.mark.parametrize("step", MeetingStep)
def test_a_step_leads_where_the_table_says_or_is_refused(
    step: MeetingStep, status: MeetingStatus
) -> None:
    meeting = replace(MEETING, status=status)
    leads_to = TRANSITIONS[step].get(status)

    if leads_to is None:
        with refused(MEETING_NOT_NOW) as caught:
            STEPS[step](meeting)
        assert status.label in caught.value.reply
    else:
        assert STEPS[step](meeting).status is leads_to


def test_every_change_of_when_or_where_raises_the_sequence_and_none_does_not() -> None:
    moved = _moved(MEETING, days=1)

    assert moved.sequence == 1
    assert _moved(moved, days=0).sequence == 1
    assert moved.cancel("La salle", NOW).sequence == 2


def test_announced_again_it_keeps_since_when() -> None:
    announced = MEETING.announce(NOW)

    assert announced.announce(NOW + timedelta(days=1)).announced_at == NOW


def test_it_begins_at_its_first_part_and_goes_on_only_while_it_is_held() -> None:
    running = MEETING.start(NOW)
    assert running.step == AgendaPlace(1)
    assert running.go_to(AgendaPlace(3, 1), NOW).step == AgendaPlace(3, 1)

    for meeting in (MEETING, running.finish(NOW)):
        with refused(MEETING_NOT_NOW):
            meeting.go_to(AgendaPlace(2), NOW)


def test_its_end() -> None:
    short = replace(MEETING, minutes=150)

    assert short.end - short.at == timedelta(minutes=150)


def test_minutes_tell_how_long_it_took_else_how_long_it_was_to_take() -> None:
    held = MEETING.start(NOW).finish(NOW + timedelta(minutes=95, seconds=20))

    assert make_minutes(held, [], told=range(100), next_at=None, next_host="").lasted == 95
    assert (
        make_minutes(MEETING, [], told=range(100), next_at=None, next_host="").lasted
        == MEETING.minutes
    )


def _moved(meeting: Meeting, *, days: int) -> Meeting:
    at = meeting.at + timedelta(days=days)
    venue = Venue(place=meeting.place, link=meeting.link)
    return meeting.rearrange(at, meeting.minutes, venue, NOW)
