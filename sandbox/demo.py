"""The sandbox and the bot in one process, on the sandbox's own clock."""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.admin.setup import set_up_all
from bot.app import App, Pace
from bot.config.models import Config, load_config
from bot.core.locks import AlreadyRunningError
from sandbox.server.clock import CLOCK_FILE, WorldClock
from sandbox.server.sandbox import Sandbox

Say = Callable[[str], None]

CONFIG_FILE = "config.toml"

_CONFIG = """\
# Écrit par `courroie sandbox` : de quoi lancer le robot à côté, par `courroie run`.
[bot]
database = "sqlite:///{folder}/courroie.db"
listen = "127.0.0.1:{port}"
public_url = "http://127.0.0.1:{port}"
secret = "{secret}"
hold = 0
contact = "demo@example.org"
allowed_feed_hosts = ["127.0.0.1"]

[mail]
host = "127.0.0.1"
port = {mail_port}
security = "aucune"
sender = "lettre@courroie.exemple.fr"
pace = 6000

[[servers]]
name = "bac"
url = "{url}"
token = "{token}"

[[networks]]
slug = "national"
name = "Réseau national"
scale = "national"
server = "bac"
team = "france"
channel = "national"
coordinators = ["amina"]
feeds = [
  {{ url = "{url}/sandbox/feeds/hub.atom", name = "Le hub", theme = "Vie du réseau" }},
]

[[networks]]
slug = "loire"
name = "42 - Loire"
scale = "département"
parent = "national"
server = "bac"
team = "france"
channel = "loire"
coordinators = ["amina"]
feeds = [
  {{ url = "{url}/sandbox/feeds/inclusion.rss", name = "Inclusion", theme = "Culture numérique" }},
  {{ url = "{url}/sandbox/feeds/aides.json", name = "Aides et appels", theme = "Financements" }},
  {{ url = "{url}/sandbox/feeds/demenage.rss", name = "Médiation", theme = "Culture numérique" }},
  {{ url = "{url}/sandbox/feeds/casse.rss", name = "Collectivités", theme = "Action publique" }},
  {{ url = "{url}/sandbox/feeds/mort.rss", name = "Le journal fermé", theme = "Action publique" }},
]
"""


_SECRET = re.compile(r'^secret = "(.+)"$', re.MULTILINE)
_MAIL_PORT = re.compile(r"^\[mail\]\nhost = .*\nport = (\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a demo runs on: the sandbox, and the bot's configuration beside it."""

    sandbox: Sandbox
    config: Config
    folder: Path

    @property
    def clock(self) -> WorldClock:
        """The world's clock, which the bot reads too."""
        return self.sandbox.clock


def write_config(folder: Path, sandbox: Sandbox, bot_port: int = 0) -> Path:
    """Write the bot's configuration beside the sandbox's data, unless it is there already.

    A folder that was used on other ports gets a new one, since addresses change with it; its secret
    stays. The bot's own port is any free one, unless it is given. Whoever took `[mail]` out of it
    does without.
    """
    path = folder / CONFIG_FILE
    before = _written(path)
    if sandbox.url in before and _mail_port(before) in (0, sandbox.mail_port):
        return path
    secret = _SECRET.search(before)
    path.write_text(
        _CONFIG.format(
            folder=folder.resolve(),
            port=bot_port or _free_port(),
            secret=secret[1] if secret else secrets.token_hex(32),
            mail_port=sandbox.mail_port,
            url=sandbox.url,
            token=sandbox.bot_token,
        ),
        encoding="utf-8",
    )
    path.chmod(0o600)
    return path


@asynccontextmanager
async def stage(folder: Path, port: int, bot_port: int = 0) -> AsyncIterator[Stage]:
    """Open a sandbox in an existing folder, with the bot's configuration and commands."""
    due: list[App] = []

    async def next_due() -> datetime | None:
        return due[0].next_due() if due else None

    sandbox = Sandbox(data_dir=folder, port=port, next_due=next_due)
    sandbox.mail_port = _mail_port(_written(folder / CONFIG_FILE))
    async with sandbox:
        config = load_config(write_config(folder, sandbox, bot_port))
        due.append(App(config, Pace(clock=sandbox.clock.now, fast=True)))
        await set_up_all(config, lambda _line: None)
        yield Stage(sandbox=sandbox, config=config, folder=folder)


@asynccontextmanager
async def bot_beside(on: Stage) -> AsyncIterator[App]:
    """Run the bot beside the sandbox, from ready to stopped."""
    app = App(on.config, Pace(clock=on.clock.now, fast=True))
    ready = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(app.run(ready.set))
            waiting = tasks.create_task(ready.wait())
            await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            try:
                yield app
            finally:
                running.cancel()
    except* AlreadyRunningError as group:
        raise group.exceptions[0] from None


async def serve_sandbox(data: Path, port: int, say: Say) -> None:
    """Serve the sandbox alone until cancelled; the bot joins by `courroie run`."""
    _make(data)
    async with stage(data, port) as on:
        say(f"Le bac à sable : {on.sandbox.url}")
        say(
            f"Le robot, dans un autre terminal : courroie run --config {on.folder / CONFIG_FILE} "
            f"--clock {on.folder / CLOCK_FILE}"
        )
        await asyncio.Event().wait()


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)


def _written(path: Path) -> str:
    """Return the configuration that an earlier start wrote, "" if there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _mail_port(written: str) -> int:
    """Return the port on which a configuration has the bot send mail, 0 without one."""
    found = _MAIL_PORT.search(written)
    return int(found[1]) if found else 0


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
