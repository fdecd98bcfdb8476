"""One bot that serves several sandboxes, each of which a test may trouble."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count, pairwise
from pathlib import Path
from statistics import quantiles

import aiohttp

from bot.admin.setup import set_up_all
from bot.app import App, Pace
from bot.config.models import Config, load_config
from bot.core import outbox
from bot.core.database import Database
from bot.core.message import Delivery, Message
from sandbox.play.player import Json, Player
from sandbox.server.sandbox import Sandbox
from tests.ports import held_port
from tests.waiting import eventually

_BOT = """
[bot]
database = "sqlite:///{folder}/courroie.db"
secret = "{secret}"
hold = 0
meaning = false
deposits = 0
listen = "127.0.0.1:{port}"
public_url = "http://127.0.0.1:{port}"
"""
_NETWORK = """
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
    """Two sandboxes, the bot's configuration for both, Louis on each and Zoé on the first.

    The first keeps the time: the bot reads its clock.
    """

    first: Sandbox
    second: Sandbox
    config: Config
    here: Player
    there: Player
    zoe: Player
    _numbers: Iterator[int] = field(default_factory=count)

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[asyncio.Task[None]]:
        """Run the bot until the block ends; if it ended before and the block fails, say why."""
        app = App(self.config, Pace(clock=self.first.clock.now, fast=True))
        ready = asyncio.Event()
        running = asyncio.create_task(app.run(ready.set))
        listening = asyncio.create_task(ready.wait())
        await asyncio.wait({running, listening}, return_when=asyncio.FIRST_COMPLETED)
        try:
            yield running
        except Exception as failed:
            if running.done() and (why := running.exception()) and why is not failed:
                raise why from failed
            raise
        finally:
            running.cancel()
            listening.cancel()
            await asyncio.gather(running, listening, return_exceptions=True)

    async def health(self) -> Json:
        """Ask the bot how it is."""
        return await self.here.looks_up(f"http://127.0.0.1:{self.config.bot.port}/health")

    async def heard(self) -> None:
        """Wait until the bot hears and answers on both servers and has nothing left to say."""

        async def look() -> bool:
            told = await self.health()
            return bool(told["status"] == "ok" and told["outbox_waiting"] == 0)

        await eventually(look)
        for player in (self.here, self.there):
            await eventually(partial(_answers, player))

    async def writes(self, key: str, text: str, server: str = "rhone") -> None:
        """Have something to say in the channel of a server's network, as what is relayed there."""
        database = Database(self.config.bot.database)
        message = Message(
            server=server, network=server, key=key, text=text, made_at=self.first.clock.now()
        )
        await database.run(lambda db: outbox.add(db, message))
        database.close()

    async def is_refused(self, server: str = "rhone") -> None:
        """Wait until the bot has tried to say something on a server, and put it back for later."""
        database = Database(self.config.bot.database)
        later = self.first.clock.now() + timedelta(days=1)

        async def look() -> bool:
            waiting = await database.run(lambda db: outbox.due(db, later, servers=[server]))
            return any(each.attempts and each.status is Delivery.PREPARED for each in waiting)

        await eventually(look)
        database.close()

    async def delays(self, questions: int) -> list[float]:
        """Ask questions on the first server, and join each; return how long all took, in seconds.

        Each answer to whoever asks, the card that follows it, the answer to a button.
        """
        found: list[float] = []
        for _ in range(questions):
            words = f"Qui connaît le logiciel numéro {next(self._numbers)} ?"
            times = [time.perf_counter()]
            assert "n°" in await self.here.types("loire", f"/besoin {words}")
            times.append(time.perf_counter())
            card = await self.here.reads("loire", words)
            times.append(time.perf_counter())
            await self.zoe.clicks(card, "Moi aussi")
            times.append(time.perf_counter())
            found += [after - before for before, after in pairwise(times)]
        return found


@asynccontextmanager
async def pair_in(folder: Path) -> AsyncIterator[Pair]:
    """Open two sandboxes on ports of their own, so that they can be stopped and started."""
    async with AsyncExitStack() as opened:
        jar = aiohttp.DummyCookieJar()
        http = await opened.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        port = opened.enter_context(held_port())
        text = _BOT.format(folder=folder, secret="s" * 32, port=port)
        boxes = []
        for name in ("loire", "rhone"):
            own = opened.enter_context(held_port())
            box = await opened.enter_async_context(Sandbox(data_dir=folder / name, port=own))
            boxes.append(box)
            text += _NETWORK.format(name=name, url=box.url, token=box.bot_token)
        first, second = boxes
        players = [
            await Player(http, box.url, name).enter()
            for box, name in ((first, "louis"), (second, "louis"), (first, "zoe"))
        ]
        for each in players:
            opened.push_async_callback(each.leave)
        here, there, zoe = players
        path = folder / "config.toml"
        path.write_text(text, encoding="utf-8")
        config = load_config(path)
        assert await set_up_all(config, lambda _line: None) == 0
        yield Pair(first, second, config, here, there, zoe)


def p95(delays: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(delays, n=20)[18]


async def _answers(player: Player) -> bool:
    return "besoin" in await player.types("loire", "/aide besoin")


Mend = Callable[[], Awaitable[None]]


async def refuses_connections(box: Sandbox) -> Mend:
    """Stop a server; nobody listens there."""
    await box.stop()
    return box.start


async def never_answers(box: Sandbox) -> Mend:
    """Put in a server's place something that takes connections and says nothing."""
    await box.stop()
    taken: list[asyncio.StreamWriter] = []

    async def take(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.append(writer)

    port = int(box.url.rpartition(":")[2])
    mute = await asyncio.start_server(take, "127.0.0.1", port)

    async def mend() -> None:
        mute.close()
        for each in taken:
            each.transport.abort()
        await box.start()

    return mend


async def hangs(box: Sandbox) -> Mend:
    """Have a server's API take requests and answer none; the socket stays open."""
    box.faults.hang()
    return _cleared(box)


async def refuses_the_token(box: Sandbox) -> Mend:
    """Have a server answer 401 to all."""
    box.faults.error(status=401, times=None)
    box.faults.close_sockets()
    return _cleared(box)


async def limits_the_rate(box: Sandbox) -> Mend:
    """Have a server answer 429, and ask for a minute."""
    box.faults.rate_limit(times=None, retry_after=60)
    return _cleared(box)


async def breaks(box: Sandbox) -> Mend:
    """Have a server answer 500 to all."""
    box.faults.error(status=500, times=None)
    box.faults.close_sockets()
    return _cleared(box)


async def is_slow(box: Sandbox) -> Mend:
    """Have a server take three seconds for each request."""
    box.faults.delay(3.0, times=None)
    return _cleared(box)


def _cleared(box: Sandbox) -> Mend:
    async def mend() -> None:
        box.faults.clear()

    return mend


TROUBLES: dict[str, Callable[[Sandbox], Awaitable[Mend]]] = {
    "refuses connections": refuses_connections,
    "never answers": never_answers,
    "hangs": hangs,
    "refuses the token": refuses_the_token,
    "limits the rate": limits_the_rate,
    "breaks": breaks,
    "is slow": is_slow,
}
"""What a server does when all is not well; each returns what puts it right."""
