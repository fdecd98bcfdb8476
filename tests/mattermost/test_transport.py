from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack

import pytest
import structlog
from pydantic import SecretStr

from bot.mattermost.errors import (
    ForbiddenError,
    MattermostError,
    NotFoundError,
    TokenRefusedError,
    TransientError,
    UnreachableError,
)
from bot.mattermost.transport import (
    HttpxClient,
    Retries,
    TimeLimits,
    may_use_proxy,
    trusted_authorities,
)
from tests.mattermost.rest_server import (
    RestServer,
    drops,
    hangs,
    refuses,
    says,
    says_text,
    too_many,
)
from tests.ports import held_port
from tests.waiting import PATIENCE, time_passes, until

TOKEN = SecretStr("s3cret-t0ken")
LIMITS = TimeLimits(connect=PATIENCE, read=PATIENCE, total=2 * PATIENCE)


@pytest.fixture
def waits() -> list[float]:
    """Keep the seconds that the client waited between two attempts."""
    return []


@pytest.fixture
async def client(server: RestServer, waits: list[float]) -> AsyncIterator[HttpxClient]:
    client = client_of(server.url, waits)
    yield client
    await client.close()


def client_of(url: str, waits: list[float], limits: TimeLimits = LIMITS) -> HttpxClient:
    async def note(seconds: float) -> None:
        waits.append(seconds)

    retries = Retries(sleep=note, chance=lambda: 1.0)
    return HttpxClient(url, TOKEN, limits=limits, retries=retries)


async def test_the_token_goes_in_a_header(server: RestServer, client: HttpxClient) -> None:
    server.plan("GET /users/me", says({"id": "x"}))

    assert await client.get("/users/me") == b'{"id": "x"}'

    assert server.asked[0].headers["Authorization"] == "Bearer s3cret-t0ken"


async def test_a_read_sends_no_body(server: RestServer, client: HttpxClient) -> None:
    server.plan("GET /users/me", says({}))

    await client.get("/users/me")

    assert server.asked[0].body == b""


async def test_the_servers_version_is_kept(server: RestServer, client: HttpxClient) -> None:
    server.plan("GET /users/me", says({}))
    assert client.server_version == ""

    await client.get("/users/me")

    assert client.server_version == "5.37.0.abc.false"


async def test_cookies_are_not_sent_back(server: RestServer, client: HttpxClient) -> None:
    cookie = {"Set-Cookie": "MMAUTHTOKEN=other; Path=/", "Content-Type": "application/json"}
    server.plan("GET /users/me", says_text("{}", status=200, headers=cookie))

    await client.get("/users/me")
    await client.get("/users/me")

    assert "Cookie" not in server.asked[1].headers


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, MattermostError),
        (401, TokenRefusedError),
        (403, ForbiddenError),
        (404, NotFoundError),
        (501, MattermostError),
    ],
)
async def test_a_refusal_keeps_mattermosts_error_id(
    server: RestServer, client: HttpxClient, status: int, kind: type[MattermostError]
) -> None:
    server.plan("POST /posts", refuses(status, "api.some.reason.app_error"))

    with pytest.raises(kind) as refused:
        await client.post("/posts", {"message": "bonjour"})

    assert type(refused.value) is kind
    assert refused.value.error_id == "api.some.reason.app_error"
    assert str(refused.value) == f"POST /posts: {status} api.some.reason.app_error"
    assert not refused.value.in_doubt


@pytest.mark.parametrize("body", ["<html>", '{"id": 3}', '{"id": "Un texte, pas un id"}', "[]"])
async def test_an_error_id_is_an_id_or_nothing(
    server: RestServer, client: HttpxClient, body: str
) -> None:
    server.plan("GET /x", says_text(body, status=400))

    with pytest.raises(MattermostError) as refused:
        await client.get("/x")

    assert str(refused.value) == "GET /x: 400"


async def test_too_many_requests_waits_as_long_as_asked(
    server: RestServer, client: HttpxClient, waits: list[float]
) -> None:
    server.plan("GET /users/me", too_many("3"), too_many("1"), says({"id": "x"}))

    assert await client.get("/users/me") == b'{"id": "x"}'

    assert waits == [3.0, 1.0]


async def test_a_wait_beyond_reason_is_left_to_the_caller(
    server: RestServer, client: HttpxClient, waits: list[float]
) -> None:
    server.plan("GET /users/me", too_many("3600"))

    with pytest.raises(TransientError) as refused:
        await client.get("/users/me")

    assert waits == []
    assert refused.value.retry_after == 3600
    assert not refused.value.in_doubt


async def test_a_retry_date_counts_as_none(
    server: RestServer, client: HttpxClient, waits: list[float]
) -> None:
    server.plan("GET /x", too_many("Tue, 24 Nov 2026 13:43:39 GMT"), says({}))

    await client.get("/x")

    assert waits == [0.5]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_a_broken_server_is_asked_again_a_few_times(
    server: RestServer, client: HttpxClient, waits: list[float], method: str
) -> None:
    server.plan(f"{method} /x", refuses(500, "api.broken"))

    with pytest.raises(TransientError) as refused:
        await client.make_request(method, "/x")

    assert len(server.asked) == 4
    assert waits == [0.5, 1.0, 2.0]
    assert (refused.value.status, refused.value.error_id) == (500, "api.broken")


@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_a_post_is_never_sent_twice(
    server: RestServer, client: HttpxClient, method: str
) -> None:
    server.plan(f"{method} /posts", says_text("bad gateway", status=502))

    with pytest.raises(TransientError) as refused:
        await client.make_request(method, "/posts", {"message": "bonjour"})

    assert len(server.asked) == 1
    assert refused.value.in_doubt


async def test_a_post_over_the_rate_was_not_read_so_it_is_sent_again(
    server: RestServer, client: HttpxClient
) -> None:
    server.plan("POST /posts", too_many("1"), says({"id": "new"}))

    assert await client.post("/posts", {}) == b'{"id": "new"}'
    assert len(server.asked) == 2


async def test_a_post_turned_away_for_long_is_not_in_doubt(
    server: RestServer, client: HttpxClient
) -> None:
    server.plan("POST /posts", too_many("60"))

    with pytest.raises(TransientError) as refused:
        await client.post("/posts", {})

    assert (refused.value.in_doubt, refused.value.retry_after) == (False, 60.0)
    assert len(server.asked) == 1


def test_waits_are_spread_over_the_upper_half() -> None:
    shortest, longest = Retries(chance=lambda: 0.0), Retries(chance=lambda: 1.0)

    assert [shortest.wait(n, None) for n in (1, 2, 3, 4)] == [0.25, 0.5, 1.0, None]
    assert [longest.wait(n, None) for n in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, None]


async def test_a_silent_server_is_in_doubt(
    server: RestServer, client: HttpxClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.plan("POST /posts", hangs)

    posting = asyncio.create_task(client.post("/posts", {}))
    await until(lambda: server.asked)
    await time_passes(LIMITS.read + 1, monkeypatch)

    with pytest.raises(UnreachableError) as failed:
        await posting
    assert failed.value.in_doubt
    assert str(failed.value) == "POST /posts: no answer SocketTimeoutError"


async def test_a_slow_answer_has_a_limit_as_a_whole(
    server: RestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = TimeLimits(connect=PATIENCE, read=2 * PATIENCE, total=PATIENCE)
    client = client_of(server.url, [], limits)
    server.plan("POST /posts", hangs)

    posting = asyncio.create_task(client.post("/posts", {}))
    await until(lambda: server.asked)
    await time_passes(limits.total + 1, monkeypatch)

    with pytest.raises(UnreachableError) as failed:
        await posting
    assert failed.value.in_doubt
    assert failed.value.error_id == "TimeoutError"
    await client.close()


async def test_a_broken_connection_is_in_doubt(server: RestServer, client: HttpxClient) -> None:
    server.plan("POST /posts", drops)

    with pytest.raises(UnreachableError) as failed:
        await client.post("/posts", {})

    assert failed.value.in_doubt
    assert len(server.asked) == 1


async def test_a_refused_connection_is_not_in_doubt() -> None:
    with held_port() as port:
        client = client_of(f"http://127.0.0.1:{port}", [])

        with pytest.raises(UnreachableError) as failed:
            await client.post("/posts", {})

        assert not failed.value.in_doubt
        await client.close()


async def test_a_connection_that_never_opens_is_not_in_doubt() -> None:
    with ExitStack() as sockets:
        full = sockets.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):  # those waiting to be accepted fill the queue: later ones get no answer
            waiting = sockets.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(full.getsockname())
        limits = TimeLimits(connect=0.1, read=PATIENCE, total=PATIENCE)
        client = client_of(f"http://127.0.0.1:{full.getsockname()[1]}", [], limits)

        with pytest.raises(UnreachableError) as failed:
            await client.post("/posts", {})

        assert not failed.value.in_doubt
        await client.close()


async def test_a_page_in_place_of_json_is_an_error(server: RestServer, client: HttpxClient) -> None:
    page = {"Content-Type": "text/html"}
    server.plan("GET /users/me", says_text("<!doctype html>", status=200, headers=page))

    with pytest.raises(MattermostError) as failed:
        await client.get("/users/me")

    assert str(failed.value) == "GET /users/me: 200 not_json"


async def test_a_redirect_is_an_error(server: RestServer, client: HttpxClient) -> None:
    moved = {"Location": "https://chat.example.org/api/v4/users/me"}
    server.plan("GET /users/me", says_text("", status=301, headers=moved))

    with pytest.raises(MattermostError) as failed:
        await client.get("/users/me")

    assert failed.value.status == 301


async def test_a_redirect_to_no_web_address_is_an_error(
    server: RestServer, client: HttpxClient
) -> None:
    server.plan("GET /users/me", says_text("", status=302, headers={"Location": "mailto:a@b.fr"}))

    with pytest.raises(MattermostError):
        await client.get("/users/me")


async def test_an_answer_packed_badly_is_an_error(server: RestServer, client: HttpxClient) -> None:
    packed = {"Content-Encoding": "gzip"}
    server.plan("GET /users/me", says_text("{}", status=200, headers=packed))

    with pytest.raises(MattermostError):
        await client.get("/users/me")


async def test_neither_logs_nor_errors_show_token_or_text(
    server: RestServer, client: HttpxClient, caplog: pytest.LogCaptureFixture
) -> None:
    server.plan("PUT /posts/1/patch", says_text("s3cret-t0ken bonjour", status=500))
    caplog.set_level("DEBUG")

    with (
        structlog.testing.capture_logs() as logs,
        pytest.raises(TransientError) as failed,
    ):
        await client.put("/posts/1/patch", {"message": "bonjour"})

    said = f"{logs} {caplog.text} {failed.value} {failed.value!r} {client!r}"
    assert len(logs) == 3
    assert "s3cret" not in said
    assert "bonjour" not in said


def test_only_https_needs_authorities() -> None:
    assert trusted_authorities("http://chat.example.org") is None
    assert trusted_authorities("https://chat.example.org") is not None


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://chat.example.org", True),
        ("http://192.0.2.1:8065", True),
        ("http://127.0.0.1:8065", False),
        ("http://[::1]:8065", False),
        ("http://localhost:8065", False),
    ],
)
def test_a_proxy_never_stands_before_our_own_machine(url: str, *, may: bool) -> None:
    assert may_use_proxy(url) is may
