"""`/health` and `/metrics`: what people and machines read of the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Connection, update

from bot.core import outbox
from bot.core.database import Database
from bot.core.measures import Measures
from bot.core.message import Message
from bot.core.migrate import NewerDatabaseError, migrate
from bot.pages import health
from bot.pages.health import HealthPages
from bot.veille.tables import feeds
from tests.away import locked
from tests.room import MONDAY, Room
from tests.waiting import eventually
from tests.whole.town import Village


class Line:
    """A server that is heard."""

    connected = True
    last_event_at = None
    refused = False


class Started:
    """Whether commands are served yet."""

    yes = False

    def __call__(self) -> bool:
        return self.yes


def _pages(database: Database, started: Callable[[], bool]) -> HealthPages:
    return HealthPages(database, Measures(), lambda: MONDAY, {"bac": Line()}, lambda: (), started)


@asynccontextmanager
async def _served(
    database: Database, started: Started
) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    served = web.Application()
    served.add_routes(_pages(database, started).routes())
    async with TestClient(TestServer(served)) as client:
        yield client


async def _health(database: Database, started: Started) -> tuple[int, dict[str, object]]:
    async with _served(database, started) as client:
        answer = await client.get("/health")
        return answer.status, await answer.json()


async def test_health_is_ok_once_the_server_is_heard_and_degraded_while_it_is_not(
    village: Village,
) -> None:
    async with village.bot():
        assert await eventually(lambda: _status(village, "ok"))

        await village.stage.sandbox.stop()

        assert await eventually(lambda: _status(village, "degraded"))
        await village.stage.sandbox.start()


async def test_health_fails_until_commands_are_served(room: Room) -> None:
    started = Started()

    status, told = await _health(room.database, started)
    assert (status, told["status"]) == (503, "starting")

    started.yes = True
    status, told = await _health(room.database, started)
    assert (status, told["status"]) == (200, "ok")


async def test_who_is_told_to_stop_says_so_a_while_to_those_who_look(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, served = _pages(room.database, lambda: True), web.Application()
    served.add_routes(pages.routes())
    monkeypatch.setattr(health, "LINGER", 60.0)
    async with TestClient(TestServer(served)) as client:
        assert (await client.get("/health")).status == 200
        leaving = asyncio.create_task(pages.leave(asyncio.CancelledError))
        await asyncio.sleep(0)

        answer = await client.get("/health")

        told = await answer.json()
        assert (answer.status, told["status"], told["leading"]) == (503, "stopping", False)
        assert not leaving.done()
        leaving.cancel()


async def test_nobody_lingers_where_nobody_looks_nor_after_what_broke(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, served = _pages(room.database, lambda: True), web.Application()
    served.add_routes(pages.routes())
    monkeypatch.setattr(health, "LINGER", 3600.0)
    async with TestClient(TestServer(served)) as client:
        await pages.leave(asyncio.CancelledError)
        assert (await client.get("/health")).status == 200

        await pages.leave(NewerDatabaseError)

        assert (await client.get("/health")).status == 200


async def test_health_fails_while_the_database_cannot_be_written(room: Room) -> None:
    with locked(room):
        status, told = await _health(room.database, Started())

    assert (status, told["status"], told["database"]) == (503, "failing", "locked")


async def test_health_fails_when_nothing_more_can_be_written(room: Room) -> None:
    room.store(lambda db: db.exec_driver_sql("PRAGMA query_only = ON").close())

    status, told = await _health(room.database, Started())

    assert (status, told["status"], told["database"]) == (503, "failing", "read-only")


async def test_health_fails_while_the_disk_has_no_room_for_more_than_its_own_write(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = SimpleNamespace(free=100_000)
    monkeypatch.setattr("bot.pages.health.disk_usage", lambda _folder: left)

    status, told = await _health(room.database, Started())

    assert (status, told["status"], told["database"]) == (503, "failing", "full")


async def test_health_fails_when_the_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "courroie.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    await database.run(lambda db: db.exec_driver_sql("SELECT 1").close())
    database.close()
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + b"\x99" * 8_192 + whole[middle + 8_192 :])
    database = Database(f"sqlite:///{path}")

    status, told = await _health(database, Started())
    database.close()

    assert (status, told["status"]) == (503, "failing")
    assert "damaged" in str(told["database"])


async def test_what_waits_is_counted_until_it_is_said_or_given_up(room: Room) -> None:
    def lived(db: Connection) -> None:
        for key in ("prepared", "sending", "sent", "failed"):
            outbox.add(db, _message(key))
        outbox.add(db, replace(_message("held"), held_until=MONDAY + timedelta(hours=1)))
        waiting = {each.key: each for each in outbox.due(db, MONDAY)}
        for key in ("sending", "sent", "failed"):
            outbox.claim(db, waiting[key])
        outbox.sent(db, waiting["sent"], post="p", at=MONDAY)
        outbox.failed(db, waiting["failed"], error="refused")
        db.execute(update(feeds).values(failing_since=MONDAY))

    room.store(lived)

    async with _served(room.database, Started()) as client:
        health = await (await client.get("/health")).json()
        metrics = (await (await client.get("/metrics")).text()).splitlines()

    assert (health["outbox_waiting"], health["feeds_failing"], health["mails_waiting"]) == (2, 1, 0)
    assert {
        "courroie_outbox_waiting 2.0",
        "courroie_outbox_failed 1.0",
        "courroie_feeds_failing 1.0",
        "courroie_mails_waiting 0.0",
    } <= {*metrics}


async def test_metrics_are_figures_without_anyones_words(village: Village) -> None:
    async with village.bot():
        assert await eventually(lambda: _status(village, "ok"))
        await village.types("louis", "/besoin Qui prête une salle à Brest ?")
        await village.types("louis", "/besoin voir 9")

        text = await _read(village, "metrics")

    assert 'courroie_socket_connected{server="france"} 1.0' in text
    assert "courroie_outbox_failed 0.0" in text
    assert "courroie_feeds_failing" in text
    assert "courroie_mails_waiting 0.0" in text
    assert "Brest" not in text
    assert 'courroie_commands_total{outcome="refused",via="slash"} 1.0' in text
    assert 'courroie_commands_total{outcome="answered",via="slash"}' in text
    assert 'courroie_answer_seconds_count{via="slash"}' in text
    assert 'courroie_deliveries_total{outcome="said",server="france"}' in text
    assert "courroie_outbox_oldest_seconds" in text


async def _status(village: Village, expected: str) -> bool:
    return f'"status": "{expected}"' in await _read(village, "health")


async def _read(village: Village, page: str) -> str:
    address = str(village.stage.config.bot.public_url).rstrip("/")
    async with aiohttp.ClientSession() as http, http.get(f"{address}/{page}") as answer:
        return await answer.text()


def _message(key: str) -> Message:
    return Message(server="test", key=key, text="x", made_at=MONDAY, network="loire")
