"""Killed at any moment, a backup leaves nothing that looks like one, a restore no half database."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.admin.backup.cases import House, plain
from tests.admin.test_failures import SECRETS, write
from tests.waiting import PATIENCE

KILLS = 5
SEED = 20_261_126

LOADED = """
import json, os, resource, sys
from bot import cli
from bot.admin.backup import by_hand, carrying, postgresql_restores
for line in sys.stdin:
    limit, said, *words = json.loads(line)
    child = os.fork()
    if not child:
        for number in (1, 2):
            os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        sys.argv = ["courroie", *words]
        cli.main()
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""The program, loaded once: each line that it reads is a command, in a process of its own."""


class Terminal:
    """Where commands of `courroie` are typed, about one house."""

    def __init__(self, house: House) -> None:
        self._config = write(house.folder.parent, database=house.url)
        self._said = house.folder.parent / "said"
        self._loaded = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", LOADED],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **SECRETS},
            text=True,
        )

    def close(self) -> None:
        self._loaded.communicate()

    def types(self, *words: str, limit: int = 0) -> tuple[int, str]:
        """Type a command; return its status, and what it said."""
        self._begins(words, limit)
        return self._status(), plain(self._said.read_text())

    def types_and_kills(self, seconds: float, *words: str) -> None:
        child = self._begins(words)
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        self._status()

    def _begins(self, words: tuple[str, ...], limit: int = 0) -> int:
        pipe = self._loaded.stdin
        assert pipe is not None
        line = [limit, str(self._said), *words, "--config", str(self._config)]
        pipe.write(f"{json.dumps(line)}\n")
        pipe.flush()
        return self._status()

    def _status(self) -> int:
        assert self._loaded.stdout is not None
        return int(self._loaded.stdout.readline())


@pytest.fixture
def terminal(house: House) -> Iterator[Terminal]:
    opened = Terminal(house)
    yield opened
    opened.close()


def full(house: House) -> None:
    """Write some megabytes."""
    for number in range(10):
        house.writes(f"lourd {number}", random.Random(number).randbytes(200_000).hex())  # noqa: S311


def timed(terminal: Terminal, *words: str) -> float:
    begun = time.monotonic()
    status, told = terminal.types(*words)
    assert status == 0, told
    return time.monotonic() - begun


@pytest.mark.long
def test_a_killed_backup_bears_no_name(house: House, terminal: Terminal) -> None:
    full(house)
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    save = "backup", str(house.folder)
    lasts = timed(terminal, *save)
    for _ in range(KILLS):
        terminal.types_and_kills(chance.uniform(0, lasts), *save)

    named = [name for name in house.files() if not name.startswith(".")]
    assert named
    for name in named:
        house.puts_back(house.folder / name)
    terminal.types(*save)
    assert not [name for name in house.files() if name.startswith(".")]


@pytest.mark.long
def test_a_killed_restore_leaves_the_old_one_or_the_new_one(
    house: House, terminal: Terminal
) -> None:
    house.writes("avant")
    full(house)
    backup = house.saves().path
    before = house.holds()
    house.writes("après")
    after = house.holds()
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    put_back = "restore", str(backup), "--yes"
    lasts = timed(terminal, *put_back)
    found = []
    for _ in range(KILLS):
        house.writes("après")
        terminal.types_and_kills(chance.uniform(0, lasts), *put_back)
        found.append(house.holds())

    assert [each for each in found if each not in (before, after)] == []
    _in_the_end(terminal, *put_back)
    assert house.holds() == before
    assert not list(backup.parent.parent.glob(".courroie.db*"))


def test_a_backup_on_a_full_disk_is_told_and_leaves_nothing(
    house: House, terminal: Terminal
) -> None:
    full(house)

    status, told = terminal.types("backup", str(house.folder), limit=100_000)

    assert status == 1
    assert "Traceback" not in told
    assert "disque" in told or "Relevez la limite" in told
    assert house.files() == set()


def test_a_restore_on_a_full_disk_is_told_and_changes_nothing(
    house: House, terminal: Terminal
) -> None:
    """The disk of a PostgreSQL server is its own."""
    house.writes("avant")
    full(house)
    backup = house.saves().path
    house.writes("après")

    status, told = terminal.types("restore", str(backup), "--yes", limit=100_000)

    assert (status, "disque" in told) == ((1, True) if house.of_file else (0, False))
    assert ("après" in house.holds()) is house.of_file
    assert not list(backup.parent.parent.glob("courroie.db.avant*"))


def test_without_a_terminal_a_backup_is_silent_and_a_restore_asks_for_yes(
    house: House, terminal: Terminal
) -> None:
    house.writes("avant")

    assert terminal.types("backup", str(house.folder)) == (0, "")
    (name,) = house.files()
    house.writes("après")
    status, told = terminal.types("restore", str(house.folder / name))

    assert status == 1
    assert "sans terminal, ajoutez --yes" in told
    assert house.holds() == {"avant", "après"}


def _in_the_end(terminal: Terminal, *words: str) -> None:
    """Type it until it works: a server may still be undoing what was killed."""
    deadline = time.monotonic() + PATIENCE
    status, told = terminal.types(*words)
    while status and time.monotonic() < deadline:
        time.sleep(0.2)
        status, told = terminal.types(*words)
    assert status == 0, told
