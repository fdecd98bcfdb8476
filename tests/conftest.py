"""What tests share."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateSchema, DropSchema

from bot.core.database import Database
from bot.veille.deadlines import reading
from sandbox.server import socket
from tests import amounts, faults
from tests.databases import (
    POSTGRESQL,
    Open,
    at,
    compiled_once,
    connected,
    copied,
    drop_templates,
    give_back,
    made_file,
    take_back,
)
from tests.room import Room, open_room
from tests.waiting import PATIENCE

amounts.register()

_MEMORY = Path("/dev/shm")  # noqa: S108  where Linux keeps files in memory
_ENOUGH = 2**30


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' files in memory, where there is room: each commit waits for its disk.

    A shell has what it runs in the background ignore Ctrl-C, and what that starts: programs whose
    interruption is tested must not.

    What goes wrong in a bot beside a test is told in few lines: all that it knew, written out, took
    minutes during which it did nothing else. The sandbox cuts no one who is silent, as those are
    who listen here: they read only what they wait for.
    """
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure([faults.note, *structlog.get_config()["processors"][:-1], plain])
    config.pluginmanager.register(faults)
    socket.SILENCE_SECONDS = PATIENCE
    signal.signal(signal.SIGINT, signal.default_int_handler)
    room = shutil.disk_usage(_MEMORY).free if _MEMORY.is_dir() else 0
    if room > _ENOUGH and not config.option.basetemp:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Have three processes for two cores: a test that starts others, or a server, waits."""
    return (3 * len(os.sched_getaffinity(0)) + 1) // 2


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what can be spared; start what takes longest first.

    So the last minute is not one process's alone.
    """
    amounts.sample(items)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Close what a test left open."""
    take_back()


def pytest_sessionfinish() -> None:
    """Leave nothing on the database servers."""
    drop_templates()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Return a room with a database of its own."""
    opened = open_room(tmp_path)
    yield opened
    opened.database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a place, gone after the test: empty, unless it asks for `database`."""
    made = "database" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "courroie.db"
        if made:
            path.write_bytes(made_file())
        yield f"sqlite:///{path}"
        return
    server = os.environ.get(POSTGRESQL)
    if not server:
        pytest.skip(f"{POSTGRESQL} names no PostgreSQL server")
    if made:
        name = copied(server)
        yield at(server, name)
        give_back(server, name)
        return
    schema = f"t{uuid4().hex}"
    with connected(server).begin() as db:
        db.execute(CreateSchema(schema))
    place = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
    yield place.render_as_string(hide_password=False)
    with connected(server).begin() as db:
        db.execute(DropSchema(schema, cascade=True))


@pytest.fixture
def opened(url: str) -> Iterator[Open]:
    """Return what opens the place, as one more process does."""
    databases: list[Database] = []

    def one_more() -> Database:
        databases.append(Database(url))
        return databases[-1]

    yield one_more
    for database in databases:
        database.close()


@pytest.fixture
def database(opened: Open) -> Database:
    """Return a database whose tables are made."""
    return compiled_once(opened())


@pytest.fixture
def each_date_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take each date for a deadline, for sure: how it is read, not whether one applies by it."""
    monkeypatch.setattr(reading, "likelihoods", lambda _article, dates: [1.0 for _ in dates])
