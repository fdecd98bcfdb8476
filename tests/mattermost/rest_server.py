"""A server that answers each call as the test planned, and remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import JsonValue

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class RestServer:
    """The last answer planned for a call serves for all that follow.

    An unplanned call is a 404 without an id.
    """

    asked: list[Asked] = field(default_factory=list)
    _planned: dict[str, list[Answer]] = field(default_factory=dict)
    _server: TestServer | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._server = TestServer(app)
        await self._server.start_server()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        assert self._server is not None
        await self._server.close()

    @property
    def url(self) -> str:
        assert self._server is not None
        return str(self._server.make_url("")).rstrip("/")

    def plan(self, call: str, *answers: Answer) -> None:
        """Plan the answers to a call such as `GET /users/me`."""
        self._planned[call] = list(answers)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/api/v4")
        self.asked.append(
            Asked(
                method=request.method,
                path=path,
                query=dict(request.query),
                headers=dict(request.headers),
                body=await request.read(),
            )
        )
        planned = self._planned.get(f"{request.method} {path}", [])
        if not planned:
            return web.Response(status=404)
        answer = planned.pop(0) if len(planned) > 1 else planned[0]
        return await answer(request)


def says(value: JsonValue, *, status: int = 200) -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        headers = {"X-Version-Id": "5.37.0.abc.false"}
        return web.json_response(value, status=status, headers=headers)

    return answer


def says_text(text: str, *, status: int, headers: dict[str, str] | None = None) -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(text=text, status=status, headers=headers)

    return answer


def refuses(status: int, error_id: str) -> Answer:
    return says({"id": error_id, "message": "Refusé", "status_code": status}, status=status)


def too_many(retry_after: str) -> Answer:
    """Answer as the rate limiter does: plain text."""
    return says_text("limit exceeded\n", status=429, headers={"Retry-After": retry_after})


async def hangs(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(3600)
    raise AssertionError


async def drops(request: web.Request) -> web.StreamResponse:
    """Break the connection without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
