"""All that is answered over HTTP: Mattermost, browsers, calendars, feed readers, monitoring.

Whoever is slow to say what they want does not keep their place, and no crowd takes the files that
the rest of the bot needs.
"""

from __future__ import annotations

import asyncio
import errno
import resource
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.core.database import Database, DatabaseAwayError
from bot.network.address import Addresses
from bot.pages import calendar, letter, report, veille
from bot.pages.mail import MailPages
from bot.pages.page import PageServer
from bot.talk.bot import Bot

_RETRY_AFTER = "30"

log = structlog.get_logger(__name__)

IDLE_SECONDS = 30.0
"""For the headers of a request to come whole, the first and each next one of a connection."""

BODY_SECONDS = 20.0
"""For the rest of it, of which Mattermost's calls take a thousandth."""

STOP_SECONDS = 2.0

MOST_CONNECTIONS = 1_000
"""At a time, or half of the files that the process may open if that is fewer; others are cut."""

SAID_EVERY = 60.0
"""Seconds between two lines that say that files miss: asyncio tells a thousand times a second."""

_MISSING = (errno.EMFILE, errno.ENFILE)


def pages(database: Database, bot: Bot, addresses: Addresses) -> list[web.RouteDef]:
    """Return the routes of what people read outside the chat."""
    read = (*calendar.PAGES, *veille.PAGES, *report.PAGES, *letter.PAGES)
    routes = [PageServer(each, database, bot, addresses).route for each in read]
    return [*routes, *MailPages(database, bot).routes()]


def under(path: str, routes: Sequence[web.RouteDef]) -> list[web.RouteDef]:
    """Return the same routes, below a path."""
    return [
        web.RouteDef(each.method, f"{path}{each.path}", each.handler, each.kwargs)
        for each in routes
    ]


@asynccontextmanager
async def listening(
    routes: Sequence[web.RouteDef], host: str, port: int, *, path: str, body_limit: int
) -> AsyncIterator[int]:
    """Serve the routes, at the root and below the public address's path; give the TCP port.

    A request's body has `body_limit` bytes at most.
    """
    application = web.Application(client_max_size=body_limit, middlewares=[while_away])
    for each in dict.fromkeys(("", path.rstrip("/"))):
        application.add_routes(under(each, routes))
    runner = make_runner(application)
    await runner.setup()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_brief(loop.time))
    try:
        server = await loop.create_server(_capped(runner, most_connections()), host, port)
        try:
            yield int(server.sockets[0].getsockname()[1])
        finally:
            server.close()
    finally:
        await runner.cleanup()
        loop.set_exception_handler(None)


def most_connections() -> int:
    """Return how many clients may be connected at a time."""
    return min(MOST_CONNECTIONS, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)


class _Cut(asyncio.Protocol):
    """A connection too many: it is closed as it comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()


def _capped(runner: web.AppRunner, most: int) -> Callable[[], asyncio.BaseProtocol]:
    """Return what serves a connection, if fewer than `most` are open."""

    def protocol() -> asyncio.BaseProtocol:
        server = runner.server
        return _Cut() if server is None or len(server.connections) >= most else server()

    return protocol


def _brief(
    clock: Callable[[], float],
) -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """Return a handler of what breaks in the loop, which says now and then that files miss."""
    silent_until = 0.0

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        nonlocal silent_until
        error = context.get("exception")
        if not (isinstance(error, OSError) and error.errno in _MISSING):
            loop.default_exception_handler(context)
        elif clock() >= silent_until:
            silent_until = clock() + SAID_EVERY
            log.error("too_many_open_files", reason=str(error))

    return handle


@web.middleware
async def while_away(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Have browsers and readers come back later while the database is away."""
    try:
        return await handler(request)
    except DatabaseAwayError as error:
        log.warning("database_away", reason=str(error))
        raise web.HTTPServiceUnavailable(
            headers={"Retry-After": _RETRY_AFTER},
            text="Cette page n'est pas disponible pour l'instant. Réessayez dans un moment.",
        ) from None


def make_runner(
    application: web.Application, *, idle: float = IDLE_SECONDS, body: float = BODY_SECONDS
) -> web.AppRunner:
    """Return what runs an application, cutting clients that take longer than this (seconds)."""
    application.middlewares.insert(0, _timely(body))
    return web.AppRunner(
        application, access_log=None, shutdown_timeout=STOP_SECONDS, keepalive_timeout=idle
    )


def _timely(seconds: float) -> Middleware:
    """Return a middleware that cuts a connection whose body has not come whole in time."""

    @web.middleware
    async def timely(request: web.Request, handler: Handler) -> web.StreamResponse:
        timer = asyncio.get_running_loop().call_later(seconds, _cut, request)
        try:
            return await handler(request)
        finally:
            timer.cancel()

    return timely


def _cut(request: web.Request) -> None:
    if not request.content.is_eof() and request.transport is not None:
        request.transport.abort()
