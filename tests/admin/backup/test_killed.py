"""Killed at any moment, a backup leaves nothing that looks like one, a restore no half database."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import program
from tests.admin.backup.cases import House, plain
from tests.admin.test_failures import SECRETS, write
from tests.amounts import some_or_all
from tests.waiting import PATIENCE

KILLS = some_or_all(1, 5)
SEED = 20_261_126


class Terminal:
    """Where commands of `courroie` are typed, about one database."""

    def __init__(self, url: str, folder: Path) -> None:
        self._config = write(folder, database=url)
        self._said = folder / "said"

    def types(self, *words: str, limit: int = 0) -> tuple[int, str]:
        """Type a command; return its status, and what it said."""
        self._said.unlink(missing_ok=True)
        return self._begins(words, limit).ends(), plain(self._said.read_text())

    def types_and_kills(self, seconds: float, *words: str) -> None:
        running = self._begins(words)
        time.sleep(seconds)
        running.kill()
        running.ends()

    def in_the_end(self, *words: str) -> None:
        """Type it until it works: a server may still be undoing what was killed."""
        deadline = time.monotonic() + PATIENCE
        status, told = self.types(*words)
        while status and time.monotonic() < deadline:
            time.sleep(0.2)
            status, told = self.types(*words)
        assert status == 0, told

    def _begins(self, words: Sequence[str], limit: int = 0) -> program.Running:
        asked = (*words, "--config", self._config)
        return program.start(*asked, said=self._said, env=SECRETS, limit=limit)


@pytest.fixture
def terminal(house: House) -> Terminal:
    return Terminal(house.url, house.folder.parent)


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
@pytest.mark.parametrize("kills", KILLS)
def test_a_killed_backup_bears_no_name(house: House, terminal: Terminal, kills: int) -> None:
    full(house)
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    save = "backup", str(house.folder)
    lasts = timed(terminal, *save)
    for _ in range(kills):
        terminal.types_and_kills(chance.uniform(0, lasts), *save)

    named = [name for name in house.files() if not name.startswith(".")]
    assert named
    for name in named:
        house.puts_back(house.folder / name)
    terminal.types(*save)
    assert not [name for name in house.files() if name.startswith(".")]


@pytest.mark.long
@pytest.mark.parametrize("kills", KILLS)
def test_a_killed_restore_leaves_the_old_one_or_the_new_one(
    house: House, terminal: Terminal, kills: int
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
    for _ in range(kills):
        house.writes("après")
        terminal.types_and_kills(chance.uniform(0, lasts), *put_back)
        found.append(house.holds())

    assert [each for each in found if each not in (before, after)] == []
    terminal.in_the_end(*put_back)
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
