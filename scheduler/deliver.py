"""Says what the outbox holds, each message once, in order within each place.

Each server has a delivery of its own: one that is away, slow, or asks us to wait delays no other.
A message that must wait lets those behind it pass, but for what rewrites it or goes under it.
A direct message about a network is dropped if its recipient has left the network meanwhile, and
what would come after its time.
A crash at the worst moment leaves one message a place `sending`: said or not, we do not know. The
next delivery asks its server, by the key that the post carries, before it says it again. Where
another process delivers next, it waits until what the first one had sent has come or never will: a
claim has a `lease`. One that was frozen meanwhile, and finds its message said by another, takes its
own post back. An edit that it may have sent late, over a newer one, has the newer one said again.
Nothing is said before the server was `looked` at: what a restored backup is about to say may have
been said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy import Connection

from bot.core import outbox
from bot.core.card_keys import PILE
from bot.core.clock import Clock
from bot.core.database import Database, DatabaseAwayError
from bot.core.errors import ChangedMeanwhileError
from bot.core.grouping import grouped
from bot.core.measures import DeliveryOutcome, Measures
from bot.core.message import (
    ClaimedMessage,
    Delivery,
    FileKind,
    Message,
    MessageKind,
    NotMadeError,
    NotSaidError,
    RecipientLeftError,
    TooLateError,
)
from bot.core.peers import NotLeadingError
from bot.core.traffic import Traffic
from bot.pile import store as piles
from scheduler.late import LatePosts, is_late
from scheduler.waking import Waking, at_once

log = structlog.get_logger(__name__)

AT_ONCE = 4
"""Places of a server spoken to at the same time: enough for a burst, little enough for it.

After as many tries in a row that found it away, the other places are left for the next look.
"""

LONGEST_WAIT = timedelta(hours=6)
"""Between two tries of what the server refuses."""

AWAY_WAIT = timedelta(minutes=1)
"""The longest between two tries while the server cannot be asked: it may be back any moment."""

GIVE_UP_AFTER = timedelta(days=7)
"""A person whose server refuses our messages for a week is gone; a closed channel is waited for."""

GIVE_UP_TRIES = 20
"""Tries before giving up, whatever the time: a bot that was stopped for a week has not tried."""

LEASE = timedelta(seconds=60)
"""How long a claim is respected by other processes: twice what a request to a server may take."""

_FIRST_WAIT = timedelta(seconds=2)

_LOOK = 1.0
"""Seconds between two looks at what another process is about to say."""

_LOOKS = 40
"""Looks at it: longer than a request to a server may take."""


MemoryOf = Callable[[str], Awaitable[bytes]]
"""Makes the ZIP of a network's memory, by its slug. Raises NotMadeError."""


async def no_memory(network: str) -> bytes:
    """Make nothing. Raises NotMadeError."""
    raise NotMadeError(f"no memory of {network}")


class Sender(Protocol):
    """What says messages on one server."""

    async def say(self, claimed: ClaimedMessage, posted: Callable[[str], Awaitable[None]]) -> str:
        """Say it, and return its post's id; raises NotSaidError, RecipientLeftError among them.

        `posted` is told of a post on which people may react, before all is done to it.
        """

    async def take_back(self, post: str) -> None:
        """Delete a post that another process has said too; what fails is logged."""


class _Verdict(Enum):
    """What became of a message: dealt with, to be looked at later, not said."""

    DONE = "done"
    WAIT = "wait"
    REFUSED = "refused"


@dataclass(eq=False)
class Deliverer(Waking):
    """The delivery job of one server, to be woken after each transaction that may say.

    `sender` posts to it. Those who wait for an answer pass first: see Traffic. Without `late`,
    what is late comes as it is. `lease` and `leads` are for a database that several processes
    serve: one that leads no more says nothing more. `measures` counts the tries.
    Until `looked` tells that a restore would have been noticed, nothing is said.
    `memory_of` makes the ZIP of a memory, before the message that brings it is claimed.
    """

    database: Database
    server: str
    sender: Sender
    clock: Clock
    traffic: Traffic = field(default_factory=Traffic)
    late: LatePosts | None = None
    lease: timedelta | None = None
    measures: Measures = field(default_factory=Measures)
    leads: Callable[[], bool] = lambda: True
    looked: Callable[[], bool] = lambda: True
    memory_of: MemoryOf = no_memory
    broken = "delivery_broken"
    _found_away: int = field(default=0, init=False)
    _left_until: datetime | None = field(default=None, init=False)
    _making: dict[str, asyncio.Task[bytes]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Count its tries from the first one on."""
        self.measures.delivers_to(self.server)

    def back(self) -> None:
        """Speak to the server again: it answers."""
        self._left_until = None
        self.wake()

    async def deliver_due(self) -> None:
        """Say all that can be said now; several places at a time, each in order."""
        self._found_away = 0
        while not self._is_left():
            now = self.clock()
            due = await self.database.run(partial(outbox.due, now=now, servers=[self.server]))
            if not sum(await at_once(AT_ONCE, _by_place(due), self._place)):
                return

    def _is_left(self) -> bool:
        """Tell whether the server is left alone: not looked at, it asks us to wait, or is away."""
        if not self.looked():
            return True
        waits = self._left_until is not None and self.clock() < self._left_until
        return waits or self._found_away >= AT_ONCE

    async def _place(self, messages: list[Message]) -> int:
        """Say the messages of one place, until one is refused; return how many were dealt with.

        What waits for its root or for the post it rewrites lets the others pass. Raises nothing: it
        would cut short what is being said in the other places.
        """
        done = 0
        for message in messages:
            if self._is_left():
                return done
            await self.traffic.calm()
            try:
                verdict = await self._one(message)
            except DatabaseAwayError as error:
                log.warning("database_away", job="deliver", reason=str(error))
                return done
            except Exception:  # a defect: what is being said elsewhere must go on
                log.exception("place_left", key=message.key)
                return done
            if verdict is _Verdict.REFUSED:
                return done
            done += verdict is _Verdict.DONE
        return done

    async def _one(self, message: Message) -> _Verdict:
        """Say one message, if it is its turn and nobody else says it."""
        made = None
        if message.file is not None and message.file.kind is FileKind.MEMORY:
            making = self._made(message.key, message.file.content)
            if not making.done():
                return _Verdict.WAIT
            if error := self._making.pop(message.key).exception():  # words matter more
                log.warning("memory_not_made", key=message.key, reason=repr(error))
            else:
                made = making.result()
        try:
            claimed = await self.database.run(lambda db: self._take(db, message))
        except ChangedMeanwhileError:
            return _Verdict.WAIT
        if not isinstance(claimed, ClaimedMessage):
            return claimed
        # Frozen since then? Another process says it, once our lease is over.
        if not self.leads():
            return _Verdict.REFUSED
        return await self._to_its_end(message, replace(claimed, made=made))

    def _made(self, key: str, network: str) -> asyncio.Task[bytes]:
        """Have the ZIP of a memory made, which takes longer than a claim lasts; others pass."""
        if key not in self._making:  # what nobody took is for nobody any more
            self._making = {key: each for key, each in self._making.items() if not each.done()}
            self._making[key] = asyncio.ensure_future(self.memory_of(network))
            self._making[key].add_done_callback(lambda _made: self.wake())
        return self._making[key]

    async def run(self) -> None:
        """Deliver whenever woken; what is being made ends with it."""
        try:
            await super().run()
        finally:
            for each in self._making.values():
                each.cancel()
            self._making.clear()

    async def _to_its_end(self, message: Message, claimed: ClaimedMessage) -> _Verdict:
        """Say a message; to the end of it where another process leads meanwhile.

        That one may say it too, and nobody but us knows our post.
        """
        saying = asyncio.create_task(self._say(message, claimed))
        try:
            return await asyncio.shield(saying)
        except asyncio.CancelledError:
            if self.leads():  # we are told to stop: whoever delivers next asks for it by its key
                saying.cancel()
            await asyncio.wait([saying])
            raise

    async def _say(self, message: Message, claimed: ClaimedMessage) -> _Verdict:
        """Say a message that is ours, and note what became of it."""

        async def posted(post: str) -> None:
            await self._note(message, lambda db: outbox.posted(db, message, post=post))

        try:
            post = await self.sender.say(claimed, posted)
        except DatabaseAwayError:
            raise
        except (RecipientLeftError, TooLateError) as error:
            left = isinstance(error, RecipientLeftError)
            event = "recipient_left" if left else "too_late"
            log.info(event, network=message.network, message=message.id)
            await self.database.run(lambda db: outbox.discard(db, message))
            return self._counted(DeliveryOutcome.DROPPED)
        except NotSaidError as error:
            return await self._not_said(message, error)
        except Exception as error:  # a defect: said or not, and the other places must go on
            log.exception("message_broke_us", key=message.key)
            return await self._not_said(message, NotSaidError(repr(error), doubt=True))
        self._found_away = 0
        if self.late:
            self.late.said(message, self.clock())
        now = self.clock()
        if not await self._note(message, lambda db: outbox.sent(db, message, post=post, at=now)):
            await self._one_of_two(message, post)
        return self._counted(DeliveryOutcome.SAID)

    def _counted(self, outcome: DeliveryOutcome, verdict: _Verdict = _Verdict.DONE) -> _Verdict:
        """Count what became of a try."""
        self.measures.deliveries.labels(self.server, outcome).inc()
        return verdict

    async def _note(self, message: Message, work: Callable[[Connection], None]) -> bool:
        """Write what became of a message, unless that is another process's to do by now."""
        try:
            await self.database.run(work)
        except (ChangedMeanwhileError, NotLeadingError):
            log.info("message_noted_elsewhere", key=message.key)
            return False
        return True

    async def _one_of_two(self, message: Message, post: str) -> None:
        """Take our post back if another process says the message by another one.

        What that one is about to say is waited for. What it has not claimed yet it will ask for by
        its key, and find our post.
        """
        claims = message.attempts + 1
        for _ in range(_LOOKS):
            noted = await self.database.unfenced.run(lambda db: outbox.by_key(db, message.key))
            if noted is None or noted.status is not Delivery.SENDING or noted.attempts == claims:
                break
            await asyncio.sleep(_LOOK)
        if noted is not None and noted.post not in (None, post) and message.edits is None:
            log.warning("message_said_twice", key=message.key)
            await self.sender.take_back(post)

    def _take(self, db: Connection, message: Message) -> ClaimedMessage | _Verdict:
        """Take a message for ours, unless it comes late and must wait for its turn.

        A card that comes late and that nobody may act on any more is not shown.
        """
        now = self.clock()
        if is_late(message, now) and outbox.has_ended(db, message):
            outbox.drop_waiting(db, message.key)
            return _Verdict.DONE
        turn = self.late.turn(message, now) if self.late else None
        if turn is not None:
            outbox.put_off(db, message, until=turn)
            return _Verdict.WAIT
        return self._claim(db, message)

    def _claim(self, db: Connection, message: Message) -> ClaimedMessage | _Verdict:
        """Take a message for ours, unless it must wait for its root or is overtaken."""
        thread, edits, root = message.thread, message.edits, None
        over = message.not_after is not None and message.not_after <= self.clock()
        doubt = message.status is Delivery.SENDING
        if over and not doubt:
            outbox.claim(db, message)
            outbox.discard(db, message)
            return _Verdict.DONE
        if edits is not None:
            edited = outbox.by_key(db, edits)
            if edited is None or edited.status is Delivery.FAILED or outbox.overtaken(db, message):
                outbox.claim(db, message)
                outbox.sent(db, message, post=None, at=self.clock())
                if doubt and self.lease:
                    outbox.edit_again(db, edits)
                return _Verdict.DONE
            if edited.post is None:
                return _Verdict.WAIT
            edits = edited.post
        if thread is not None and (root := outbox.by_key(db, thread)) is not None:
            if root.post is None and root.status is not Delivery.FAILED:
                return _Verdict.WAIT
            thread = root.post
        outbox.claim(db, message, self.clock() + self.lease if self.lease else None)
        said = self.late.marked(message, root, self.clock()) if self.late else message
        return ClaimedMessage(said, thread, edits, doubt, over)

    def _give_up(self, db: Connection, message: Message, reason: str) -> None:
        """Give a message up; a pile whose post can no longer be rewritten goes on in a new one."""
        outbox.failed(db, message, error=reason)
        if message.edits is not None and message.edits.startswith(PILE):
            key = piles.move(db, message.edits)
            if key is not None:
                kind = MessageKind.POST
                again = replace(message, key=key, kind=kind, edits=None, made_at=self.clock())
                outbox.add(db, again)

    async def _not_said(self, message: Message, error: NotSaidError) -> _Verdict:
        """Plan another try, which the place must wait for, or give up."""
        now = self.clock()
        reason = str(error)
        waits = error.away or error.closed
        if error.hopeless or (not waits and _tried_enough(message, now)):
            log.error("message_given_up", key=message.key, reason=reason)
            await self._note(message, lambda db: self._give_up(db, message, reason))
            return self._counted(DeliveryOutcome.GIVEN_UP)
        pause = min(timedelta(seconds=error.pause), LONGEST_WAIT)
        if pause:
            self._left_until = now + pause
        self._found_away += error.away
        wait = _wait(message.attempts, AWAY_WAIT if error.away else LONGEST_WAIT)
        until = now + max(wait, pause)
        log.warning("message_not_said", key=message.key, reason=reason, until=until.isoformat())
        await self._note(
            message,
            lambda db: outbox.later(db, message, until=until, error=reason, doubt=error.doubt),
        )
        asyncio.get_running_loop().call_later((until - now).total_seconds(), self.wake)
        outcome = DeliveryOutcome.AWAY if error.away else DeliveryOutcome.REFUSED
        return self._counted(outcome, _Verdict.REFUSED)

    work = deliver_due


def _by_place(due: Iterable[Message]) -> Iterable[list[Message]]:
    """Group messages by the place they go to, in order."""
    return grouped((message.queue, message) for message in due).values()


def _tried_enough(message: Message, now: datetime) -> bool:
    return now - message.made_at > GIVE_UP_AFTER and message.attempts >= GIVE_UP_TRIES


def _wait(attempts: int, longest: timedelta) -> timedelta:
    doubled: timedelta = _FIRST_WAIT * 2 ** min(attempts, 14)
    return min(doubled, longest)
