"""One bot, two Mattermost servers: each has its own people, questions and troubles."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.admin.setup import set_up_all
from bot.app import App, Pace
from bot.config.models import Config, load_config
from sandbox.play.player import Player
from sandbox.server.sandbox import Sandbox
from tests.ports import held_port

NETWORK = """
[[servers]]
name = "{name}"
url = "{url}"
token = "{token}"

[[networks]]
slug = "{name}"
name = "Réseau de {name}"
scale = "département"
server = "{name}"
team = "france"
channel = "loire"
coordinators = ["amina"]
"""


@dataclass
class Pair:
    """Two sandboxes, the bot's configuration for both, and someone on each."""

    first: Sandbox
    second: Sandbox
    config: Config
    here: Player
    there: Player


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as opened:
        boxes = {
            name: await opened.enter_async_context(Sandbox(data_dir=tmp_path / name, port=0))
            for name in ("loire", "rhone")
        }
        http = await opened.enter_async_context(
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        )
        players = []
        for box in boxes.values():
            players.append(await Player(http, box.url, "louis").enter())
            opened.push_async_callback(players[-1].leave)
        config = load_config(_written(tmp_path, boxes, opened.enter_context(held_port())))
        assert await set_up_all(config, lambda _line: None) == 0
        yield Pair(boxes["loire"], boxes["rhone"], config, *players)


def _written(folder: Path, boxes: dict[str, Sandbox], port: int) -> Path:
    text = (
        f'[bot]\ndatabase = "sqlite:///{folder}/courroie.db"\nsecret = "{"s" * 32}"\nhold = 0\n'
        f'listen = "127.0.0.1:{port}"\npublic_url = "http://127.0.0.1:{port}"\n'
    )
    for name, box in boxes.items():
        text += NETWORK.format(name=name, url=box.url, token=box.bot_token)
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


async def _running(pair: Pair) -> asyncio.Task[None]:
    app = App(pair.config, Pace(clock=pair.first.clock.now, fast=True))
    ready = asyncio.Event()
    running = asyncio.create_task(app.run(ready.set))
    await ready.wait()
    return running


async def _stopped(running: asyncio.Task[None]) -> None:
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_each_server_has_its_own_questions(pair: Pair) -> None:
    running = await _running(pair)

    await pair.here.says("loire", "@courroie besoin Qui prête une salle ici ?")
    await pair.there.says("loire", "@courroie besoin Qui prête une salle là-bas ?")
    here = await pair.here.reads("loire", "Question n° 1")
    there = await pair.there.reads("loire", "Question n° 1")

    assert "ici" in here["message"]
    assert "là-bas" in there["message"]
    assert "Question n°\u00a01" in await pair.here.types("loire", "/besoin voir 1")
    await _stopped(running)


async def test_a_server_that_is_down_does_not_stop_the_other(pair: Pair) -> None:
    await pair.second.stop()
    running = await _running(pair)

    await pair.here.says("loire", "@courroie besoin Qui prête une salle ici ?")
    card = await pair.here.reads("loire", "Question n° 1")

    assert "ici" in card["message"]
    assert not running.done()
    await _stopped(running)
    await pair.second.start()
