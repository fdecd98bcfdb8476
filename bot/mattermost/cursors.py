"""How far each channel of one server was read: in memory, and now and then in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot.core import message_store as messages
from bot.core import occurrences
from bot.core.database import Database
from bot.core.message_store import Cursor
from bot.mattermost.wire import objects

log = structlog.get_logger(__name__)

WRITE_EVERY = 30.0
"""Seconds between two writings of how far was read: what a crash makes us read again."""


@dataclass(eq=False)
class Cursors:
    """The last post read in each channel of a server, moved only past what was dealt with."""

    database: Database
    server: str
    clock: Callable[[], datetime]
    _moved: dict[str, Cursor] = field(default_factory=dict, init=False)
    _held: bool = field(default=False, init=False)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Write nothing inside the block: what it reads is read whole, or again if it breaks."""
        before = dict(self._moved)
        self._held = True
        try:
            yield
        except BaseException:
            self._moved = before
            raise
        finally:
            self._held = False

    def forget(self) -> None:
        """Forget what moved and was not written: another process may have read on since."""
        self._moved.clear()

    def pass_post(self, post: objects.Post) -> None:
        """Note that a post was dealt with."""
        self._moved[post.channel_id] = Cursor(
            channel=post.channel_id, post=post.id, at=post.created
        )

    def begin(self, channel: str, at: datetime) -> None:
        """Note that a channel is read from this moment on, unless a post of it was passed."""
        self._moved.setdefault(channel, Cursor(channel=channel, post="", at=at))

    async def all(self) -> Mapping[str, Cursor]:
        """Return every cursor, by channel."""
        await self.write()
        server = self.server
        found = await self.database.run(lambda db: messages.cursors_of(db, server))
        return {cursor.channel: cursor for cursor in found}

    async def horizon(self, networks: Collection[str]) -> datetime:
        """Return the moment up to which all was read: at first, that of our very first start."""
        known = await self.all()
        if known:
            return max(cursor.at for cursor in known.values())
        started = await self.database.run(lambda db: occurrences.started(db, networks))
        return started or self.clock()

    async def write(self) -> None:
        """Write what moved; it waits for the next time if that fails, or if it is held."""
        moved = dict(self._moved)
        if self._held or not moved:
            return
        server = self.server

        def work(db: Connection) -> None:
            for cursor in moved.values():
                messages.read_up_to(db, server, cursor)

        await self.database.run(work)
        self._moved = {
            channel: cursor
            for channel, cursor in self._moved.items()
            if moved.get(channel) is not cursor
        }

    async def write_regularly(self) -> None:
        """Write every WRITE_EVERY seconds, until cancelled; then once more.

        What fails is logged: the next time writes it.
        """
        try:
            while True:
                await asyncio.sleep(WRITE_EVERY)
                await self.try_to_write()
        finally:
            await asyncio.shield(self.try_to_write())

    async def try_to_write(self) -> None:
        """Write what moved; what fails is logged, and written the next time."""
        try:
            await self.write()
        except Exception:
            log.exception("cursors_not_written")
