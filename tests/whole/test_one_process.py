"""Two bots on one database would say everything twice: the second one refuses to start."""

from __future__ import annotations

import asyncio
import json
import os

import pytest

from tests import program
from tests.whole.town import Village


@pytest.mark.feeds
async def test_a_second_run_refuses_in_one_sentence_that_names_the_first(village: Village) -> None:
    config = str(village.stage.folder / "config.toml")
    async with village.bot():
        (status, told), (_, read) = [
            await asyncio.to_thread(
                program.run, command, "--config", config, said=village.stage.folder / command
            )
            for command in ("run", "collect")
        ]

    assert status == 1
    assert str(json.loads(told)["reason"]).startswith(
        f"Cette base est déjà servie par un autre processus (courroie pid {os.getpid()} "
    )
    assert len(told.splitlines()) == 1
    assert "Inclusion" in read
