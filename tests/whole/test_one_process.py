"""Two bots on one database would say everything twice: the second one refuses to start."""

from __future__ import annotations

import os
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec

from tests.whole.town import Village


async def test_a_second_run_refuses_in_one_sentence_that_names_the_first(village: Village) -> None:
    config = str(village.stage.folder / "config.toml")
    async with village.bot():
        second = await create_subprocess_exec(
            sys.executable, "-m", "bot.cli", "run", "--config", config, stdout=PIPE, stderr=PIPE
        )
        told = (await second.communicate())[1].decode()
        by_hand = await create_subprocess_exec(
            sys.executable, "-m", "bot.cli", "collect", "--config", config, stdout=PIPE, stderr=PIPE
        )
        read = (await by_hand.communicate())[0].decode()

    assert second.returncode == 1
    assert told.startswith(
        f"Cette base est déjà servie par un autre processus (courroie pid {os.getpid()} "
    )
    assert len(told.splitlines()) == 1
    assert "Inclusion" in read
