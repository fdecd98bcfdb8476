"""A publisher for tests: a real server on the loopback, under as many names as one wants."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.veille.fetching import samples

CERTIFICATE = Path(__file__).with_name("loopback.pem")
"""Made for these tests, key and all; good for `ville.example` and `*.example`."""

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Site(AbstractResolver):
    """Answers each path as told, keeps the requests, and resolves names to itself.

    Names that start with `inconnu.` are unknown. All lead to the loopback and to this server's
    port, whatever the address says; https to `secure_port`, where there is one.
    """

    port: int = 0
    secure_port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[web.BaseRequest] = field(default_factory=list)
    busy: dict[str, int] = field(default_factory=dict)
    crowds: dict[str, int] = field(default_factory=dict)

    def says(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """Answer a path with fixed bytes; `etag="x"` is a header, `last_modified` too."""

        async def answer(_: web.Request) -> web.Response:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return web.Response(body=body, status=status, headers=named)

        self.answers[path] = answer

    def publishes(self, path: str, **headers: str) -> None:
        """Answer a path with a feed."""
        self.says(path, samples.RSS.encode(), 200, **headers)

    def redirects(self, path: str, target: str, status: int = 302) -> None:
        """Answer a path with a redirect."""
        self.says(path, status=status, location=target)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the loopback, and our port in place of the one asked for."""
        del family
        if host.startswith("inconnu."):
            raise OSError(None, "DNS lookup failed")
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=self.secure_port or self.port if port == _HTTPS else self.port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        """Nothing to close: the fetcher closes its resolver."""

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Answer a request, and note how many are in progress for its host."""
        self.requests.append(request)
        self.busy[request.host] = self.busy.get(request.host, 0) + 1
        self.crowds[request.host] = max(self.crowds.get(request.host, 0), self.busy[request.host])
        try:
            return await self.answers[request.path](request)
        finally:
            self.busy[request.host] -= 1


_HTTPS = 443


def believing() -> ssl.SSLContext:
    """Make the client's side of `CERTIFICATE`."""
    return ssl.create_default_context(cafile=str(CERTIFICATE))


@asynccontextmanager
async def open_site(*, secure: bool = False) -> AsyncIterator[Site]:
    """Start a site on a free port, for the time of a test; and by https on another one."""
    site = Site()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", site.respond)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    site.port = runner.addresses[0][1]
    if secure:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(CERTIFICATE)
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        site.secure_port = runner.addresses[1][1]
    try:
        yield site
    finally:
        await runner.cleanup()


async def trickle(request: web.Request) -> web.StreamResponse:
    """Answer a byte now and then, without end."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.02)
