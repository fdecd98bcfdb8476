"""A server's WebSocket whose every word the test says."""

from __future__ import annotations

import asyncio
import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.mattermost.ids import AMINA, BOT, ENTRAIDE, LOIRE, id_of
from tests.ports import held_port
from tests.waiting import PATIENCE


@dataclass(slots=True)
class Connection:
    """One connection of the bot, until the test closes, breaks or abandons it."""

    request: web.Request
    ws: web.WebSocketResponse
    pinged: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    ponged: asyncio.Event = field(default_factory=asyncio.Event)
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _reading: asyncio.Task[None] | None = None

    @property
    def query(self) -> dict[str, str]:
        return dict(self.request.query)

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.request.headers)

    async def hello(self, connection_id: str) -> None:
        data = {"connection_id": connection_id, "server_version": "5.37.0.abc"}
        await self.say(json.dumps({"event": "hello", "data": data, "broadcast": {}, "seq": 0}))

    async def say(self, frame: str) -> None:
        await self.ws.send_str(frame)

    async def ping(self) -> None:
        await self.ws.ping()

    async def close(self) -> None:
        self._over.set()

    async def closed(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self._over.wait()

    def break_off(self) -> None:
        """Cut the line without a word."""
        assert self.request.transport is not None
        self.request.transport.abort()

    def go_deaf(self) -> None:
        """Stay open, and neither read nor answer any more."""
        assert self._reading is not None
        self._reading.cancel()

    async def serve(self) -> None:
        self._reading = asyncio.create_task(self._read())
        await self._over.wait()
        self._reading.cancel()
        await self.ws.close()

    async def _read(self) -> None:
        while True:
            message = await self.ws.receive()
            if message.type is WSMsgType.PING:
                self.pinged.release()
                await self.ws.pong(message.data)
            elif message.type is WSMsgType.PONG:
                self.ponged.set()
            else:
                self._over.set()
                return


@dataclass(slots=True)
class SocketServer:
    """Hands each new connection to the test."""

    _port: int = 0
    _held: ExitStack = field(default_factory=ExitStack)
    _connections: asyncio.Queue[Connection] = field(default_factory=asyncio.Queue)
    _open: list[Connection] = field(default_factory=list)
    _refusals: list[int] = field(default_factory=list)
    _server: TestServer | None = None

    async def __aenter__(self) -> Self:
        self._port = self._held.enter_context(held_port())
        await self.start()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.stop()
        self._held.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/api/v4/websocket", self._accept)
        self._server = TestServer(app, host="127.0.0.1", port=self._port)
        await self._server.start_server()

    async def stop(self) -> None:
        for connection in self._open:
            await connection.close()
        if self._server is not None:
            await self._server.close()

    async def next(self) -> Connection:
        async with asyncio.timeout(PATIENCE):
            return await self._connections.get()

    async def refuse_next(self, status: int) -> None:
        self._refusals.append(status)

    async def _accept(self, request: web.Request) -> web.StreamResponse:
        if self._refusals:
            return web.Response(status=self._refusals.pop())
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        connection = Connection(request, ws)
        self._open.append(connection)
        await self._connections.put(connection)
        await connection.serve()
        return ws


def posted(seq: int, message: str) -> str:
    post = {
        "id": id_of(f"post{seq}"),
        "create_at": 1_795_527_739_877,
        "user_id": AMINA,
        "channel_id": ENTRAIDE,
        "message": message,
    }
    data = {
        "channel_type": "O",
        "post": json.dumps(post),
        "sender_name": "@amina",
        "team_id": LOIRE,
    }
    return json.dumps({"event": "posted", "data": data, "broadcast": {}, "seq": seq})


def removed_bot(seq: int) -> str:
    """Tell the bot that it was removed: the channel in the data, the bot in the broadcast."""
    data = {"channel_id": ENTRAIDE, "remover_id": AMINA}
    broadcast = {"user_id": BOT, "channel_id": ""}
    return json.dumps({"event": "user_removed", "data": data, "broadcast": broadcast, "seq": seq})
