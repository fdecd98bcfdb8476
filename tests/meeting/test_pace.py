"""A meeting that is held tells its time from its agenda, and from when each step was reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.meeting.agenda import Agenda, AgendaItem, AgendaPart, AgendaPlace, ItemKind
from bot.meeting.pace import pace
from bot.meeting.rules import Meeting
from bot.network.parts import PartKind

AT = datetime(2026, 12, 3, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
ASKED = tuple(
    AgendaItem(kind=ItemKind.QUESTION, text="Qui ?", ref=number, minutes=5) for number in (1, 2, 3)
)
AGENDA = Agenda(
    parts=(
        AgendaPart(kind=PartKind.WELCOME, title="Accueil", minutes=30),
        AgendaPart(kind=PartKind.NEEDS, title="Besoins", minutes=40, items=ASKED),
        AgendaPart(kind=PartKind.WORKSHOP, title="Animation", minutes=50),
    )
)
MEETING = Meeting(network="loire", number=1, at=AT, minutes=120, agenda=AGENDA).start(AT, "amina")


def after(minutes: int, place: AgendaPlace) -> Meeting:
    return MEETING.go_to(place, AT + timedelta(minutes=minutes))


def test_each_part_is_planned_from_when_it_was_reached() -> None:
    first = pace(MEETING, AT)

    assert (first.rank, first.many) == (1, 3)
    assert first.until == AT + timedelta(minutes=30)
    assert first.ends == AT + timedelta(minutes=120)
    assert first.likely is None


def test_a_question_is_counted_among_those_of_its_part() -> None:
    second = pace(after(40, AgendaPlace(2, 2)), AT)

    assert (second.rank, second.many) == (2, 3)
    assert second.until == AT + timedelta(minutes=45)


@pytest.mark.parametrize(
    ("minutes", "place", "likely"),
    [
        (30, AgendaPlace(2), None),
        (45, AgendaPlace(2), 135),
        (60, AgendaPlace(2, 1), 125),
        (60, AgendaPlace(2, 3), None),
        (90, AgendaPlace(3), 140),
    ],
)
def test_what_is_left_of_the_agenda_tells_a_likely_end(
    minutes: int, place: AgendaPlace, likely: int | None
) -> None:
    found = pace(after(minutes, place), AT).likely

    assert found == (None if likely is None else AT + timedelta(minutes=likely))


@pytest.mark.parametrize(("begun", "ends"), [(-2880, -2760), (20, 120), (500, 620)])
def test_one_begun_late_ends_as_planned_and_one_begun_on_another_day_has_its_time(
    begun: int, ends: int
) -> None:
    started = replace(MEETING, started_at=AT + timedelta(minutes=begun))

    assert pace(started, AT).ends == AT + timedelta(minutes=ends)
