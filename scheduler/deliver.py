"""Says what the outbox holds, each message once, in order within each place.

A message that must wait lets those behind it pass, but for what rewrites it or goes under it.
A crash at the worst moment leaves one message a place `sending`: said or not, we do not know. The
next delivery asks its server, by the key that the post carries, before it says it again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy import Connection

from bot.dispatch import Clock
from bot.domain.errors import ChangedMeanwhileError
from bot.domain.message import Delivery, Message, NotSaidError
from bot.store import outbox
from bot.store.database import Database
from bot.traffic import Traffic

log = structlog.get_logger(__name__)

AT_ONCE = 4
"""Places spoken to at the same time: enough for a burst, little enough for the server."""

LONGEST_WAIT = timedelta(hours=6)
"""Between two tries of what the server refuses."""

GIVE_UP_AFTER = timedelta(days=7)
"""A channel that refuses us for a week is gone, or we were sent away."""

_FIRST_WAIT = timedelta(seconds=2)


class Mouth(Protocol):
    """What says messages on one server."""

    async def say(
        self, message: Message, *, doubt: bool, thread: str | None, edits: str | None
    ) -> str:
        """Say it, and return its post's id; raises NotSaidError."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A message that is ours to say, and the posts it refers to."""

    message: Message
    thread: str | None
    edits: str | None


class _Verdict(Enum):
    """Why a message is not said now."""

    DONE = "done"
    WAIT = "wait"


class Deliverer:
    """The delivery job: `run()` until cancelled; `wake()` after each transaction that may say.

    `mouths` are the servers, by name. Those who wait for an answer pass first: see Traffic.
    """

    def __init__(
        self,
        database: Database,
        mouths: Mapping[str, Mouth],
        clock: Clock,
        traffic: Traffic | None = None,
    ) -> None:
        self._database = database
        self._traffic = traffic or Traffic()
        self._mouths = mouths
        self._clock = clock
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Look at the outbox now."""
        self._awake.set()

    async def run(self) -> None:
        """Deliver whenever woken."""
        while True:
            await self._awake.wait()
            self._awake.clear()
            await self.deliver_due()

    async def deliver_due(self) -> None:
        """Say all that can be said now; several places at a time, each in order."""
        while True:
            now = self._clock()
            due = await self._database.run(partial(outbox.due, now=now))
            places = list(_by_place(due, self._mouths))
            gate = asyncio.Semaphore(AT_ONCE)
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._place(gate, place)) for place in places]
            said = sum(task.result() for task in tasks)
            if not said:
                return

    async def _place(self, gate: asyncio.Semaphore, messages: list[Message]) -> int:
        """Say the messages of one place, until one must wait; return how many were dealt with."""
        async with gate:
            for done, message in enumerate(messages):
                await self._traffic.calm()
                if not await self._one(message):
                    return done
            return len(messages)

    async def _one(self, message: Message) -> bool:
        """Say one message; False when those behind it must wait."""
        try:
            claimed = await self._database.run(lambda db: self._claim(db, message))
        except ChangedMeanwhileError:
            return True
        if not isinstance(claimed, _Claimed):
            return claimed is _Verdict.DONE
        doubt = message.status is Delivery.SENDING
        try:
            post = await self._mouths[message.server].say(
                message, doubt=doubt, thread=claimed.thread, edits=claimed.edits
            )
        except NotSaidError as error:
            return await self._not_said(message, error)
        await self._database.run(lambda db: outbox.sent(db, message, post=post, at=self._clock()))
        return True

    def _claim(self, db: Connection, message: Message) -> _Claimed | _Verdict:
        """Take a message for ours, unless it must wait for its root or is overtaken."""
        thread, edits = message.thread, message.edits
        if edits is not None:
            edited = outbox.by_key(db, edits)
            if edited is None or edited.status is Delivery.FAILED or outbox.overtaken(db, message):
                outbox.claim(db, message)
                outbox.sent(db, message, post=None, at=self._clock())
                return _Verdict.DONE
            if edited.post is None:
                return _Verdict.WAIT
            edits = edited.post
        if thread is not None and (root := outbox.by_key(db, thread)) is not None:
            if root.post is None and root.status is not Delivery.FAILED:
                return _Verdict.WAIT
            thread = root.post
        outbox.claim(db, message)
        return _Claimed(message, thread, edits)

    async def _not_said(self, message: Message, error: NotSaidError) -> bool:
        """Plan another try, or give up; False when the place must wait meanwhile."""
        now = self._clock()
        hopeless = error.hopeless or now - message.made_at > GIVE_UP_AFTER
        reason = str(error)
        if hopeless:
            log.error("message_given_up", key=message.key, reason=reason)
            await self._database.run(lambda db: outbox.failed(db, message, error=reason))
            return True
        until = now + _wait(message.attempts)
        log.warning("message_not_said", key=message.key, reason=reason, until=until.isoformat())
        await self._database.run(
            lambda db: outbox.later(db, message, until=until, error=reason, doubt=error.doubt)
        )
        return False


def _by_place(due: Iterable[Message], mouths: Mapping[str, Mouth]) -> Iterable[list[Message]]:
    """Group messages by the place they go to, in order."""
    places: dict[tuple[str, str], list[Message]] = {}
    for message in due:
        if message.server in mouths:
            places.setdefault(message.queue, []).append(message)
    return places.values()


def _wait(attempts: int) -> timedelta:
    doubled: timedelta = _FIRST_WAIT * 2 ** min(attempts, 14)
    return min(doubled, LONGEST_WAIT)
