"""Reads the channels whose past is to be read: once, slowly, on no one's time.

All is kept in memory, and read on another thread; ids alone are written, in one transaction with
the next state. A crash at the worst moment leaves nothing but a reading that is under way: the next
beat begins it again. One that was undone meanwhile writes nothing. One that a backup brought
back is announced anew: who refused since is not known.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from bot.core import generation_store as generations
from bot.core.errors import UserError
from bot.core.generation import NEVER
from bot.core.traffic import Traffic
from bot.network.network import Network
from bot.past import reading
from bot.past import store as pasts
from bot.past.posts import TalkPost
from bot.past.rules import LOOKS_BACK, MOST_POSTS, PastReading, PastState, may_read
from bot.pile import following
from bot.pile.rules import PieceKind
from bot.talk.context import Context
from scheduler.waking import NetworkJob

log = structlog.get_logger(__name__)

PAUSE = 0.5
"""Seconds between two pages of 200 messages: a year of 2,000 is read within ten."""

REST = 0.01
"""Seconds, before each thread is weighed, in which those who wait for an answer have the processor:
about as long as that takes."""


def end_due(ctx: Context, _reading: PastReading) -> int:
    """End a reading that was not all decided of in time; no pile shows anything of it."""
    reading.end(ctx)
    following.cover(ctx, PieceKind.PAST_QUESTION)
    return 1


def _begin_anew(ctx: Context) -> None:
    reading.announce_again(ctx)
    following.cover(ctx, PieceKind.PAST_QUESTION)


class Talk(Protocol):
    """What the chat tells of what was said; each raises where it cannot say."""

    async def talk(self, network: str, before: str, /) -> Sequence[TalkPost]:
        """Return a page of a network's channel, oldest first: the latest for "", () for no more."""

    async def members_of(self, network: str, /) -> Collection[str]:
        """Return a network's members, guests and bots excepted."""


@dataclass(eq=False)
class PastReader(NetworkJob):
    """The job; those who wait for an answer pass before each page."""

    talk: Talk
    traffic: Traffic
    spoken: Callable[[], None]
    pause: float = PAUSE

    async def read_due(self) -> int:
        """Read what is to be read, one channel after the other; return how many were."""
        slugs, now = list(self.bot.networks), self.bot.clock()

        def unsure(db: Connection) -> Sequence[PastReading]:
            restored = generations.restored_at(db) or NEVER
            return pasts.announced_before(db, slugs, restored) if restored <= now else ()

        again = [self.bot.networks[each.network] for each in await self.database.run(unsure)]
        await self._each(again, self._announce_again, "past")
        due = await self.database.run(lambda db: pasts.to_read(db, slugs, now))
        networks = [self.bot.networks[each.network] for each in due]
        ready = [each for each in networks if self._may_read(each, now)]
        return await self._each(ready, self._read, "past")

    async def _announce_again(self, network: Network) -> int:
        await self._in(network, _begin_anew)
        self.spoken()
        return 1

    def _may_read(self, network: Network, now: datetime) -> bool:
        """Tell whether a channel may be read: open to us, on a day when people are there."""
        day = now.astimezone(ZoneInfo(network.timezone)).date()
        there = may_read(day, network.timezone, network.school_zone)
        return there and self.bot.open_to_us(network.slug)

    async def _read(self, network: Network) -> int:
        await self._in(network, partial(reading.move, change=PastReading.begin))
        slug = network.slug
        posts = await self._posts(network)
        if posts is None:
            return 0
        members = frozenset(await self.talk.members_of(slug))
        if not members:  # where the channel is was lost meanwhile
            return 0
        users = {each.author for each in posts}
        refused = await self.database.run(lambda db: pasts.refused_among(db, slug, users))
        among = [each for each in posts if each.author in members - refused]
        rest = partial(time.sleep, REST)
        found = await asyncio.to_thread(reading.chosen, slug, among, rest)
        try:
            read = [each.at for each in posts]
            count = await self._in(network, partial(reading.show, found=found, read=read))
        except UserError:
            log.info("past_no_longer_read", network=slug)
            return 0
        log.info("past_read", network=slug, posts=len(posts), found=count)
        self.spoken()
        return 1

    async def _posts(self, network: Network) -> list[TalkPost] | None:
        """Return what was said in a year; None where it was undone."""
        oldest = self.bot.clock() - LOOKS_BACK
        posts: list[TalkPost] = []
        before = ""
        while True:
            await self.traffic.lull()
            page = await self.talk.talk(network.slug, before)
            now = await self.database.run(lambda db: pasts.of(db, network.slug))
            if now is None or now.state is not PastState.READING:
                return None
            posts += (each for each in page if each.author and each.text and each.at >= oldest)
            if not page or len(posts) >= MOST_POSTS or page[0].at < oldest:
                return posts
            before = page[0].id
            await asyncio.sleep(self.pause)
