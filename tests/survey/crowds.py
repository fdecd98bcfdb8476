"""A questionnaire, and as many people as it takes to answer it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.network.rights import Role
from bot.survey import store as surveys
from bot.talk.command import Caller, Command, Via
from bot.talk.reply import Reply
from tests.room import Room

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


def types(room: Room, who: str, text: str, *, via: Via = Via.SLASH) -> Reply:
    """Have one more member type something."""
    return room.asks(
        Command(text=text, caller=someone(who), via=via, channel="loire-channel", network="loire")
    )


def launched(room: Room, questions: str = QUESTIONS) -> None:
    """Have Amina launch a survey, the first of a room."""
    room.says("amina", f"/reseau préparer-enquête {questions}")
    assert not room.says("amina", "/reseau lancer-enquête 1").refused


def crowd(room: Room, choices: Sequence[str], lines: Sequence[str] = (), start: int = 0) -> None:
    """Have one member a text answer, « ab » being a to the first question and b to the second."""
    for number, letters in enumerate(choices, start=start):
        for place, letter in enumerate(letters, start=1):
            assert not types(room, f"m{number}", f"reseau enquête {place} {letter}").refused
    for number, line in enumerate(lines, start=start):
        typed = f"reseau écrire-enquête {current(room)} {line}"
        assert not types(room, f"m{number}", typed).refused


def current(room: Room) -> int:
    """Return the number of the survey that is open."""
    found = room.store(lambda db: surveys.current(db, "loire"))
    assert found is not None
    return found.number
