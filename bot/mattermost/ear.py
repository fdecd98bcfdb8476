"""Hears one server: what is said to the bot becomes a command, once, even after a cut.

So does what is done around its own messages: a reaction that stands for a button, a reply in
their threads, a check mark on such a reply.

Each message that asks something is noted in the transaction that does it, so it may be read
again without harm. How far each channel was read is kept every half minute, and after each new
session what came since is read over REST.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache

import structlog
from sqlalchemy import Connection

from bot.dispatch import Dispatch
from bot.domain.message import Message
from bot.mattermost import wire
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import (
    MalformedError,
    MattermostError,
    TokenRefusedError,
    TransientError,
    UnreachableError,
)
from bot.mattermost.roster import Roster
from bot.mattermost.socket import Heard, SessionStarted
from bot.store import messages, occurrences, outbox
from bot.store.database import Database
from bot.store.messages import Cursor
from bot.talk.command import Command, Referred, Via

log = structlog.get_logger(__name__)

KEEP_EVERY = 30.0
"""Seconds between two writings of how far was read: what a crash makes us read again."""

TRY_AGAIN = 5.0
"""Seconds between two tries to start a session that REST refuses."""

CHECK_MARKS = frozenset({"white_check_mark", "heavy_check_mark", "ballot_box_with_check"})
"""The reactions that say « this is the answer » of a reply under one of our messages."""

ACCEPT = "besoin accepter"
PROPOSE = "besoin proposer"
"""The routes of a check mark on a reply, and of the reply itself."""

_MISSED_LIMIT = 200
_ALL = r"(?:à\s+)?tou(?:s|tes)"
_GREETING = (
    rf"(?:bonjour|bonsoir|salut|coucou|hello)\b(?:\s+(?:{_ALL}(?:\s+et\s+{_ALL})?|le réseau))?\b"
)
_SIGN = r":\w+:"
_QUIET = r"(?:[^\w@>`:]|:(?!\w))*+"
"""Punctuation, emoji; not the marks of a quotation or of code. It never gives back what it took:
a long message costs no more than its length."""
_SKIN_TONE = re.compile(r"_(?:light|medium_light|medium|medium_dark|dark)_skin_tone$")


class Ear:
    """One server's listener: give `hear` each event of the socket."""

    def __init__(
        self,
        database: Database,
        dispatch: Dispatch,
        client: Mattermost,
        roster: Roster,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._dispatch = dispatch
        self._client = client
        self._roster = roster
        self._clock = clock
        self._read: dict[str, Cursor] = {}

    async def hear(self, event: Heard) -> None:
        """Take one event, again while the server cannot be asked: meanwhile the others wait.

        What it refuses, or what breaks us, is logged and dropped: one bad event stops nothing.
        Raises TokenRefusedError only.
        """
        kind = type(event).__name__
        while True:
            try:
                return await self._take(event)
            except TokenRefusedError:
                raise
            except (UnreachableError, TransientError) as error:
                log.warning("event_waits", kind=kind, reason=str(error), wait=TRY_AGAIN)
                await asyncio.sleep(TRY_AGAIN)
            except MattermostError as error:
                log.warning("event_dropped", kind=kind, reason=str(error))
                return None
            except Exception:
                log.exception("event_dropped", kind=kind)
                return None

    async def keep_place(self) -> None:
        """Write how far was read, every KEEP_EVERY seconds, until cancelled; then once more."""
        try:
            while True:
                await asyncio.sleep(KEEP_EVERY)
                await self._write_cursors()
        finally:
            await asyncio.shield(self._write_cursors())

    async def _take(self, event: Heard) -> None:
        match event:
            case SessionStarted():
                await self._start_session()
            case wire.Posted(post=post, channel_type=kind):
                await self._post(post, direct=kind is wire.ChannelType.DIRECT)
            case wire.ReactionAdded() | wire.ReactionRemoved():
                await self._reaction(event)
            case wire.UserAdded(user_id=user, channel_id=channel):
                if self._is_me(user):
                    await self._load()
                await self._roster.joined(user, channel)
            case wire.UserRemoved(user_id=user, channel_id=channel):
                self._roster.left(user, channel)
            case wire.UserUpdated(user=user):
                self._roster.changed(user)
            case _:
                pass

    async def _start_session(self) -> None:
        """Learn who is who and what was missed; again until the server tells.

        Meanwhile events wait in the socket's queue. A direct channel that is new to us is read from
        the horizon, which a first try that breaks off midway must not move.
        """
        horizon = await self._horizon()
        while True:
            try:
                await self._load()
                await self._catch_up(horizon)
            except TokenRefusedError:
                raise
            except (MattermostError, MalformedError) as error:
                log.warning("session_not_started", reason=str(error), wait=TRY_AGAIN)
                await asyncio.sleep(TRY_AGAIN)
            else:
                return

    async def _load(self) -> None:
        """Learn who is who; what the server refused may pass now."""
        await self._roster.load()
        await self._database.run(lambda db: outbox.hasten(db, self._roster.server))

    async def _post(self, post: wire.Post, *, direct: bool) -> None:
        if not self._is_me(post.user_id) and _a_person_wrote(post):
            text = self._asked(post, direct=direct)
            if text is not None:
                await self._command(post, text, direct=direct)
            elif post.root_id:
                await self._reply(post)
        if direct or self._roster.network_at(post.channel_id) is not None:
            self._read[post.channel_id] = Cursor(
                channel=post.channel_id, post=post.id, at=post.created
            )

    async def _command(self, post: wire.Post, text: str, *, direct: bool) -> None:
        network = self._roster.network_at(post.channel_id)
        elsewhere = network is None or "~" in text
        caller = await self._roster.caller(post.user_id, "", network=None if elsewhere else network)
        refers = None
        if network is not None:
            refers = await self._roster.message(post.root_id, network=network)
        await self._dispatch.answer(
            Command(
                text=text,
                caller=caller,
                via=Via.DIRECT if direct else Via.MENTION,
                channel=post.channel_id,
                network=network,
                post=post.id,
                thread=post.root_id or post.id,
                refers=refers,
            )
        )

    async def _reply(self, post: wire.Post) -> None:
        """Take a reply under one of our messages, in a network's channel, for one to it."""
        network = self._roster.network_at(post.channel_id)
        if network is None or await self._ours(post.root_id) is None:
            return
        refers = await self._roster.referred(post, network=network)
        if refers is not None and not refers.author.bot:
            await self._dispatch.answer(
                Command(
                    text="",
                    caller=refers.author,
                    via=Via.THREAD,
                    channel=post.channel_id,
                    network=network,
                    route=PROPOSE,
                    post=post.id,
                    thread=post.root_id,
                    refers=refers,
                )
            )

    async def _reaction(self, event: wire.ReactionAdded | wire.ReactionRemoved) -> None:
        if self._is_me(event.user_id):
            return
        emoji = _SKIN_TONE.sub("", event.emoji)
        message = await self._ours(event.post_id)
        if message is not None:
            await self._button(event, message, emoji)
        elif isinstance(event, wire.ReactionAdded) and emoji in CHECK_MARKS:
            await self._check_mark(event)

    async def _button(
        self, event: wire.ReactionAdded | wire.ReactionRemoved, message: Message, emoji: str
    ) -> None:
        """Take a reaction to one of our messages for the button that it stands for.

        Taken back, it stands for what undoes that, if anything does. On what was said to one
        person it is answered in words: nothing else would show them that it was seen.
        """
        network = message.network
        if network is None:
            return
        for button in message.buttons:
            route = button.route if isinstance(event, wire.ReactionAdded) else button.undo
            if button.emoji == emoji and route:
                await self._dispatch.answer(
                    Command(
                        text=button.argument,
                        caller=await self._roster.caller(event.user_id, "", network=network),
                        via=Via.DIRECT if message.user else Via.REACTION,
                        channel=event.channel_id or self._roster.channel_of(network) or "",
                        network=network,
                        route=route,
                        refers=await self._roster.message(button.refers, network=network),
                    )
                )

    async def _check_mark(self, event: wire.ReactionAdded) -> None:
        """Take a check mark on someone's reply under one of our messages for « the answer ».

        The event does not tell the thread: each check mark in a network's channel costs a look.
        """
        network = self._roster.network_at(event.channel_id)
        refers = None if network is None else await self._under_ours(event.post_id, network)
        if refers is not None and not refers.author.bot:
            await self._dispatch.answer(
                Command(
                    text="",
                    caller=await self._roster.caller(event.user_id, "", network=network),
                    via=Via.REACTION,
                    channel=event.channel_id,
                    network=network,
                    route=ACCEPT,
                    thread=refers.root,
                    refers=refers,
                )
            )

    async def _under_ours(self, post_id: str, network: str) -> Referred | None:
        """Return a message by its id, if it is a reply under one of ours."""
        post = await self._roster.post(post_id)
        if post is None or not post.root_id or await self._ours(post.root_id) is None:
            return None
        return await self._roster.referred(post, network=network)

    async def _ours(self, post_id: str) -> Message | None:
        """Return the message of ours that a post says, None for anyone else's."""
        server = self._roster.server
        return await self._database.run(lambda db: outbox.by_post(db, server, post_id))

    def _asked(self, post: wire.Post, *, direct: bool) -> str | None:
        """Return what a message asks the bot, without our name; None if it asks nothing.

        In a channel the message must start by naming us. A greeting or a sign may come first, if
        a command's first word follows our name. A direct message always asks.
        """
        me = self._roster.me
        called = _calls(me.username).match(post.message) if me else None
        if called is None:
            return post.message.strip().lstrip("/") or "aide" if direct else None
        text = post.message[called.end() :].strip().lstrip("/")
        if called["before"] and not (direct or self._dispatch.knows(text)):
            return None
        return text or "aide"

    def _is_me(self, user: str) -> bool:
        return self._roster.me is not None and user in ("", self._roster.me.id)

    async def _horizon(self) -> datetime:
        """Return the moment up to which all was read: at first, that of our very first start."""
        await self._write_cursors()
        known = await self._cursors()
        if known:
            return max(cursor.at for cursor in known.values())
        networks = self._roster.networks
        started = await self._database.run(lambda db: occurrences.started(db, networks))
        return started or self._clock()

    async def _cursors(self) -> dict[str, Cursor]:
        server = self._roster.server
        found = await self._database.run(lambda db: messages.cursors_of(db, server))
        return {cursor.channel: cursor for cursor in found}

    async def _catch_up(self, horizon: datetime) -> None:
        """Read what was said while we did not hear, in the networks' channels and to us alone."""
        await self._write_cursors()
        known = await self._cursors()
        for channel in await self._client.own_channels():
            direct = channel.type is wire.ChannelType.DIRECT
            if not direct and self._roster.network_at(channel.id) is None:
                continue
            cursor = known.get(channel.id)
            since = cursor.at if cursor else horizon
            if cursor and channel.last_post_at and channel.last_post_at <= since:
                continue
            for post in await self._missed(channel.id, cursor, since):
                await self._post(post, direct=direct)
            if cursor is None:
                first = Cursor(channel=channel.id, post="", at=since)
                self._read.setdefault(channel.id, first)
        await self._write_cursors()

    async def _missed(
        self, channel: str, cursor: Cursor | None, since: datetime
    ) -> Sequence[wire.Post]:
        """Return the posts after the cursor, oldest first.

        By date where the cursor names no post, or one that the server has purged: it then
        answers an empty list, as if nothing had been said.
        """
        if cursor is not None and cursor.post:
            posts = await self._client.posts_after(channel, cursor.post)
            if posts:
                return posts
        latest = await self._client.latest_posts(channel, _MISSED_LIMIT)
        return [post for post in latest if post.created > since]

    async def _write_cursors(self) -> None:
        moved, self._read = self._read, {}
        if not moved:
            return
        server = self._roster.server

        def write(db: Connection) -> None:
            for cursor in moved.values():
                messages.read_up_to(db, server, cursor)

        await self._database.run(write)


@lru_cache(maxsize=8)
def _calls(name: str) -> re.Pattern[str]:
    """Return what finds our name at the start of a message, and only ours: `@bot-2` is another."""
    before = rf"{_QUIET}(?:(?:{_GREETING}|{_SIGN}){_QUIET})*+"
    ours = rf"@{re.escape(name)}(?![\w-]|\.\w)"
    return re.compile(rf"\s*+(?P<before>{before}){ours}[\s:,;.!…]*", re.IGNORECASE)


def _a_person_wrote(post: wire.Post) -> bool:
    return not (post.type or post.from_webhook or post.from_bot or post.deleted)
