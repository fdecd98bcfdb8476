"""A restore drill, on both engines: saved while people deposit, killed, restored, run again."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.question.card import LOOKED_AT_WITHIN
from bot.talk.deposits import MOST_DEPOSITS
from tests import program
from tests.databases import POSTGRESQL
from tests.waiting import eventually
from tests.whole.several import several
from tests.whole.test_kill import Bot
from tests.whole.test_restore import LOST, asks, presses
from tests.whole.town import Village, twice

SERVER = os.environ.get(POSTGRESQL, "")


@dataclass(frozen=True)
class Drill:
    """A village whose bots are started and killed, and the configuration of a command."""

    village: Village
    config: Path
    start: Callable[[], Awaitable[None]]
    kill: Callable[[], Awaitable[None]]

    @property
    def folder(self) -> Path:
        return self.village.stage.folder / "sauvegardes"

    def backups(self) -> list[Path]:
        return sorted(self.folder.iterdir())

    async def types(self, *words: str) -> tuple[int, str]:
        """Run a command of the operator; return its status and what it said."""
        said = self.config.with_suffix(".said")
        said.unlink(missing_ok=True)
        words = (*words, "--config", str(self.config))
        return await asyncio.to_thread(program.run, *words, said=said)

    async def saves(self) -> None:
        assert await self.types("backup", str(self.folder)) == (0, "")

    async def puts_back(self, backup: Path) -> str:
        """Restore, as soon as the lead of who was killed is over."""

        async def look() -> str:
            status, said = await self.types("restore", str(backup), "--yes")
            assert status == 0 or "sert encore" in said
            return "" if status else said

        return await eventually(look)


@pytest.fixture(params=["sqlite", "postgresql"])
async def drill(request: pytest.FixtureRequest, village: Village) -> AsyncIterator[Drill]:
    if request.param == "sqlite":
        bot = Bot(village)
        await bot.start()
        yield Drill(village, village.stage.folder / "config.toml", bot.start, bot.kill)
        await bot.kill()
        return
    if not SERVER:
        pytest.skip(f"{POSTGRESQL} names no PostgreSQL server")
    async with several(village, SERVER) as group:

        async def start() -> None:
            for each in group.replicas:
                await each.start()
            await group.all_ready()
            await eventually(group.village.answers)

        async def kill() -> None:
            for each in group.replicas:
                await each.ends(signal.SIGKILL)

        yield Drill(group.village, group.replicas[0].config, start, kill)


async def deposits(village: Village, words: str) -> int:
    """Deposit a question; return the number that is told."""
    told = await village.types("louis", f"/besoin {words}")
    found = re.search(r"n°\s(\d+)", told)
    assert found, told
    return int(found[1])


@pytest.mark.long
async def test_what_was_saved_comes_back_and_no_number_is_given_twice(drill: Drill) -> None:
    village = drill.village
    before = [await asks(village, f"Avant la sauvegarde {each} ?") for each in range(2)]
    await village.quietly()
    saving = asyncio.create_task(drill.saves())
    meanwhile: list[int] = []
    while not saving.done() and len(meanwhile) < MOST_DEPOSITS // 2:
        meanwhile.append(await deposits(village, f"Pendant la sauvegarde {len(meanwhile)} ?"))
    await saving
    (backup,) = drill.backups()
    after = [await asks(village, f"Après la sauvegarde {each} ?") for each in range(2)]
    await village.says("louis", "@courroie besoin Où imprimer à Feurs ?")
    await village.post_with("Où imprimer à Feurs")
    await village.quietly()
    shown = {each["id"] for each in await village.by_bot("Avant la sauvegarde")}

    status, said = await drill.types("restore", str(backup), "--yes")
    assert status == 1
    assert "Arrêtez" in said
    await drill.kill()
    said = await drill.puts_back(backup)
    await drill.start()
    again = [await asks(village, f"Après la restauration {each} ?") for each in range(2)]
    village.stage.clock.advance(LOOKED_AT_WITHIN.total_seconds())  # cards were held
    await village.quietly()

    assert meanwhile
    given = [*before, *meanwhile, *after]
    assert len({*given, *again}) == len(given) + len(again)
    assert min(again) > max(given)
    for number, words in zip(before, ("sauvegarde 0", "sauvegarde 1"), strict=True):
        assert f"Avant la {words}" in plain(await village.types("zoe", f"/besoin voir {number}"))
    assert {each["id"] for each in await village.by_bot("Avant la sauvegarde")} == shown
    assert twice(await village.posts()) == []
    for words in (
        "Où imprimer à Feurs ?",
        *(f"Pendant la sauvegarde {n} ?" for n in range(len(meanwhile))),
    ):
        assert len(await village.by_bot(words)) == 1, words

    async def said_lost() -> bool:
        """Tell whether whichever process answers knows of the restore: the leader tells them."""
        told = [
            await presses(village, "zoe", "Après la sauvegarde 0", "Moi aussi") for _ in range(2)
        ]
        return all(LOST in each for each in told)

    assert await eventually(said_lost)
    assert LOST not in await presses(village, "zoe", "Avant la sauvegarde 0", "Moi aussi")
    assert "La sauvegarde est remise." in said


@pytest.mark.skipif(not SERVER, reason=f"{POSTGRESQL} names no PostgreSQL server")
@pytest.mark.long
async def test_a_network_that_grows_leaves_its_file_for_postgresql(village: Village) -> None:
    async with village.bot():
        first = await asks(village, "Du temps du fichier ?")
        await village.quietly()
        alone = Drill(village, village.stage.folder / "config.toml", no_bot, no_bot)
        await alone.saves()
        (backup,) = alone.backups()
    async with several(village, SERVER, count=1) as group:
        (bot,) = group.replicas
        await bot.ends()
        moved = Drill(group.village, bot.config, bot.start, bot.ends)
        await moved.puts_back(backup)
        await bot.start()
        await group.all_ready()
        await eventually(group.village.answers)
        second = await asks(group.village, "Depuis PostgreSQL ?")
        old = plain(await group.village.types("zoe", f"/besoin voir {first}"))
        taken = await presses(group.village, "zoe", "Du temps du fichier", "Moi aussi")

    assert "Du temps du fichier" in old
    assert second > first
    assert LOST not in taken
    assert twice(await village.posts()) == []


async def no_bot() -> None:
    """Start or kill nothing: the test does."""


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")
