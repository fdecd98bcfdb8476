"""How fast the bot answers, how fast it is ready, how much memory it takes.

The bot runs as its users run it, a process of its own beside the sandbox's; callers post slash
commands to it as Mattermost does, 16 at once, each waiting for its answer before the next. Every
answer is durable: SQLite with `synchronous=FULL`. Beside it, a bare aiohttp handler answers the
same calls without doing anything: what is left to win.
"""

from __future__ import annotations

import asyncio
import compileall
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import aiohttp
from sqlalchemy.engine import make_url

from bench.filled import corpus
from bench.machine import resident_mb
from bot.config.models import load_config

CALLERS = 16
"""Who type at the same time: a whole département at the same minute."""

CALLS = 4_000
"""Enough for forty of them beyond the 99th percentile."""

CARDS = 40
"""Deposits one by one, whose cards are waited for."""

Figure = tuple[str, float, str]

_WARM_UP = 200

_BARE = """
import asyncio
from aiohttp import web
async def answer(request):
    await request.read()
    return web.json_response({"response_type": "ephemeral", "text": "reçu"})
app = web.Application()
app.add_routes([web.post("/mattermost/command", answer), web.get("/health", answer)])
web.run_app(app, host="127.0.0.1", port=%d, print=None, access_log=None)
"""


def figures() -> Iterable[Figure]:
    """Yield (name, value, unit)."""
    yield from asyncio.run(_measured())


async def _measured() -> Sequence[Figure]:
    found: list[Figure] = []
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        async with _sandbox(Path(folder)) as config, _bot(config) as (ready, pid):
            settings = load_config(config)
            await asyncio.sleep(2)  # the first collection of feeds, the socket, the roster
            found += [
                ("ready", ready * 1000, "ms"),
                ("idle_memory", resident_mb(pid), "MB"),
            ]
            call = await _slash_call(Path(folder))
            address = f"{str(settings.bot.public_url).rstrip('/')}/mattermost/command"
            await _times(address, call, _WARM_UP)
            found += await _card_delays(address, call, settings.bot.database)
            times = await _times(address, call, CALLS)
            found += _spread("besoin_answer", times)
            found += await _catching_up(settings.bot.database)
            found.append(("memory_after", resident_mb(pid), "MB"))
        port = settings.bot.port
        async with _process([sys.executable, "-c", _BARE % port], f"http://127.0.0.1:{port}"):
            await _times(address, call, _WARM_UP)
            found += _spread("bare_aiohttp_answer", await _times(address, call, CALLS))
    return found


async def _card_delays(address: str, call: dict[str, str], database: str) -> list[Figure]:
    """Time the cards of deposits that come one by one, from the call to the post's being noted."""
    await _none_left(database, "held", "prepared", "sending")
    delays: list[float] = []
    for _ in range(CARDS):
        await asyncio.sleep(0.2)
        posted = _count(database, "sent")
        start = time.perf_counter()
        await _times(address, call, 1)
        await _none_left(database, "held", "prepared", "sending")
        delays.append(time.perf_counter() - start)
        if _count(database, "sent") == posted:
            raise AssertionError("no card: the question was asked about, not deposited")
    return [
        ("card_after_deposit_p50", median(delays) * 1000, "ms"),
        ("card_after_deposit_p95", quantiles(delays, n=100)[94] * 1000, "ms"),
    ]


async def _catching_up(database: str) -> list[Figure]:
    """Tell how much of a rush was read into the search meanwhile, and how long the rest takes."""
    left = _count(database, "held")
    start = time.perf_counter()
    await _none_left(database, "held")
    return [
        ("read_during_rush", 100 * (1 - left / CALLS), "%"),
        ("read_after_rush", time.perf_counter() - start, "s"),
    ]


async def _none_left(database: str, *states: str) -> None:
    """Wait until no message is in these states."""
    while _count(database, *states):  # noqa: ASYNC110  another process
        await asyncio.sleep(0.002)


def _count(database: str, *states: str) -> int:
    path = make_url(database).database
    marks = ", ".join("?" * len(states))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        query = f"SELECT count(*) FROM outbox WHERE status IN ({marks})"  # noqa: S608  marks
        (found,) = db.execute(query, states).fetchone()
    return int(found)


def _spread(name: str, times: Sequence[float]) -> list[Figure]:
    cuts = quantiles(times, n=1000)
    return [
        (f"{name}_p50", median(times) * 1000, "ms"),
        (f"{name}_p99", cuts[989] * 1000, "ms"),
        (f"{name}_rate", CALLERS / (sum(times) / len(times)), "answers/s"),
    ]


async def _times(address: str, call: dict[str, str], calls: int) -> list[float]:
    """Make the calls, CALLERS at a time, each question unlike any other; return seconds.

    Questions as advisers write them, one in seventeen with a digit, and a word that makes it new.
    """
    texts = corpus()[0]
    numbers = iter(range(calls))
    times: list[float] = []
    stamp = time.time_ns()

    async def caller(http: aiohttp.ClientSession) -> None:
        for number in numbers:
            text = f"{word(stamp + number)} : {texts[number % len(texts)]}"
            body = urlencode(call | {"text": text})
            start = time.perf_counter()
            async with http.post(
                address,
                data=body,
                headers={"Content-Type": "application/x-www-form-urlencoded"},
            ) as answer:
                told = await answer.json()
            times.append(time.perf_counter() - start)
            if "text" not in told or answer.status != 200:  # noqa: PLR2004
                raise AssertionError(f"no answer: {told}")

    async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
        for _ in range(CALLERS):
            group.create_task(caller(http))
    return times


def word(number: int) -> str:
    """Write a number in letters."""
    letters = ""
    while number:
        number, rest = divmod(number, 26)
        letters += chr(ord("a") + rest)
    return letters


@asynccontextmanager
async def _sandbox(folder: Path) -> AsyncIterator[Path]:
    """Run the sandbox as its own process; give the bot's configuration."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "bot.cli",
        "sandbox",
        "--port",
        str(port),
        "--data",
        str(folder),
    ]
    async with _process(command, f"http://127.0.0.1:{port}/api/v4/system/ping"):
        await _written(folder / "config.toml")
        _without_limit(folder / "config.toml")
        yield folder / "config.toml"


async def _written(path: Path) -> None:
    """Wait until the sandbox has written the bot's configuration, and made its commands."""
    loop = asyncio.get_running_loop()
    while not await loop.run_in_executor(None, path.exists):  # noqa: ASYNC110  another process
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)


def _without_limit(config: Path) -> None:
    """Let one person deposit all the questions."""
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[bot]", "[bot]\ndeposits = 0", 1), encoding="utf-8")


@asynccontextmanager
async def _bot(config: Path) -> AsyncIterator[tuple[float, int]]:
    """Run the bot; give the seconds until it is heard and hears, and its process id."""
    settings = load_config(config)
    health = f"http://127.0.0.1:{settings.bot.port}/health"
    command = [sys.executable, "-m", "bot.cli", "run", "--config", str(config)]
    for each in ("bot", "commands", "scheduler"):
        compileall.compile_dir(each, quiet=2)  # whatever the shell says, as `make` does
    async with _process(command, health):
        pass  # once, so that the database exists
    start = time.perf_counter()
    async with _process(command, health, until='"status": "ok"') as pid:
        yield time.perf_counter() - start, pid


@asynccontextmanager
async def _process(command: list[str], ping: str, *, until: str = "") -> AsyncIterator[int]:
    """Run a program from its first answer on, until the end of the block."""
    process = await asyncio.create_subprocess_exec(
        *command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        async with aiohttp.ClientSession() as http:
            for _ in range(2_000):
                try:
                    async with http.get(ping) as answer:
                        if until in await answer.text():
                            break
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.005)
            else:
                raise AssertionError(f"{command} never answered")
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


async def _slash_call(folder: Path) -> dict[str, str]:
    """Return the form of a slash command of louis in his département's channel."""
    server = load_config(folder / "config.toml").servers[0]
    api = f"{str(server.url).rstrip('/')}/api/v4"
    async with aiohttp.ClientSession() as http:
        login = {"login_id": "admin", "password": "courroie"}
        async with http.post(f"{api}/users/login", json=login) as answer:
            admin = {"Authorization": f"Bearer {answer.headers['Token']}"}
        async with http.get(f"{api}/teams/name/france", headers=admin) as answer:
            team = await answer.json()
        query = f"{api}/commands?team_id={team['id']}&custom_only=true"
        async with http.get(query, headers=admin) as answer:
            besoin = next(each for each in await answer.json() if each["trigger"] == "besoin")
        login = {"login_id": "louis", "password": "courroie"}
        async with http.post(f"{api}/users/login", json=login) as answer:
            louis = await answer.json()
            own = {"Authorization": f"Bearer {answer.headers['Token']}"}
        path = f"{api}/teams/{team['id']}/channels/name/loire"
        async with http.get(path, headers=own) as answer:
            channel = await answer.json()
    return {
        "token": besoin["token"],
        "team_id": team["id"],
        "team_domain": team["name"],
        "channel_id": channel["id"],
        "channel_name": channel["name"],
        "user_id": louis["id"],
        "user_name": "louis",
        "command": "/besoin",
        "trigger_id": "bench",
        "response_url": "http://127.0.0.1/",
    }


def _free_port() -> int:
    import socket  # noqa: PLC0415

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
