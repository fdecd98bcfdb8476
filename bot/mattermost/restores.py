"""Notices that an older backup of the database was restored, from what Mattermost still shows.

At a server's first session, before anyone is answered there, our own latest posts are read. One
that the database never knew, or is still about to say, tells that it is older than what was said:
numbers continue after those that posts bear, and well after those that were told in private alone;
another generation begins, and buttons for what was lost do nothing; what waits is looked for before
it is said. What was answered is not answered again. One transaction does it all: a crash before it
has the next start do it.

Posts from before the database was made are those of a former installation of the same account:
numbers continue after theirs, their buttons do nothing, and nobody speaks of a restore.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot.core import counters, outbox
from bot.core import generation_store as generations
from bot.core import message_store as messages
from bot.core.card_keys import CardKind, read_card_key
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.errors import ChangedMeanwhileError
from bot.core.generation import GenerationMark, Generations, mark_in
from bot.core.message import Delivery
from bot.core.message_store import Cursor
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import ForbiddenError, NotFoundError
from bot.mattermost.signing import Signer
from bot.mattermost.wire import objects
from bot.network.address import AddressKind
from bot.talk import say

log = structlog.get_logger(__name__)

_LATEST = 200
_COUNTERS = {CardKind.LETTER: "letter number"}
"""The counters of what keys name otherwise."""

_UNSAID = (Delivery.HELD, Delivery.PREPARED)
"""What nobody has begun to say: a post of it was made in a future that is lost."""


ForgetAgain = Callable[[Connection, str, Mapping[str, datetime]], object]
"""Forgets people of a server, by id, unless the database knows of what they were told, and when."""


@dataclass(eq=False)
class Restores:
    """The watch over restores; `signer` believes the buttons of what the database holds.

    All the `servers` are looked at; until then a start that is cut is as if it had not been.

    `noticed` is called once a restore was: other processes must read the generations again.
    `forget_again` is told who was forgotten, as our private messages to them still say.
    """

    database: Database
    signer: Signer
    clock: Clock
    servers: Collection[str]
    noticed: Callable[[], None] = lambda: None
    forget_again: ForgetAgain = lambda _db, _server, _told: None
    _looked: set[str] = field(default_factory=set, init=False)
    _concluding: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def begin(self) -> None:
        """Read the generations, before anything is written."""
        now = self.clock()
        self.signer.generations = await self.database.run(lambda db: generations.begin(db, now))

    async def reread(self) -> None:
        """Read the generations again: another process noticed a restore."""
        known = await self.database.run(generations.read)
        self.signer.generations = replace(known, newest=self.signer.generations.newest)

    def looked(self, server: str) -> bool:
        """Tell whether a server was looked at: before it is, nothing may be said there."""
        return server in self._looked

    async def look(self, server: str, client: Mattermost) -> None:
        """Look once, in our latest posts on a server, for signs that a backup was put back.

        What they tell begins another generation, and has people forgotten again.

        Raises MattermostError when the server cannot be asked.
        """
        if server in self._looked:
            return
        said, told = await self._said(server, client)

        def conclude(db: Connection) -> Generations:
            self.forget_again(db, server, told)
            return _conclude(db, known, server, said, now)

        async with self._concluding:  # servers tell of the same restore: it begins one generation
            known, now = self.signer.generations, self.clock()
            try:
                found = await self.database.run(conclude)
            except ChangedMeanwhileError:  # by another process, which looked too
                await self.reread()
                found = known
            if found is not known:
                held_until = known.newest.isoformat()
                if found.current == known.current:
                    log.warning("former_installation_noticed", server=server)
                else:
                    log.warning("restore_noticed", server=server, held_until=held_until)
                self.signer.generations = found
                self.noticed()
            self._looked.add(server)
            if self._looked.issuperset(self.servers):
                await self.database.run(generations.looked)

    async def _said(
        self, server: str, client: Mattermost
    ) -> tuple[Sequence[objects.Post], Mapping[str, datetime]]:
        """Return what we said that was not read yet; at a very first start, not in private.

        And whom we told that they were forgotten, by id, each with when.
        """
        me = await client.me()
        cursors = {
            each.channel: each
            for each in await self.database.run(lambda db: messages.cursors_of(db, server))
        }
        horizon = max((each.at for each in cursors.values()), default=None)
        said: list[objects.Post] = []
        told: dict[str, datetime] = {}
        for channel in await client.own_channels():
            if _may_be_new(channel, cursors.get(channel.id), horizon):
                posts = await _posts(client, channel.id, cursors.get(channel.id))
                ours = [post for post in posts if post.user_id == me.id]
                said += ours
                farewells = [mark.made_at for post in ours if (mark := _farewell(post))]
                if farewells and channel.type is objects.ChannelType.DIRECT:
                    told[channel.name.replace(me.id, "").strip("_")] = max(farewells)
        return said, told


def _farewell(post: objects.Post) -> GenerationMark | None:
    """Return the mark of a post that told someone that they were forgotten, None for another."""
    return mark_in(post.mark) if (post.key or "").startswith(say.FAREWELL) else None


def _may_be_new(channel: objects.Channel, cursor: Cursor | None, horizon: datetime | None) -> bool:
    """Tell whether a channel may show what the database does not know."""
    read = cursor.at if cursor else horizon
    if read is None:
        return channel.type is not objects.ChannelType.DIRECT
    return channel.last_post_at is None or channel.last_post_at > read


async def _posts(client: Mattermost, channel: str, cursor: Cursor | None) -> Sequence[objects.Post]:
    """Return the posts after the cursor, or the latest ones; none where we are not let in."""
    try:
        after = await client.posts_after(channel, cursor.post) if cursor and cursor.post else ()
        return after or await client.latest_posts(channel, _LATEST)
    except (NotFoundError, ForbiddenError) as error:
        log.info("channel_not_looked_at", channel=channel, reason=str(error))
        return ()


def _conclude(
    db: Connection, known: Generations, server: str, said: Sequence[objects.Post], now: datetime
) -> Generations:
    """Have numbers continue after those that were given; return the generations from now on."""
    for each in said:
        if key := read_card_key(each.key or ""):
            name = _COUNTERS.get(key.kind, key.kind.value)
            counters.raise_to(db, key.network, name, key.number)
    _answer_no_more(db, server, said, now)
    news = [mark for each in said if (mark := _news_in(db, known, each))]
    if not news:
        return known
    counters.leap(db, but=[kind.value for kind in AddressKind])
    others = {mark.generation for mark in news} - {known.current, *known.ended}
    if all(map(known.begin_after, news)):
        return generations.note(db, known, others, now)
    outbox.doubt_waiting(db, known.newest)
    return generations.renew(db, known, others, now)


def _answer_no_more(
    db: Connection, server: str, said: Sequence[objects.Post], now: datetime
) -> None:
    """Note the posts that were answered by what the outbox does not hold."""
    for each in said:
        answered = say.post_answered(each.key or "")
        if answered and outbox.by_key(db, each.key or "") is None:
            messages.remember(db, server, answered, now)


def _news_in(db: Connection, known: Generations, post: objects.Post) -> GenerationMark | None:
    """Return the mark of a post that tells of what the database does not know; None of any other.

    What is dropped once it is said tells nothing: the database may have known it.
    """
    key, mark = post.key or "", mark_in(post.mark)
    if mark is None or key.startswith(say.ERASED):
        return None
    noted = outbox.by_key(db, key)
    if noted is None:
        return mark if known.is_news(mark) else None
    return mark if noted.status in _UNSAID and noted.made_at <= known.newest else None
