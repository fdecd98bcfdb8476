"""Asking one address, as publishers like it, and as our own network needs it.

One request at a time a host, with a pause; no cookies; limits on time, size (expanded too) and
redirects. Redirects are followed by hand: each hop passes the guard.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Self
from urllib.parse import urldefrag, urljoin

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver

from bot.veille.feeds.rules import Ailment, Failed, Trouble
from bot.veille.fetching.body import ACCEPTED
from bot.veille.fetching.caching import retry_after
from bot.veille.fetching.guard import BadAddressError, Guard, InternalAddressError
from bot.veille.fetching.guarded import GuardedSessions, ailment_of
from bot.veille.fetching.turns import FailedError, Turns

_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_BUSY = frozenset({429, 503})
_CHUNK = 16_384

Read = Callable[[AsyncIterator[bytes], str, int], Awaitable[bytes]]
"""`body.read_body` or `body.read_start`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may cost: seconds, bytes, hops. The wait for a host's turn is not counted.

    `body` is for a feed, `page` for a web page, of which the rest is left.
    """

    total: float = 30.0
    connect: float = 10.0
    silence: float = 15.0
    body: int = 5_000_000
    page: int = 300_000
    redirects: int = 5
    pause: float = 1.0
    connections: int = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """The last answer of a chain of redirects; `body` is read for a 200 only.

    `location` is where it leads on to, "" if nowhere.
    """

    status: int
    headers: httpx.Headers
    url: str
    location: str = ""
    body: bytes = b""
    permanent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of an address: its headers, how its body is read, and to what limit."""

    headers: Mapping[str, str]
    read: Read
    limit: int
    now: datetime | None = None


@dataclass(kw_only=True, eq=False)
class Asker:
    """Pools of connections, to be entered once (`async with`) and used by many tasks.

    `agent` is the User-Agent: who we are, and where to write to us. `tls` replaces
    the certificates that are believed.
    """

    agent: str
    guard: Guard = field(default_factory=Guard)
    limits: Limits = field(default_factory=Limits)
    resolver: AbstractResolver | None = None
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        self._turns = Turns(self.limits.pause)
        self._sessions = GuardedSessions(
            guard=self.guard,
            headers={"User-Agent": self.agent, "Accept-Encoding": ACCEPTED},
            timeout=aiohttp.ClientTimeout(
                sock_connect=self.limits.connect, sock_read=self.limits.silence
            ),
            tls=self.tls or httpx.create_ssl_context(),
            resolver=self.resolver,
            connections=self.limits.connections,
            auto_decompress=False,
        )

    async def __aenter__(self) -> Self:
        await self._sessions.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._sessions.__aexit__()

    async def answer(self, url: str, request: Request) -> HttpAnswer:
        """Follow redirects to the answer that counts.

        Raises FailedError, and what `request.read` raises.
        """
        url, permanent, budget = urldefrag(url).url, True, self.limits.total
        clock = asyncio.get_running_loop()
        for _ in range(self.limits.redirects + 1):
            host = self._checked_host(url)
            async with self._turns.of(host) as turn:
                start = clock.time()
                answer = await self._exchange(url, host, request, max(budget, 0.001))
                budget -= clock.time() - start
                wait = retry_after(answer.headers, request.now)
                if answer.status in _BUSY and wait:
                    turn.hold(answer.status, wait)
            if answer.status not in _REDIRECTS or not answer.location:
                return replace(answer, permanent=permanent)
            permanent &= answer.status in _PERMANENT
            url = _joined(url, answer.location)
        raise FailedError(failed(Ailment.REDIRECTS, f"more than {self.limits.redirects} redirects"))

    def _checked_host(self, url: str) -> str:
        try:
            return self.guard.check_url(str(httpx.URL(url))).hostname or ""
        except InternalAddressError as error:
            raise FailedError(failed(Ailment.INTERNAL_ADDRESS, str(error))) from error
        except (BadAddressError, httpx.InvalidURL) as error:
            raise FailedError(failed(Ailment.BAD_ADDRESS, str(error))) from error

    async def _exchange(self, url: str, host: str, request: Request, seconds: float) -> HttpAnswer:
        pool = self._sessions.to(host)
        try:
            async with (
                asyncio.timeout(seconds),
                pool.get(
                    str(httpx.URL(url)), headers=request.headers, allow_redirects=False
                ) as got,
            ):
                headers, body = httpx.Headers(got.raw_headers), b""
                if got.status == HTTPStatus.OK:
                    encoding = headers.get("content-encoding", "")
                    chunks = got.content.iter_chunked(_CHUNK)
                    body = await request.read(chunks, encoding, request.limit)
                return HttpAnswer(
                    status=got.status,
                    headers=headers,
                    url=url,
                    location=headers.get("location", ""),
                    body=body,
                )
        except aiohttp.ClientError as error:
            raise FailedError(failed(ailment_of(error), repr(error)[:300])) from error
        except TimeoutError as error:
            raise FailedError(failed(Ailment.SLOW, f"over {self.limits.total:g} s")) from error
        except (OSError, ValueError) as error:
            raise FailedError(failed(ailment_of(error), repr(error)[:300])) from error


def failed(ailment: Ailment, detail: str) -> Failed:
    """Make the outcome of a fetch that failed; `detail` is English, for the log."""
    return Failed(trouble=Trouble(ailment=ailment), detail=detail)


def _joined(url: str, target: str) -> str:
    try:
        return urldefrag(urljoin(url, target)).url
    except ValueError as error:
        raise FailedError(failed(Ailment.BAD_ADDRESS, "unreadable redirect")) from error
