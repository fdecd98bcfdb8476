"""Slow clients lose their place, and too many of them do not stop the server for good."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from bot.pages import site
from bot.pages.site import listening, make_runner
from tests.waiting import PATIENCE, eventually

_QUICK = 0.2
"""Seconds after which a connection that says too little is closed."""

_CROWD = """
import asyncio, resource, socket, sys
sys.path.insert(0, ".")
from tests.pages.test_web_server import crowded
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
asyncio.run(crowded())
"""


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nX-Slow: ",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["nothing", "cut", "headers", "idle", "second headers", "body", "chunks"],
)
def test_a_client_that_says_a_byte_at_a_time_is_cut(first: bytes) -> None:
    asyncio.run(_dripped(first))


def test_who_is_quick_is_answered_meanwhile() -> None:
    async def go() -> None:
        async with _served() as port:
            slow = [await asyncio.open_connection("127.0.0.1", port) for _ in range(50)]
            async with (
                ClientSession() as http,
                http.post(f"http://127.0.0.1:{port}/", data=b"x" * 50_000) as answer,
            ):
                assert len(await answer.read()) == 50_000
            for _, writer in slow:
                writer.close()

    asyncio.run(go())


def test_the_server_answers_again_after_too_many_open_files() -> None:
    ended = subprocess.run(  # noqa: S603  our own lines
        [sys.executable, "-c", _CROWD],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    said, *answered = ended.stdout.splitlines()
    assert answered == ["answered"], ended.stderr[-2_000:]
    assert "too_many_open_files" in said  # once a minute, of thousands of tries
    assert ended.stderr == ""


async def test_a_connection_too_many_is_closed_and_the_next_one_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(site, "MOST_CONNECTIONS", 3)
    async with _listening() as port:
        crowd = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        for reader, writer in crowd:
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")

        assert await _asked(port) == b""

        crowd[0][1].close()
        assert (await eventually(lambda: _asked(port))).startswith(b"HTTP/1.1 200")
        for _, writer in crowd:
            writer.close()


def test_the_cap_leaves_half_of_the_files_to_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    for allowed, most in ((64, 32), (1_024, 512), (65_536, site.MOST_CONNECTIONS)):
        monkeypatch.setattr(resource, "getrlimit", lambda _what, allowed=allowed: (allowed, 1))
        assert site.most_connections() == most


async def crowded() -> None:
    """Open connections until files run out, close them, and ask; in a process of its own."""
    async with _listening() as port:
        crowd = []
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    crowd.append(await asyncio.open_connection("127.0.0.1", port))
        except OSError:
            await asyncio.sleep(0)  # the server's own turn: it finds no file either
        for _, writer in crowd:
            writer.close()
        async with asyncio.timeout(PATIENCE):
            answer = b""
            while not answer:
                answer = await _asked(port)
        if answer.startswith(b"HTTP/1.1 200"):
            sys.stdout.write("answered\n")


async def _asked(port: int) -> bytes:
    """Ask once; nothing where files still miss, which the loop closes in its own time."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        await asyncio.sleep(0.01)
        return b""
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    try:
        return await reader.read()
    except ConnectionError:  # one too many
        return b""
    finally:
        writer.close()


async def _dripped(first: bytes) -> None:
    async with _served() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(first)
        drip = asyncio.create_task(_drip(writer)) if first else None
        async with asyncio.timeout(PATIENCE):
            try:
                while await reader.read(1_000):
                    pass
            except ConnectionError:
                pass
        if drip is not None:
            drip.cancel()
        writer.close()


async def _drip(writer: asyncio.StreamWriter) -> None:
    """Say one more byte now and then, as long as it is taken."""
    while not writer.is_closing():
        writer.write(b"1")
        await asyncio.sleep(_QUICK / 10)


async def echo(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


@asynccontextmanager
async def _listening() -> AsyncIterator[int]:
    routes = [web.route("*", "/", echo)]
    async with listening(routes, "127.0.0.1", 0, path="", body_limit=1_000_000) as port:
        yield port


@asynccontextmanager
async def _served() -> AsyncIterator[int]:
    application = web.Application(client_max_size=1_000_000)
    application.add_routes([web.route("*", "/", echo)])
    runner = make_runner(application, idle=_QUICK, body=_QUICK)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
