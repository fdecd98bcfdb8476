"""Nothing that tells the coordinators happens before it is known who they are."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.talk.bot import Bot
from tests.pile_cases import waiting
from tests.room import Room
from tests.rounds import go

BACK = "De nouveau ouverte"


def back(room: Room, bot: Bot) -> int:
    return asyncio.run(go(room.database, bot, "bring back"))


def test_a_deferred_question_waits_until_it_is_known_whom_to_tell(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.does("amina", "besoin reporter 1 mattermost")
    room.clock.forward(days=14)
    starting = replace(
        room.bot, reached=lambda _: False, coordinators_of=lambda _: frozenset[str]()
    )

    assert back(room, starting) == 0

    assert back(room, room.bot) == 1
    assert BACK in waiting(room)
