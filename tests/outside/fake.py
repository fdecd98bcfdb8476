"""A tool's server on the loopback: it does as its facts say, and fails as a test tells it to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

from bot.outside.calling import ApiClient, ApiLimits, OutsideSender, Sent
from bot.outside.content import OutsideContent
from bot.outside.line import OutsideLine
from bot.outside.rules import CopyStep
from bot.veille.fetching.guard import Guard
from scheduler.copies import Copier
from tests.room import Room

HERE = Guard(["127.0.0.1"])


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"


USUAL = "as usual"
LOST = "done, and the answer is lost"
CUT = "cut before anything is done"
SILENT = "no answer at all"

Play = str | web.Response | Callable[[], web.Response]


@dataclass
class Fake:
    """A server: `plays` are what it does with the next requests, as usual once none is left."""

    port: int
    asked: list[Asked] = field(default_factory=list)
    plays: list[Play] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, asked: Asked) -> web.Response:
        """Do what is asked."""
        raise NotImplementedError

    def lines(self, *but: str) -> list[str]:
        """Return what was asked, in short."""
        return [each.line for each in self.asked if each.method not in but]

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port, reuse_address=True).start()
        try:
            yield
        finally:
            await runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        form = request.content_type == "application/x-www-form-urlencoded"
        body = dict(await request.post()) if form else json.loads(raw) if raw else None
        asked = Asked(request.method, request.path_qs, dict(request.headers), body)
        self.asked.append(asked)
        play = self.plays.pop(0) if self.plays else None
        if play == SILENT:
            await asyncio.sleep(60)
        if play in {LOST, CUT}:
            if play == LOST:
                self.answer(asked)
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if callable(play):
            return play()
        return play if isinstance(play, web.Response) else self.answer(asked)


def says(status: int, body: object = None, **headers: str) -> Callable[[], web.Response]:
    """Answer so; `retry_after="3"` is a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: web.json_response(body, status=status, headers=named)


class Killed(BaseException):
    """The process dies."""


@dataclass(frozen=True)
class Dying:
    """A sender whose process dies after a call, or before it."""

    sender: OutsideSender
    before: bool = False

    async def send(self, api: ApiClient, step: CopyStep, content: OutsideContent) -> Sent:
        if not self.before:
            await self.sender.send(api, step, content)
        raise Killed

    async def remove(self, api: ApiClient, step: CopyStep) -> Sent:
        if not self.before:
            await self.sender.remove(api, step)
        raise Killed

    async def probe(self, api: ApiClient) -> str:
        return await self.sender.probe(api)


def client(guard: Guard = HERE, total: float = 30.0) -> ApiClient:
    """Return what calls tools in tests."""
    return ApiClient(agent="Courroie (essai)", guard=guard, limits=ApiLimits(total=total))


def copies(
    room: Room, fake: Fake, line: OutsideLine, *, guard: Guard = HERE, total: float = 30.0
) -> int:
    """Let the job of a tool send what is due, as a process that has just begun."""

    async def work() -> int:
        async with fake.open(), client(guard, total) as api:
            return await Copier(room.database, room.bot, replace(line, pace=0.0), api).copy_due()

    return asyncio.run(work())


def probes(fake: Fake, line: OutsideLine) -> str:
    """Look how a tool does, as `courroie check` does."""

    async def work() -> str:
        async with fake.open(), client() as api:
            return await line.sender.probe(api)

    return asyncio.run(work())


def dies(room: Room, fake: Fake, line: OutsideLine, *, before: bool = False) -> None:
    """Let the job be killed at its first call, just before or just after it."""
    try:
        copies(room, fake, replace(line, sender=Dying(line.sender, before)))
    except Killed:
        return
    raise AssertionError("nothing was sent")
