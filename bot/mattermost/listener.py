"""Hears one server: what is said to the bot becomes a command, once, even after a cut.

So does what is done around its own messages.

Each message that asks something is noted in the transaction that does it, so it may be read
again without harm. How far each channel was read is kept every half minute, and after each new
session what came since is read over REST.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from secrets import token_hex

import structlog

from bot.core import outbox, sources
from bot.core.card_keys import CardKind
from bot.core.channel import ChannelState
from bot.core.database import Database, DatabaseAwayError
from bot.core.message_store import Cursor
from bot.dispatch import Dispatch
from bot.entry.card import INVITED
from bot.mattermost import calling
from bot.mattermost.around import AWAY, Around
from bot.mattermost.client import Mattermost
from bot.mattermost.cursors import Cursors
from bot.mattermost.errors import (
    ForbiddenError,
    MalformedError,
    MattermostError,
    NotFoundError,
    TokenRefusedError,
    pause_after,
)
from bot.mattermost.missed_reactions import MissedReactions
from bot.mattermost.restores import Restores
from bot.mattermost.roster import Roster
from bot.mattermost.socket import Heard
from bot.mattermost.wire import events, objects
from bot.talk.command import Attached, Caller, Command, MessageChange, SharedFile, Via
from bot.talk.understanding import CALLED
from bot.veille.proposal import is_tagged, links_in

log = structlog.get_logger(__name__)

TRY_AGAIN = 5.0
"""Seconds between two tries of what the server or the database cannot take now."""

_MISSED_LIMIT = 200

_ADDED = "system_add_to_channel"
INVITED_LATELY = timedelta(days=7)
"""How long ago someone may have invited us into a channel for it to be an invitation still."""

CHANGES_AGE = timedelta(days=30)
"""How old a private message may be for its edits to be looked for after an absence."""


@dataclass(eq=False)
class Listener:
    """One server's listener: give `hear` each event of the socket.

    `moved` is told of the network where people came or left, or whose channel changed; of "" when
    it may be any of them, or when we did not hear for a while; `back` when the server answers
    again. `restores` looks at the server before anyone is answered.

    Of several processes, the one that `leads` acts on what it hears; the others only keep up with
    who is who, so that rights are fresh wherever a command is answered.
    """

    database: Database
    dispatch: Dispatch
    client: Mattermost
    roster: Roster
    clock: Callable[[], datetime]
    moved: Callable[[str], None] = lambda _network: None
    restores: Restores | None = None
    back: Callable[[], None] = lambda: None
    leads: Callable[[], bool] = lambda: True
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _in_session: bool = field(default=False, init=False)
    _behind: bool = field(default=False, init=False)
    """Whether what was heard while another process led is not caught up yet."""

    def __post_init__(self) -> None:
        """Make what it works with."""
        server = self.roster.server
        self._around = Around(self.database, self.dispatch, self.roster, self.clock)
        self._missed_reactions = MissedReactions(self.database, self.client, server)
        self.cursors = Cursors(self.database, server, self.clock)

    @property
    def caught_up(self) -> bool:
        """Whether all that was said and changed while we did not hear was taken up."""
        return self._in_session and not self._behind

    async def lead(self) -> None:
        """Take up what was not heard by the one that led before, and note how far is read.

        Until cancelled. A session that has not started yet does the first when it does.
        """
        try:
            async with self._turn:
                self.cursors.forget()
                if self._in_session:
                    await self._begin()
            await self.cursors.write_regularly()
        finally:
            self._behind = True

    async def renew(self) -> None:
        """Learn who is who again, as networks came or went; read what is said there meanwhile."""
        async with self._turn:
            if self._in_session:
                await self._begin()

    async def hear(self, event: Heard) -> None:
        """Take one event, again while the server or the database is away: the others wait.

        What breaks for another reason is logged and passed: one bad event stops nothing. Raises
        TokenRefusedError only.
        """
        kind = type(event).__name__
        while True:
            try:
                async with self._turn:
                    return await self._take(event)
            except TokenRefusedError:
                raise
            except AWAY as error:
                wait = max(TRY_AGAIN, pause_after(error))
                log.warning("event_waits", kind=kind, reason=str(error), wait=wait)
                await asyncio.sleep(wait)
            except Exception:
                log.exception("event_passed", kind=kind)
                return None

    async def _take(self, event: Heard) -> None:
        if isinstance(event, events.Hello):
            self._in_session = False
            await self._begin()
            self._in_session = True
        elif isinstance(event, events.PersonEvent):
            await self._person(event)
        elif isinstance(event, events.ChannelEvent):
            await self._channel(event)
        elif self.leads() and not self._behind:  # what we do not take now, `_begin` does
            await self._done(event)

    async def _done(self, event: events.PostEvent) -> None:
        """Act upon what someone did with a message."""
        match event:
            case events.Posted(post=post, channel_type=kind):
                await self._read(post, direct=kind is objects.ChannelType.DIRECT)
            case events.PostEdited(post=post):
                await self._changed(post)
            case events.PostDeleted(post=post):
                await self._changed(replace(post, deleted=True))
            case events.Reacted():
                if not self._is_me(event.user_id):
                    await self._around.reaction(event)

    async def _person(self, event: events.PersonEvent) -> None:
        """Note who came, went or changed; a team left tells nothing of its channels itself."""
        match event:
            case events.UserAdded(user_id=user, channel_id=channel):
                if self._is_me(user):
                    return await self._begin()
                await self.roster.joined(user, channel)
                self._tell_of_move(channel)
            case events.UserRemoved(user_id=user, channel_id=channel):
                if self._is_me(user):
                    self.roster.closed(channel, ChannelState.REMOVED)
                self.roster.left(user, channel)
                self._tell_of_move(channel)
            case events.TeamLeft(user_id=user, team_id=team):
                for channel in self.roster.channels_of_team(team):
                    await self._person(events.UserRemoved(user_id=user, channel_id=channel))
            case events.UserUpdated(user=user):
                await self.roster.changed(user)
                if user.deleted:
                    self.moved("")
        return None

    async def _channel(self, event: events.ChannelEvent) -> None:
        """Note what becomes of a network's channel; one that is back is caught up."""
        match event:
            case events.ChannelDeleted(channel_id=channel):
                self.roster.closed(channel, ChannelState.ARCHIVED)
                self._tell_of_move(channel)
            case events.ChannelRestored(channel_id=channel):
                if self.roster.network_at(channel) is not None:
                    await self._begin()
            case events.ChannelUpdated(channel=channel):
                self.roster.renamed(channel)
                self._tell_of_move(channel.id)

    def _tell_of_move(self, channel: str) -> None:
        network = self.roster.network_at(channel)
        if network is not None:
            self.moved(network)

    async def _begin(self) -> None:
        """Learn who is who and what was missed, in a new session or a channel that is ours again.

        Who does not lead learns who is who.

        Again until the server tells; meanwhile events wait in the socket's queue. A direct channel
        that is new to us is read from the horizon, which a first try that breaks off midway must
        not move.
        """
        horizon = await self.cursors.horizon(self.roster.networks)
        known = await self.cursors.all()
        with self.cursors.held():
            while True:
                try:
                    if self.restores is not None:
                        await self.restores.look(self.roster.server, self.client)
                    if not self.leads():
                        self._behind = True
                        await self.roster.load()
                        return
                    await self.roster.load()
                    # What the server refused may pass now.
                    await self.database.run(lambda db: outbox.hasten(db, self.roster.server))
                    self.back()
                    await self._see_invitations()
                    await self._catch_up(known, horizon)
                    await self._catch_up_changes(known, horizon)
                except TokenRefusedError:
                    raise
                except (MattermostError, MalformedError, DatabaseAwayError) as error:
                    wait = max(TRY_AGAIN, pause_after(error))
                    log.warning("session_not_started", reason=str(error), wait=wait)
                    await asyncio.sleep(wait)
                else:
                    break
        self._behind = False
        self.moved("")
        await self.cursors.try_to_write()

    async def _read(self, post: objects.Post, *, direct: bool) -> None:
        """Read one post, and pass it once it was dealt with.

        Where it breaks us, whoever asked is told so, with a reference, and the others are read.
        """
        try:
            await self._post(post, direct=direct)
        except (TokenRefusedError, *AWAY):
            raise
        except Exception:
            reference = token_hex(3)
            log.exception("post_passed", post=post.id, reference=reference)
            await self._apologise(post, reference, direct=direct)
        if direct or self.roster.network_at(post.channel_id) is not None:
            self.cursors.pass_post(post)

    async def _apologise(self, post: objects.Post, reference: str, *, direct: bool) -> None:
        """Tell someone that their request broke us."""
        asked = self._asked(post, direct=direct) or self._named(post)
        if self._is_me(post.user_id) or asked is None:
            return
        await self.dispatch.apologise(
            Command(
                caller=Caller(server=self.roster.server, id=post.user_id, name="", roles={}),
                via=Via.DIRECT if direct else Via.MENTION,
                channel=post.channel_id,
                network=self.roster.network_at(post.channel_id),
                post=post.id,
                thread=post.root_id or post.id,
            ),
            reference,
        )

    async def _post(
        self, post: objects.Post, *, direct: bool, change: MessageChange | None = None
    ) -> None:
        """Have a message answered, or what it made follow its `change`."""
        if post.type == _ADDED and self._is_me(post.added):
            return await self._see_invitations()
        silent = self.roster.is_silent(post.channel_id, post.created)
        if silent or self._is_me(post.user_id) or post.type or post.relayed or post.deleted:
            return None
        text = self._asked(post, direct=direct)
        if text is not None:
            await self._command(post, text, direct=direct, change=change)
        elif is_tagged(post.message) and links_in(post.message):
            await self._around.tagged(post, change=change)
        elif (said := self._named(post)) is not None and not await self._answers(post):
            await self._command(post, said, direct=direct, route=CALLED, change=change)
        elif change is not None:
            no_more = MessageChange.ASKS_NO_MORE
            await self._command(post, post.message, direct=direct, change=no_more)
        elif post.root_id:
            await self._around.reply(post)
        return None

    async def _answers(self, post: objects.Post) -> bool:
        """Tell whether a message is under a question: whatever it says may be its answer."""
        about = await self._around.card(post.root_id)
        return about is not None and about.kind is CardKind.QUESTION

    async def _changed(self, post: objects.Post) -> None:
        """Have what a message made follow, if it made anything and the change is new to us.

        An edit is read as if it had been written so; what it means is the dispatch's to say.
        """
        server = self.roster.server
        found = await self.database.run(
            lambda db: sources.of_post(db, server, post.id, thread=post.deleted)
        )
        if not any(each.is_news(post.edited, deleted=post.deleted) for each in found):
            return
        if not post.deleted:
            direct = self.roster.network_at(post.channel_id) is None
            await self._post(post, direct=direct, change=MessageChange.EDITED)
            return
        await self.dispatch.answer(  # it counts whoever made it
            Command(
                caller=Caller(server=server, id=post.user_id, name="", roles={}),
                via=Via.MENTION,
                channel=post.channel_id,
                post=post.id,
                change=MessageChange.DELETED,
            )
        )

    async def _command(
        self,
        post: objects.Post,
        text: str,
        *,
        direct: bool,
        route: str | None = None,
        change: MessageChange | None = None,
    ) -> None:
        network = self.roster.network_at(post.channel_id)
        elsewhere = network is None or "~" in text
        caller = await self.roster.caller(post.user_id, "", network=None if elsewhere else network)
        refers = None
        if network is not None:
            refers = await self.roster.message(post.root_id, network=network)
        await self.dispatch.answer(
            Command(
                text=text,
                caller=caller,
                via=Via.DIRECT if direct else Via.MENTION,
                channel=post.channel_id,
                network=network,
                route=route,
                post=post.id,
                thread=post.root_id or post.id,
                refers=refers,
                about=await self._around.card(post.root_id),
                people=await self.roster.people(text, caller=caller, network=network),
                attached=await self._attached(post),
                shared=await self._shared(post) if network is not None else None,
                edited_at=post.edited,
                change=change,
            )
        )

    async def _attached(self, post: objects.Post) -> Attached | None:
        """Return the first file of a message, where one of ours asks for it in its thread."""
        if not post.file_ids or not post.root_id:
            return None
        message = await self._around.ours(post.root_id)
        asked = message is not None and self.dispatch.takes_file(message)
        return await self.roster.attached(post) if asked else None

    async def _shared(self, post: objects.Post) -> SharedFile | None:
        """Return the first file of a message, else of the one whose thread it is in."""
        if post.file_ids or not post.root_id:
            return await self.roster.shared_file(post)
        return await self.roster.shared_file(await self.roster.post(post.root_id))

    def _asked(self, post: objects.Post, *, direct: bool) -> str | None:
        """Return what a message asks the bot, without our name; None if it asks nothing.

        A direct message always asks.
        """
        me = self.roster.me
        text = calling.said_to(me.username, post.message, self.dispatch.knows) if me else None
        if text is None and direct:
            text = self._named(post) or post.message
        return None if text is None else text.strip().lstrip("/") or _meant(post, direct=direct)

    def _named(self, post: objects.Post) -> str | None:
        """Return what a message says without our name, which is not first; None without it."""
        me = self.roster.me
        return calling.without_name(me.username, post.message) if me else None

    def _is_me(self, user: str) -> bool:
        return self.roster.me is not None and user in ("", self.roster.me.id)

    async def _catch_up_changes(self, known: Mapping[str, Cursor], horizon: datetime) -> None:
        """Take what changed while we did not hear: edits, deletions, reactions.

        In the networks' channels, and in those with one person where lately something was made from
        a message; where no cursor was written, since the horizon.
        """
        places = [each.id for each in self.roster.channels if self.roster.is_open(each.network)]
        since = {each: known[each].at if each in known else horizon for each in places}
        server, lately = self.roster.server, self.clock() - CHANGES_AGE
        made = await self.database.run(lambda db: sources.channels(db, server, lately))
        others = {each for each in made if self.roster.network_at(each) is None}
        direct = {each: known[each].at if each in known else horizon for each in others}
        changed = {
            channel: await self._missed_reactions.changed(channel, moment)
            for channel, moment in {**since, **direct}.items()
        }
        for posts in changed.values():
            for post in posts:
                await self._take_change(post)
        await self._catch_up_reactions(since, changed, horizon)

    async def _take_change(self, post: objects.Post) -> None:
        try:
            if post.deleted or post.edited:
                await self._changed(post)
        except (TokenRefusedError, *AWAY):
            raise
        except Exception:
            log.exception("change_passed", post=post.id)

    async def _catch_up_reactions(
        self,
        since: Mapping[str, datetime],
        changed: Mapping[str, Sequence[objects.Post]],
        horizon: datetime,
    ) -> None:
        missed = self._missed_reactions.since(since, changed, horizon, now=self.clock())
        async for event in missed:
            if self._is_me(event.user_id):
                continue
            try:
                await self._around.reaction(event)
            except (TokenRefusedError, *AWAY):
                raise
            except Exception:
                log.exception("reaction_passed", post=event.post_id)

    async def _catch_up(self, known: Mapping[str, Cursor], horizon: datetime) -> None:
        """Read what was said while we did not hear, in the networks' channels and to us alone."""
        for channel in await self.client.own_channels():
            direct = channel.type is objects.ChannelType.DIRECT
            if not direct and self.roster.network_at(channel.id) is None:
                continue
            cursor = known.get(channel.id)
            since = cursor.at if cursor else horizon
            if cursor and channel.last_post_at and channel.last_post_at <= since:
                continue
            try:
                missed = await self._missed(channel.id, cursor, since)
            except (ForbiddenError, NotFoundError) as error:  # shut to us since we asked
                log.warning("channel_not_read", channel=channel.id, reason=str(error))
                continue
            for post in missed:
                await self._read(post, direct=direct)
            if cursor is None:
                self.cursors.begin(channel.id, since)

    async def _see_invitations(self) -> None:
        """Ask whoever invited us into a channel that is no network's what it is for, once.

        Of what is said there nothing is read but the server's own word that we were added.
        """
        since = self.clock() - INVITED_LATELY
        for channel in self.roster.visited:
            try:
                latest = await self.client.latest_posts(channel.id, _MISSED_LIMIT)
                added = [
                    each
                    for each in latest
                    if each.type == _ADDED and self._is_me(each.added) and each.created >= since
                ]
                if added and added[-1].added:
                    await self._invited(channel, added[-1])
            except (ForbiddenError, NotFoundError) as error:  # shut to us, or who invited is gone
                log.info("invitation_passed", channel=channel.id, reason=str(error))

    async def _invited(self, channel: objects.Channel, post: objects.Post) -> None:
        team = await self.client.team(channel.team_id)
        await self.dispatch.answer(
            Command(
                caller=await self.roster.visitor(post.user_id),
                via=Via.DIRECT,
                channel=channel.id,
                route=INVITED,
                fields={"team": team.name, "name": channel.name, "title": channel.display_name},
                post=post.id,
            )
        )

    async def _missed(
        self, channel: str, cursor: Cursor | None, since: datetime
    ) -> Sequence[objects.Post]:
        """Return the posts after the cursor, oldest first.

        By date where the cursor names no post, or one that the server has purged: it then
        answers an empty list, as if nothing had been said.
        """
        if cursor is not None and cursor.post:
            posts = await self.client.posts_after(channel, cursor.post)
            if posts:
                return posts
        latest = await self.client.latest_posts(channel, _MISSED_LIMIT)
        return [post for post in latest if post.created > since]


def _meant(post: objects.Post, *, direct: bool) -> str:
    """Return what a message without a word asks: to keep its file, shared with all, or for help."""
    return "une ressource" if post.file_ids and not direct else "aide"
