"""A link cut without a word, a process that is frozen: neither makes others wait for ever."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from bot.core import counters
from bot.core.database import Database
from bot.core.database_errors import DatabaseAwayError
from tests.databases import POSTGRESQL, at, copied, give_back
from tests.link import link
from tests.waiting import PATIENCE

SERVER = os.environ.get(POSTGRESQL, "")

pytestmark = pytest.mark.skipif(not SERVER, reason=f"{POSTGRESQL} names no PostgreSQL server")


@pytest.fixture
def place() -> Iterator[str]:
    name = copied(SERVER)
    yield at(SERVER, name)
    give_back(SERVER, name)


def count(db: Connection) -> int:
    """Add one to a counter, and keep its row until the end of the transaction."""
    return counters.next_value(db, "", "n")


async def test_a_process_frozen_in_a_transaction_keeps_nobody_waiting(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.core.postgresql.IDLE", 1)
    frozen, other = Database(place), Database(place)
    asleep, wakes = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def freezes(db: Connection) -> int:
        count(db)
        loop.call_soon_threadsafe(asleep.set)
        asyncio.run_coroutine_threadsafe(wakes.wait(), loop).result()
        return count(db)

    first = asyncio.ensure_future(frozen.run(freezes))
    await asyncio.wait_for(asleep.wait(), PATIENCE)
    assert await other.run(count) == 1
    wakes.set()

    with pytest.raises(DatabaseAwayError):
        await first
    assert await frozen.run(count) == 2
    frozen.close()
    other.close()


async def test_a_link_that_is_cut_without_a_word_is_given_up_and_made_anew(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.core.postgresql.PatientConnection.patience", 0.5)
    server = make_url(place)
    async with link(server.port or 5432) as wire:
        reached = server.set(host="127.0.0.1", port=wire.port)
        database = Database(reached.render_as_string(hide_password=False))
        assert await database.run(count) == 1
        wire.cut()
        with pytest.raises(DatabaseAwayError, match="unreachable"):
            await database.run(count)
        wire.mend()

        assert await database.run(count) == 2
        database.close()


async def test_a_slow_link_only_takes_longer(place: str) -> None:
    server = make_url(place)
    async with link(server.port or 5432) as wire:
        wire.lag = 0.1
        reached = server.set(host="127.0.0.1", port=wire.port)
        database = Database(reached.render_as_string(hide_password=False))

        assert [await database.run(count) for _ in range(3)] == [1, 2, 3]
        database.close()
