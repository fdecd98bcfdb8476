"""A chat that hears what the deliverer says, and fails as the test tells it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.core import outbox
from bot.core.database import Database
from bot.core.message import (
    Button,
    ClaimedMessage,
    File,
    Message,
    MessageKind,
    NotSaidError,
    RecipientLeftError,
    TooLateError,
)
from scheduler.deliver import Deliverer
from scheduler.late import LatePosts
from scheduler.publish import Publisher
from tests.room import Room


@dataclass(frozen=True)
class Failure:
    """What goes wrong for one try; `written` when the chat did it all the same."""

    error: Exception
    written: bool = False


REFUSED = Failure(NotSaidError("403"))
CHANNEL_MISSING = Failure(NotSaidError("404 no channel"))
TOO_MANY = Failure(NotSaidError("429", away=True))
NEVER_SENT = Failure(NotSaidError("no answer", away=True))
BROKEN = Failure(NotSaidError("500", doubt=True, away=True))
ANSWER_LOST = Failure(NotSaidError("no answer", doubt=True, away=True), written=True)
INVALID = Failure(NotSaidError("400", hopeless=True))
LEFT = Failure(RecipientLeftError())
GONE = Failure(NotSaidError("404 edit", hopeless=True))


@dataclass
class Mouth:
    """Posts have the name of their order; `tried` says which tries were in doubt."""

    failures: dict[str, list[Failure]] = field(default_factory=dict)
    said: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    tried: list[tuple[str, bool]] = field(default_factory=list)
    taken_back: list[str] = field(default_factory=list)
    slow: asyncio.Event | None = None

    async def say(self, claimed: ClaimedMessage, posted: Callable[[str], Awaitable[None]]) -> str:
        message = claimed.message
        self.tried.append((message.key, claimed.doubt))
        if self.slow is not None:
            await self.slow.wait()
        if claimed.doubt and message.key in self.places and message.kind is MessageKind.POST:
            return self.post_of(message.key)
        if claimed.late:
            raise TooLateError
        failures = self.failures.get(message.key, [])
        failure = failures.pop(0) if failures else None
        if failure is None or failure.written:
            self.said.append((message.key, message.text))
            self.places[message.key] = (claimed.thread, claimed.edits)
            if message.buttons:
                await posted(self.post_of(message.key))
        if failure is not None:
            raise failure.error
        return claimed.edits or self.post_of(message.key)

    async def take_back(self, post: str) -> None:
        self.taken_back.append(post)

    def post_of(self, key: str) -> str:
        return f"post-{key}"

    def fails(self, key: str, *failures: Failure) -> None:
        self.failures[key] = list(failures)

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.said]


@dataclass
class Desk:
    """A deliverer between a room's outbox and one mouth."""

    room: Room
    sender: Mouth
    late: LatePosts = field(init=False)

    def __post_init__(self) -> None:
        self.late = LatePosts(self.room.bot)

    def deliver(self) -> None:
        asyncio.run(self.deliverer().deliver_due())

    def deliverer(self) -> Deliverer:
        """Return one that goes on where another stopped."""
        room = self.room
        return Deliverer(room.database, "test", self.sender, room.clock, late=self.late)

    def deliver_for(self, **steps: float) -> None:
        """Deliver again and again over a time, as the beat would, in a hundred strides."""
        for _ in range(100):
            self.room.clock.forward(**{unit: amount / 100 for unit, amount in steps.items()})
            self.deliver()

    def writes(  # noqa: PLR0913  a message has that many parts
        self,
        key: str,
        text: str = "",
        *,
        network: str = "loire",
        user: str | None = None,
        thread: str | None = None,
        edits: str | None = None,
        server: str = "test",
        not_after: datetime | None = None,
        buttons: Sequence[Button] = (),
        file: File | None = None,
    ) -> None:
        message = Message(
            server=server,
            key=key,
            text=text or key,
            made_at=self.room.clock.now,
            network=network,
            kind=MessageKind.POST if edits is None else MessageKind.EDIT,
            user=user,
            thread=thread,
            edits=edits,
            not_after=not_after,
            buttons=tuple(buttons),
            file=file,
        )
        self.room.store(lambda db: outbox.add(db, message))

    def message(self, key: str) -> Message:
        found = self.room.store(lambda db: outbox.by_key(db, key))
        assert found is not None
        return found


async def nothing_new() -> int:
    """Look at no feed."""
    return 0


def publisher(room: Room, database: Database | None = None) -> Publisher:
    """Return what publishes a room's digests, without a last look at the feeds."""
    return Publisher(database or room.database, room.bot, nothing_new, lambda: None)
