"""Connections to addresses that people typed: those that the guard looks after, and the others."""

from __future__ import annotations

import ssl
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import ClassVar, Self

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from aiohttp.http_exceptions import ContentEncodingError

from bot.veille.feeds.rules import Ailment
from bot.veille.fetching.guard import Guard, InternalAddressError


@dataclass(kw_only=True, eq=False)
class GuardedClient(ABC):
    """Two pools of connections, to be entered once (`async with`) and used by many tasks.

    Hosts that the guard trusts by name have one of their own, without check of the address; each
    address that the other one connects to is checked. No cookie is kept. `agent` is the User-Agent:
    who we are, and where to write to us. `tls` replaces the certificates that are believed.
    """

    connections: ClassVar = 32
    force_close: ClassVar = False

    agent: str
    guard: Guard = field(default_factory=Guard)
    resolver: AbstractResolver | None = None
    tls: ssl.SSLContext | None = None
    _open: AsyncExitStack = field(default_factory=AsyncExitStack, init=False)

    @property
    @abstractmethod
    def timeout(self) -> aiohttp.ClientTimeout:
        """How long one request may take."""

    async def __aenter__(self) -> Self:
        tls = self.tls or httpx.create_ssl_context()
        self._public, self._trusted = [
            await self._open.enter_async_context(self._session(tls, guarded=guarded))
            for guarded in (True, False)
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    def to(self, host: str) -> aiohttp.ClientSession:
        """Return the pool for a host that the guard has let through."""
        return self._trusted if self.guard.trusts(host) else self._public

    def _session(self, tls: ssl.SSLContext, *, guarded: bool) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                ssl=tls,
                limit=self.connections,
                force_close=self.force_close,
                resolver=self.resolver,
                socket_factory=self.guard.open_socket if guarded else None,
            ),
            headers={"User-Agent": self.agent},
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=self.timeout,
        )


async def read_body(got: aiohttp.ClientResponse, limit: int) -> bytes:
    """Read the bytes of an answer, expanded little by little, until there are more than `limit`."""
    body = bytearray()
    async for chunk in got.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > limit:
            break
    return bytes(body)


_CHUNK = 16_384


_AILMENTS: Sequence[tuple[type[BaseException], Ailment]] = (
    (InternalAddressError, Ailment.INTERNAL_ADDRESS),
    (aiohttp.ClientConnectorDNSError, Ailment.UNKNOWN_HOST),
    (aiohttp.ClientSSLError, Ailment.TLS),
    (ssl.SSLError, Ailment.TLS),
    (TimeoutError, Ailment.SLOW),
    (ContentEncodingError, Ailment.UNREADABLE),
    (aiohttp.InvalidURL, Ailment.BAD_ADDRESS),
    (UnicodeError, Ailment.BAD_ADDRESS),
)


def ailment_of(error: BaseException) -> Ailment:
    """Find what happened, under what aiohttp makes of it."""
    cause: BaseException | None = error
    while cause is not None:
        inner = getattr(cause, "os_error", None)
        told = inner if isinstance(inner, InternalAddressError) else cause
        for kind, ailment in _AILMENTS:
            if isinstance(told, kind):
                return ailment
        cause = cause.__cause__
    return Ailment.SILENT
