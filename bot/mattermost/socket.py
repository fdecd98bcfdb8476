"""The events of one server, as they come, over a WebSocket that notices when it is dead.

```
connect ─► hello, events… ─► lost ─► connect (resume) ─► events…
   ▲                          │            │
   └── wait, longer each time ◄────────────┘ the server no longer knows the session: hello
```
A resumed session replays what was missed and says no hello. A hello is a new session: the consumer
gets it before anything else of that session, and has to catch up over REST, dropping what it has
already seen.
"""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

import aiohttp
import structlog
from pydantic import SecretStr

from bot.mattermost.errors import MattermostError, TokenRefusedError
from bot.mattermost.transport import API, may_use_proxy, trusted_authorities
from bot.mattermost.wire.events import Hello, Other, UsedEvent, parse_frame

log = structlog.get_logger(__name__)

LARGEST_EVENT = 4 << 20
"""Bytes in one WebSocket message: aiohttp's own default, far above a post of 16,383 characters."""


Heard = Hello | UsedEvent
"""What the consumer gets: every event but Other."""

Sink = Callable[[Heard], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the socket waits, in seconds.

    After `silence` without a byte it pings, and `answer` later it takes the connection for dead. A
    session has `answer` to say hello too: a refused token is closed about 5 s after an opening that
    looks good. Between two attempts it waits from `first` to `longest`, doubling, cut at random
    down to the half.
    """

    silence: float = 25.0
    answer: float = 15.0
    first: float = 1.0
    longest: float = 60.0
    chance: Callable[[], float] = random.random

    def wait(self, failures: int) -> float:
        """Say how long to wait after so many failures in a row, counted from 1."""
        planned: float = min(self.longest, self.first * 2 ** min(failures - 1, 16))
        return planned * (1 + self.chance()) / 2


@dataclass(slots=True)
class _Session:
    """What it takes to go on with a session: its id, and the number of its next event."""

    connection_id: str = ""
    next_seq: int = 0


class _LostEventsError(Exception):
    """The sequence has a gap: this session cannot be trusted any more."""


@dataclass(slots=True, kw_only=True)
class Socket:
    """Listens to one server until cancelled, or until the token is refused.

    `check_token` asks over REST who the token belongs to and raises TokenRefusedError when it is
    nobody: the WebSocket itself never says so; `refused` then tells it until the next session.
    `now` dates `last_event_at`, for /health and the metrics, and `lost_at`: since when the server
    is not heard, None while it is.
    """

    url: str
    token: SecretStr
    check_token: Callable[[], Awaitable[object]]
    now: Callable[[], datetime]
    patience: Patience = field(default_factory=Patience)
    tls: ssl.SSLContext | None = None
    backlog: int = 1_000
    connected: bool = field(default=False, init=False)
    lost_at: datetime | None = field(default=None, init=False)
    refused: bool = field(default=False, init=False)
    last_event_at: datetime | None = field(default=None, init=False)
    events_heard: int = field(default=0, init=False)
    _session: _Session = field(default_factory=_Session, init=False)

    async def run(self, sink: Sink) -> None:
        """Give `sink` each event in turn and wait for it: meanwhile, events queue up to `backlog`.

        Beyond, the socket is left unread, and the server ends by closing it: events are then
        fetched, not lost. Raises TokenRefusedError, or what `sink` raises; run again, it begins a
        new session.
        """
        self._session = _Session()
        heard: asyncio.Queue[Heard] = asyncio.Queue(self.backlog)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(heard), name="mattermost-socket")
                tasks.create_task(_deliver(heard, sink), name="mattermost-events")
        except ExceptionGroup as group:
            error = group.exceptions[0]
            self.refused = isinstance(error, TokenRefusedError)
            raise error from None
        finally:
            self._lose()

    async def _listen(self, heard: asyncio.Queue[Heard]) -> None:
        """Connect again and again, unless the token is refused."""
        failures = 0
        async with self._open_session() as http:
            while True:
                before = self.events_heard
                try:
                    await self._read_until_lost(http, heard)
                except _LostEventsError:
                    self._session, reason = _Session(), "events lost"
                except (aiohttp.ClientError, OSError) as error:
                    reason = type(error).__name__
                finally:
                    self._lose()
                failures = 1 if self.events_heard > before else failures + 1
                wait = self.patience.wait(failures)
                log.warning("socket_lost", reason=reason, failures=failures, wait=round(wait, 1))
                if self.events_heard == before:
                    await self._check_token()
                await asyncio.sleep(wait)

    async def _read_until_lost(
        self, http: aiohttp.ClientSession, heard: asyncio.Queue[Heard]
    ) -> NoReturn:
        """Put the events of one connection on the queue, and raise once it is lost."""
        before = self.events_heard
        async with asyncio.timeout(self.patience.answer):
            ws = await http.ws_connect(
                self._address(), autoping=False, max_msg_size=LARGEST_EVENT, params=self._resume()
            )
        async with ws:
            try:
                if self._session.connection_id:
                    self._find()
                deadline = asyncio.get_running_loop().time() + self.patience.answer
                while not self.connected:
                    async with asyncio.timeout_at(deadline):
                        text = await self._next_text(ws)
                    await self._take(text, heard)  # however long the consumer takes
                while True:
                    await self._take(await self._next_text(ws), heard)
            finally:
                if self.events_heard == before:  # a session that brought nothing is not resumed
                    self._session = _Session()

    async def _next_text(self, ws: aiohttp.ClientWebSocketResponse) -> str:
        """Wait for the next message, and see to the pings of both sides.

        Raises TimeoutError on a dead connection, ClientConnectionError on a closed one.
        """
        while True:
            try:
                message = await ws.receive(timeout=self.patience.silence)
            except TimeoutError:
                async with asyncio.timeout(self.patience.answer):
                    await ws.ping()
                    message = await ws.receive()
            if message.type is aiohttp.WSMsgType.TEXT:
                return str(message.data)
            if message.type is aiohttp.WSMsgType.PING:
                async with asyncio.timeout(self.patience.answer):
                    await ws.pong(message.data)
            elif message.type is not aiohttp.WSMsgType.PONG:
                raise aiohttp.ClientConnectionError(f"closed with {ws.close_code}")

    async def _take(self, text: str, heard: asyncio.Queue[Heard]) -> None:
        """Keep count of the session, and queue what the consumer has a use for.

        After a gap nothing more is queued: an event from beyond it would become the consumer's last
        known post, and the catch-up would start after what was missed.
        """
        frame = parse_frame(text)
        self.events_heard += 1
        self.last_event_at = self.now()
        event = frame.event
        if isinstance(event, Hello):
            self._session = _Session(event.connection_id, 1)
            self._find()
        elif frame.seq is not None:
            if frame.seq < self._session.next_seq:
                return  # replayed by a resumed session, already heard
            if frame.seq > self._session.next_seq:
                raise _LostEventsError
            self._session.next_seq += 1
        if not isinstance(event, Other):
            await heard.put(event)

    def _find(self) -> None:
        self.connected, self.lost_at, self.refused = True, None, False

    def _lose(self) -> None:
        self.connected, self.lost_at = False, self.lost_at or self.now()

    async def _check_token(self) -> None:
        """Raise TokenRefusedError if that is why.

        Another error over REST says nothing of the token.
        """
        try:
            await self.check_token()
        except TokenRefusedError:
            raise
        except MattermostError as error:
            log.info("socket_token_unchecked", error=str(error))

    def _address(self) -> str:
        return f"{self.url.rstrip('/').replace('http', 'ws', 1)}{API}/websocket"

    def _resume(self) -> dict[str, str]:
        if not self._session.connection_id:
            return {}
        return {
            "connection_id": self._session.connection_id,
            "sequence_number": str(self._session.next_seq),
        }

    def _open_session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=self.tls or trusted_authorities(self.url) or True),
            headers={
                "Authorization": f"Bearer {self.token.get_secret_value()}",
                "User-Agent": "Courroie",
            },
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=may_use_proxy(self.url),
        )


async def _deliver(heard: asyncio.Queue[Heard], sink: Sink) -> None:
    while True:
        await sink(await heard.get())
