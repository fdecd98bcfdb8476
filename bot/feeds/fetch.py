"""Fetching feeds as publishers like it, and as our own network needs it.

Conditional requests with verbatim validators, one request at a time a host, with a pause; no
cookies; limits on time, size (expanded too) and redirects. Redirects are followed by hand: each
hop passes the guard, and only a chain that is permanent from end to end is told as a move.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Protocol, Self
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from httpx_aiohttp import AiohttpTransport

from bot.domain.feed import Ailment, Collected, Failed, Feed, Gone, Outcome, Trouble, Unchanged
from bot.feeds.body import ACCEPTED, TooBigError, read_body
from bot.feeds.caching import fresh_for, retry_after, validator
from bot.feeds.discover import announced_feeds
from bot.feeds.encoding import decode
from bot.feeds.errors import NotAFeedError, UnreadableError
from bot.feeds.guard import BadAddressError, Guard, InternalAddressError
from bot.feeds.parse import ParsedFeed

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_ANSWERED_WITH_DELAY = frozenset({403, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may cost: seconds, bytes, hops. The wait for a host's turn is not counted."""

    total: float = 30.0
    connect: float = 10.0
    silence: float = 15.0
    body: int = 5_000_000
    redirects: int = 5
    pause: float = 1.0
    connections: int = 32


class Parser(Protocol):
    """What makes articles of bytes: `worker.Worker`, or a test's own."""

    async def parse(self, body: bytes, content_type: str | None, base_url: str) -> ParsedFeed:
        """Raise NotAFeedError or UnreadableError where it cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """The last answer of a chain of redirects; `body` is read for a 200 only."""

    status: int
    headers: httpx.Headers
    url: str
    body: bytes = b""
    hops: int = 0
    permanent: bool = True


class _FailedError(Exception):
    """A fetch that ends here, with its outcome."""

    def __init__(self, ailment: Ailment, detail: str) -> None:
        super().__init__(detail)
        self.outcome = Failed(trouble=Trouble(ailment=ailment), detail=detail)


class Fetcher:
    """A pooled reader of feeds, to be entered once (`async with`) and used by many tasks.

    `agent` is the User-Agent: who we are, and where to write to us. Connections to hosts that
    the guard trusts by name have a pool of their own, without check of the address.
    """

    def __init__(
        self,
        parser: Parser,
        *,
        agent: str,
        guard: Guard | None = None,
        limits: Limits | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._parser = parser
        self._agent = agent
        self._guard = guard or Guard()
        self._limits = limits or Limits()
        self._resolver = resolver
        self._turns: dict[str, _Turn] = {}
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        tls = httpx.create_ssl_context()
        self._public = await self._open.enter_async_context(self._client(tls, guarded=True))
        self._trusted = await self._open.enter_async_context(self._client(tls, guarded=False))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def fetch(self, feed: Feed, now: datetime) -> Outcome:
        """Fetch a feed, whether due or not, and say what came of it; only cancellation raises."""
        try:
            answer = await self._answer(feed)
            return await self._outcome(feed, answer, now)
        except _FailedError as failed:
            return failed.outcome
        except TooBigError:
            return _failed(Ailment.TOO_BIG, f"over {self._limits.body} bytes")
        except UnreadableError as error:
            return _failed(Ailment.UNREADABLE, str(error))

    async def _outcome(self, feed: Feed, answer: _Answer, now: datetime) -> Outcome:
        headers = answer.headers
        conditional = feed.etag is not None or feed.last_modified is not None
        unchanged = Unchanged(
            etag=validator(headers, "etag"),
            last_modified=validator(headers, "last-modified"),
            fresh_for=fresh_for(headers, now),
            moved_to=_move(feed.url, answer),
        )
        if answer.status == httpx.codes.NOT_MODIFIED and conditional:
            return unchanged
        if answer.status == httpx.codes.GONE and answer.permanent:
            return Gone()
        if answer.status != httpx.codes.OK:
            wait = retry_after(headers, now) if answer.status in _ANSWERED_WITH_DELAY else None
            trouble = Trouble(ailment=Ailment.HTTP, status=answer.status)
            return Failed(trouble=trouble, retry_after=wait, detail=f"HTTP {answer.status}")
        content_type = headers.get("content-type")
        try:
            parsed = await self._parser.parse(answer.body, content_type, answer.url)
        except NotAFeedError as error:
            page = decode(answer.body, content_type)
            failed = _failed(Ailment.NOT_A_FEED, str(error))
            return replace(failed, feeds=announced_feeds(page, answer.url))
        return Collected(
            articles=parsed.articles,
            title=parsed.title,
            etag=unchanged.etag,
            last_modified=unchanged.last_modified,
            fresh_for=unchanged.fresh_for,
            moved_to=unchanged.moved_to,
        )

    async def _answer(self, feed: Feed) -> _Answer:
        """Follow redirects to the answer that counts."""
        url, permanent, budget = urldefrag(feed.url).url, True, self._limits.total
        headers = {
            name: value
            for name, value in (
                ("If-None-Match", feed.etag),
                ("If-Modified-Since", feed.last_modified),
            )
            if value
        }
        clock = asyncio.get_running_loop()
        for hops in range(self._limits.redirects + 1):
            host = self._checked_host(url)
            async with self._turn(host):
                start = clock.time()
                answer = await self._exchange(url, host, headers, max(budget, 0.001))
                budget -= clock.time() - start
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                return replace(answer, hops=hops, permanent=permanent)
            permanent &= answer.status in _PERMANENT
            url = _joined(url, target)
        raise _FailedError(Ailment.REDIRECTS, f"more than {self._limits.redirects} redirects")

    def _checked_host(self, url: str) -> str:
        try:
            return self._guard.check_url(str(httpx.URL(url))).hostname or ""
        except InternalAddressError as error:
            raise _FailedError(Ailment.INTERNAL_ADDRESS, str(error)) from error
        except (BadAddressError, httpx.InvalidURL) as error:
            raise _FailedError(Ailment.BAD_ADDRESS, str(error)) from error

    async def _exchange(
        self, url: str, host: str, headers: dict[str, str], seconds: float
    ) -> _Answer:
        client = self._trusted if self._guard.trusts(host) else self._public
        try:
            async with asyncio.timeout(seconds), client.stream("GET", url, headers=headers) as got:
                body = b""
                if got.status_code == httpx.codes.OK:
                    encoding = got.headers.get("content-encoding", "")
                    body = await read_body(got.aiter_raw(), encoding, self._limits.body)
                return _Answer(status=got.status_code, headers=got.headers, url=url, body=body)
        except TimeoutError as error:
            raise _FailedError(Ailment.SLOW, f"over {self._limits.total:g} s") from error
        except (httpx.HTTPError, aiohttp.ClientError, OSError, ValueError) as error:
            raise _FailedError(_ailment(error), repr(error)[:300]) from error

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait until nobody asks this host anything, and a pause has passed."""
        clock = asyncio.get_running_loop()
        turn = self._turns.setdefault(host, _Turn(asyncio.Lock()))
        async with turn.lock:
            await asyncio.sleep(max(turn.next_at - clock.time(), 0))
            try:
                yield
            finally:
                turn.next_at = clock.time() + self._limits.pause

    @asynccontextmanager
    async def _client(
        self, tls: ssl.SSLContext, *, guarded: bool
    ) -> AsyncIterator[httpx.AsyncClient]:
        connector = aiohttp.TCPConnector(
            ssl=tls,
            limit=self._limits.connections,
            resolver=self._resolver,
            socket_factory=self._guard.open_socket if guarded else None,
        )
        async with (
            aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as pool,
            httpx.AsyncClient(
                transport=AiohttpTransport(verify=tls, client=pool),
                headers={
                    "User-Agent": self._agent,
                    "Accept": _ACCEPT,
                    "Accept-Encoding": ACCEPTED,
                },
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                timeout=httpx.Timeout(
                    self._limits.silence, connect=self._limits.connect, pool=None
                ),
                trust_env=False,
            ) as client,
        ):
            yield client


@dataclass(slots=True)
class _Turn:
    """Whose turn it is to ask a host, and not before which time of the loop's clock."""

    lock: asyncio.Lock
    next_at: float = 0.0


def _failed(ailment: Ailment, detail: str) -> Failed:
    return Failed(trouble=Trouble(ailment=ailment), detail=detail)


def _joined(url: str, target: str) -> str:
    try:
        return urldefrag(urljoin(url, target)).url
    except ValueError as error:
        raise _FailedError(Ailment.BAD_ADDRESS, "unreadable redirect") from error


def _move(asked: str, answer: _Answer) -> str | None:
    """Tell the new address after permanent redirects only, and never down from https to http."""
    downgraded = urlsplit(asked).scheme == "https" and urlsplit(answer.url).scheme != "https"
    return answer.url if answer.hops and answer.permanent and not downgraded else None


def _ailment(error: BaseException) -> Ailment:
    """Find what happened under the transport's translation, which blurs it."""
    cause: BaseException | None = error
    while cause is not None:
        inner = getattr(cause, "os_error", None)
        if isinstance(cause, InternalAddressError) or isinstance(inner, InternalAddressError):
            return Ailment.INTERNAL_ADDRESS
        if isinstance(cause, aiohttp.ClientConnectorDNSError):
            return Ailment.UNKNOWN_HOST
        if isinstance(cause, aiohttp.ClientSSLError | ssl.SSLError):
            return Ailment.TLS
        if isinstance(cause, aiohttp.ServerTimeoutError | TimeoutError):
            return Ailment.SLOW
        if isinstance(cause, aiohttp.InvalidURL | httpx.UnsupportedProtocol | UnicodeError):
            return Ailment.BAD_ADDRESS
        cause = cause.__cause__
    return Ailment.SILENT
