"""One process serves a database; the right to it ends with the process, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from bot.core.database import Database
from bot.core.locks import AlreadyRunningError, RunLock
from bot.core.migrate import HEAD, migrate
from tests.databases import Open

HOLD = """
import sys
from bot.core.database import Database
from bot.core.locks import RunLock
with RunLock(Database(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def ends_its_session(database: Database) -> None:
    """End the session that holds the lock, as a restart of the server does."""
    find = text(
        "SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE l.locktype = 'advisory' "
        "AND l.objid::bigint = hashtext(current_schema())::bigint & 4294967295"
    )
    database.submit(lambda db: db.execute(find).all()).result()


def test_a_second_process_is_refused_and_told_who_the_first_one_is(opened: Open) -> None:
    with RunLock(opened()):
        with pytest.raises(AlreadyRunningError, match=rf"courroie pid {os.getpid()}.*lancé le"):
            RunLock(opened()).__enter__()
        migrate(opened())  # what works beside it still does

    with RunLock(opened()):
        pass


def test_the_lock_of_a_killed_process_is_free(url: str, opened: Open) -> None:
    holder = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", HOLD, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(AlreadyRunningError, match=f"pid {holder.pid}"):
        RunLock(opened()).__enter__()

    holder.send_signal(signal.SIGKILL)
    holder.communicate()

    with RunLock(opened()):
        pass


def test_a_lock_that_its_server_dropped_is_taken_again(opened: Open, url: str) -> None:
    if not url.startswith("postgresql"):
        pytest.skip("a file has no session")
    database = opened()
    with RunLock(database) as lock:
        assert not lock.renew()
        ends_its_session(database)

        assert lock.renew()
        with pytest.raises(AlreadyRunningError):
            RunLock(opened()).__enter__()


def test_a_lock_that_another_took_meanwhile_is_not(opened: Open, url: str) -> None:
    if not url.startswith("postgresql"):
        pytest.skip("a file has no session")
    database = opened()
    with RunLock(database) as lock:
        ends_its_session(database)
        with RunLock(opened()), pytest.raises(AlreadyRunningError):
            lock.renew()


def test_of_several_that_start_at_once_one_makes_the_tables(opened: Open) -> None:
    starters = [opened() for _ in range(4)]
    gate = threading.Barrier(len(starters))

    def start(database: Database) -> None:
        gate.wait()
        migrate(database)

    with ThreadPoolExecutor(len(starters)) as pool:
        list(pool.map(start, starters))

    version = text("SELECT version_num FROM alembic_version")
    assert starters[0].submit(lambda db: db.execute(version).scalars().all()).result() == [HEAD]
