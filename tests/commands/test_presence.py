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
    room.says("amina", "/rencontre annoncer")
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


def test_what_is_typed_twice_is_said_once(announced: Room) -> None:
    for _ in range(2):
        assert "vous venez" in announced.says("louis", "/rencontre présence oui").text
    assert counts(announced) == [1, 0, 0]


@pytest.mark.parametrize("via", [Via.BUTTON, Via.REACTION])
def test_buttons_and_reactions_say_it(announced: Room, via: Via) -> None:
    [post] = announced.outbox()
    assert len(post.buttons) == len(Attendance) + 1  # the agenda
    for button in post.buttons[:3]:
        announced.clicks("louis", button.route, button.argument, via=via)
        said = list(Attendance).index(Attendance(button.id))
        assert counts(announced) == [int(index == said) for index in range(3)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("oui", [1, 0, 0]), ("je viens", [1, 0, 0]), ("en visio", [0, 1, 0]), ("non", [0, 0, 1])],
)
def test_words_say_it(announced: Room, words: str, expected: list[int]) -> None:
    announced.says("louis", f"/rencontre présence {words}")
    assert counts(announced) == expected


def test_other_words_are_asked_again(announced: Room) -> None:
    assert "Viendrez-vous" in announced.says("louis", "/rencontre présence peut-être").text


def test_names_are_for_the_host_only(announced: Room) -> None:
    announced.says("amina", "/rencontre hôte @zoe")
    announced.says("louis", "/rencontre présence oui")

    assert "Louis" in announced.says("zoé", "/rencontre inscrits").text
    assert "Louis" not in announced.says("amina", "/rencontre inscrits").text
    assert "Louis" not in announced.said()[-1]


def test_silence_keeps_the_answer(announced: Room) -> None:
    announced.says("louis", "/rencontre présence oui")
    announced.says("louis", "/rencontre silence")
    assert counts(announced) == [1, 0, 0]


def test_nobody_comes_to_what_is_not_announced(room: Room) -> None:
    assert room.says("louis", "/rencontre présence oui").refused


def test_nobody_comes_by_video_where_there_is_none(room: Room) -> None:
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    room.says("amina", "/rencontre annoncer")

    assert "seulement sur place" in room.says("louis", "/rencontre présence visio").text
    assert counts(room) == [0, 0, 0]
