"""The world's clock, its file and its address."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from sandbox.server.clock import ClockError, WorldClock
from sandbox.server.sandbox import Sandbox
from tests.sandbox.people import Person, Town


def test_the_file_holds_the_offset_in_seconds(tmp_path: Path) -> None:
    writer, reader = WorldClock(tmp_path / "clock"), WorldClock(tmp_path / "clock")
    assert reader.offset == 0.0

    writer.advance(86_400)
    assert float((tmp_path / "clock").read_text(encoding="ascii")) == 86_400.0
    writer.advance(0.5)

    assert reader.offset == 86_400.5
    assert reader.now() - datetime.now(UTC) > timedelta(hours=23)


def test_the_clock_never_goes_back(tmp_path: Path) -> None:
    clock = WorldClock(tmp_path / "clock")
    for seconds in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(ClockError):
            clock.advance(seconds)
    with pytest.raises(ClockError):
        clock.move_to(datetime.now(UTC) - timedelta(seconds=1))
    with pytest.raises(ClockError, match="zone"):
        clock.move_to(datetime(2050, 1, 1))  # noqa: DTZ001 - the refusal of it is the test


def test_a_spoilt_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("demain", encoding="ascii")

    with pytest.raises(ClockError, match="clock"):
        WorldClock(tmp_path / "clock").now()


async def _move(town: Town, body: object) -> tuple[int, dict[str, object]]:
    async with town.http.post(f"{town.sandbox.url}/sandbox/clock", json=body) as response:
        return response.status, await response.json()


async def test_posts_bear_the_worlds_date(town: Town, louis: Person) -> None:
    loire = await louis.channel("loire")
    before = await louis.says(loire["id"], "aujourd'hui")
    listener = await louis.listens()

    status, state = await _move(town, {"advance_seconds": 86_400})

    assert status == 200
    assert state["offset"] == 86_400.0
    assert (await listener.next("sandbox_clock"))["data"]["offset"] == 86_400.0
    after = await louis.says(loire["id"], "demain")
    assert after["create_at"] - before["create_at"] >= 86_400_000


async def test_the_clock_moves_to_an_instant_but_not_back(town: Town) -> None:
    target = town.sandbox.clock.now() + timedelta(days=30)

    status, state = await _move(town, {"to": target.isoformat()})
    refused, error = await _move(town, {"to": "2001-01-01T00:00:00+00:00"})
    absurd, _ = await _move(town, {"to": "demain"})

    assert status == 200
    assert datetime.fromisoformat(str(state["now"])) >= target
    assert (refused, error["id"]) == (400, "sandbox.server.clock")
    assert absurd == 400


async def test_another_sites_form_does_not_move_it(town: Town) -> None:
    url = f"{town.sandbox.url}/sandbox/clock"

    async with town.http.post(url, data='{"advance_seconds": 9}') as response:
        assert response.status == 400


@pytest.mark.parametrize("due", [None, datetime(2031, 1, 1, tzinfo=UTC)])
async def test_the_next_due_date_comes_from_whoever_started_it(
    tmp_path: Path, due: datetime | None
) -> None:
    async def next_due() -> datetime | None:
        return due

    given: Callable[[], Awaitable[datetime | None]] = next_due
    async with (
        Sandbox(data_dir=tmp_path, port=0, next_due=given) as sandbox,
        aiohttp.ClientSession() as http,
        http.get(f"{sandbox.url}/sandbox/clock") as response,
    ):
        state = await response.json()

    assert state["next_due"] == (due.isoformat() if due else None)
    assert state["knows_due_dates"] is True
