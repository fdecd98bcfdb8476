"""The store's door: all of a job or nothing of it, and then on the disk."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from bot.core.database import Database, DatabaseAwayError
from bot.core.database_errors import DatabaseBrokeError
from bot.core.migrate import migrate
from bot.core.tables import counters
from tests.databases import Open
from tests.waiting import PATIENCE


def write(db: Connection, name: str) -> None:
    db.execute(counters.insert(), {"network": "loire", "name": name, "value": 1})


def write_then_raise(db: Connection, name: str) -> None:
    write(db, name)
    raise LookupError(name)


def names(database: Database) -> list[str]:
    found = database.submit(lambda db: db.execute(select(counters.c.name)).scalars().all())
    return sorted(found.result())


def test_a_job_that_raises_leaves_no_trace_and_the_others_stay(database: Database) -> None:
    gate = threading.Event()
    first = database.submit(lambda _db: gate.wait(PATIENCE))
    jobs = [
        database.submit(lambda db, n=n: (write if n % 2 else write_then_raise)(db, f"n{n}"))  # type: ignore[misc]
        for n in range(6)
    ]
    gate.set()
    first.result()
    for n, job in enumerate(jobs):
        if n % 2:
            job.result()
        else:
            with pytest.raises(LookupError, match=f"n{n}"):
                job.result()

    assert names(database) == ["n1", "n3", "n5"]


def test_a_broken_statement_leaves_no_trace(database: Database) -> None:
    def work(db: Connection) -> None:
        write(db, "un")
        db.execute(text("SELECT * FROM nulle_part"))

    with pytest.raises(DatabaseBrokeError):
        database.submit(work).result()

    assert names(database) == []


async def test_what_was_run_is_there_for_another_process(opened: Open) -> None:
    one, other = opened(), opened()
    migrate(one)

    await one.run(lambda db: write(db, "un"))

    assert names(other) == ["un"]


def test_closing_waits_for_what_was_submitted(opened: Open, database: Database) -> None:
    other = opened()
    jobs = [other.submit(lambda db, n=n: write(db, f"n{n}")) for n in range(20)]  # type: ignore[misc]
    other.close()

    assert all(job.done() for job in jobs)
    assert len(names(database)) == 20


async def test_someone_who_leaves_does_not_stop_the_others(database: Database) -> None:
    gate = threading.Event()
    first = asyncio.create_task(database.run(lambda _db: gate.wait(PATIENCE)))
    await asyncio.sleep(0)
    waiting = [
        asyncio.create_task(database.run(lambda db, n=n: write(db, f"n{n}")))  # type: ignore[misc]
        for n in range(3)
    ]
    await asyncio.sleep(0)
    waiting[1].cancel()
    gate.set()
    await first
    await waiting[0]
    await waiting[2]

    assert {"n0", "n2"} <= set(names(database))


def test_a_full_disk_fails_all_who_wait_and_later_ones_work(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'courroie.db'}")
    migrate(database)
    pages = database.submit(lambda db: db.execute(text("PRAGMA page_count")).scalar_one()).result()

    def limit(db: Connection, most: int) -> None:
        db.execute(text(f"PRAGMA max_page_count = {most}"))

    database.submit(lambda db: limit(db, pages)).result()
    jobs = [database.submit(lambda db, n=n: write(db, f"n{n}" * 9_000)) for n in range(5)]  # type: ignore[misc]
    for job in jobs:
        with pytest.raises(DatabaseAwayError, match="full"):
            job.result()
    database.submit(lambda db: limit(db, 1_000_000)).result()
    database.submit(lambda db: write(db, "après")).result()

    assert names(database) == ["après"]
    database.close()


def test_what_is_told_is_on_the_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'courroie.db'}")

    def asked(db: Connection) -> list[object]:
        wanted = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [db.execute(text(f"PRAGMA {each}")).scalar_one() for each in wanted]

    found = database.submit(asked).result()
    database.close()

    assert found == ["wal", 2, 1, 5000]


def test_a_file_that_cannot_be_opened_is_told_and_opened_later(tmp_path: Path) -> None:
    path = tmp_path / "courroie.db"
    path.mkdir()
    database = Database(f"sqlite:///{path}")
    with pytest.raises(DatabaseAwayError, match="cannot be opened"):
        database.submit(lambda db: write(db, "un")).result(timeout=PATIENCE)
    path.rmdir()
    migrate(database)
    database.submit(lambda db: write(db, "deux")).result(timeout=PATIENCE)

    assert names(database) == ["deux"]
    database.close()


def test_two_processes_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    for number in range(10):
        doors = [Database(f"sqlite:///{tmp_path / f'{number}.db'}") for _ in range(4)]
        jobs = [door.submit(lambda db: db.execute(text("SELECT 1")).scalar_one()) for door in doors]
        assert [job.result(timeout=PATIENCE) for job in jobs] == [1] * 4
        for door in doors:
            door.close()


def test_a_server_that_comes_back_is_used_again(opened: Open, url: str, database: Database) -> None:
    if not url.startswith("postgresql"):
        pytest.skip("a file has no server")

    def ended(db: Connection) -> None:
        write(db, "un")
        db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    for _ in range(5):
        with pytest.raises(DatabaseAwayError):
            database.submit(ended).result()
    database.submit(lambda db: write(db, "deux")).result()

    assert names(opened()) == ["deux"]


def test_a_server_that_is_not_there_is_away() -> None:
    pytest.importorskip("psycopg")
    database = Database("postgresql+psycopg://courroie@127.0.0.1:1/courroie")

    with pytest.raises(DatabaseAwayError, match="unreachable"):
        database.submit(lambda db: write(db, "un")).result()

    database.close()
