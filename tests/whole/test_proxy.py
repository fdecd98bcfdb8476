"""Caddy, as it is delivered, before two bots: one may stop or die, nobody reads an error."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from asyncio.subprocess import Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from pydantic import HttpUrl

from bot.admin.check import check_all
from tests.databases import POSTGRESQL
from tests.link import carry_to
from tests.ports import held_port
from tests.waiting import eventually, until
from tests.whole.several import Group, several
from tests.whole.town import Village

SERVER = os.environ.get(POSTGRESQL, "")
CADDY = shutil.which("caddy") or ""
CADDYFILE = Path(__file__).parents[2] / "deploy" / "Caddyfile"
LONG = "lb_try_duration 15s"
AT_ONCE = 6
"""People who type at the same time while a bot dies."""

pytestmark = [
    pytest.mark.skipif(not SERVER, reason=f"{POSTGRESQL} names no PostgreSQL server"),
    pytest.mark.skipif(not CADDY, reason="caddy is not installed"),
]


@dataclass
class Behind:
    """A group whose calls and pages come by Caddy; `texts` are what people read."""

    group: Group
    port: int
    log: Path
    file: Path = CADDYFILE
    process: Process | None = None
    texts: dict[str, str] = field(default_factory=dict)
    going_on: bool = True

    async def start(self) -> None:
        bots = " ".join(f"127.0.0.1:{each.port}" for each in self.group.replicas)
        folder = str(self.log.parent)
        with self.log.open("ab") as log:
            self.process = await create_subprocess_exec(
                *(CADDY, "run", "--config", str(self.file), "--adapter", "caddyfile"),
                env={
                    **os.environ,
                    "COURROIE_DOMAIN": f"http://127.0.0.1:{self.port}",
                    "COURROIE_BOTS": bots,
                    "CADDY_ADMIN": "off",
                    "XDG_DATA_HOME": folder,
                    "XDG_CONFIG_HOME": folder,
                },
                stdout=log,
                stderr=log,
            )
        await eventually(self.answers)

    async def gives_up_soon(self) -> None:
        """Start anew, so as not to wait long for a bot where none comes."""
        await self.stop()
        told = CADDYFILE.read_text("utf-8")
        assert LONG in told
        self.file = self.log.with_name("Caddyfile")
        self.file.write_text(told.replace(LONG, "lb_try_duration 1s"), "utf-8")
        await self.start()

    async def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            await self.process.wait()

    async def answers(self) -> bool:
        with suppress(aiohttp.ClientError):
            return await self.status("/health") == 404
        return False

    async def status(self, path: str, method: str = "GET") -> int:
        address = f"http://127.0.0.1:{self.port}{path}"
        async with self.group.http.request(method, address) as answer:
            return answer.status

    async def asks(self, number: int) -> None:
        """Ask one question after the other, and keep what is read."""
        turn = 0
        while self.going_on or turn < 3:
            text = f"Question {number} {turn} ?"
            self.texts[text] = await self.group.village.types("louis", f"/besoin {text}")
            turn += 1

    async def people(self) -> None:
        async with asyncio.TaskGroup() as typing:
            for number in range(AT_ONCE):
                typing.create_task(self.asks(number))

    def cut(self) -> list[str]:
        """Return what was asked of those who read that they were not answered."""
        return [asked for asked, read in self.texts.items() if "C'est peut-être fait" in read]

    def away(self) -> list[str]:
        """Return what was asked of those who read that nothing was done.

        It is a bot's own answer, where many write at once on a busy machine: no call was lost.
        """
        return [asked for asked, read in self.texts.items() if "rien n'a été changé" in read]

    def confirmed(self) -> list[str]:
        return [asked for asked, read in self.texts.items() if "n°" in read]

    async def cards(self, text: str) -> int:
        return len(await self.group.village.by_bot(f"> {text}"))


@pytest.fixture
async def behind(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Behind]:
    made: list[Behind] = []
    starting = asyncio.Lock()

    async def carry(
        group: Group, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        async with starting:
            if not made:
                made.append(Behind(group, port, tmp_path / "caddy.log"))
                await made[0].start()
        await carry_to(port, reader, writer)  # to Caddy

    monkeypatch.setattr(Group, "carry", carry)
    village.without_limit()
    with held_port() as port:
        try:
            async with several(village, SERVER):
                yield made[0]
        finally:
            for each in made:
                await each.stop()


async def strike(behind: Behind, how: signal.Signals) -> None:
    """Strike a bot while people type, and let them go on until it is long gone."""
    people = asyncio.create_task(behind.people())
    await until(lambda: len(behind.confirmed()) > AT_ONCE)
    first = await behind.group.leader()
    first.sends(how)
    so_far = len(behind.texts)
    await until(lambda: len(behind.texts) > so_far + 5 * AT_ONCE)
    behind.going_on = False
    await people
    await first.ends(signal.SIGKILL)


async def test_a_bot_that_stops_cleanly_leaves_no_call_without_its_answer(behind: Behind) -> None:
    await strike(behind, signal.SIGTERM)

    told = [*behind.away(), *behind.confirmed()]
    assert {asked: read for asked, read in behind.texts.items() if asked not in told} == {}
    for text in behind.confirmed():
        assert await eventually(lambda text=text: behind.cards(text)) == 1  # type: ignore[misc]
    for text in behind.away():
        assert await behind.cards(text) == 0


async def test_a_bot_that_is_killed_loses_no_question_and_none_is_asked_twice(
    behind: Behind,
) -> None:
    await strike(behind, signal.SIGKILL)

    cut = behind.cut()
    assert len(cut) <= AT_ONCE  # those that it was answering
    told = [*cut, *behind.away(), *behind.confirmed()]
    assert {asked: read for asked, read in behind.texts.items() if asked not in told} == {}
    for text in behind.confirmed():
        assert await eventually(lambda text=text: behind.cards(text)) == 1  # type: ignore[misc]
    for text in cut:
        assert await behind.cards(text) <= 1
    for text in behind.away():
        assert await behind.cards(text) == 0


async def test_check_finds_the_bots_behind_it(behind: Behind) -> None:
    config = behind.group.village.stage.config
    public = HttpUrl(f"http://127.0.0.1:{behind.port}")
    bot = config.bot.model_copy(update={"public_url": public})
    told: list[str] = []

    await check_all(config.model_copy(update={"bot": bot}), told.append)

    assert [each[0] for each in told if "adresse publique" in each] == ["✔"]


async def test_metrics_and_health_are_not_for_the_world_and_no_address_is_logged(
    behind: Behind,
) -> None:
    assert await behind.status("/metrics") == 404
    assert await behind.status("/health") == 404
    assert await behind.status("/veille/secret-0000") == 404
    await behind.gives_up_soon()
    for each in behind.group.replicas:
        await each.ends(signal.SIGKILL)

    assert await behind.status("/veille/secret-1111") in (502, 503)
    text = await behind.group.village.types("louis", "/besoin Quelqu'un ?")

    assert "regardez avant de recommencer" in text
    log = behind.log.read_text("utf-8")
    assert "level" in log
    assert "secret-" not in log
    assert "mattermost/command" not in log
