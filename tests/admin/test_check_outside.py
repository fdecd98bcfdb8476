"""`courroie check` on the tools that get copies: one line each, and never a secret."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.admin.check_outside import outside_findings
from bot.config.models import Config, load_config
from tests.config.test_config import ENVIRONMENT, EXAMPLE
from tests.outside.fake import Fake, copies, says
from tests.outside.lived import deposited
from tests.outside.test_discord import HOOK, TOKEN, Discord
from tests.outside.test_grist import KEY, Grist, line_of
from tests.ports import held_port
from tests.room import Room, open_room


@pytest.fixture
def grist() -> Iterator[Grist]:
    with held_port() as port:
        yield Grist(port)


@pytest.fixture
def hook() -> Iterator[Discord]:
    with held_port() as port:
        yield Discord(port)


def config(folder: Path, grist: Grist, hook: Discord, room: Room | None = None) -> Config:
    """Return the example, whose Loire has a Grist and a Discord; the room's database, if any."""
    path = folder / "config.toml"
    database = f"sqlite:///{folder / 'none.db'}" if room is None else str(room.database.engine.url)
    tools = f"""
[[networks]]
slug = "loire"
name = "42 - Loire"
scale = "département"
team = "conseillers"
coordinators = ["amina"]
[outside.loire.grist]
url = "{grist.url}"
doc = "document12"
key = "{KEY}"
[outside.loire.discord]
webhook = "{hook.url}{HOOK}"
"""
    text = EXAMPLE.replace("#database = ", "database = ").replace("sqlite:///courroie.db", database)
    text = re.sub("#allowed_feed_hosts = .*", 'allowed_feed_hosts = ["127.0.0.1"]', text)
    path.write_text(text + tools, encoding="utf-8")
    return load_config(path, ENVIRONMENT)


def check(config: Config, *fakes: Fake) -> list[str]:
    async def work() -> list[str]:
        async with AsyncExitStack() as opened:
            for fake in fakes:
                await opened.enter_async_context(fake.open())
            found = [str(each) async for each in outside_findings(config, ["loire"])]
        return [each.replace("\u00a0", " ") for each in found]

    return asyncio.run(work())


def test_each_tool_has_a_line_with_what_waits(tmp_path: Path, grist: Grist, hook: Discord) -> None:
    room = open_room(tmp_path)
    deposited(room)
    room.clock.forward(minutes=15)
    grist.plays = [says(503)]
    copies(room, grist, line_of(grist))

    found = check(config(tmp_path, grist, hook, room), grist, hook)

    assert found == [
        "✔ réseau loire, copies vers Grist : le document a ses tables ; 1 en attente",
        "✔ réseau loire, copies vers Discord : le webhook répond",
    ]


def test_what_is_wrong_is_told_with_its_mend_and_no_secret(
    tmp_path: Path, grist: Grist, hook: Discord
) -> None:
    grist.plays = [says(403, {"error": f"bad {KEY}"})]
    hook.plays = [says(404, {"message": TOKEN})]

    first, second = check(config(tmp_path, grist, hook), grist, hook)

    assert first.startswith("✘ réseau loire, copies vers Grist : il refuse notre clé\n    → ")
    assert second.startswith("✘ réseau loire, copies vers Discord : le webhook n'existe plus")
    assert KEY not in first + second
    assert TOKEN not in first + second


def test_a_tool_that_is_away_is_told_so(tmp_path: Path, grist: Grist, hook: Discord) -> None:
    first, _ = check(config(tmp_path, grist, hook), hook)

    assert first.startswith("✘ réseau loire, copies vers Grist : il ne répond pas")


def test_nothing_is_told_where_there_is_no_tool(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE, encoding="utf-8")

    assert check(load_config(path, ENVIRONMENT)) == []
