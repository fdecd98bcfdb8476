"""The reactions that came or went while we did not hear, told as the socket would have told them.

A reaction changes its post's date, so one call a channel tells which posts to look at, and one for
a hundred posts what stands on them: with 120 networks, some 120 calls and two or three more, and
one for a hundred private messages with buttons. It is compared with what was acted upon.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.core import outbox, reactions
from bot.core.database import Database
from bot.core.reactions import HeardReaction
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import ForbiddenError, NotFoundError
from bot.mattermost.wire import objects
from bot.mattermost.wire.events import Reacted, ReactionAdded, ReactionRemoved

log = structlog.get_logger(__name__)

AT_ONCE = 100
"""Posts whose reactions are asked for in one call."""

OVERLAP = timedelta(minutes=1)
"""How far before the last post that was read reactions are looked for too.

A server may tell of a post before it tells of a reaction that was put first. What was acted upon is
known, and not acted upon again.
"""

PRIVATE_AGE = timedelta(days=30)
"""How old a private message may be for reactions on it to be looked for: no date tells of them."""


@dataclass(eq=False)
class MissedReactions:
    """Finds what happened to the reactions of one server."""

    database: Database
    client: Mattermost
    server: str

    async def since(
        self,
        channels: Mapping[str, datetime],
        changed: Mapping[str, Sequence[objects.Post]],
        horizon: datetime,
        *,
        now: datetime,
    ) -> AsyncIterator[Reacted]:
        """Tell of the reactions that came since then or that went, oldest first.

        `channels` are the networks', each with the moment up to which it was read, and `changed`
        the posts that changed there since; in private messages, since `horizon`. One that was being
        said may be there unknown to us: its channel is asked.
        """
        looked_at: dict[str, tuple[str, datetime]] = {}
        horizon -= OVERLAP
        for channel, read_until in channels.items():
            moment = read_until - OVERLAP
            for post in _living(changed.get(channel, ())):
                looked_at[post] = (channel, moment)
        server = self.server
        private = await self.database.run(
            lambda db: outbox.private_posts(db, server, now - PRIVATE_AGE)
        )
        looked_at |= dict.fromkeys(private, ("", horizon))
        unsure = await self.database.run(lambda db: outbox.being_said(db, server))
        for user in {each.user for each in unsure if each.user}:
            found = await self._changed_with(user, horizon)
            looked_at |= dict.fromkeys(found, ("", horizon))
        posts = list(looked_at)
        for start in range(0, len(posts), AT_ONCE):
            for told in await self._compared(posts[start : start + AT_ONCE], looked_at):
                yield told

    async def changed(self, channel: str, moment: datetime) -> Sequence[objects.Post]:
        """Return the posts of a channel that changed since then: none, where it is shut to us."""
        try:
            return await self.client.posts_changed_since(channel, moment - OVERLAP)
        except (ForbiddenError, NotFoundError) as error:
            log.warning("changes_not_read", channel=channel, reason=str(error))
            return ()

    async def _changed_with(self, user: str, moment: datetime) -> Sequence[str]:
        try:
            channel = await self.client.direct_channel(user)
        except (ForbiddenError, NotFoundError):  # who is gone reacts no more
            return ()
        return _living(await self.changed(channel.id, moment))

    async def _compared(
        self, posts: Sequence[str], looked_at: Mapping[str, tuple[str, datetime]]
    ) -> Sequence[Reacted]:
        server = self.server
        known = await self.database.run(lambda db: reactions.on(db, server, posts))
        told: list[Reacted] = []
        found: set[HeardReaction] = set()
        readable = set()
        for post, each in await self._on(posts):
            readable.add(post)
            channel, moment = looked_at[post]
            for one in each:
                reaction = HeardReaction(post=post, user=one.user_id, emoji=one.emoji)
                found.add(reaction)
                if reaction not in known and one.at > moment:
                    told.append(_told(ReactionAdded, reaction, channel))
        told += [
            _told(ReactionRemoved, each, looked_at[each.post][0])
            for each in known - found
            if each.post in readable
        ]
        return told

    async def _on(self, posts: Sequence[str]) -> Sequence[tuple[str, Sequence[objects.Reaction]]]:
        """Ask what stands on posts; one by one where one of them refuses them all."""
        try:
            return list((await self.client.reactions_on(posts)).items())
        except (ForbiddenError, NotFoundError):
            if len(posts) == 1:
                return ()
        return [found for post in posts for found in await self._on([post])]


def _living(posts: Sequence[objects.Post]) -> Sequence[str]:
    return [post.id for post in posts if not post.deleted]


def _told(kind: type[Reacted], reaction: HeardReaction, channel: str) -> Reacted:
    return kind(
        user_id=reaction.user, post_id=reaction.post, emoji=reaction.emoji, channel_id=channel
    )
