"""How HTTP is served: whoever is slow to say what they want does not keep their place."""

from __future__ import annotations

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

IDLE_SECONDS = 30.0
"""For the headers of a request to come whole, the first and each next one of a connection."""

BODY_SECONDS = 20.0
"""For the rest of it, of which Mattermost's calls take a thousandth."""

STOP_SECONDS = 2.0


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
