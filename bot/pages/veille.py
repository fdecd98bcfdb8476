"""What browsers and feed readers follow: a network's veille, as published, and no one's name.

It is served to whoever has the network's unguessable address, and under the network's own name
while its coordinators make it public. What members ask or write in the channel is not there: only
articles, what was written about them, and deadlines.

A page is made once, in a thread, and kept until something is published, at most MAX_AGE.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

from aiohttp import web
from sqlalchemy import Connection

from bot.core.database import Database
from bot.network.address import Addresses, AddressKind
from bot.network.network import Network
from bot.pages import served
from bot.talk.render import Render
from bot.veille.page import FEED_DIGESTS, PAGE_DIGESTS, PagePlace, VeilleReading

_LAST_PAGE = 99


class VeilleReader(Protocol):
    """Reads what networks published."""

    def is_open(self, db: Connection, network: str, /) -> bool:
        """Tell whether everybody may read a network's veille."""

    def latest(self, db: Connection, network: str, /) -> datetime | None:
        """Return which digest was published last: a quick question, asked each time."""

    def read(self, db: Connection, network: str, limit: int, now: datetime, /) -> VeilleReading:
        """Return what there is to read now, `limit` digests at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What is asked for, once we know that it may be read; the same one is the same document."""

    network: Network
    last: str
    feed: bool
    page: int
    open: bool


class VeillePages:
    """The page and the feed of each network; `public` is our public address, "" without one."""

    def __init__(  # noqa: PLR0913, PLR0917  the parts, each once
        self,
        database: Database,
        networks: Mapping[str, Network],
        addresses: Addresses,
        reader: VeilleReader,
        render: Render,
        clock: Callable[[], datetime],
        public: str = "",
    ) -> None:
        self._database = database
        self._networks = networks
        self._addresses = addresses
        self._reader = reader
        self._render = render
        self._clock = clock
        self._public = public.rstrip("/")
        self._kept: served.DocumentCache[_Wanted] = served.DocumentCache(clock)
        self._style = render("veille/page.css")
        self._headers = served.page_headers(self._style)

    def routes(self, prefix: str = "") -> list[web.RouteDef]:
        """Return the routes, under the path of the public address; HEAD comes with GET."""
        place = f"{prefix}/veille/{{last:[a-z0-9-]{{1,40}}}}"
        return [
            web.get(place, partial(self._answer, feed=False)),
            web.get(f"{place}.atom", partial(self._answer, feed=True)),
        ]

    async def _answer(self, request: web.Request, *, feed: bool) -> web.Response:
        last = request.match_info["last"]
        page = 1 if feed else _page(request)
        network, to_all, latest = await self._database.run(lambda db: self._found(db, last))
        if network is None:
            raise web.HTTPNotFound
        wanted = _Wanted(network=network, last=last, feed=feed, page=page, open=to_all)
        document = await self._kept.get(wanted, latest, lambda: self._made(wanted))
        return served.answer(request, document)

    def _found(self, db: Connection, last: str) -> tuple[Network | None, bool, datetime | None]:
        """Return the network that may be read at an address, and whether everybody may."""
        network, to_all = served.readable(
            db, self._addresses, AddressKind.VEILLE, self._networks, last, self._reader.is_open
        )
        return network, to_all, self._reader.latest(db, network.slug) if network else None

    async def _made(self, wanted: _Wanted) -> served.Document:
        slug = wanted.network.slug
        most = FEED_DIGESTS if wanted.feed else PAGE_DIGESTS * wanted.page + 1
        now = self._clock()
        reading = await self._database.run(lambda db: self._reader.read(db, slug, most, now))
        if not wanted.feed and wanted.page > 1 and len(reading.digests) <= most - PAGE_DIGESTS - 1:
            raise web.HTTPNotFound
        return await asyncio.to_thread(self._document, wanted, reading)

    def _document(self, wanted: _Wanted, reading: VeilleReading) -> served.Document:
        place = self._place(wanted, len(reading.digests))
        first = 0 if wanted.feed else PAGE_DIGESTS * (wanted.page - 1)
        shown = replace(reading, digests=reading.digests[first : first + PAGE_DIGESTS])
        network = wanted.network
        render = self._render
        text = (
            render("veille/feed.xml.j2", network=network, reading=shown, place=place)
            if wanted.feed
            else render(
                "veille/page.html.j2",
                network=network,
                reading=shown,
                place=place,
                style=self._style,
            )
        )
        return served.Document(
            body=f"{text}\n".encode(),
            content_type="application/atom+xml" if wanted.feed else "text/html",
            changed=reading.changed,
            open=wanted.open,
            headers=self._headers,
        )

    def _place(self, wanted: _Wanted, count: int) -> PagePlace:
        page = f"{self._public}{AddressKind.VEILLE.path(wanted.last)}"
        parts, number = urlsplit(self._public), wanted.page
        newer = f"{page}?page={number - 1}" if number > 2 else page  # noqa: PLR2004
        return PagePlace(
            page=page,
            feed=f"{page}.atom",
            owner=parts.hostname or "courroie.invalid",
            name=f"{parts.path}/veille/{wanted.network.slug}".strip("/"),
            open=wanted.open,
            newer=newer if number > 1 else "",
            older=f"{page}?page={number + 1}" if count > PAGE_DIGESTS * number else "",
        )


def _page(request: web.Request) -> int:
    """Read which page is asked for, the first one by default."""
    typed = request.query.get("page", "1")
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:9]) <= _LAST_PAGE):
        raise web.HTTPNotFound
    return int(typed)
