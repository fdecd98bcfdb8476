"""Two sandboxes and the bot in one process, on the sandboxes' own clock."""

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

from sqlalchemy import inspect

from bot.admin.setup import set_up_all
from bot.app import App, Pace
from bot.config.models import Config, load_config
from bot.core.database import unpooled
from bot.core.locks import AlreadyRunningError
from bot.meeting.store import coming
from bot.meeting.tables import meetings
from bot.people.wish import next_delivery
from bot.veille.feeds.suggestions import Suggestion, Suggestions
from sandbox.server.clock import CLOCK_FILE, WorldClock
from sandbox.server.sandbox import Sandbox
from sandbox.server.seed import DROME, FRANCE

Say = Callable[[str], None]

CONFIG_FILE = "config.toml"
SUGGESTED = (
    ("hub.atom", "Le hub", "Vie du réseau", "Ce que font les réseaux d'à côté."),
    ("aides.json", "Aides et appels", "Financements", "Les aides, et leurs échéances."),
    ("inclusion.rss", "Inclusion", "Culture numérique", "Des outils, des récits, des études."),
    ("nouvelle-adresse.rss", "Médiation", "Culture numérique", "La médiation au jour le jour."),
)
"""The feeds of the sandbox that are read well: its file, then what is told of a suggestion."""

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

[mail.imap]
host = "127.0.0.1"
port = {imap_port}
address = "courroie@courroie.exemple.fr"
password = "bac-a-sable"

[[servers]]
name = "france"
url = "{france.url}"
token = "{france.bot_token}"
administrators = ["admin", "nadia"]

[[servers]]
name = "drome"
url = "{drome.url}"
token = "{drome.bot_token}"
administrators = ["admin", "bruno"]

[[networks]]
slug = "national"
name = "Réseau national"
scale = "national"
server = "france"
team = "france"
channel = "national"
coordinators = ["nadia"]
feeds = [
  {{ url = "{feeds}/hub.atom", name = "Le hub", theme = "Vie du réseau" }},
]

[[networks]]
slug = "aura"
name = "Auvergne-Rhône-Alpes"
scale = "région"
parent = "national"
server = "france"
team = "france"
channel = "aura"
coordinators = ["rachid"]
feeds = [
  {{ url = "{feeds}/aides.json", name = "Aides et appels", theme = "Financements" }},
]

[[networks]]
slug = "loire"
name = "42 - Loire"
scale = "département"
parent = "aura"
server = "france"
team = "france"
channel = "loire"
coordinators = ["amina"]
feeds = [
  {{ url = "{feeds}/inclusion.rss", name = "Inclusion", theme = "Culture numérique" }},
  {{ url = "{feeds}/aides.json", name = "Aides et appels", theme = "Financements" }},
  {{ url = "{feeds}/demenage.rss", name = "Médiation", theme = "Culture numérique" }},
  {{ url = "{feeds}/casse.rss", name = "Collectivités", theme = "Action publique" }},
  {{ url = "{feeds}/mort.rss", name = "Le journal fermé", theme = "Action publique" }},
]

[[networks]]
slug = "drome"
name = "26 - Drôme"
scale = "département"
parent = "aura"
server = "drome"
team = "drome"
channel = "drome"
coordinators = ["bruno"]
feeds = [
  {{ url = "{feeds}/inclusion.rss", name = "Inclusion", theme = "Culture numérique" }},
]
"""


_SECRET = re.compile(r'^secret = "(.+)"$', re.MULTILINE)
_PORTS = {
    name: re.compile(rf"^\[{name}\]\nhost = .*\nport = (\d+)$", re.MULTILINE)
    for name in ("mail", "mail.imap")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a demo runs on: the country's sandbox, the Drôme's, and the bot's configuration."""

    sandbox: Sandbox
    drome: Sandbox
    config: Config
    folder: Path

    @property
    def clock(self) -> WorldClock:
        """The world's clock, which the bot reads too."""
        return self.sandbox.clock

    def sandbox_of(self, who: str) -> Sandbox:
        """Return the sandbox where someone has an account."""
        return self.sandbox if FRANCE.has(who) else self.drome


def write_config(folder: Path, france: Sandbox, drome: Sandbox, bot_port: int = 0) -> Path:
    """Write the bot's configuration beside the sandboxes' data, unless it is there already.

    A folder that was used on other ports gets a new one, since addresses change with it; its secret
    stays. The bot's own port is any free one, unless it is given. Whoever took `[mail]` out of it
    does without.
    """
    path = folder / CONFIG_FILE
    before = _written(path)
    known = all(f'"{each.url}"' in before for each in (france, drome))
    ports = (_port(before, "mail"), _port(before, "mail.imap"))
    if known and (not ports[0] or ports == (france.mail_port, france.imap_port)):
        return path
    secret = _SECRET.search(before)
    path.write_text(
        _CONFIG.format(
            folder=folder.resolve(),
            port=bot_port or _free_port(),
            secret=secret[1] if secret else secrets.token_hex(32),
            mail_port=france.mail_port,
            imap_port=france.imap_port,
            france=france,
            drome=drome,
            feeds=f"{france.url}/sandbox/feeds",
        ),
        encoding="utf-8",
    )
    path.chmod(0o600)
    return path


@asynccontextmanager
async def stage(
    folder: Path, port: int, drome_port: int = 0, bot_port: int = 0
) -> AsyncIterator[Stage]:
    """Open two sandboxes in an existing folder, with the bot's configuration and commands.

    Of each port, 0 means any free one.
    """
    due: list[App] = []

    async def next_due() -> datetime | None:
        return await asyncio.to_thread(next_stop, due[0]) if due else None

    sandbox = Sandbox(data_dir=folder, port=port, next_due=next_due)
    before = _written(folder / CONFIG_FILE)
    sandbox.mail_port, sandbox.imap_port = _port(before, "mail"), _port(before, "mail.imap")
    drome = Sandbox(data_dir=folder / DROME.team, port=drome_port, seed=DROME)
    drome.stand_beside(sandbox)
    async with sandbox, drome:
        config = load_config(write_config(folder, sandbox, drome, bot_port))
        due.append(App(config, Pace(clock=sandbox.clock.now, fast=True)))
        await set_up_all(config, lambda _line: None)
        yield Stage(sandbox=sandbox, drome=drome, config=config, folder=folder)


def next_stop(app: App) -> datetime:
    """Return when something happens next: what falls due, a meeting's start, a Monday's pile."""
    now, networks = app.bot.clock(), app.bot.networks.values()
    # Nobody meets where the bot never ran yet: its database has no tables.
    with unpooled(app.config.bot.database) as engine, engine.connect() as db:
        begun = inspect(db).has_table(meetings.name)
        met = [one.at for each in networks for one in coming(db, each.slug)] if begun else []
    mondays = (next_delivery(now, each.timezone) for each in networks)
    return min(at for at in (app.next_due(), *mondays, *met) if at > now)


def port_after(port: int) -> int:
    """Return the port that the second sandbox has, 0 where the first has any free one."""
    return port + 1 if port else 0


@asynccontextmanager
async def bot_beside(on: Stage) -> AsyncIterator[App]:
    """Run the bot beside the sandbox, from ready to stopped."""
    app = App(on.config, Pace(clock=on.clock.now, fast=True), _suggested(on.sandbox))
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


def _suggested(sandbox: Sandbox) -> Suggestions:
    """Return the sandbox's own feeds: no other is reached from a demo without a network."""
    return Suggestions(
        tuple(
            Suggestion(
                name=name, address=f"{sandbox.url}/sandbox/feeds/{file}", theme=theme, about=about
            )
            for file, name, theme, about in SUGGESTED
        )
    )


async def serve_sandbox(data: Path, port: int, say: Say) -> None:
    """Serve the sandboxes alone until cancelled; the bot joins by `courroie run`."""
    _make(data)
    async with stage(data, port, port_after(port)) as on:
        say(f"Le bac à sable : {on.sandbox.url} ; celui de la Drôme : {on.drome.url}")
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


def _port(written: str, table: str) -> int:
    """Return the port of a table by which a configuration has the bot send or read mail, or 0."""
    found = _PORTS[table].search(written)
    return int(found[1]) if found else 0


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
