"""Who comes: said in many ways, counted for all, named to the host only."""

from __future__ import annotations

import pytest

from bot.meeting import attendance_store as attendances
from bot.meeting import store as meetings
from bot.meeting.rules import Attendance
from bot.talk.command import Via
from tests.room import Room


@pytest.fixture
def announced(room: Room) -> Room:
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie, visio https://v.fr/a")
    room.does("amina", "rencontre annoncer")
    return room


def counts(room: Room) -> list[int]:
    meeting = room.store(lambda db: meetings.get(db, "loire", 1))
    return list(room.store(lambda db: attendances.counts(db, meeting)).values())


def test_a_button_pressed_again_takes_back_what_it_said(announced: Room) -> None:
    place, _, no, *_ = announced.outbox()[0].buttons

    assert announced.clicks("louis", place.route, place.argument).text == (
        "C'est noté, vous venez sur place le **jeudi 3\u00a0décembre 2026 à 14\u00a0h**."
    )
    announced.clicks("louis", no.route, no.argument)
    assert counts(announced) == [0, 0, 1]
    assert "est effacée" in announced.clicks("louis", no.route, no.argument).text

    assert counts(announced) == [0, 0, 0]


@pytest.mark.parametrize("via", [Via.BUTTON, Via.REACTION])
def test_buttons_and_reactions_say_it(announced: Room, via: Via) -> None:
    [post] = announced.outbox()
    assert len(post.buttons) == len(Attendance) + 2  # the agenda, and what else one may do
    for button in post.buttons[:3]:
        announced.clicks("louis", button.route, button.argument, via=via)
        said = list(Attendance).index(Attendance(button.id))
        assert counts(announced) == [int(index == said) for index in range(3)]


def test_names_are_for_the_host_only(announced: Room) -> None:
    announced.does("amina", "rencontre hôte @zoe")
    announced.does("louis", "rencontre présence 1 place")

    assert "Louis" in announced.does("zoé", "rencontre inscrits 1").text
    assert "Louis" not in announced.does("amina", "rencontre inscrits 1").text
    assert "Louis" not in announced.said()[-1]


def test_silence_keeps_the_answer(announced: Room) -> None:
    announced.does("louis", "rencontre présence 1 place")
    announced.does("louis", "rencontre silence 1")
    assert counts(announced) == [1, 0, 0]


def test_nobody_comes_to_what_is_not_announced(room: Room) -> None:
    assert room.does("louis", "rencontre présence 1 place").refused


def test_nobody_comes_by_video_where_there_is_none(room: Room) -> None:
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    room.does("amina", "rencontre annoncer")

    assert "seulement sur place" in room.does("louis", "rencontre présence 1 video").text
    assert counts(room) == [0, 0, 0]
