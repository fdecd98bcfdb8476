"""Pages behind a real server, asked as a browser asks them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from aiohttp.web import Application, RouteDef
from multidict import CIMultiDict

from bot.pages.site import under

Got = tuple[int, CIMultiDict[str], str]
"""The status, the headers and the text of an answer."""


class PageSite:
    """The pages of one kind, below an address; one of them is asked where none is named."""

    http: ClientSession

    def __init__(self, below: str, usual: str) -> None:
        self.below, self.usual = below, usual

    async def get(self, last: str | None = None, **headers: str) -> Got:
        address = f"{self.below}{self.usual if last is None else last}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.http.get(address, headers=named) as answer:
            return answer.status, CIMultiDict(answer.headers), await answer.text()


@asynccontextmanager
async def served(site: PageSite, routes: Sequence[RouteDef]) -> AsyncIterator[None]:
    """Serve routes under « /bot », which a site then asks."""
    application = Application()
    application.add_routes(under("/bot", routes))
    async with TestServer(application) as server, ClientSession(server.make_url("/")) as http:
        site.http = http
        yield
