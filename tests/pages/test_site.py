"""What we answer over HTTP, while the database is away."""

from __future__ import annotations

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.core.database import DatabaseAwayError
from bot.pages.site import while_away


async def test_a_page_asks_to_come_back_while_the_database_is_away() -> None:
    async def page(_request: web.Request) -> web.Response:
        raise DatabaseAwayError("locked")

    served = web.Application(middlewares=[while_away])
    served.add_routes([web.get("/veille", page)])
    async with TestClient(TestServer(served)) as client:
        answer = await client.get("/veille")

        assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
        assert "dans un moment" in await answer.text()
