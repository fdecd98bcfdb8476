"""What people do around our own messages becomes a command, though nobody is spoken to.

A reaction that stands for a button, put or taken back; a reply in our threads; a check mark on such
a reply. So does what is done for the veille: a message that bears its hashtag, a newspaper put on
one.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from secrets import token_hex

import structlog
from sqlalchemy import Connection

from bot.core import outbox, reactions
from bot.core.card_keys import CardKey, read_card_key
from bot.core.clock import Clock
from bot.core.database import Database, DatabaseAwayError
from bot.core.errors import ChangedMeanwhileError
from bot.core.message import Message
from bot.core.patterns import lazy_pattern
from bot.core.reactions import HeardReaction
from bot.dispatch import Dispatch
from bot.mattermost.errors import TokenRefusedError, TransientError, UnreachableError
from bot.mattermost.roster import Roster
from bot.mattermost.wire import objects
from bot.mattermost.wire.events import Reacted, ReactionAdded, ReactionRemoved
from bot.talk.command import Caller, Command, MessageChange, Referred, Via
from bot.talk.understanding import IN_A_THREAD
from bot.veille.proposal import NEWSPAPER, links_in

log = structlog.get_logger(__name__)

AWAY = (UnreachableError, TransientError, DatabaseAwayError)
"""What passes: the server or the database is away. Events wait for it, in order."""

CHECK_MARKS = frozenset({"white_check_mark", "heavy_check_mark", "ballot_box_with_check"})
"""The reactions that say « this is the answer » of a reply under one of our messages."""

ACCEPT = "besoin accepter"
"""The route of a check mark on a reply; IN_A_THREAD is the one of the reply itself."""

GATHER = "veille noter"
LET_GO = "veille oublier"
"""The routes of a message for the veille, and of a newspaper taken back from one."""

_SAME = {"thumbsup": "+1", "-1": "thumbsdown"}
"""Reactions that go by two names, by the one that our buttons do not bear."""

_SKIN_TONE = lazy_pattern(r"_(?:light|medium_light|medium|medium_dark|dark)_skin_tone$")


@dataclass(eq=False)
class Around:
    """Looks after one server's messages of ours; what is about no message of ours is left alone."""

    database: Database
    dispatch: Dispatch
    roster: Roster
    clock: Clock

    async def reply(self, post: objects.Post) -> None:
        """Take a reply under one of our messages, in a network's channel, for one to it."""
        network = self.roster.network_at(post.channel_id)
        message = None if network is None else await self.ours(post.root_id)
        if message is not None and (command := await self._about(post, Via.THREAD)) is not None:
            about, thread = read_card_key(message.key), post.root_id
            await self.dispatch.answer(
                replace(command, route=IN_A_THREAD, thread=thread, about=about)
            )

    async def tagged(self, post: objects.Post, *, change: MessageChange | None = None) -> None:
        """Take a message that bears the veille's hashtag, in a network's channel, for its links."""
        if (command := await self._about(post, Via.HASHTAG)) is not None:
            edited_at = post.edited
            await self.dispatch.answer(
                replace(command, text=post.id, route=GATHER, edited_at=edited_at, change=change)
            )

    async def _about(self, post: objects.Post, via: Via) -> Command | None:
        """Return what a message of a network's channel asks; None elsewhere, and of a bot."""
        network = self.roster.network_at(post.channel_id)
        refers = None if network is None else await self.roster.referred(post, network=network)
        if refers is None or refers.author.bot:
            return None
        return Command(
            caller=refers.author,
            via=via,
            channel=post.channel_id,
            network=network,
            post=post.id,
            refers=refers,
        )

    async def reaction(self, event: Reacted) -> None:
        """Take a reaction that someone else than us put, or took back.

        What was acted upon is noted: told twice, live and by a catch-up, it is acted upon once. A
        crash before the note has it acted upon once more.
        """
        server = self.roster.server
        reaction = HeardReaction(post=event.post_id, user=event.user_id, emoji=event.emoji)
        known = await self.database.run(lambda db: reactions.on(db, server, [event.post_id]))
        if isinstance(event, ReactionAdded) and reaction in known:
            return
        acted = await self._reaction(event)
        if isinstance(event, ReactionRemoved):
            await self.database.run(lambda db: reactions.remove(db, server, reaction))
        elif acted:
            now = self.clock()
            await self.database.run(lambda db: reactions.add(db, server, reaction, now))

    async def _reaction(self, event: Reacted) -> bool:
        """Do what a reaction stands for; return whether it stands for anything."""
        bare = _SKIN_TONE.sub("", event.emoji)
        emoji = _SAME.get(bare, bare)
        message = await self.ours(event.post_id)
        if message is not None:
            return await self._button(event, message, emoji)
        if isinstance(event, ReactionAdded) and emoji in CHECK_MARKS:
            return await self._check_mark(event)
        return emoji == NEWSPAPER and await self._newspaper(event)

    async def _button(self, event: Reacted, message: Message, emoji: str) -> bool:
        """Take a reaction to one of our messages for the button that it stands for.

        Taken back, it stands for what undoes that, if anything does. On what was said to one
        person it is answered in words: nothing else would show them that it was seen. Where it
        breaks us, whoever put it is told so, once.
        """
        if message.network is None:
            return False
        try:
            return await self._pressed(event, message, message.network, emoji)
        except (TokenRefusedError, *AWAY):
            raise
        except Exception:
            reference = token_hex(3)
            log.exception("reaction_passed", post=event.post_id, reference=reference)
            await self.dispatch.apologise(
                Command(
                    caller=Caller(server=self.roster.server, id=event.user_id, name=""),
                    via=Via.REACTION,
                    channel=event.channel_id,
                    network=message.network,
                ),
                reference,
            )
            return True

    async def _pressed(self, event: Reacted, message: Message, network: str, emoji: str) -> bool:
        """Ask what the button of this reaction asks; return whether there is one."""
        acted = False
        for button in message.buttons:
            route = button.route if isinstance(event, ReactionAdded) else button.undo
            if button.emoji == emoji and route:
                command = replace(
                    await self._reacted(event, network),
                    text=button.argument,
                    via=Via.DIRECT if message.user else Via.REACTION,
                    route=route,
                    refers=await self.roster.message(button.refers, network=network),
                )
                await self.dispatch.answer(command)
                acted = True
        return acted

    async def _check_mark(self, event: ReactionAdded) -> bool:
        """Take a check mark on someone's reply under one of our messages for « the answer ».

        The event does not tell the thread: each check mark in a network's channel costs a look.
        """
        network = self.roster.network_at(event.channel_id)
        refers = await self._underours(event.post_id, network) if network else None
        if network is None or refers is None or refers.author.bot:
            return False
        command = replace(await self._reacted(event, network), refers=refers, thread=refers.root)
        await self.dispatch.answer(replace(command, route=ACCEPT))
        return True

    async def _newspaper(self, event: Reacted) -> bool:
        """Take a newspaper on someone's message for « its links are for the veille ».

        Not on one from before its network was live, of which nothing is read. Each one in a
        network's channel costs a look; taken back, the message may be gone.
        """
        network = self.roster.network_at(event.channel_id)
        if network is None:
            return False
        put, refers = isinstance(event, ReactionAdded), None
        if put:
            post = await self.roster.post(event.post_id)
            if post is None or self.roster.is_silent(post.channel_id, post.created):
                return False
            refers = await self.roster.referred(post, network=network)
            if refers is None or refers.author.bot or not links_in(refers.text):
                return False
        command = replace(await self._reacted(event, network), text=event.post_id, refers=refers)
        await self.dispatch.answer(replace(command, route=GATHER if put else LET_GO))
        return True

    async def _reacted(self, event: Reacted, network: str) -> Command:
        """Return what a reaction asks, in a network's channel or of someone in private."""
        return Command(
            caller=await self.roster.caller(event.user_id, "", network=network),
            via=Via.REACTION,
            channel=event.channel_id or self.roster.channel_of(network) or "",
            network=network,
        )

    async def _underours(self, post_id: str, network: str) -> Referred | None:
        """Return a message by its id, if it is a reply under one of ours."""
        post = await self.roster.post(post_id)
        if post is None or not post.root_id or await self.ours(post.root_id) is None:
            return None
        return await self.roster.referred(post, network=network)

    async def card(self, post_id: str) -> CardKey | None:
        """Return what a message of ours is about, if it is about something numbered."""
        message = await self.ours(post_id) if post_id else None
        return None if message is None else read_card_key(message.key)

    async def ours(self, post_id: str) -> Message | None:
        """Return the message of ours that a post says, None for anyone else's.

        A post may not be noted yet, or its process have died before it was: then the post itself
        tells which message it says.
        """
        server = self.roster.server
        noted = await self.database.run(lambda db: outbox.by_post(db, server, post_id))
        if noted is not None:
            return noted
        unsure = await self.database.run(lambda db: outbox.being_said(db, server))
        post = await self.roster.post(post_id) if unsure else None
        if post is None or self.roster.me is None or post.user_id != self.roster.me.id:
            return None
        for message in unsure:
            if message.key == post.key:
                return await self.database.run(partial(_adopt, message=message, post=post_id))
        # Said to its end while we asked.
        return await self.database.run(lambda db: outbox.by_post(db, server, post_id))


def _adopt(db: Connection, message: Message, post: str) -> Message:
    """Note the post of a message whose delivery has not noted it; it ends by itself."""
    with suppress(ChangedMeanwhileError):
        outbox.posted(db, message, post=post)
    return message
