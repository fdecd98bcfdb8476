"""One collection by miniflux, with a PostgreSQL of its own that lives as long as it.

Both as Debian makes them: `apt install miniflux postgresql`. PostgreSQL is as it comes, and so is
miniflux, but for the size of a batch. It is spared the publishers' icons, which it asks for once.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.publishers import address
from bench.town import Told, Town, cpu_of, run

_USER = "postgres"
_PATIENCE = 30.0
_FOLLOW = """
INSERT INTO users (id, username, language, timezone) VALUES (1, 'amina', 'fr_FR', 'UTC');
INSERT INTO integrations (user_id) VALUES (1);
INSERT INTO categories (id, user_id, title) VALUES (1, 1, 'Veille');
INSERT INTO icons (id, hash, mime_type, content) VALUES (1, 'x', 'image/png', 'x');
INSERT INTO feeds (id, user_id, category_id, title, feed_url, site_url) VALUES {feeds};
INSERT INTO feed_icons SELECT id, 1 FROM feeds;
"""
_ALL_DUE = "UPDATE feeds SET next_check_at = now() - interval '1 hour'"


def missing() -> str:
    """Tell what must be installed first, "" when all is there."""
    if not shutil.which("miniflux"):
        return "apt install miniflux"
    if _tools() is None:
        return "apt install postgresql"
    return ""


def collect(town: Town, case: str) -> Told:
    """Have it collect what all feeds say, whether due or not."""
    place = town.folder / "postgresql"
    with _server(place) as server:
        environment = {
            **os.environ,
            "DATABASE_URL": f"user={_USER} dbname={_USER} host={place} sslmode=disable",
            "BATCH_SIZE": str(town.publishers),
        }
        if case == "cold":
            run(["miniflux", "-migrate"], environment)
            _ask(place, _FOLLOW.format(feeds=", ".join(_rows(town))))
        _ask(place, _ALL_DUE)
        before = cpu_of(server)
        ran = run(["miniflux", "-refresh-feeds"], environment)
        return {
            "ended": ran.ended,
            "cpu": ran.cpu + cpu_of(server) - before,
            "memory": ran.memory,
            "kept": int(_ask(place, "SELECT count(*) FROM entries")),
        }


def _rows(town: Town) -> Iterator[str]:
    for each in range(town.publishers):
        feed = address(each, town.port)
        yield f"({each + 1}, 1, 1, 'Ville', '{feed}', '{feed}')"


@contextmanager
def _server(place: Path) -> Iterator[int]:
    """Run the server over its folder, which is made when missing; give its process."""
    user = _USER if os.geteuid() == 0 else None
    if not place.exists():
        place.parent.chmod(0o711)
        place.mkdir()
        if user:
            shutil.chown(place, user)
        command = [_tool("initdb"), "-D", str(place), "-A", "trust", "-U", _USER]
        subprocess.run(command, user=user, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    command = [_tool("postgres"), "-D", str(place)]
    command += ["-c", f"unix_socket_directories={place}", "-c", "listen_addresses="]
    with (place.parent / "postgresql.log").open("ab") as log:
        server = subprocess.Popen(command, user=user, stdout=log, stderr=log)  # noqa: S603
    try:
        deadline = time.monotonic() + _PATIENCE
        ready = [_tool("pg_isready"), "-q", "-h", str(place)]
        while subprocess.run(ready, check=False).returncode:  # noqa: S603
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield server.pid
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


def _ask(place: Path, statement: str) -> str:
    command = [_tool("psql"), "-h", str(place), "-U", _USER, "-v", "ON_ERROR_STOP=1", "-qtA"]
    asked = subprocess.run(  # noqa: S603
        command, input=statement, stdout=subprocess.PIPE, text=True, check=True
    )
    answer: str = asked.stdout
    return answer


def _tool(name: str) -> str:
    tools = _tools()
    assert tools is not None
    return str(tools / name)


def _tools() -> Path | None:
    """Find the programs of the newest PostgreSQL, which Debian keeps out of PATH."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    tools = [each.parent for each in found if each.with_name("psql").exists()]
    users = {each.pw_name for each in pwd.getpwall()}
    if not tools or (os.geteuid() == 0 and _USER not in users):
        return None
    return max(tools, key=lambda each: float(each.parent.name))
