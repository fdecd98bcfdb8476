from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import structlog
from pydantic import SecretStr

from bot.mattermost.errors import TokenRefusedError, UnreachableError
from bot.mattermost.socket import Heard, Patience, Socket
from bot.mattermost.wire.events import Hello, Posted, UserRemoved
from tests.mattermost.ids import BOT, ENTRAIDE
from tests.mattermost.socket_server import Connection, SocketServer, posted, removed_bot
from tests.waiting import PATIENCE, time_passes, until

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CALM = Patience(silence=PATIENCE, answer=PATIENCE, first=0.01, longest=0.02)
HASTY = Patience(silence=0.05, answer=0.05, first=0.01, longest=0.02)


class Ear:
    """Hears what the socket gives, and knows whether the token is still good."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[Heard] = asyncio.Queue()
        self.token_checks = 0
        self.refusal: Exception | None = None

    async def hear(self, event: Heard) -> None:
        await self.heard.put(event)

    async def check(self) -> None:
        self.token_checks += 1
        if self.refusal:
            raise self.refusal

    async def next(self) -> Heard:
        async with asyncio.timeout(PATIENCE):
            return await self.heard.get()

    async def next_text(self) -> str:
        event = await self.next()
        assert isinstance(event, Posted)
        return event.post.message

    async def next_session(self) -> str:
        event = await self.next()
        assert isinstance(event, Hello)
        return event.connection_id


@pytest.fixture
async def server() -> AsyncIterator[SocketServer]:
    async with SocketServer() as running:
        yield running


@pytest.fixture
def ear() -> Ear:
    return Ear()


def socket_of(server: SocketServer, ear: Ear, patience: Patience = CALM) -> Socket:
    return Socket(
        url=server.url,
        token=SecretStr("s3cret-t0ken"),
        check_token=ear.check,
        now=lambda: NOW,
        patience=patience,
    )


async def begun(server: SocketServer, ear: Ear) -> Connection:
    """Begin a session, and have it heard."""
    connection = await server.next()
    await connection.hello("first")
    await ear.next_session()
    return connection


@pytest.fixture
async def socket(server: SocketServer, ear: Ear) -> AsyncIterator[Socket]:
    listening = socket_of(server, ear)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(listening.run(ear.hear))
        yield listening
        task.cancel()


async def test_a_hello_starts_a_session_then_events_follow(
    server: SocketServer, socket: Socket, ear: Ear
) -> None:
    connection = await server.next()
    assert not socket.connected

    await connection.hello("first")
    await connection.say(posted(1, "bonjour"))

    assert await ear.next_session() == "first"
    assert await ear.next_text() == "bonjour"
    assert socket.connected
    assert socket.last_event_at == NOW
    assert connection.headers["Authorization"] == "Bearer s3cret-t0ken"
    assert connection.query == {}


async def test_a_lost_session_is_taken_up_again_where_it_stopped(
    server: SocketServer, socket: Socket, ear: Ear
) -> None:
    connection = await server.next()
    await connection.hello("first")
    await connection.say(posted(1, "un"))
    assert [await ear.next_session(), await ear.next_text()] == ["first", "un"]

    connection.break_off()
    connection = await server.next()

    assert connection.query == {"connection_id": "first", "sequence_number": "2"}
    await connection.say(posted(1, "un"))  # replayed although already heard
    await connection.say(posted(2, "deux"))
    assert await ear.next_text() == "deux"
    assert socket.connected


async def test_a_server_that_forgot_the_session_starts_a_new_one(
    server: SocketServer, socket: Socket, ear: Ear
) -> None:
    connection = await begun(server, ear)

    await connection.close()
    connection = await server.next()
    await connection.hello("second")
    await connection.say(posted(1, "un"))

    assert await ear.next_session() == "second"
    assert await ear.next_text() == "un"
    assert socket.connected


async def test_a_resumed_session_that_brings_nothing_is_given_up(
    server: SocketServer, socket: Socket, ear: Ear
) -> None:
    connection = await begun(server, ear)

    await connection.close()
    await (await server.next()).close()

    assert (await server.next()).query == {}
    assert not socket.connected


async def test_a_gap_starts_a_new_session_and_hides_what_came_after_it(
    server: SocketServer, socket: Socket, ear: Ear
) -> None:
    connection = await server.next()
    await connection.hello("first")
    await connection.say(posted(3, "après le trou"))
    assert await ear.next_session() == "first"

    connection = await server.next()
    await connection.hello("second")

    assert connection.query == {}
    assert await ear.next_session() == "second"
    assert socket.connected


async def test_the_session_survives_a_restart_of_the_server(
    server: SocketServer, socket: Socket, ear: Ear
) -> None:
    await begun(server, ear)

    await server.stop()
    await until(lambda: not socket.connected)
    await server.start()

    connection = await server.next()
    assert connection.query["connection_id"] == "first"
    await connection.hello("second")
    assert await ear.next_session() == "second"


async def test_a_dead_connection_that_stays_open_is_noticed(server: SocketServer, ear: Ear) -> None:
    listening = socket_of(server, ear)
    task = asyncio.create_task(listening.run(ear.hear))
    connection = await begun(server, ear)

    connection.go_deaf()
    listening.patience = HASTY  # from the next event on
    await connection.say(posted(1, "un dernier mot"))
    resumed = await server.next()

    assert resumed.query["connection_id"] == "first"
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_quiet_server_that_answers_pings_is_kept(server: SocketServer, ear: Ear) -> None:
    patience = Patience(silence=0.02, answer=PATIENCE, first=0.01)
    listening = socket_of(server, ear, patience)
    task = asyncio.create_task(listening.run(ear.hear))
    connection = await begun(server, ear)

    async with asyncio.timeout(PATIENCE):
        for _ in range(3):
            await connection.pinged.acquire()
    await connection.say(posted(1, "toujours là"))

    assert await ear.next_text() == "toujours là"
    assert listening.connected
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_servers_pings_are_answered(
    server: SocketServer, socket: Socket, ear: Ear
) -> None:
    connection = await begun(server, ear)

    await connection.ping()

    async with asyncio.timeout(PATIENCE):
        await connection.ponged.wait()
    assert socket.connected


async def test_a_server_that_never_says_hello_is_left(server: SocketServer, ear: Ear) -> None:
    listening = socket_of(server, ear, HASTY)
    task = asyncio.create_task(listening.run(ear.hear))
    await server.next()

    await server.next()

    assert not listening.connected
    assert ear.token_checks >= 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_refused_token_stops_the_socket(server: SocketServer, ear: Ear) -> None:
    ear.refusal = TokenRefusedError(method="GET", path="/users/me", status=401)
    listening = socket_of(server, ear)
    task = asyncio.create_task(listening.run(ear.hear))

    await (await server.next()).close()  # Mattermost opens to anyone, and closes 5 s later

    with pytest.raises(TokenRefusedError):
        await task
    assert not listening.connected
    assert listening.refused
    assert listening.lost_at == NOW


async def test_a_token_that_is_good_again_begins_a_new_session(
    server: SocketServer, ear: Ear
) -> None:
    ear.refusal = TokenRefusedError(method="GET", path="/users/me", status=401)
    listening = socket_of(server, ear)
    task = asyncio.create_task(listening.run(ear.hear))
    await (await server.next()).close()
    await asyncio.gather(task, return_exceptions=True)
    ear.refusal = None
    task = asyncio.create_task(listening.run(ear.hear))

    await (await server.next()).hello("first")

    assert await ear.next_session() == "first"
    assert not listening.refused
    assert listening.lost_at is None
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_refused_handshake_with_a_good_token_is_tried_again(
    server: SocketServer, socket: Socket, ear: Ear
) -> None:
    await server.refuse_next(503)
    await (await server.next()).close()

    await (await server.next()).hello("first")

    assert await ear.next_session() == "first"
    assert ear.token_checks == 2
    assert socket.connected


async def test_an_unreachable_server_is_no_proof_against_the_token(
    server: SocketServer, socket: Socket, ear: Ear
) -> None:
    ear.refusal = UnreachableError(method="GET", path="/users/me")
    await (await server.next()).close()

    await (await server.next()).hello("first")

    assert await ear.next_session() == "first"
    assert socket.connected


@pytest.mark.parametrize(
    "frame",
    [
        '{"status": "OK", "seq_reply": 1}',
        '{"event": "typing", "data": {}, "broadcast": {}, "seq": 1}',
        '{"event": "posted", "data": {"post": "{"}, "broadcast": {}, "seq": 1}',
        '{"event": "invented_later", "seq": 1}',
    ],
)
async def test_what_cannot_be_used_passes_unheard(
    server: SocketServer, socket: Socket, ear: Ear, frame: str
) -> None:
    connection = await server.next()
    await connection.hello("first")
    await connection.say(frame)
    await connection.say(posted(1 if "reply" in frame else 2, "suite"))

    assert await ear.next_session() == "first"
    assert await ear.next_text() == "suite"
    assert socket.connected


@pytest.mark.parametrize("frame", ["{", "[]", "\x00", '{"event": "posted", "seq": "un"}'])
async def test_a_frame_out_of_count_costs_the_session_not_the_reader(
    server: SocketServer, socket: Socket, ear: Ear, frame: str
) -> None:
    connection = await server.next()
    await connection.hello("first")
    await connection.say(frame)
    await connection.say(posted(2, "perdu de vue"))
    assert await ear.next_session() == "first"

    await (await server.next()).hello("second")

    assert await ear.next_session() == "second"
    assert socket.connected


async def test_the_bots_own_removal_bears_its_id(
    server: SocketServer, socket: Socket, ear: Ear
) -> None:
    connection = await server.next()
    await connection.hello("first")
    await connection.say(removed_bot(1))
    await ear.next_session()

    assert await ear.next() == UserRemoved(user_id=BOT, channel_id=ENTRAIDE)
    assert socket.events_heard == 2


async def test_what_the_consumer_raises_stops_the_socket(server: SocketServer, ear: Ear) -> None:
    async def stumble(_event: Heard) -> None:
        raise LookupError("stumbled")

    task = asyncio.create_task(socket_of(server, ear).run(stumble))
    await (await server.next()).hello("first")

    with pytest.raises(LookupError, match="stumbled"):
        await task


async def test_a_slow_consumer_loses_nothing(server: SocketServer, ear: Ear) -> None:
    gate = asyncio.Event()

    async def slow(event: Heard) -> None:
        await gate.wait()
        await ear.hear(event)

    listening = socket_of(server, ear)
    listening.backlog = 2
    task = asyncio.create_task(listening.run(slow))
    connection = await server.next()
    await connection.hello("first")
    for n in range(1, 21):
        await connection.say(posted(n, f"n° {n}"))

    gate.set()

    await ear.next_session()
    assert [await ear.next_text() for _ in range(20)] == [f"n° {n}" for n in range(1, 21)]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_slow_consumer_still_learns_of_a_new_session(
    server: SocketServer, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()

    async def slow(event: Heard) -> None:
        await gate.wait()
        await ear.hear(event)

    listening = socket_of(server, ear)
    listening.backlog = 1
    task = asyncio.create_task(listening.run(slow))
    connection = await server.next()
    await connection.hello("first")
    await connection.say(posted(1, "un"))
    await connection.say(posted(5, "après le trou"))
    await (await server.next()).hello("second")

    await until(lambda: listening.events_heard == 4)
    await time_passes(2 * CALM.answer, monkeypatch)  # longer than a server may take to say hello
    gate.set()

    assert [await ear.next_session(), await ear.next_text()] == ["first", "un"]
    assert await ear.next_session() == "second"
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_token_is_never_logged(server: SocketServer, ear: Ear) -> None:
    listening = socket_of(server, ear)
    with structlog.testing.capture_logs() as logs:
        task = asyncio.create_task(listening.run(ear.hear))
        await (await server.next()).close()
        await server.next()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert logs
    assert "s3cret" not in f"{logs} {listening!r}"


async def test_nothing_is_left_running_after_a_cancel(server: SocketServer, ear: Ear) -> None:
    before = asyncio.all_tasks()
    listening = socket_of(server, ear)
    task = asyncio.create_task(listening.run(ear.hear))
    connection = await begun(server, ear)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await connection.closed()
    left = {t for t in asyncio.all_tasks() - before if t.get_name().startswith("mattermost")}
    assert not left
    assert not listening.connected


def test_waits_double_up_to_a_minute_and_are_spread_over_the_upper_half() -> None:
    longest, shortest = Patience(chance=lambda: 1.0), Patience(chance=lambda: 0.0)

    assert [longest.wait(n) for n in (1, 2, 3, 7, 5_000)] == [1, 2, 4, 60, 60]
    assert [shortest.wait(n) for n in (1, 2, 3, 7, 5_000)] == [0.5, 1, 2, 30, 30]
