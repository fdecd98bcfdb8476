"""A backup is restored on a real server, without a word to the bot."""

from __future__ import annotations

import shutil

from bot.admin.setup import set_up_all
from bot.core.counters import LEAP
from bot.core.migrate import back_up
from tests.live.conftest import Build


async def test_numbers_go_on_after_a_restore_and_lost_buttons_say_so(build: Build) -> None:
    house = await build("restaure", administers=True)
    assert await set_up_all(house.config, lambda _line: None) == 0
    kept, copy = house.folder / "courroie.db", house.folder / "sauvegarde.db"
    async with house.running():
        before = await house.asks(house.louis, "Avant la sauvegarde ?")
        held = await house.card(before)
        back_up(kept, copy)
        lost = await house.asks(house.louis, "Après la sauvegarde ?")
        gone = await house.card(lost)
    for each in (f"{kept}-wal", f"{kept}-shm"):
        (house.folder / each).unlink(missing_ok=True)
    shutil.copyfile(copy, kept)

    async with house.running():
        after = await house.asks(house.louis, "Après la restauration ?")
        refused = await house.presses(house.zoe, gone, "Moi aussi")
        taken = await house.presses(house.zoe, held, "Moi aussi")

    assert after == lost + LEAP + 1
    assert "date d'avant une restauration" in refused
    assert "restauration" not in taken
