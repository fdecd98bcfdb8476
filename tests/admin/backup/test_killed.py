"""Killed at any moment, a backup leaves nothing that looks like one, a restore no half database."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path


from tests.admin.backup.cases import House, plain
from tests.admin.test_failures import SECRETS, write
from tests.waiting import PATIENCE

KILLS = 8
ROWS = 200
SEED = 20_261_126

READY = """
import resource, sys
from bot import cli
from bot.admin.backup import by_hand
from bot.admin.backup import restoring
if sys.argv[1] != "0":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv = ["courroie", *sys.argv[2:]]
print("ready", flush=True)
sys.stdin.readline()
cli.main()
"""


class Command:
    """A command of `courroie` in a process of its own, whose program is loaded."""

    def __init__(self, house: House, *words: str, limit: int = 0) -> None:
        config = write(house.folder.parent, database=house.url)
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", READY, str(limit), *words, "--config", str(config)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **SECRETS},
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def ends(self) -> tuple[int, str]:
        told, _ = self.process.communicate(b"\n", timeout=PATIENCE)
        return self.process.returncode, plain(told.decode())

    def is_killed_after(self, seconds: float) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        time.sleep(seconds)
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


def full(house: House) -> None:
    """Write some megabytes."""
    for number in range(ROWS // 20):
        house.writes(f"lourd {number}", random.Random(number).randbytes(200_000).hex())  # noqa: S311


def timed(command: Command) -> float:
    begun = time.monotonic()
    status, told = command.ends()
    assert status == 0, told
    return time.monotonic() - begun


def test_a_killed_backup_bears_no_name(house: House) -> None:
    full(house)
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    lasts = timed(Command(house, "backup", str(house.folder)))
    for _ in range(KILLS):
        Command(house, "backup", str(house.folder)).is_killed_after(chance.uniform(0, lasts))

    named = [name for name in house.files() if not name.startswith(".")]
    assert named
    for name in named:
        house.puts_back(house.folder / name)
    time.sleep(1)  # names tell the second
    Command(house, "backup", str(house.folder)).ends()
    assert not [name for name in house.files() if name.startswith(".")]


def test_a_killed_restore_leaves_the_old_one_or_the_new_one(house: House) -> None:
    house.writes("avant")
    full(house)
    backup = house.saves().path
    before = house.holds()
    house.writes("après")
    after = house.holds()
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    lasts = timed(Command(house, "restore", str(backup), "--yes"))
    found = []
    for number in range(KILLS):
        if "après" not in house.holds():
            house.writes("après")
        restoring = Command(house, "restore", str(backup), "--yes")
        restoring.is_killed_after(chance.uniform(0, lasts) if number else 0)
        found.append(house.holds())

    assert [each for each in found if each not in (before, after)] == []
    status, told = _in_the_end(house, backup)
    assert status == 0, told
    assert house.holds() == before


def test_a_backup_on_a_full_disk_is_told_and_leaves_nothing(house: House) -> None:
    full(house)

    status, told = Command(house, "backup", str(house.folder), limit=100_000).ends()

    assert status == 1
    assert "Traceback" not in told
    assert "disque" in told or "Relevez la limite" in told
    assert house.files() == set()


def test_a_restore_on_a_full_disk_is_told_and_changes_nothing(filed: House) -> None:
    filed.writes("avant")
    full(filed)
    backup = filed.saves().path
    filed.writes("après")
    holds, beside = filed.holds(), sorted(filed.file.parent.glob("courroie.db*"))

    status, told = Command(filed, "restore", str(backup), "--yes", limit=100_000).ends()

    assert status == 1
    assert "disque" in told
    assert filed.holds() == holds
    assert [each for each in filed.file.parent.glob("courroie.db.avant*")] == []
    assert beside


def test_without_a_terminal_a_backup_is_silent_and_a_restore_asks_for_yes(house: House) -> None:
    house.writes("avant")

    assert Command(house, "backup", str(house.folder)).ends() == (0, "")
    (name,) = house.files()
    house.writes("après")
    status, told = Command(house, "restore", str(house.folder / name)).ends()

    assert status == 1
    assert "sans terminal, ajoutez --yes" in told
    assert house.holds() == {"avant", "après"}


def _in_the_end(house: House, backup: Path) -> tuple[int, str]:
    """Restore once more: a server may still be undoing what was killed."""
    deadline = time.monotonic() + PATIENCE
    while True:
        ended = Command(house, "restore", str(backup), "--yes").ends()
        if ended[0] == 0 or time.monotonic() > deadline:
            return ended
        time.sleep(0.5)
