"""Goes one round of the scheduler, by its name."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from bot.core.database import Database
from bot.talk.bot import Bot
from scheduler.rounds import ROUNDS, Members, Rounds
from tests.room import Room


async def nobody(_network: str) -> Collection[str]:
    """Tell that the chat knows no member."""
    return ()


async def go(database: Database, bot: Bot, name: str, members: Members = nobody) -> int:
    """Go a round; return how much was done."""
    (row,) = [each for each in ROUNDS if each.name == name]
    return await Rounds(database, bot, members, lambda: None).go(row)


def goes(room: Room, *names: str) -> int:
    """Go some rounds of a room, one after the other; return how much was done."""
    return sum(asyncio.run(go(room.database, room.bot, each)) for each in names)


def bring_back(room: Room) -> int:
    """Have what was deferred come back."""
    return goes(room, "bring back")
