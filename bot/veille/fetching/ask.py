"""Asking one address, as publishers like it, and as our own network needs it.

One request at a time a host, with a pause; no cookies; limits on time, size (expanded too) and
redirects. Redirects are followed by hand: each hop passes the guard.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin

import aiohttp
import httpx

from bot.veille.feeds.rules import Ailment, Failed, Trouble
from bot.veille.fetching.caching import retry_after
from bot.veille.fetching.guard import BadAddressError, InternalAddressError
from bot.veille.fetching.guarded import GuardedClient, ailment_of, read_body
from bot.veille.fetching.turns import FailedError, Turns

_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_BUSY = frozenset({429, 503})
_ENCODINGS = frozenset({"identity", "gzip", "deflate", "br", "zstd"})
"""What aiohttp expands, or refuses; it would hand over what is packed in any other way as it is."""


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
    """What is asked of an address: its headers, and the bytes that its body may have, expanded.

    Of a longer one the start may be enough; otherwise it is refused.
    """

    headers: Mapping[str, str]
    limit: int
    start_only: bool = False
    now: datetime | None = None


@dataclass(kw_only=True, eq=False)
class Asker(GuardedClient):
    """What asks one address at a time of each host, and follows where it leads."""

    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        self._turns = Turns(self.limits.pause)

    @property
    def timeout(self) -> aiohttp.ClientTimeout:
        """The limits of silence; that of the whole is counted over all redirects."""
        return aiohttp.ClientTimeout(
            sock_connect=self.limits.connect, sock_read=self.limits.silence
        )

    async def answer(self, url: str, request: Request) -> HttpAnswer:
        """Follow redirects to the answer that counts. Raises FailedError."""
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
        pool = self.to(host)
        try:
            async with (
                asyncio.timeout(seconds),
                pool.get(
                    str(httpx.URL(url)), headers=request.headers, allow_redirects=False
                ) as got,
            ):
                headers, body = httpx.Headers(got.raw_headers), b""
                if got.status == HTTPStatus.OK:
                    body = await _body(got, request)
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


async def _body(got: aiohttp.ClientResponse, request: Request) -> bytes:
    encoding = got.headers.get("Content-Encoding", "identity").lower()
    if encoding not in _ENCODINGS:
        raise FailedError(failed(Ailment.UNREADABLE, f"content encoding {encoding[:40]!r}"))
    body = await read_body(got, request.limit)
    if len(body) > request.limit and not request.start_only:
        raise FailedError(failed(Ailment.TOO_BIG, f"over {request.limit} bytes"))
    return body[: request.limit]


def failed(ailment: Ailment, detail: str) -> Failed:
    """Make the outcome of a fetch that failed; `detail` is English, for the log."""
    return Failed(trouble=Trouble(ailment=ailment), detail=detail)


def _joined(url: str, target: str) -> str:
    try:
        return urldefrag(urljoin(url, target)).url
    except ValueError as error:
        raise FailedError(failed(Ailment.BAD_ADDRESS, "unreadable redirect")) from error
