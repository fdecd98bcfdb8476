"""Several processes on one PostgreSQL database: which one leads, and what they tell each other.

The lead is a row with a date of end, on the database's clock, which its holder puts off every BEAT:
whoever finds it over takes it, under a greater `term`. So a holder that dies, is frozen or is cut
off loses it within VALID; it stops by itself GRACE earlier, and what it would still write as the
one that leads is refused in the same transaction (`fence`). Nothing rests on a session that a
frozen process would keep. A pooler between us and the database breaks no lead; it would break
LISTEN, which needs a direct connection.

What another process must know soon (`tell`) is a notification without content: it wakes who looks
into the database, and each link that is made anew wakes them all.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from secrets import token_hex
from typing import Any

import psycopg
import structlog
from psycopg.sql import SQL, Identifier
from sqlalchemy import Connection, text

from bot.core.database import Database
from bot.core.database_errors import DatabaseAwayError, DatabaseError
from bot.core.locks import our_name
from bot.core.migrate import HEAD, NewerDatabaseError
from bot.core.peers import NotLeadingError, Peers, Topic

log = structlog.get_logger(__name__)

BEAT = 2.0
"""Seconds between two renewals by the one that leads."""

LOOK = 1.0
"""Seconds between two looks of the others at whether the lead is free."""

VALID = 6.0
"""Seconds that the lead lasts without a renewal."""

GRACE = 1.0
"""Seconds before its end at which its holder believes in it no more: clocks drift, tasks wait."""

_ANSWER = 3.0
"""Seconds that the database may take to answer: beyond, the link is made anew."""

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Counts the sleep of the machine too, where the system can tell."""

_TAKE = """
INSERT INTO leader (id, holder, term, until)
VALUES (1, %(me)s, 1, clock_timestamp() + make_interval(secs => %(valid)s))
ON CONFLICT (id) DO UPDATE SET
  term = leader.term + (leader.holder <> excluded.holder)::int,
  holder = excluded.holder,
  until = excluded.until
WHERE leader.holder = excluded.holder OR leader.until < clock_timestamp()
RETURNING term
"""
_STILL = text(
    "SELECT 1 FROM leader WHERE holder = :me AND term = :term AND until > clock_timestamp()"
)
_RELEASE = text("UPDATE leader SET until = clock_timestamp() WHERE holder = :me AND term = :term")
_HOLDER = text("SELECT holder FROM leader WHERE until > clock_timestamp()")
_NOTIFY = text("SELECT pg_notify('courroie_' || current_schema(), :topic)")
_VERSION = "SELECT version_num FROM alembic_version"
_LEAD = "take the lead"


class PostgresqlPeers(Peers):
    """This process among those that serve the same database: `run()` stands for the lead."""

    alone = False

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.name = f"{our_name()} {token_hex(3)}"
        self._database = database
        self._term = 0
        self._until = 0.0
        self._leading, self._lost, self._left = asyncio.Event(), asyncio.Event(), False
        self._to_tell: set[str] = set()
        self._telling = asyncio.Event()

    def leads(self) -> bool:
        """Tell whether this process leads, as far as it can know without asking."""
        return self._leading.is_set() and _now() < self._until

    def fence(self, db: Connection) -> None:
        """Raise NotLeadingError in a transaction that only the one that leads may make."""
        mine = {"me": self.name, "term": self._term}
        if not self.leads() or db.execute(_STILL, mine).first() is None:
            raise NotLeadingError("another process leads")

    def tell(self, topic: Topic) -> None:
        """Have the other processes look after something, soon."""
        self._to_tell.add(topic)
        self._telling.set()

    async def run(self, lead: Callable[[], Awaitable[None]]) -> None:
        """Do what the one that leads does, whenever it is us; then let the lead go at once."""
        async with asyncio.TaskGroup() as tasks:
            keeping = tasks.create_task(self._keep(), name="lead")
            telling = tasks.create_task(self._tell_all(), name="tell peers")
            try:
                while True:
                    await self._leading.wait()
                    await self._while_leading(lead)
            finally:
                self._left = True
                await asyncio.shield(self._release())
                keeping.cancel()
                telling.cancel()

    async def hears(self) -> bool:
        """Tell whether what a process tells reaches us: an intermediary may lose it.

        Raises DatabaseAwayError.
        """
        try:
            async with asyncio.timeout(_ANSWER):
                link = await self._connect()
            async with link:
                await self._attend(link)
                async with asyncio.timeout(_ANSWER):
                    await self._database.run(partial(_notify, topics={self.name}))
                    async for told in link.notifies(timeout=_ANSWER):
                        if told.payload == self.name:
                            return True
        except psycopg.Error as error:
            raise DatabaseAwayError(type(error).__name__) from error
        except TimeoutError:
            pass
        return False

    async def _while_leading(self, lead: Callable[[], Awaitable[None]]) -> None:
        """Lead until the lead is lost."""
        work = asyncio.ensure_future(lead())
        lost = asyncio.create_task(self._lost.wait())
        try:
            await asyncio.wait({work, lost}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
        finally:
            lost.cancel()
            work.cancel()
            await asyncio.gather(work, lost, return_exceptions=True)

    async def _keep(self) -> None:
        """Renew the lead or look for it, and hear the others; a link that breaks is made anew."""
        while not self._left:
            try:
                async with asyncio.timeout(_ANSWER):
                    link = await self._connect()
                async with link:
                    await self._listen(link)
            except (psycopg.Error, TimeoutError, OSError) as error:
                log.warning("peers_link_lost", reason=type(error).__name__)
                await asyncio.sleep(LOOK)

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        _, known = self._database.engine.dialect.create_connect_args(self._database.engine.url)
        return await psycopg.AsyncConnection.connect(
            **{**known, "application_name": self.name[:63]}, autocommit=True
        )

    async def _listen(self, link: psycopg.AsyncConnection[Any]) -> None:
        """Listen to the others, and stand for the lead at each beat."""
        await self._attend(link)
        for topic in Topic:  # what was told while nobody listened
            self._hear(topic)
        next_at = _now()
        while not self._left:
            if _now() >= next_at:
                async with asyncio.timeout(_ANSWER):
                    await self._stand(link)
                next_at = _now() + (BEAT if self.leads() else LOOK)
            async for told in link.notifies(timeout=max(0.0, next_at - _now()), stop_after=1):
                if told.payload == _LEAD:
                    next_at = 0.0
                else:
                    self._hear(told.payload)

    async def _attend(self, link: psycopg.AsyncConnection[Any]) -> None:
        """Have a link told what is said on this schema's channel."""
        async with asyncio.timeout(_ANSWER):
            schema = await (await link.execute("SELECT current_schema()")).fetchone()
            name = Identifier(f"courroie_{schema[0] if schema else ''}")
            await link.execute(SQL("LISTEN {}").format(name))

    def _hear(self, topic: str) -> None:
        with suppress(ValueError):  # a newer program's
            if hear := self.heard.get(Topic(topic)):
                hear()

    async def _stand(self, link: psycopg.AsyncConnection[Any]) -> None:
        """Renew the lead, or take it if it is free."""
        version = await (await link.execute(_VERSION)).fetchone()
        if version is not None and version[0] > HEAD:
            raise NewerDatabaseError(f"the database is at {version[0]}, this program knows {HEAD}")
        asked_at = _now()
        found = await (await link.execute(_TAKE, {"me": self.name, "valid": VALID})).fetchone()
        if self._left:
            return
        if found is None:
            if self._leading.is_set():
                self._lose()
            return
        self._until = asked_at + VALID - GRACE
        asyncio.get_running_loop().call_later(self._until - _now(), self._lapse)
        if self._term != found[0] or not self._leading.is_set():
            self._term = found[0]
            self._lost.clear()
            self._leading.set()
            log.info("lead_taken", term=self._term)

    def _lapse(self) -> None:
        """Lose the lead that was not renewed in time."""
        if self._leading.is_set() and _now() >= self._until:
            self._lose()

    def _lose(self) -> None:
        self._leading.clear()
        self._lost.set()
        log.warning("lead_lost", term=self._term)

    async def _release(self) -> None:
        """Let the lead go at once, and tell it to who waits for it."""
        if not self._term:
            return
        mine = {"me": self.name, "term": self._term}
        try:
            async with asyncio.timeout(_ANSWER):
                await self._database.run(lambda db: db.execute(_RELEASE, mine))
                await self._database.run(partial(_notify, topics={_LEAD}))
        except (DatabaseError, TimeoutError) as error:
            log.warning("lead_not_released", reason=str(error))

    async def _tell_all(self) -> None:
        """Tell what is to be told, together; what the database does not take is told later."""
        while True:
            await self._telling.wait()
            self._telling.clear()
            topics, self._to_tell = self._to_tell, set()
            try:
                await self._database.run(partial(_notify, topics=topics))
            except DatabaseError:
                self._to_tell |= topics
                self._telling.set()
                await asyncio.sleep(LOOK)


def holder(db: Connection) -> str:
    """Return the name of the process that leads, "" while nobody does."""
    return db.execute(_HOLDER).scalar() or ""


def _notify(db: Connection, topics: set[str]) -> None:
    for topic in sorted(topics):
        db.execute(_NOTIFY, {"topic": topic})


def _now() -> float:
    """Seconds of a clock that nobody sets."""
    return time.clock_gettime(_CLOCK)
