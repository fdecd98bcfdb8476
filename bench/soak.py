"""Seven networks on two servers for two years, upgraded midway: `python -m bench soak [MONTHS]`.

Each day of the world's clock, in each network, one person asks, another answers what was asked
three days before, who coordinates lists or searches. The bot is a process of its own, on SQLite. It
begins as the program of the first step of migration, and is replaced by later ones, read from git
where they are, then by this one; it is stopped or killed each month while people ask, but for the
last quarter. Every reply is timed; in the end, all that people were promised is looked for.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from asyncio.subprocess import DEVNULL, Process, create_subprocess_exec
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from tarfile import open as open_tar
from tempfile import TemporaryDirectory
from time import perf_counter

import aiohttp

from bench.filled import texts
from bench.machine import resident_mb
from bot.mattermost.wire.objects import KEY
from sandbox.play.player import Player, text_of
from sandbox.server.clock import CLOCK_FILE
from sandbox.server.records import ADMIN_ROLES, PRIVATE
from sandbox.server.sandbox import Sandbox
from sandbox.server.seed import Seed, SeedChannel, SeedPerson
from tests.apart import p95
from tests.ports import held_port
from tests.waiting import eventually

HOMES = {"france": ("national", "aura", "loire", "isere"), "drome": ("drome", "gard", "lozere")}
"""The networks of each server."""

_SLUGS = [slug for home in HOMES.values() for slug in home]

EARLIER = ("8613218e", "934c084a", "16bc7cf1", "565b62a6")
"""The last programs whose database was at 0100, 0101, 0102 and 0113; the third is the baseline."""

MONTHS, DAYS = 24, 30
QUARTER = 3
ROOT = Path(__file__).parents[1]
_PARTS = ("bot", "commands", "scheduler", "templates", "sandbox")
_ANSWERED_AFTER = 3
_HELD = {
    "soak_held_for_discretion": "demande peut-être la discrétion",
    "soak_held_for_personal_data": "redites-le sans cela",
    "soak_held_as_private": "Votre question privée",
}
"""What someone reads that says why a question is held back: it has no card, though a number."""
_SCALES = {"national": "national", "aura": "région"}

_BOT = """
[bot]
database = "sqlite:///{folder}/courroie.db"
secret = "{secret}"
hold = 0
meaning = false
listen = "127.0.0.1:{port}"
public_url = "http://127.0.0.1:{port}"
"""
_SERVER = """
[[servers]]
name = "{name}"
url = "{url}"
token = "{token}"
"""
_NETWORK = """
[[networks]]
slug = "{slug}"
name = "Réseau {slug}"
scale = "{scale}"
server = "{server}"
team = "{server}"
channel = "{slug}"
coordinators = ["{slug}0"]
"""

Figure = tuple[str, float, str]


@dataclass(slots=True)
class Soak:
    """The world, the bot's process, what people were promised and how long each reply took."""

    folder: Path
    port: int
    boxes: Sequence[Sandbox]
    people: dict[str, Player]
    tree: Path = ROOT
    bot: Process | None = None
    asked: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    answered: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    times: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)

    async def runs(self, *words: object) -> Process:
        """Start a command of the program of the day."""
        with (self.folder / "log").open("ab") as log:
            return await create_subprocess_exec(
                sys.executable, "-m", "bot.cli", *map(str, words),
                *("--config", str(self.folder / "config.toml")),
                cwd=self.tree, env={**os.environ, "PYTHONPATH": str(self.tree)},
                stdout=DEVNULL, stderr=log,
            )  # fmt: skip

    async def starts(self, tree: Path | None = None) -> None:
        """Start the bot, of another program if one is given, and wait until people are answered."""
        if tree is not None:
            self.tree = tree
            assert await (await self.runs("setup")).wait() == 0, self.log[-2000:]
        self.bot = await self.runs("run", "--clock", self.folder / CLOCK_FILE)
        await eventually(self.is_well)
        for slug in _SLUGS:
            await eventually(partial(self.says, slug, 1, "/aide besoin"))

    async def ends(self, what: signal.Signals = signal.SIGTERM) -> None:
        """End the bot's process."""
        if self.bot is not None and self.bot.returncode is None:
            self.bot.send_signal(what)
            await self.bot.wait()

    async def is_well(self) -> bool:
        """Tell whether the bot hears every server, and has nothing left to say."""
        assert self.bot is not None
        assert self.bot.returncode is None, self.log[-2000:]
        with suppress(aiohttp.ClientError):
            told = await self.people["loire0"].looks_up(f"http://127.0.0.1:{self.port}/health")
            return bool(told["status"] == "ok" and told["outbox_waiting"] == 0)
        return False

    async def says(self, slug: str, who: int, line: str) -> str:
        """Have someone type; return what they read, "" if nothing came."""
        with suppress(AssertionError, aiohttp.ClientError):
            return await self.people[f"{slug}{who}"].types(slug, line)
        return ""

    async def timed(self, slug: str, who: int, line: str) -> str:
        """Have someone type; keep how long the reply took, and what is none."""
        start = perf_counter()
        told = await self.says(slug, who, line)
        self.times.append(perf_counter() - start)
        if not told:
            self.refused.append(line)
        return told

    async def asks(self, slug: str, words: str, *, timed: bool = True) -> None:
        """Have a question asked; it is promised once its number is read."""
        told = await (self.timed if timed else self.says)(slug, 1, f"/besoin {words}")
        if why := next((name for name, words in _HELD.items() if words in told), ""):
            self.held[why] += 1
        elif number := re.search(r"n°\s(\d+)", told):
            self.asked[slug][int(number[1])] = words
        elif timed and told:  # what brought nothing is noted already
            self.refused.append(told)

    async def lives(self, day: int, words: Iterator[str]) -> None:
        """Live a day in each network."""
        for slug in _SLUGS:
            await self.asks(slug, f"Qui sait {next(words)} le jour {day} ?")
            number = len(self.asked[slug]) - _ANSWERED_AFTER
            if number in self.asked[slug] and number not in self.answered[slug]:
                told = await self.timed(slug, 2, f"/besoin répondre {number} Voyez le jour {day}")
                if "n°" in told:
                    self.answered[slug][number] = f"Voyez le jour {day}"
            last = f"/besoin chercher {next(words)[:40]}" if day % 2 else "/besoin liste"
            await self.timed(slug, 0, last)

    @property
    def log(self) -> str:
        """What the bot's processes told."""
        return (self.folder / "log").read_text("utf-8")

    def lost(self) -> tuple[int, int]:
        """Count the questions that are not on one card of theirs, and the answers not on it."""
        found = {(box, key): text for box, _, key, text in self._said()}
        cards = {
            (slug, number): found.get((box, f"question:{slug}:{number}"), "")
            for box, home in enumerate(HOMES.values())
            for slug in home
            for number in self.asked[slug]
        }
        return _missing(self.asked, cards), _missing(self.answered, cards)

    def twice(self) -> int:
        """Count the messages that were said more than once where they are said."""
        counts = Counter((box, channel, key) for box, channel, key, _ in self._said())
        return sum(count - 1 for count in counts.values())

    def _said(self) -> Iterator[tuple[int, str, str, str]]:
        for place, (name, box) in enumerate(zip(HOMES, self.boxes, strict=True)):
            for post in box.shared.servers[name].world.posts:
                if not post.delete_at and (key := str(post.props.get(KEY, ""))):
                    told = text_of({"message": post.message, "props": post.props})
                    yield place, post.channel_id, key, told.replace("\u00a0", " ")


def _missing(told: Mapping[str, Mapping[int, str]], cards: Mapping[tuple[str, int], str]) -> int:
    return sum(
        words not in cards[slug, n] for slug, given in told.items() for n, words in given.items()
    )


def figures(asked: Sequence[str]) -> Iterable[Figure]:
    """Yield (name, value, unit)."""
    months = int(asked[0]) if asked else MONTHS
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        yield from asyncio.run(_measured(Path(folder), months))


async def _measured(folder: Path, months: int) -> Sequence[Figure]:
    words = iter(texts(2 * len(_SLUGS) * months * (DAYS + 1)))
    programs = list(_programs(folder))
    upgrades = dict(zip(range(months // 2 - len(programs) + 2, months), programs[1:], strict=False))
    slowest, kept = [], []
    async with _open(folder) as soak:
        await soak.starts(programs[0])
        for month in range(months):
            if month in upgrades:
                await soak.ends()
                await soak.starts(upgrades[month])
            elif 0 < month <= months - QUARTER:
                cut = signal.SIGKILL if month % 2 else signal.SIGTERM
                await asyncio.gather(
                    soak.asks("loire", f"Qui sait {next(words)} ?", timed=False), soak.ends(cut)
                )
                await soak.starts()
            soak.times.clear()
            for day in range(month * DAYS, (month + 1) * DAYS):
                await soak.lives(day, words)
                await eventually(soak.is_well)
                soak.boxes[0].clock.advance(timedelta(days=1).total_seconds())
            assert soak.bot is not None
            slowest.append(p95(soak.times))
            kept.append(resident_mb(soak.bot.pid))
            busy = os.getloadavg()[2]
            print(f"month {month + 1}: {soak.tree.name}, {1000 * slowest[-1]:.0f} ms, "
                  f"{kept[-1]:.0f} MB, load {busy:.0f}", file=sys.stderr, flush=True)  # fmt: skip
        await soak.ends()
        lost, unanswered = soak.lost()
        found: list[Figure] = [
            ("soak_months", months, "months"),
            ("soak_programs", len(programs), "programs"),
            ("soak_questions", sum(map(len, soak.asked.values())), "questions"),
            ("soak_answers", sum(map(len, soak.answered.values())), "answers"),
            ("soak_kept", _kept(folder), "questions"),
            ("soak_questions_lost", lost, "questions"),
            ("soak_answers_lost", unanswered, "answers"),
            ("soak_said_twice", soak.twice(), "messages"),
            *((name, soak.held[name], "questions") for name in _HELD),
            ("soak_replies_missing", len(soak.refused), "replies"),
            ("soak_reply_p95_median_month", 1000 * median(slowest), "ms"),
            ("soak_reply_p95_worst_month", 1000 * max(slowest), "ms"),
        ]
        last = kept[-QUARTER:]
        found += [(f"soak_memory_{n}_of_last_quarter", each, "MB") for n, each in enumerate(last)]
        print(*soak.refused[:5], sep="\n", file=sys.stderr)
    return found


def _kept(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "courroie.db")) as db:
        return int(db.execute("SELECT count(*) FROM questions").fetchone()[0])


def _programs(folder: Path) -> Iterator[Path]:
    """Write the trees of the earlier programs, where git knows them, and of this one."""
    for commit in EARLIER:
        asked = ("git", "-C", str(ROOT), "archive", commit, *_PARTS)
        made = subprocess.run(asked, capture_output=True, check=False)  # noqa: S603
        if made.returncode == 0:
            with open_tar(fileobj=BytesIO(made.stdout)) as tar:
                tar.extractall(folder / commit, filter="data")
            yield folder / commit
    for part in _PARTS:  # it may be worked on meanwhile
        shutil.copytree(ROOT / part, folder / "today" / part)
    yield folder / "today"


@asynccontextmanager
async def _open(folder: Path) -> AsyncIterator[Soak]:
    async with AsyncExitStack() as opened:
        jar = aiohttp.DummyCookieJar()
        http = await opened.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        port = opened.enter_context(held_port())
        config = _BOT.format(folder=folder, secret="s" * 32, port=port)
        soak = Soak(folder, port, [], {})
        boxes: list[Sandbox] = []
        for name, home in HOMES.items():
            where = folder if not boxes else folder / name
            box = Sandbox(data_dir=where, port=opened.enter_context(held_port()), seed=_seed(name))
            if boxes:
                box.stand_beside(boxes[0])
            boxes.append(await opened.enter_async_context(box))
            config += _SERVER.format(name=name, url=box.url, token=box.bot_token)
            for slug in home:
                scale = _SCALES.get(slug, "département")
                config += _NETWORK.format(slug=slug, scale=scale, server=name)
                for n in range(3):
                    player = await Player(http, box.url, f"{slug}{n}").enter()
                    opened.push_async_callback(player.leave)
                    soak.people[player.name] = player
        soak.boxes = boxes
        (folder / "config.toml").write_text(config, "utf-8")
        opened.push_async_callback(soak.ends)
        yield soak


def _seed(name: str) -> Seed:
    first = ("Amina", "Louis", "Zoé")
    people = [
        SeedPerson(f"{slug}{n}", first[n], slug.title(), "", (slug,))
        for slug in HOMES[name]
        for n in range(3)
    ]
    admin = SeedPerson("admin", "Ada", "Ministre", "", HOMES[name], ADMIN_ROLES)
    return Seed(
        name=name, team=name, team_name=name, visitor=people[0].username, people=(*people, admin),
        channels=tuple(SeedChannel(slug, slug, PRIVATE, "") for slug in HOMES[name]),
    )  # fmt: skip
