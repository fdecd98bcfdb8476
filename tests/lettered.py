"""A room whose network has a letter: on 10 December 2026, between two meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.letter import store as letters
from bot.letter.rules import Letter
from bot.network.rhythm import parse_rhythm
from tests.room import LOIRE, Room, open_room
from tests.rounds import goes

LETTERED = replace(LOIRE, letter=parse_rhythm("le 2e jeudi, les mois sans rencontre, 9 h 30"))

DATE = datetime(2026, 12, 10, 8, 30, tzinfo=UTC)
"""When the first letter falls due: Thursday 10 December 2026, 9 h 30 in Paris."""


def open_lettered(folder: Path, *, buttons: bool = True, reachable: bool = True) -> Room:
    """Open a room over a new file, where there is a letter and, mostly, a public address."""
    return open_room(folder, buttons=buttons, reachable=reachable, loire=LETTERED)


def published(room: Room) -> int:
    """Let the job publish what is due; return how many letters were."""
    return goes(room, "letters")


def comes_out(room: Room) -> Letter:
    """Go to the letter's date, have it published, and return it."""
    room.clock.now = DATE
    assert published(room) == 1
    return latest(room)


def latest(room: Room) -> Letter:
    """Return the letter that was published last."""
    letter = room.store(lambda db: letters.latest(db, "loire"))
    assert letter is not None
    return letter


def posts(room: Room) -> list[str]:
    """Return the letters that wait to be said in the channel, each with what its thread tells."""
    told: dict[str, list[str]] = {}
    for message, text in zip(room.outbox(), room.said(), strict=True):
        if message.key.startswith("letter:loire:"):
            told.setdefault(message.thread or message.key, []).append(text)
    return ["\n\n".join(each) for each in told.values()]
