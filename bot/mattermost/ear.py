"""Hears one server: what is said to the bot becomes a command, once, even after a cut.

So does what is done around its own messages.

Each message that asks something is noted in the transaction that does it, so it may be read
again without harm. How far each channel was read is kept every half minute, and after each new
session what came since is read over REST.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot.dispatch import Dispatch
from bot.domain.proposal import is_tagged, links_in
from bot.mattermost import calling, wire
from bot.mattermost.around import Around
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import (
    ForbiddenError,
    MalformedError,
    MattermostError,
    NotFoundError,
    TokenRefusedError,
    TransientError,
    UnreachableError,
)
from bot.mattermost.restores import Restores
from bot.mattermost.roster import Roster
from bot.mattermost.socket import Heard, SessionStarted
from bot.store import messages, occurrences, outbox
from bot.store.database import Database
from bot.store.messages import Cursor
from bot.talk.command import ATTACHED_LIMIT, Attached, Command, Via

log = structlog.get_logger(__name__)

KEEP_EVERY = 30.0
"""Seconds between two writings of how far was read: what a crash makes us read again."""

TRY_AGAIN = 5.0
"""Seconds between two tries to start a session that REST refuses."""

_MISSED_LIMIT = 200


class Ear:
    """One server's listener: give `hear` each event of the socket.

    `moved` is told of the network where people came or left; of "" when it may be any of them, or
    when we did not hear for a while. `restores` looks at the server before anyone is answered.
    """

    def __init__(  # noqa: PLR0913, PLR0917  the parts, each once
        self,
        database: Database,
        dispatch: Dispatch,
        client: Mattermost,
        roster: Roster,
        clock: Callable[[], datetime],
        moved: Callable[[str], None] = lambda _network: None,
        restores: Restores | None = None,
    ) -> None:
        self._database = database
        self._dispatch = dispatch
        self._client = client
        self._roster = roster
        self._clock = clock
        self._moved = moved
        self._restores = restores
        self._around = Around(database, dispatch, roster)
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
                if not self._is_me(event.user_id):
                    await self._around.reaction(event)
            case wire.UserAdded() | wire.UserRemoved() | wire.TeamLeft() | wire.UserUpdated():
                await self._person(event)
            case _:
                pass

    async def _person(
        self, event: wire.UserAdded | wire.UserRemoved | wire.TeamLeft | wire.UserUpdated
    ) -> None:
        """Note who came, went or changed; a team left tells nothing of its channels itself."""
        match event:
            case wire.UserAdded(user_id=user, channel_id=channel):
                if self._is_me(user):
                    await self._load()
                await self._roster.joined(user, channel)
                self._tell_of_move(channel)
            case wire.UserRemoved(user_id=user, channel_id=channel):
                self._roster.left(user, channel)
                self._tell_of_move(channel)
            case wire.TeamLeft(user_id=user, team_id=team):
                for channel in self._roster.channels_of_team(team):
                    await self._person(wire.UserRemoved(user_id=user, channel_id=channel))
            case wire.UserUpdated(user=user):
                self._roster.changed(user)
                if user.deleted:
                    self._moved("")

    def _tell_of_move(self, channel: str) -> None:
        network = self._roster.network_at(channel)
        if network is not None:
            self._moved(network)

    async def _start_session(self) -> None:
        """Learn who is who and what was missed; again until the server tells.

        Meanwhile events wait in the socket's queue. A direct channel that is new to us is read from
        the horizon, which a first try that breaks off midway must not move.
        """
        horizon = await self._horizon()
        while True:
            try:
                if self._restores is not None:
                    await self._restores.look(self._roster.server, self._client)
                await self._load()
                await self._catch_up(horizon)
            except TokenRefusedError:
                raise
            except (MattermostError, MalformedError) as error:
                log.warning("session_not_started", reason=str(error), wait=TRY_AGAIN)
                await asyncio.sleep(TRY_AGAIN)
            else:
                self._moved("")
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
            elif is_tagged(post.message) and links_in(post.message):
                await self._around.tagged(post)
            elif post.root_id:
                await self._around.reply(post)
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
                people=await self._roster.people(text, caller=caller, network=network),
                attached=await self._attached(post, text),
            )
        )

    async def _attached(self, post: wire.Post, text: str) -> Attached | None:
        """Return the first file of a message, where its command takes one."""
        if not post.file_ids or not self._dispatch.takes_file(text):
            return None
        try:
            info = await self._client.file_info(post.file_ids[0])
            fits = info.size <= ATTACHED_LIMIT
            content = await self._client.file(info.id) if fits else b""
        except (NotFoundError, ForbiddenError):  # deleted meanwhile, or files are switched off
            return None
        return Attached(name=info.name, size=info.size, content=content)

    def _asked(self, post: wire.Post, *, direct: bool) -> str | None:
        """Return what a message asks the bot, without our name; None if it asks nothing.

        A direct message always asks.
        """
        me = self._roster.me
        text = calling.said_to(me.username, post.message, self._dispatch.knows) if me else None
        if text is None and direct:
            text = post.message
        return None if text is None else text.strip().lstrip("/") or "aide"

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


def _a_person_wrote(post: wire.Post) -> bool:
    return not (post.type or post.from_webhook or post.from_bot or post.deleted)
