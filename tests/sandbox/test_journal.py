"""The world survives the sandbox: stopped, killed, or cut in the middle of a line."""

import json
import os
import signal
import sys
from asyncio import create_subprocess_exec, subprocess
from pathlib import Path

import aiohttp
import pytest

from sandbox.server.clock import WorldClock
from sandbox.server.records import Session
from sandbox.server.sandbox import Sandbox
from sandbox.server.seed import FRANCE, bot_token, fill
from sandbox.server.world import JOURNAL_FILE, World
from tests.sandbox.people import Person

_SERVER = """
import asyncio, sys
from pathlib import Path
from sandbox.server.sandbox import Sandbox

async def main() -> None:
    async with Sandbox(data_dir=Path(sys.argv[1]), port=0) as sandbox:
        print(sandbox.url, sandbox.bot_token, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def _world(folder: Path) -> World:
    return World(folder, WorldClock(folder / "clock"))


async def test_what_was_answered_survives_kill_9(tmp_path: Path) -> None:
    server = await create_subprocess_exec(
        sys.executable, "-c", _SERVER, str(tmp_path), stdout=subprocess.PIPE
    )
    assert server.stdout is not None
    url, token = (await server.stdout.readline()).decode().split()
    async with aiohttp.ClientSession() as http:
        bot = Person(http, url, token)
        loire = await bot.channel("loire")
        posted = await bot.says(loire["id"], "avant la coupure é😀")
        os.kill(server.pid, signal.SIGKILL)
        await server.wait()
    # The pipe's transport closes itself once read to its end.
    assert await server.stdout.read() == b""

    async with Sandbox(data_dir=tmp_path, port=0) as again, aiohttp.ClientSession() as http:
        assert again.bot_token == token
        found = await Person(http, again.url, token).get(f"/posts/{posted['id']}")

    assert found["message"] == "avant la coupure é😀"


def test_a_torn_last_line_is_dropped(tmp_path: Path) -> None:
    world = _world(tmp_path)
    fill(world, FRANCE)
    token = bot_token(world)
    world.close()
    with (tmp_path / JOURNAL_FILE).open("a", encoding="utf-8") as journal:
        journal.write('{"kind": "session", "key": "x", "val')

    again = _world(tmp_path)

    assert bot_token(again) == token
    again.close()


def test_a_forgotten_record_stays_forgotten(tmp_path: Path) -> None:
    world = _world(tmp_path)
    fill(world, FRANCE)
    user = next(iter(world.users))
    world.sessions.keep(Session(token="t", user_id=user.id))
    world.sessions.drop("t")
    world.sessions.drop("t")
    world.close()

    again = _world(tmp_path)
    lines = (tmp_path / JOURNAL_FILE).read_text(encoding="utf-8").splitlines()

    assert again.sessions.get("t") is None
    assert all(json.loads(line)["value"] for line in lines)
    again.close()


def test_an_empty_world_has_no_bot(tmp_path: Path) -> None:
    world = _world(tmp_path)

    with pytest.raises(LookupError, match="courroie"):
        bot_token(world)
    world.close()


async def test_a_taken_port_is_an_oserror(tmp_path: Path) -> None:
    async with Sandbox(data_dir=tmp_path / "one", port=0) as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(OSError, match=str(port)):
            await Sandbox(data_dir=tmp_path / "two", port=port).start()
