"""A questionnaire, and as many people as it takes to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.network.rights import Role
from bot.survey import store as surveys
from bot.talk.command import Caller, Command, Via
from bot.talk.reply import Reply
from tests.room import Room, caller
from tests.typable import parted

QUESTIONS = """Quel thème vous serait utile ?
- Intelligence artificielle
- Bureautique
- Parentalité

Nos rencontres, plutôt :
- Sur place
- En visio

Une chose à nous dire ?"""


def someone(name: str, network: str = "loire", server: str = "test") -> Caller:
    """Return one more member of a network."""
    return Caller(server=server, id=name, name=name, roles={network: Role.MEMBER})


def presses(room: Room, who: str, words: str) -> Reply:
    """Have one more member press a button: « reseau enquête 1 2 a »."""
    return room.asks(pressed(someone(who), words))


def pressed(who: Caller, words: str, network: str = "loire") -> Command:
    """Return what pressing a button asks, in a network's channel."""
    route, argument = parted(words)
    return Command(
        text=argument,
        caller=who,
        via=Via.BUTTON,
        channel=f"{network}-channel",
        network=network,
        route=route,
        on_the_spot=True,
    )


def prepares(room: Room, questions: str = QUESTIONS) -> Reply:
    """Have Amina send the form of a survey."""
    form = pressed(caller("amina"), "reseau préparer-enquête")
    fields = {"questions": questions}
    return room.asks(replace(form, via=Via.DIALOG, text=questions, fields=fields))


def launched(room: Room, questions: str = QUESTIONS) -> None:
    """Have Amina launch a survey, the first of a room."""
    prepares(room, questions)
    assert not room.does("amina", "reseau lancer-enquête 1").refused


def crowd(room: Room, choices: Sequence[str], lines: Sequence[str] = (), start: int = 0) -> None:
    """Have one member a text answer, « ab » being a to the first question and b to the second."""
    for number, letters in enumerate(choices, start=start):
        for place, letter in enumerate(letters, start=1):
            words = f"reseau enquête {current(room)} {place} {letter}"
            assert not presses(room, f"m{number}", words).refused
    for number, line in enumerate(lines, start=start):
        typed = f"reseau écrire-enquête {current(room)} {line}"
        assert not presses(room, f"m{number}", typed).refused


def current(room: Room) -> int:
    """Return the number of the survey that is open."""
    found = room.store(lambda db: surveys.current(db, "loire"))
    assert found is not None
    return found.number
