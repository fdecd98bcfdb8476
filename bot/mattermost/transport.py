"""How requests reach a server: one pool of connections, time limits, a few retries, typed errors.

`HttpxClient` has the shape that `mattermostdriver`'s endpoints expect of their client. The driver's
own client opens a new TLS session a call (10 ms against 0.7), never times out, and drops the
error's id.
"""

from __future__ import annotations

import asyncio
import ipaddress
import random
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial, partialmethod
from http.cookiejar import DefaultCookiePolicy

import aiohttp
import httpx
import structlog
from httpx_aiohttp import AiohttpTransport
from pydantic import JsonValue, SecretStr

from bot.mattermost.errors import (
    ForbiddenError,
    MattermostError,
    NotFoundError,
    RateLimitedError,
    TokenRefusedError,
    TransientError,
    UnreachableError,
)
from bot.mattermost.wire.fields import error_id_in

log = structlog.get_logger(__name__)

API = "/api/v4"
CONNECTIONS = 32
"""Connections open at once to one server; more requests wait their turn."""

Params = dict[str, str | int | bool]
Files = dict[str, tuple[str, bytes]]

_IDEMPOTENT = frozenset({"GET", "PUT", "DELETE"})
_TOO_MANY = 429
_TRANSIENT = frozenset({_TOO_MANY, 500, 502, 503, 504})
_MEANING: dict[int, type[MattermostError]] = {
    401: TokenRefusedError,
    403: ForbiddenError,
    404: NotFoundError,
    **dict.fromkeys(_TRANSIENT, TransientError),
    _TOO_MANY: RateLimitedError,
}
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """Seconds: to connect, between two bytes of an answer, and for one attempt as a whole."""

    connect: float = 5.0
    read: float = 20.0
    total: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How often a refused request is made again, and after how many seconds.

    Waits double from `first`, each cut at random down to its half so that several callers do not
    come back at once. A Retry-After longer than `longest` is not waited for: the caller is told.
    """

    attempts: int = 4
    first: float = 0.5
    longest: float = 15.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random

    def wait(self, attempt: int, asked: float | None) -> float | None:
        """Say how long to wait after the given attempt, counted from 1; None to give up."""
        if attempt >= self.attempts or (asked is not None and asked > self.longest):
            return None
        planned: float = min(self.longest, self.first * 2 ** (attempt - 1))
        return max(asked or 0.0, planned * (1 + self.chance()) / 2)


def trusted_authorities(url: str) -> ssl.SSLContext | None:
    """Load what https trusts.

    Certifi's list, or that of SSL_CERT_FILE or SSL_CERT_DIR; None for http.
    """
    return httpx.create_ssl_context() if url.startswith("https:") else None


def may_use_proxy(url: str) -> bool:
    """Say whether HTTPS_PROXY and its kin apply.

    Never to our own machine, whatever NO_PROXY forgot.
    """
    host = httpx.URL(url).host
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


class HttpxClient:
    """Asks one server, as one account. Its methods return the answer's body, always JSON, as bytes.

    429 is tried again, 5xx for GET, PUT and DELETE only: a POST that may have been carried out
    is the caller's to look for first. `server_version` is the server's own, from its last answer;
    "" before.
    """

    def __init__(
        self,
        url: str,
        token: SecretStr,
        *,
        limits: TimeLimits,
        retries: Retries,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._url = url
        self._tls = tls
        self._limits = limits
        self._retries = retries
        self.server_version = ""
        self._http = httpx.AsyncClient(
            base_url=url.rstrip("/") + API,
            headers={
                "Authorization": f"Bearer {token.get_secret_value()}",
                "User-Agent": "Courroie",
            },
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            # `verify` is for sessions that the transport opens itself; ours has its own.
            transport=AiohttpTransport(verify=False, client=self._open_session),
        )
        # A session's cookie would win over our token.
        self._http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    async def make_request(  # noqa: PLR0913, PLR0917 - the driver's signature
        self,
        method: str,
        endpoint: str,
        options: JsonValue = None,
        params: Params | None = None,
        data: dict[str, str] | None = None,
        files: Files | None = None,
    ) -> bytes:
        """Make a request, again if that may help, and return its body.

        Raises MattermostError and its kin.
        """
        # Built anew each time: a form's body is read only once.
        build = partial(
            self._http.build_request,
            method.upper(),
            endpoint,
            json=options,
            params=params,
            data=data,
            files=files,
        )
        return _json_body(await self._answered(build, endpoint), endpoint)

    get = partialmethod(make_request, "GET")
    post = partialmethod(make_request, "POST")
    put = partialmethod(make_request, "PUT")
    delete = partialmethod(make_request, "DELETE")

    async def tell(self, url: str, options: JsonValue, *, named: str) -> None:
        """Post something to an address of the server that answers nothing of use.

        Whoever knows the address may do so: errors tell what it is `named`.
        """
        await self._answered(partial(self._http.build_request, "POST", url, json=options), named)

    async def download(self, endpoint: str) -> bytes:
        """Read a file, which may be anything."""
        build = partial(self._http.build_request, "GET", endpoint)
        return (await self._answered(build, endpoint)).content

    async def _answered(self, build: Callable[[], httpx.Request], endpoint: str) -> httpx.Response:
        attempt = 1
        while True:
            response = await self._ask(build(), endpoint)
            if response.is_success:
                return response
            error = _error(response, endpoint)
            wait = self._wait_after(error, attempt)
            if wait is None:
                raise error
            log.warning("mattermost_retry", error=str(error), attempt=attempt, wait=round(wait, 2))
            await self._retries.sleep(wait)
            attempt += 1

    async def close(self) -> None:
        """Close the pool."""
        await self._http.aclose()

    def _open_session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=CONNECTIONS, keepalive_timeout=50.0, ssl=self._tls or True
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=may_use_proxy(self._url),
        )

    async def _ask(self, request: httpx.Request, endpoint: str) -> httpx.Response:
        try:
            async with asyncio.timeout(self._limits.total):
                response = await self._http.send(request)
        except (httpx.RequestError, httpx.InvalidURL, aiohttp.ClientError, OSError) as error:
            # httpx-aiohttp calls any broken connection a ConnectTimeout: only the cause tells.
            in_doubt = not isinstance(error.__cause__ or error, _NEVER_SENT)
            raise UnreachableError(
                method=request.method, path=endpoint, error_id=_cause(error), in_doubt=in_doubt
            ) from None
        self.server_version = response.headers.get("X-Version-Id", self.server_version)
        return response

    def _wait_after(self, error: MattermostError, attempt: int) -> float | None:
        if not isinstance(error, TransientError):
            return None
        if error.in_doubt and error.method not in _IDEMPOTENT:
            return None
        return self._retries.wait(attempt, error.retry_after)


def _json_body(response: httpx.Response, endpoint: str) -> bytes:
    """Return the body if it is JSON: at a wrong address, the web client answers 200 with a page."""
    if "json" not in response.headers.get("Content-Type", ""):
        raise MattermostError(
            method=response.request.method,
            path=endpoint,
            status=response.status_code,
            error_id="not_json",
        )
    return response.content


def _error(response: httpx.Response, endpoint: str) -> MattermostError:
    status, transient = response.status_code, response.status_code in _TRANSIENT
    return _MEANING.get(status, MattermostError)(
        method=response.request.method,
        path=endpoint,
        status=status,
        error_id=error_id_in(response.content),
        in_doubt=transient and status != _TOO_MANY,
        retry_after=_seconds(response.headers.get("Retry-After", "")) if transient else None,
    )


def _seconds(retry_after: str) -> float | None:
    """Read Mattermost's Retry-After, always in seconds; a proxy's date counts as none."""
    return float(retry_after) if retry_after.isascii() and retry_after.isdigit() else None


def _cause(error: Exception) -> str:
    known = error.__cause__ if isinstance(error, httpx.TransportError) else error
    return type(known or error).__name__
