"""A newer program takes over from the older ones while people go on: nothing is lost, nor twice.

It is the same program with one more step of migration, in a tree of its own.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.admin.failures import NEWER
from bot.core.database import Database
from bot.core.migrate import HEAD, NewerDatabaseError, version_of
from sandbox.server import triggers
from tests.databases import POSTGRESQL
from tests.link import carry_to
from tests.waiting import PATIENCE, eventually
from tests.whole.several import Group, Replica, several
from tests.whole.test_kill import Life, all_done, broken_promises
from tests.whole.town import Village

ROOT = Path(__file__).parents[2]
SERVER = os.environ.get(POSTGRESQL, "")
NEXT = "9999"
SEED = 20_261_127
PROGRAM = ("bot", "commands", "scheduler", "templates", "sandbox")

STEP = f'''"""Keep what the program of tomorrow needs."""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{HEAD}"


def upgrade() -> None:
    """Keep what the program of tomorrow needs."""
    op.create_table("tomorrow", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("outbox", sa.Column("tomorrow", sa.Text(), nullable=True))
'''

pytestmark = pytest.mark.skipif(not SERVER, reason=f"{POSTGRESQL} names no PostgreSQL server")


@dataclass
class Newer(Replica):
    """A bot of the newer program, in the place of another."""

    tree: Path = ROOT

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = await create_subprocess_exec(
                sys.executable,
                *("-m", "bot.cli", "run", "--config", str(self.config), "--clock", str(self.clock)),
                cwd=self.tree,
                env={**os.environ, "PYTHONPATH": str(self.tree)},
                stdout=DEVNULL,
                stderr=log,
            )


@dataclass
class Upgrade:
    """Two bots of today, the tree of tomorrow's, and what a person who goes on typing reads."""

    group: Group
    tree: Path
    read: dict[str, str] = field(default_factory=dict)
    newer: list[Newer] = field(default_factory=list)

    async def replaces(self, old: Replica) -> Newer:
        """Start the newer program in the place of a bot that has ended."""
        found = Newer(old.port, old.config, old.clock, old.link, tree=self.tree)
        self.newer.append(found)
        self.group.replicas = [found if each is old else each for each in self.group.replicas]
        await found.start()
        return found

    async def is_well(self, replica: Replica) -> bool:
        return (await self.group.health(replica)).get("status") == "ok"

    async def goes_on(self, done: asyncio.Event) -> None:
        """Ask one question after the other until the end."""
        while not done.is_set():
            text = f"Qui aide pendant la mise à jour {len(self.read)} ?"
            self.read[text] = await self.group.village.types("zoe", f"/besoin {text}")
            await asyncio.sleep(0.05)

    def told(self, replica: Replica) -> str:
        return replica.log.read_text("utf-8").replace("\u00a0", " ")


async def carry_to_one_that_is_well(
    group: Group, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Lead a call to a bot that is well, and wait for one, as Caddy is told to."""

    async def look() -> Replica | None:
        for each in group.replicas:
            if (await group.health(each)).get("status") in ("ok", "degraded"):
                return each
        return None

    while (replica := await eventually(look)) is not None:
        with suppress(OSError):
            await carry_to(replica.port, reader, writer)  # one call a connection
            return


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the program of tomorrow."""
    made = tmp_path_factory.mktemp("tomorrow")
    for name in PROGRAM:
        shutil.copytree(ROOT / name, made / name, ignore=shutil.ignore_patterns("__pycache__"))
    steps = made / "bot" / "core" / "migrations" / "versions"
    (steps / f"step_{NEXT}.py").write_text(STEP, "utf-8")
    return made


@pytest.fixture
async def upgrade(
    village: Village, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Upgrade]:
    monkeypatch.setattr(Group, "carry", carry_to_one_that_is_well)
    village.without_limit()
    async with several(village, SERVER) as group:
        made = Upgrade(group, tree)
        try:
            yield made
        finally:
            for each in made.newer:
                await each.ends(signal.SIGKILL)


async def stops_by_itself(upgrade: Upgrade, old: Replica) -> None:
    """Wait until a bot of the older program has ended, and look at what it says of it."""
    assert old.process is not None
    async with asyncio.timeout(PATIENCE):
        status = await old.process.wait()
    assert status == NEWER
    *_, last = upgrade.told(old).splitlines()
    assert "version plus récente de Courroie" in last
    assert f"the database is at {NEXT}, this program knows {HEAD}" in last


async def refuses(upgrade: Upgrade, old: Replica) -> None:
    """Start the older program again, and see it refuse."""
    before = upgrade.told(old)
    again = replace(old, process=None)
    await again.start()
    await stops_by_itself(upgrade, again)
    assert len(upgrade.told(again).removeprefix(before).splitlines()) == 1  # it served nothing


@pytest.mark.long
async def test_a_newer_program_takes_over_and_nothing_is_lost_nor_said_twice(
    upgrade: Upgrade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triggers, "PENDING_SECONDS", 0.0)
    group, life = upgrade.group, Life(upgrade.group.village, random.Random(SEED))  # noqa: S311
    await life.goes_on(0)
    leader = await group.leader()
    (other,) = [each for each in group.replicas if each is not leader]
    done = asyncio.Event()
    typing = asyncio.create_task(upgrade.goes_on(done))
    people = asyncio.create_task(life.goes_on(1))

    await other.ends()  # as `systemctl restart` does
    first = await upgrade.replaces(other)
    await stops_by_itself(upgrade, leader)
    assert await group.leader() is first
    await people
    await life.goes_on(2)
    second = await upgrade.replaces(leader)
    await eventually(lambda: upgrade.is_well(second))
    done.set()
    await typing

    await group.leader()
    assert len(await group.leaders()) <= 1
    unanswered = {text: read for text, read in upgrade.read.items() if "n°" not in read}
    assert len(upgrade.read) > 10
    assert len(unanswered) <= 1, unanswered  # what the older one was answering as it left
    await all_done(life)
    assert await broken_promises(life) == []
    for text in upgrade.read:
        cards = await group.village.by_bot(f"> {text}")
        assert len(cards) == 1 or (text in unanswered and not cards)


async def test_an_older_program_refuses_what_a_newer_one_has_changed(upgrade: Upgrade) -> None:
    group = upgrade.group
    for each in group.replicas:
        await each.ends(signal.SIGKILL)
    old, other = group.replicas
    newer = await upgrade.replaces(other)
    await eventually(lambda: upgrade.is_well(newer))

    await refuses(upgrade, old)

    assert await group.leader() is newer  # once the lead of the one that was killed is over
    assert await group.leaders() == [newer]
    database = Database(group.village.stage.config.bot.database)
    with pytest.raises(NewerDatabaseError, match=NEXT):
        version_of(database)
    database.close()
