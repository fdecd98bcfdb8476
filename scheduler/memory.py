"""The ZIP of a network's memory, made when it is sent: it has what may be in it at that moment."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection

from bot.core.database import Database
from bot.core.message import NotMadeError
from bot.memory.folder import zipped
from bot.memory.gathering import gather
from bot.memory.rules import Memory
from bot.memory.writing import files
from bot.talk.bot import Bot


async def zip_of(database: Database, bot: Bot, slug: str) -> bytes:
    """Return the memory of a network as a ZIP, read at once and written beside the bot's work.

    Raises NotMadeError where the network is no longer served.
    """
    network = bot.networks.get(slug)
    if network is None:
        raise NotMadeError(f"network {slug} is not served")

    def read(db: Connection) -> Memory:
        return gather(bot.context(db, network, bot.clock()))

    memory = await database.run(read)

    def written() -> bytes:
        return zipped(f"memoire-{slug}", files(memory.sifted(), bot.renderer))

    return await asyncio.to_thread(written)
