"""Bots on one database, behind an address that leads to those that answer: PostgreSQL, or SQLite.

On SQLite there is one alone, whose file is on a disk of its own that can be filled.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from time import perf_counter

import aiohttp
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.admin.setup import set_up_all
from sandbox.demo import CONFIG_FILE
from tests import databases, program
from tests.link import Link, carry_to, link
from tests.ports import held_port
from tests.sandbox.people import Json
from tests.waiting import eventually
from tests.whole.town import Village


class Trouble(Enum):
    """What becomes of the one that leads."""

    KILL = "kill"
    FREEZE = "freeze"
    STOP = "stop"
    CUT = "cut"
    FULL = "full"


OF_SEVERAL = (Trouble.KILL, Trouble.FREEZE, Trouble.STOP, Trouble.CUT)
_DISK = "disk"
"""The folder of a SQLite database, beside the configuration: a disk, where we may mount one."""

_DISK_SIZE = 64 << 20
_TROUBLED = 2.0
"""Seconds for which the only bot is frozen, or its disk full."""

_SIGNALS = {
    Trouble.KILL: signal.SIGKILL,
    Trouble.FREEZE: signal.SIGSTOP,
    Trouble.STOP: signal.SIGTERM,
}


@dataclass
class Replica:
    """One of the bots: its port, its configuration, its way to the database, its process."""

    port: int
    config: Path
    clock: Path
    link: Link
    process: Process | program.Running | None = None
    frozen: bool = False
    calls: set[asyncio.StreamWriter] = field(default_factory=set)

    async def start(self) -> None:
        files = ("--config", self.config, "--clock", self.clock)
        self.process = program.start("run", *files, said=self.log)

    @property
    def log(self) -> Path:
        return self.config.with_suffix(".log")

    def sends(self, what: signal.Signals) -> None:
        """Send it a signal; frozen, it is not spoken to, be it on a connection that was kept."""
        assert self.process is not None
        self.frozen = what is signal.SIGSTOP
        for each in self.calls if self.frozen else ():
            each.transport.abort()
        with suppress(ProcessLookupError):
            self.process.send_signal(what)

    async def ends(self, what: signal.Signals = signal.SIGTERM) -> None:
        if self.process is None or self.process.returncode is not None:
            return
        if self.frozen:
            self.sends(signal.SIGCONT)
        self.sends(what)
        await self.process.wait()

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.returncode is None and not self.frozen


_FROZEN = 30.0
"""Seconds after which a bot is frozen or cut off: it says how it is in a hundredth of one."""


@dataclass
class Group:
    """The bots of a village, and who leads among them."""

    village: Village
    replicas: Sequence[Replica]
    http: aiohttp.ClientSession
    address: str
    _turn: int = 0
    _links: set[asyncio.Task[None]] = field(default_factory=set)

    async def health(self, replica: Replica) -> Json:
        """Ask a bot how it is; nothing while it does not answer."""
        if not replica.runs:
            return {}
        try:
            limit = aiohttp.ClientTimeout(_FROZEN)
            address = f"http://127.0.0.1:{replica.port}/health"
            async with self.http.get(address, timeout=limit) as told:
                answer: Json = await told.json()
                return answer
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return {}

    async def leaders(self) -> list[Replica]:
        told = await asyncio.gather(*map(self.health, self.replicas))
        return [each for each, how in zip(self.replicas, told, strict=True) if how.get("leading")]

    async def leader(self) -> Replica:
        """Wait until one of them leads, and hears."""

        async def look() -> Replica | None:
            for each in await self.leaders():
                if (await self.health(each)).get("status") == "ok":
                    return each
            return None

        found = await eventually(look)
        assert found is not None
        return found

    async def strike(self, trouble: Trouble) -> float:
        """Strike the leader, and have it come back; return how many seconds nobody led."""
        first = await self.leader()

        others = [each for each in self.replicas if each is not first]
        if not others:
            return await self._strike_alone(first, trouble)

        async def replaced() -> bool:
            told = [await self.health(each) for each in others]
            return any(each.get("leading") for each in told)

        start = perf_counter()
        if trouble is Trouble.CUT:
            first.link.cut()
        else:
            first.sends(_SIGNALS[trouble])
        await eventually(replaced)
        spent = perf_counter() - start
        if trouble is Trouble.STOP:
            await first.ends()
        assert await self.leader() is not first
        if trouble is Trouble.CUT:
            first.link.mend()
        elif trouble is Trouble.FREEZE:
            first.sends(signal.SIGCONT)
        else:
            await first.ends(signal.SIGKILL)
            await first.start()
        await self.all_ready()
        return spent

    async def _strike_alone(self, only: Replica, trouble: Trouble) -> float:
        """Strike the only one, and have it come back; return how many seconds it was not well."""
        start = perf_counter()
        if trouble is Trouble.FULL:
            with _filled(self.village.stage.folder / _DISK):
                await asyncio.sleep(_TROUBLED)
        elif trouble is Trouble.FREEZE:
            only.sends(signal.SIGSTOP)
            await asyncio.sleep(_TROUBLED)
            only.frozen = False
            only.sends(signal.SIGCONT)
        else:
            await only.ends(_SIGNALS[trouble])
            await only.start()
        await self.all_ready()
        return perf_counter() - start

    def slow(self, seconds: float) -> None:
        """Have each piece of what is said to the database, and by it, take so long."""
        for each in self.replicas:
            each.link.lag = seconds

    async def all_ready(self) -> None:
        """Wait until each of them answers and hears."""

        async def look() -> bool:
            told = [await self.health(each) for each in self.replicas]
            return all(each.get("status") == "ok" for each in told)

        await eventually(look)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Lead a connection to the next bot that takes it, as a proxy that looks at them."""
        self._turn += 1
        order = [each for each in self.replicas if each.runs]
        for place in range(len(order)):
            replica = order[(self._turn + place) % len(order)]
            replica.calls.add(writer)
            try:
                await carry_to(replica.port, reader, writer)
            except OSError:
                continue
            finally:
                replica.calls.discard(writer)
            return
        writer.close()


def restart(address: str) -> None:
    """Have a PostgreSQL server end every session of a database, as when it restarts."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with databases.connected(address).begin() as db:
        db.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))


@asynccontextmanager
async def several(village: Village, server: str, count: int = 2) -> AsyncIterator[Group]:
    """Start so many bots on a database of a PostgreSQL server, and wait until they answer.

    Without a server, start one on a SQLite file.
    """
    with _database(village.stage.folder, server) as url:
        async with _running(village, url, count) as group:
            yield group


@contextmanager
def _database(folder: Path, server: str) -> Iterator[str]:
    """Lend a database, and return its address."""
    if server:
        name = databases.copied(server)
        try:
            yield databases.at(server, name)
        finally:
            databases.drop(server, name)
        return
    disk = folder / _DISK
    disk.mkdir()
    mounts = _may_mount()
    if mounts:
        _runs("mount", "-t", "tmpfs", "-o", f"size={_DISK_SIZE}", "tmpfs", str(disk))
    try:
        yield f"sqlite:///{disk}/courroie.db"
    finally:
        if mounts:
            _runs("umount", "--lazy", str(disk))


def of_one() -> Sequence[Trouble]:
    """Return what may become of the only bot; its disk is filled where we may mount one."""
    full = (Trouble.FULL,) if _may_mount() else ()
    return (Trouble.KILL, Trouble.FREEZE, Trouble.STOP, *full)


def _may_mount() -> bool:
    return os.geteuid() == 0


@contextmanager
def _filled(disk: Path) -> Iterator[None]:
    """Have a disk full, to its last byte."""
    filler = disk / "filler"
    try:
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(bytes(1 << 12)):
                pass
        yield
    finally:
        filler.unlink()


def _runs(*command: str) -> None:
    subprocess.run(command, check=True)  # noqa: S603  a command of ours


@asynccontextmanager
async def _running(village: Village, url: str, count: int) -> AsyncIterator[Group]:
    stage = village.stage
    written = (stage.folder / CONFIG_FILE).read_text("utf-8")
    own = f'database = "{stage.config.bot.database}"'
    assert own in written
    shared = written.replace(own, f'database = "{url}"')
    bot = stage.config.bot.model_copy(update={"database": url})
    config = stage.config.model_copy(update={"bot": bot})
    assert await set_up_all(config, lambda _line: None) == 0
    there = replace(village, stage=replace(stage, config=config))
    async with AsyncExitStack() as opened:
        replicas = []
        for number in range(count):
            port = opened.enter_context(held_port())
            way = await opened.enter_async_context(link(make_url(url).port or 5432))
            path = stage.folder / f"bot{number}.toml"
            listens = f'listen = "127.0.0.1:{bot.port}"'
            assert listens in shared
            own = shared.replace(listens, f'listen = "127.0.0.1:{port}"')
            reached = make_url(url)
            if reached.host:
                reached = reached.set(host="127.0.0.1", port=way.port)
            path.write_text(
                own.replace(url, reached.render_as_string(hide_password=False)), "utf-8"
            )
            replicas.append(Replica(port, path, stage.folder / "clock", way))
        group = Group(there, replicas, village.town.http, url)
        front = await asyncio.start_server(group.carry, "127.0.0.1", bot.port)
        opened.push_async_callback(_closed, front)
        try:
            for each in replicas:
                await each.start()
            await group.all_ready()
            await eventually(there.answers)
            yield group
        finally:
            for each in replicas:
                await each.ends(signal.SIGKILL)
        for each in replicas:
            lines = [json.loads(line) for line in each.log.read_text("utf-8").splitlines()]
            assert [line for line in lines if "event" not in line] == []


async def _closed(front: asyncio.Server) -> None:
    front.close()
