"""All that is answered over HTTP: Mattermost, browsers, calendars, feed readers, monitoring.

Whoever is slow to say what they want does not keep their place.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.core.database import Database, DatabaseAwayError
from bot.network.address import Addresses
from bot.pages import belt, calendar, letter, report, veille
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


def pages(database: Database, bot: Bot, addresses: Addresses) -> list[web.RouteDef]:
    """Return the routes of what people read outside the chat."""
    read = (*calendar.PAGES, *veille.PAGES, *report.PAGES, *letter.PAGES, *belt.PAGES)
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
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


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
