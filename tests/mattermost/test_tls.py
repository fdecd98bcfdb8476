"""Over https and wss, against a certificate made for the test."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.mattermost.client import Mattermost
from bot.mattermost.errors import UnreachableError
from bot.mattermost.socket import Heard, Socket
from bot.mattermost.wire.events import Hello
from tests.waiting import PATIENCE

OPENSSL = shutil.which("openssl")
HELLO = '{"event": "hello", "data": {"connection_id": "first"}, "seq": 0}'
TOKEN = SecretStr("s3cret-t0ken")

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl makes the certificate")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecureServer:
    url: str
    trusted: ssl.SSLContext


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate and its key for this machine, in one file."""
    pem = tmp_path_factory.mktemp("tls") / "localhost.pem"
    request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    subject = "-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(  # noqa: S603 - our own words
        [str(OPENSSL), *request.split(), *subject.split(), "-keyout", pem, "-out", f"{pem}.crt"],
        check=True,
        capture_output=True,
    )
    pem.write_text(pem.read_text() + Path(f"{pem}.crt").read_text())
    return pem


@pytest.fixture
async def server(certificate: Path) -> AsyncIterator[SecureServer]:
    async def me(_request: web.Request) -> web.Response:
        return web.json_response({"id": "b" * 26})

    async def listen(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        await ws.send_str(HELLO)
        await ws.receive()
        return ws

    app = web.Application()
    app.router.add_get("/api/v4/users/me", me)
    app.router.add_get("/api/v4/websocket", listen)
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(certificate)
    running = TestServer(app, scheme="https")
    await running.start_server(ssl=own)
    trusted = ssl.create_default_context(cafile=str(certificate))
    yield SecureServer(url=str(running.make_url("")), trusted=trusted)
    await running.close()


async def test_calls_go_over_https(server: SecureServer) -> None:
    mattermost = Mattermost(server.url, TOKEN, tls=server.trusted)

    await mattermost.me()

    await mattermost.close()


async def test_a_certificate_that_nobody_vouches_for_gets_no_token(server: SecureServer) -> None:
    mattermost = Mattermost(server.url, TOKEN)

    with pytest.raises(UnreachableError) as failed:
        await mattermost.me()

    assert failed.value.error_id == "ClientConnectorCertificateError"
    assert not failed.value.in_doubt
    await mattermost.close()


async def test_events_come_over_wss(server: SecureServer) -> None:
    heard: asyncio.Queue[Heard] = asyncio.Queue()

    async def check() -> None:
        raise AssertionError("the session was refused")

    listening = Socket(
        url=server.url,
        token=TOKEN,
        check_token=check,
        now=lambda: datetime.now(UTC),
        tls=server.trusted,
    )
    task = asyncio.create_task(listening.run(heard.put))

    async with asyncio.timeout(PATIENCE):
        assert isinstance(await heard.get(), Hello)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
