"""The program itself among crowds: beside `bench.crowd`, asked as Mattermost asks.

Each command is of someone of one of the networks, with the command's own token; its answer must be
one. Closed: so many people ask, each again once answered. Open: so many ask a second, whether or
not the others were answered; a delay is counted from when it should have left.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from bench.answers import word
from bench.crowd import TEAM
from bench.filled import corpus
from bench.lived import channel, person
from bench.town import cpu_of
from bot.network.network import Network
from tests.ports import held_port

TOKEN = "t" * 26
PATIENCE = 280.0
"""Seconds that a start may take."""

_IDLE = 0.2
"""Of a core: less than any work takes."""

_BOT = """\
[bot]
database = "{database}"
listen = "127.0.0.1:{port}"
public_url = "http://127.0.0.1:{port}"
secret = "{secret}"
hold = 0
deposits = 0
meaning = false
"""
_SERVER = """
[[servers]]
name = "{name}"
url = "http://127.0.0.1:{port}/{name}"
token = "{token}"
command_tokens = ["{token}"]
"""
_NETWORK = """
[[networks]]
slug = "{0.slug}"
name = "{0.name}"
scale = "{0.scale.value}"
{parent}server = "{server}"
team = "france"
channel = "{0.channel}"
coordinators = ["{coordinator}"]
feeds = [{feeds}]
"""


@dataclass
class Crowded:
    """The servers, and the bots that serve them: `ports` are theirs, `started` how long it took."""

    http: aiohttp.ClientSession
    crowd: str
    networks: Sequence[Network]
    people: int
    bots: list[Process] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)
    started: float = 0.0
    _chance: random.Random = field(default_factory=lambda: random.Random(45))  # noqa: S311

    async def asks(self, path: str) -> float:
        """Ask the crowd."""
        async with self.http.get(f"{self.crowd}{path}") as told:
            return float(await told.text())

    async def health(self, port: int) -> dict[str, object]:
        """Ask a bot how it is; nothing while it does not answer."""
        with suppress(aiohttp.ClientError, TimeoutError):
            async with self.http.get(f"http://127.0.0.1:{port}/health") as told:
                found: dict[str, object] = await told.json()
                return found
        return {}

    async def well(self, *, quiet: bool = False) -> float:
        """Wait until every bot hears every server, and has nothing to say; return the seconds."""
        start = time.perf_counter()
        async with asyncio.timeout(PATIENCE):
            for port in self.ports:
                while True:
                    told = await self.health(port)
                    if told.get("status") == "ok" and not (quiet and told["outbox_waiting"]):
                        break
                    await asyncio.sleep(0.02)
        return time.perf_counter() - start

    async def idle(self, seconds: float = 2.0) -> float:
        """Wait until the bots have nothing left to do; return the share of a core that takes."""
        async with asyncio.timeout(PATIENCE):
            while True:
                before = self.cpu()
                await asyncio.sleep(seconds)
                share = (self.cpu() - before) / seconds
                if share < _IDLE:
                    return share

    def cpu(self) -> float:
        """Return the seconds of processor that the bots took so far."""
        return sum(cpu_of(each.pid) for each in self.bots)

    def deposit(self) -> bytes:
        """Write a question that was never asked."""
        words = self._chance.choice(corpus()[0])
        return self._call(f"{word(time.time_ns())} : {words}")

    def search(self) -> bytes:
        """Write a search."""
        return self._call(f"chercher {self._chance.choice(corpus()[1]).asked}")

    def _call(self, words: str) -> bytes:
        slug = self._chance.choice(self.networks).slug
        who = person(self._chance.randrange(1, self.people), slug)
        form = {
            "token": TOKEN, "team_id": TEAM, "team_domain": "france", "channel_id": channel(slug),
            "channel_name": slug, "user_id": who, "user_name": who, "command": "/besoin",
            "text": words, "trigger_id": "bench", "response_url": "http://127.0.0.1/",
        }  # fmt: skip
        body = urlencode(form).encode()
        head = "POST /mattermost/command HTTP/1.1\r\nHost: bench\r\nContent-Length: "
        kind = "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
        return f"{head}{len(body)}{kind}".encode() + body

    async def closed(
        self, written: Callable[[], bytes], callers: int, seconds: float
    ) -> tuple[list[float], float]:
        """Have so many ask, one question after the other; return what each waited, and the rate."""
        times: list[float] = []
        end = time.perf_counter() + seconds

        async def caller(number: int) -> None:
            line = await _Line.to(self.ports[number % len(self.ports)])
            while time.perf_counter() < end:
                times.append(await line.ask(written()))
            line.close()

        start = time.perf_counter()
        await asyncio.gather(*map(caller, range(callers)))
        return times, len(times) / (time.perf_counter() - start)

    async def opened(
        self, written: Callable[[], bytes], rate: float, seconds: float
    ) -> list[float]:
        """Have so many ask a second; return what each waited, from when it should have left."""
        lines = [await _Line.to(each) for each in self.ports * (256 // len(self.ports))]
        free: asyncio.LifoQueue[_Line] = asyncio.LifoQueue()
        for each in lines:
            free.put_nowait(each)
        times: list[float] = []

        async def one(due: float) -> None:
            line = await free.get()
            await line.ask(written())
            times.append(time.perf_counter() - due)
            free.put_nowait(line)

        start = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for number in range(int(rate * seconds)):
                due = start + number / rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                tasks.create_task(one(due))
        for each in lines:
            each.close()
        return times


@dataclass
class _Line:
    """A kept-alive connection that asks one thing at a time: a client costs what it measures."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, port: int) -> _Line:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> float:
        start = time.perf_counter()
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        size = next(each for each in head.split(b"\r\n") if each.lower().startswith(b"content-len"))
        body = await self.reader.readexactly(int(size.split(b":")[1]))
        spent = time.perf_counter() - start
        if b" 200 " not in head[:16] or "text" not in json.loads(body):
            raise AssertionError(f"no answer: {head!r} {body!r}")
        return spent

    def close(self) -> None:
        self.writer.close()


@asynccontextmanager
async def crowded(  # noqa: PLR0913  what differs from run to run
    folder: Path,
    url: str,
    networks: Sequence[Network],
    people: int,
    *,
    servers: int = 1,
    bots: int = 1,
) -> AsyncIterator[Crowded]:
    """Run bots on a database, beside servers that share the networks; wait until all is well."""
    slugs = folder / "slugs"
    slugs.write_text("\n".join(each.slug for each in networks), encoding="utf-8")
    crowd = await create_subprocess_exec(
        *(sys.executable, "-m", "bench.crowd", str(slugs), str(people)), stdout=PIPE
    )
    assert crowd.stdout is not None
    port = int(await crowd.stdout.readline())
    async with aiohttp.ClientSession() as http:
        found = Crowded(http, f"http://127.0.0.1:{port}", networks, people)
        try:
            for number in range(bots):
                with held_port() as own:
                    path = folder / f"bot{number}.toml"
                    path.write_text(_configuration(url, own, port, networks, servers), "utf-8")
                start = time.perf_counter()
                with (folder / f"bot{number}.log").open("wb") as log:
                    command = (sys.executable, "-m", "bot.cli", "run", "--config", str(path))
                    found.bots.append(
                        await create_subprocess_exec(*command, stdout=DEVNULL, stderr=log)
                    )
                found.ports.append(own)
                await found.well()
                found.started = time.perf_counter() - start
            yield found
        finally:
            for each in (*found.bots, crowd):
                with suppress(ProcessLookupError):
                    each.terminate()
                await each.wait()


def _configuration(
    url: str, own: int, crowd: int, networks: Sequence[Network], servers: int
) -> str:
    names = ["test", *(f"test{n}" for n in range(1, servers))]
    told = [_BOT.format(database=url, port=own, secret="s" * 64)]
    told += [_SERVER.format(name=each, port=crowd, token=TOKEN) for each in names]
    for place, each in enumerate(networks):
        feeds = ", ".join(f'{{ url = "{one.url}" }}' for one in each.feeds)
        parent = f'parent = "{each.parent}"\n' if each.parent and servers == 1 else ""
        told.append(
            _NETWORK.format(
                each, parent=parent, server=names[place % servers], feeds=feeds,
                coordinator=person(0, each.slug),
            )
        )  # fmt: skip
    return "".join(told)
