"""One process serves a SQLite file; the right to it ends with the process, however it ends."""

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
from bot.core.locks import AlreadyRunningError, run_lock
from bot.core.migrate import HEAD, migrate
from tests.databases import Open

HOLD = """
import sys
from bot.core.database import Database
from bot.core.locks import run_lock
with run_lock(Database(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_refused_and_told_who_the_first_one_is(url: str, opened: Open) -> None:
    if url.startswith("postgresql"):
        pytest.skip("several may serve it")
    with run_lock(opened()):
        with pytest.raises(AlreadyRunningError, match=rf"courroie pid {os.getpid()}.*lancé le"):
            run_lock(opened()).__enter__()
        migrate(opened())  # what works beside it still does

    with run_lock(opened()):
        pass


def test_the_lock_of_a_killed_process_is_free(url: str, opened: Open) -> None:
    if url.startswith("postgresql"):
        pytest.skip("several may serve it")
    holder = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", HOLD, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(AlreadyRunningError, match=f"pid {holder.pid}"):
        run_lock(opened()).__enter__()

    holder.send_signal(signal.SIGKILL)
    holder.communicate()

    with run_lock(opened()):
        pass


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
