"""The WebSocket: who comes in, the requests made over it, and a writer for the hub's events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from sandbox.server.context import Context, here, token_of
from sandbox.server.hub import Connection, broadcast
from sandbox.server.ids import SERVER_VERSION
from sandbox.server.records import Json

PING_SECONDS = 60.0
SILENCE_SECONDS = 100.0


@dataclass
class _Client:
    """One open socket and, once its user is known, the stream behind it."""

    context: Context
    request: web.Request
    socket: web.WebSocketResponse
    connection: Connection | None = None

    def abort(self) -> None:
        """Cut the TCP connection: no close frame."""
        if self.request.transport is not None:
            self.request.transport.abort()


async def websocket(request: web.Request) -> web.StreamResponse:
    """Serve one client until it leaves, falls silent, or is not let in."""
    context = here(request)
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        return web.Response(status=403, text="Forbidden\n")
    socket = web.WebSocketResponse(autoping=False, max_msg_size=1 << 16)
    await socket.prepare(request)
    client = _Client(context, request, socket)
    user_id = _user_of(context, token_of(request))
    if user_id:
        _attach_or_resume(client, user_id)
    try:
        if client.connection is None and not await _authenticated(client):
            client.abort()
            return socket
        await _serve(client)
    finally:
        if client.connection is not None:
            context.hub.leave(client.connection)
    return socket


async def _serve(client: _Client) -> None:
    async with asyncio.TaskGroup() as tasks:
        writer = tasks.create_task(_write(client))
        try:
            await _read(client)
        finally:
            writer.cancel()


def _user_of(context: Context, token: str) -> str:
    session = context.world.sessions.get(token)
    return session.user_id if session else ""


def _attach_or_resume(client: _Client, user_id: str) -> None:
    query = client.request.query
    sequence = query.get("sequence_number", "")
    if query.get("connection_id") and sequence.isdigit():
        client.connection = client.context.hub.rejoin(
            user_id, query["connection_id"], int(sequence)
        )
    if client.connection is None:
        _attach(client, user_id)
        _tell_online(client)
    else:
        client.connection.abort = client.abort


def _attach(client: _Client, user_id: str) -> None:
    client.connection = client.context.hub.join(user_id)
    client.connection.abort = client.abort


def _tell_online(client: _Client) -> None:
    if client.connection is not None:
        user_id = client.connection.user_id
        status = {"status": "online", "user_id": user_id}
        client.connection.push("status_change", status, broadcast(user_id=user_id))


async def _authenticated(client: _Client) -> bool:
    """Wait for the challenge, some seconds at most. A bad bearer waits in vain, as observed."""
    with suppress(TimeoutError):
        async with asyncio.timeout(client.context.faults.socket_auth_seconds):
            async for request in _requests(client):
                if request.get("action") == "authentication_challenge":
                    token = (request.get("data") or {}).get("token")
                    user_id = _user_of(client.context, token) if isinstance(token, str) else ""
                    if not user_id:
                        return False
                    _attach(client, user_id)
                    _reply(client, request)
                    _tell_online(client)
                    return True
    return False


async def _read(client: _Client) -> None:
    """Obey requests until the client leaves or has been silent for 100 s."""
    async for request in _requests(client, silence=SILENCE_SECONDS):
        match request.get("action"):
            case "ping":
                _reply(client, request, {"text": "pong", "version": SERVER_VERSION})
            case "user_typing":
                _tell_typing(client, request.get("data") or {})
                _reply(client, request)
            case "get_statuses":
                users = client.context.world.users
                online = {u.id: "online" for u in users if client.context.hub.online(u.id)}
                _reply(client, request, online)
            case "authentication_challenge":
                _reply(client, request)
            case _:
                _refuse(client, request)
    client.abort()


async def _requests(client: _Client, silence: float | None = None) -> AsyncIterator[Json]:
    """Give the client's requests, and answer its pings, until it leaves or is silent too long."""
    while True:
        try:
            message = await client.socket.receive(timeout=silence)
        except TimeoutError:
            return
        if message.type is WSMsgType.PING and client.context.faults.thawed.is_set():
            await client.socket.pong(message.data)
        elif message.type is WSMsgType.TEXT:
            with suppress(ValueError):
                request = json.loads(message.data)
                if isinstance(request, dict):
                    yield request
        elif message.type not in {WSMsgType.PING, WSMsgType.PONG, WSMsgType.BINARY}:
            return


async def _write(client: _Client) -> None:
    """Send what the hub numbered, and a ping whenever there was nothing to say for a minute."""
    if client.connection is None:
        return
    outbox = client.connection.outbox
    while True:
        try:
            text = await asyncio.wait_for(outbox.get(), PING_SECONDS)
        except TimeoutError:
            text = ""
        await client.context.faults.thawed.wait()
        try:
            if text:
                await client.socket.send_str(text)
            else:
                await client.socket.ping()
        except ConnectionError:
            return


def _tell_typing(client: _Client, data: Json) -> None:
    channel_id = data.get("channel_id")
    connection = client.connection
    if connection is None or not isinstance(channel_id, str):
        return
    if client.context.world.member(channel_id, connection.user_id):
        client.context.hub.publish(
            "typing",
            {"parent_id": data.get("parent_id") or "", "user_id": connection.user_id},
            channel_id=channel_id,
            omit=(connection.user_id,),
        )


def _reply(client: _Client, request: Json, data: Json | None = None) -> None:
    if client.connection is not None:
        said: Json = {"status": "OK"}
        if data is not None:
            said["data"] = data
        client.connection.reply(said | {"seq_reply": request.get("seq", 0)})


def _refuse(client: _Client, request: Json) -> None:
    if client.connection is not None:
        error = {
            "id": "api.web_socket_router.bad_action.app_error",
            "message": "Action WebSocket inconnue.",
            "detailed_error": "",
            "status_code": 500,
        }
        client.connection.reply(
            {"status": "FAIL", "error": error, "seq_reply": request.get("seq", 0)}
        )
