"""All that we answer to over HTTP: Mattermost, browsers, calendars, feed readers, those who ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Protocol

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.config.models import BotConfig
from bot.core.database import Database, DatabaseAwayError
from bot.letter import pages as letter_pages
from bot.mattermost.web import BODY_LIMIT
from bot.meeting import calendars
from bot.network.address import Addresses
from bot.pages.calendar import CalendarPages
from bot.pages.letter import LetterPages
from bot.pages.mail import MailPages
from bot.pages.report import ReportPages
from bot.pages.veille import VeillePages
from bot.pages.web_server import make_runner
from bot.talk.bot import Bot
from bot.veille import pages as veille_pages
from bot.year import reporting as year_reporting

_RETRY_AFTER = "30"

log = structlog.get_logger(__name__)


class Endpoint(Protocol):
    """Something that answers at addresses of its own."""

    def routes(self, prefix: str = "") -> Sequence[web.RouteDef]:
        """Return them, under a path."""


def reading_ends(
    database: Database, bot: Bot, addresses: Addresses, public: str
) -> tuple[Endpoint, ...]:
    """Return what is read outside the chat; `public` is our public address, "" without one."""
    networks, render, clock = bot.networks, bot.render, bot.clock
    return (
        CalendarPages(database, networks, addresses, read=partial(calendars.invitations, networks)),
        VeillePages(database, networks, addresses, veille_pages, render, clock, public),
        ReportPages(database, networks, addresses, year_reporting, render, clock),
        LetterPages(
            database,
            networks,
            addresses,
            letter_pages,
            lambda db, each: letter_pages.preview(bot.context(db, each, clock())),
            render,
            clock,
            public,
        ),
        MailPages(database, bot),
    )


@asynccontextmanager
async def listening(config: BotConfig, ends: Sequence[Endpoint]) -> AsyncIterator[int]:
    """Listen, at the root and under the public address's path; give the TCP port."""
    public = config.public_url
    prefix = (public.path or "").rstrip("/") if public else ""
    application = web.Application(client_max_size=BODY_LIMIT, middlewares=[while_away])
    for each in dict.fromkeys(("", prefix)):
        application.add_routes([route for end in ends for route in end.routes(each)])
    runner = make_runner(application)
    await runner.setup()
    try:
        await web.TCPSite(runner, config.host, config.port).start()
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
