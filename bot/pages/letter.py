"""What browsers and feed readers follow: a network's letters, as published, and no one's name.

They are served to whoever has the network's unguessable address, and under the network's own name
while its coordinators make them public. The draft is shown at an address of its own, which is good
for some days only, and kept nowhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

from aiohttp import web
from sqlalchemy import Connection

from bot.core.database import Database
from bot.letter.page import FEED_LETTERS, LISTED, LetterReading
from bot.letter.rules import Letter
from bot.network.address import PATTERN, Addresses, AddressKind
from bot.network.network import Network
from bot.pages import served
from bot.talk.render import Render
from bot.veille.page import PagePlace


class LetterReader(Protocol):
    """Reads what networks published."""

    def is_open(self, db: Connection, network: str, /) -> bool:
        """Tell whether everybody may read a network's letters."""

    def latest(self, db: Connection, network: str, /) -> datetime | None:
        """Return when a letter was last published: a quick question, asked each time."""

    def read(self, db: Connection, network: str, limit: int, /) -> LetterReading:
        """Return the last letters, `limit` at most."""

    def numbered(self, db: Connection, network: str, number: int, /) -> Letter | None:
        """Return one of its letters, however old, None when none bears this number."""

    def preview_days(self, now: datetime, /) -> Sequence[int]:
        """Return the days whose previews' addresses are good now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What is asked for, once we know that it may be read; `number` 0 is the latest letter."""

    network: Network
    last: str
    feed: bool
    number: int
    open: bool


class LetterPages:
    """The pages and the feed of each network; `public` is our public address, "" without one.

    `preview` gives the letter that a network prepares.
    """

    def __init__(  # noqa: PLR0913, PLR0917  the parts, each once
        self,
        database: Database,
        networks: Mapping[str, Network],
        addresses: Addresses,
        reader: LetterReader,
        preview: Callable[[Connection, Network], Letter],
        render: Render,
        clock: Callable[[], datetime],
        public: str = "",
    ) -> None:
        self._database = database
        self._networks = networks
        self._addresses = addresses
        self._reader = reader
        self._preview = preview
        self._render = render
        self._clock = clock
        self._public = public.rstrip("/")
        self._kept: served.DocumentCache[_Wanted] = served.DocumentCache(clock)
        self._style = render("lettre/page.css")
        self._headers = served.page_headers(self._style)

    def routes(self, prefix: str = "") -> list[web.RouteDef]:
        """Return the routes, under the path of the public address; HEAD comes with GET."""
        place = f"{prefix}/lettre/{{last:[a-z0-9-]{{1,40}}}}"
        return [
            web.get(place, partial(self._answer, feed=False)),
            web.get(f"{place}/{{number:[0-9]{{1,6}}}}", partial(self._answer, feed=False)),
            web.get(f"{place}.atom", partial(self._answer, feed=True)),
            web.get(f"{prefix}/lettre/apercu/{{token:{PATTERN}}}", self._answer_preview),
        ]

    async def _answer(self, request: web.Request, *, feed: bool) -> web.Response:
        last = request.match_info["last"]
        network, to_all, latest = await self._database.run(lambda db: self._found(db, last))
        if network is None:
            raise web.HTTPNotFound
        number = int(request.match_info.get("number", "0"))
        wanted = _Wanted(network=network, last=last, feed=feed, number=number, open=to_all)
        document = await self._kept.get(wanted, latest, lambda: self._made(wanted))
        return served.answer(request, document)

    async def _answer_preview(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        days = self._reader.preview_days(self._clock())
        network = next((each for day in days if (each := self._of(token, day))), None)
        if network is None:
            raise web.HTTPNotFound
        letter = await self._database.run(lambda db: self._preview(db, network))
        page = f"{self._public}{AddressKind.DRAFT.path(token)}"
        place = PagePlace(page=page, feed="", owner="", name="")
        reading = LetterReading(letters=(), since=self._clock())
        document = self._page(network, reading, letter, place, preview=True)
        unkept = {**document.headers, "Cache-Control": "no-store"}
        return served.answer(request, replace(document, headers=unkept))

    def _of(self, token: str, day: int) -> Network | None:
        """Return the network of which a token shows the draft on a day."""
        days = dict.fromkeys(self._networks, day)
        slug = self._addresses.network_of(AddressKind.DRAFT, token, days)
        return None if slug is None else self._networks[slug]

    def _found(self, db: Connection, last: str) -> tuple[Network | None, bool, datetime | None]:
        """Return the network that may be read at an address, and whether everybody may."""
        network, to_all = served.readable(
            db, self._addresses, AddressKind.LETTER, self._networks, last, self._reader.is_open
        )
        return network, to_all, self._reader.latest(db, network.slug) if network else None

    async def _made(self, wanted: _Wanted) -> served.Document:
        most = FEED_LETTERS if wanted.feed else LISTED
        slug = wanted.network.slug
        reading = await self._database.run(lambda db: self._reader.read(db, slug, most))
        if wanted.feed:
            return await asyncio.to_thread(self._feed, wanted, reading)
        letter = reading.latest
        if wanted.number:
            letter = await self._database.run(
                lambda db: self._reader.numbered(db, slug, wanted.number)
            )
        if wanted.number and letter is None:
            raise web.HTTPNotFound
        place = self._place(wanted)
        return await asyncio.to_thread(
            self._page, wanted.network, reading, letter, place, preview=False
        )

    def _page(
        self,
        network: Network,
        reading: LetterReading,
        letter: Letter | None,
        place: PagePlace,
        *,
        preview: bool,
    ) -> served.Document:
        render = self._render
        text = render(
            "lettre/page.html.j2",
            network=network,
            reading=reading,
            letter=letter,
            place=place,
            preview=preview,
            style=self._style,
        )
        return self._document(text, "text/html", reading, place)

    def _feed(self, wanted: _Wanted, reading: LetterReading) -> served.Document:
        place = self._place(wanted)
        render = self._render
        text = render("lettre/feed.xml.j2", network=wanted.network, reading=reading, place=place)
        return self._document(text, "application/atom+xml", reading, place)

    def _document(
        self, text: str, content_type: str, reading: LetterReading, place: PagePlace
    ) -> served.Document:
        return served.Document(
            body=f"{text}\n".encode(),
            content_type=content_type,
            changed=reading.changed,
            open=place.open,
            headers=self._headers,
        )

    def _place(self, wanted: _Wanted) -> PagePlace:
        page = f"{self._public}{AddressKind.LETTER.path(wanted.last)}"
        parts = urlsplit(self._public)
        return PagePlace(
            page=page,
            feed=f"{page}.atom",
            owner=parts.hostname or "courroie.invalid",
            name=f"{parts.path}/lettre/{wanted.network.slug}".strip("/"),
            open=wanted.open,
        )
