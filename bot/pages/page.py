"""What is read of a network at an address of its own: found, made once, kept until it changes.

Each kind of page is a row (`Page`): where it is, what is read for it. Reading is done in one
transaction; the document is made after it, in a thread, so that no writing waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from aiohttp import web
from sqlalchemy import Connection

from bot.core import counters
from bot.core.database import Database
from bot.letter import pages as letter_pages
from bot.network.address import PATTERN, Addresses, AddressKind, Version
from bot.network.network import Network
from bot.pages.served import Document, DocumentCache, answer
from bot.talk import addressing
from bot.talk.bot import Bot
from bot.talk.context import Context

_TOKEN_OR_SLUG = "[a-z0-9-]{1,40}"  # noqa: S105  a pattern of aiohttp
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """What is asked for, once we know that it may be read; the same one is the same document.

    `page` is the whole address of the page, which ends in `last`; `number` is the letter, the page
    or the year that was asked for, None where none was. An `open` page is for everybody. `latest`
    tells when something was last published there.
    """

    network: Network
    last: str
    page: str
    number: int | None
    open: bool
    latest: datetime | None = None

    @property
    def feed(self) -> str:
        """The address of its feed."""
        return f"{self.page}.atom"

    def tag(self, since: datetime, item: int | None = None) -> str:
        """Return what names the page, or an item of it, whatever its address (RFC 4151)."""
        parts = urlsplit(self.page)
        name = f"{parts.path.removesuffix(self.last)}{self.network.slug}".strip("/")
        end = "" if item is None else f"/{item}"
        return f"tag:{parts.hostname or 'courroie.invalid'},{since:%Y-%m-%d}:{name}{end}"


Make = Callable[[], Document]
"""Makes a document from what was read, without the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One kind of page, at the address of its kind and what comes `after`.

    `read` raises HTTPNotFound for what there is not. `query` is the name of the number that the
    address may carry. `latest` tells when something new was published: a quick question, asked
    each time. What is not `kept` is made each time. Coordinators may open a `shareable` one to
    everybody, under the network's own name.
    """

    kind: AddressKind
    read: Callable[[Context, PageRequest], Make]
    after: str = ""
    query: str = ""
    latest: Callable[[Connection, str], datetime | None] = lambda _db, _network: None
    kept: bool = True
    shareable: bool = False


class PageServer:
    """Serves one kind of page, of every network.

    A wrong token, an old one and one of a network that is no longer there get the same 404 as any
    page that does not exist.
    """

    def __init__(self, page: Page, database: Database, bot: Bot, addresses: Addresses) -> None:
        self._page = page
        self._database = database
        self._bot = bot
        self._addresses = addresses
        self._cache = DocumentCache(bot.clock)

    @property
    def route(self) -> web.RouteDef:
        """The route, below the public address; HEAD comes with GET."""
        pattern = _TOKEN_OR_SLUG if self._page.shareable else PATTERN
        place = self._page.kind.path(f"{{last:{pattern}}}")
        return web.get(f"{place}{self._page.after}", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        last, number = request.match_info["last"], self._number(request)
        asked = await self._database.run(lambda db: self._found(db, last, number))
        if self._page.kept:
            document = await self._cache.get(asked, lambda: self._made(asked))
        else:
            document = await self._made(asked)
        return answer(request, document, to_all=asked.open)

    def _number(self, request: web.Request) -> int | None:
        query = self._page.query
        typed = request.query.get(query) if query else request.match_info.get("number")
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_NUMBER):
            raise web.HTTPNotFound
        return int(typed)

    def _found(self, db: Connection, last: str, number: int | None) -> PageRequest:
        """Find what an address leads to, by its token or, while open to all, the network's name."""
        kind = self._page.kind
        found = (self._addresses.network_of(kind, last, each) for each in self._versions(db))
        slug = next(filter(None, found), None)
        to_all = slug is None and self._is_open(db, last)
        if slug is None and not to_all:
            raise web.HTTPNotFound
        network = self._bot.networks[slug or last]
        return PageRequest(
            network=network,
            last=last,
            page=self._addresses.place(kind, last),
            number=number,
            open=to_all,
            latest=self._page.latest(db, network.slug),
        )

    def _versions(self, db: Connection) -> Iterator[Mapping[str, Version]]:
        """Yield what the tokens that are good now were made with, by network."""
        bot, kind = self._bot, self._page.kind
        people = {each: bot.coordinators_of(each) for each in bot.networks}
        if kind is AddressKind.DRAFT:
            for day in letter_pages.preview_days(bot.clock()):
                yield {each: kind.version(day, people[each]) for each in people}
        else:
            reached = counters.reached(db, kind.value)
            yield {each: kind.version(reached.get(each, 0), people[each]) for each in people}

    def _is_open(self, db: Connection, slug: str) -> bool:
        known = self._page.shareable and slug in self._bot.networks
        return known and addressing.is_open(db, slug, self._page.kind)

    async def _made(self, asked: PageRequest) -> Document:
        now = self._bot.clock()
        make = await self._database.run(
            lambda db: self._page.read(self._bot.context(db, asked.network, now), asked)
        )
        return await asyncio.to_thread(make)
