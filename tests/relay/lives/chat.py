"""Chat servers that hear what is said, go away and come back; we may die around any post."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from bot.core.message import ClaimedMessage, MessageKind, NotSaidError
from tests.relay.lives.database import KilledError
from tests.room import Clock


@dataclass
class Chat:
    """The chat servers: the posts as people read them today, and all that was ever posted.

    A server that is `away` is asked in vain. With `dies` set, we are stopped around the next post:
    before it (False) or after it (True), never having noted it. `too_late` is what was posted when
    it was over.
    """

    clock: Clock
    posts: dict[str, str] = field(default_factory=dict)
    keys: list[tuple[str, str]] = field(default_factory=list)
    too_late: list[str] = field(default_factory=list)
    away: set[str] = field(default_factory=set)
    dies: bool | None = None

    def of(self, key: str) -> str | None:
        """Return what the post of a key reads today, None where there is none."""
        return self.posts.get(f"post-{key}")

    def under(self, start: str, end: str) -> Iterator[tuple[str, str]]:
        """Yield the posts whose keys start and end so, as they read today."""
        for post, text in self.posts.items():
            key = post.removeprefix("post-")
            if key.startswith(start) and key.endswith(end):
                yield key, text


@dataclass
class Sender:
    """What says messages on one server."""

    server: str
    chat: Chat

    async def say(
        self,
        claimed: ClaimedMessage,
        posted: Callable[[str], Awaitable[None]],  # noqa: ARG002
    ) -> str:
        """Say a message; in doubt, look for the key first."""
        message, chat = claimed.message, self.chat
        if self.server in chat.away:
            raise NotSaidError("away", away=True, doubt=claimed.doubt)
        dies, chat.dies = chat.dies, None
        if dies is False:
            raise KilledError
        post = claimed.edits or f"post-{message.key}"
        if message.kind is MessageKind.REMOVE:
            if chat.posts.pop(post, None) is not None:
                chat.keys.remove((message.server, message.edits or ""))
        elif message.kind is MessageKind.EDIT:
            if post in chat.posts:
                chat.posts[post] = message.text
        elif not (claimed.doubt and post in chat.posts):
            chat.posts[post] = message.text
            chat.keys.append((message.server, message.key))
            if message.not_after is not None and message.not_after <= chat.clock.now:
                chat.too_late.append(message.key)
        if dies:
            raise KilledError
        return post

    async def take_back(self, post: str) -> None:
        """Hear that a message was said twice: one process says it."""
        raise AssertionError(post)
