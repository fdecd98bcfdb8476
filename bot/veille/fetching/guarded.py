"""Connections to addresses that people typed: those that the guard looks after, and the others."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.veille.feeds.rules import Ailment
from bot.veille.fetching.guard import Guard, InternalAddressError


@dataclass(kw_only=True, eq=False)
class GuardedSessions:
    """Two pools of connections, to be entered once (`async with`).

    Hosts that the guard trusts by name have one of their own, without check of the address; each
    address that the other one connects to is checked. No cookie is kept.
    """

    guard: Guard
    headers: Mapping[str, str]
    timeout: aiohttp.ClientTimeout
    tls: ssl.SSLContext | bool = True
    resolver: AbstractResolver | None = None
    connections: int = 100
    force_close: bool = False
    auto_decompress: bool = True
    _open: AsyncExitStack = field(default_factory=AsyncExitStack, init=False)

    async def __aenter__(self) -> Self:
        self._public = await self._open.enter_async_context(self._session(guarded=True))
        self._trusted = await self._open.enter_async_context(self._session(guarded=False))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    def to(self, host: str) -> aiohttp.ClientSession:
        """Return the pool for a host that the guard has let through."""
        return self._trusted if self.guard.trusts(host) else self._public

    def _session(self, *, guarded: bool) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                ssl=self.tls,
                limit=self.connections,
                force_close=self.force_close,
                resolver=self.resolver,
                socket_factory=self.guard.open_socket if guarded else None,
            ),
            headers=self.headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=self.auto_decompress,
            timeout=self.timeout,
        )


def ailment_of(error: BaseException) -> Ailment:
    """Find what happened, under what aiohttp makes of it."""
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
        if isinstance(cause, aiohttp.InvalidURL | UnicodeError):
            return Ailment.BAD_ADDRESS
        cause = cause.__cause__
    return Ailment.SILENT
