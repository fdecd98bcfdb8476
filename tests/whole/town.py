"""The sandboxes, the bot's configuration beside it, and people who talk to the bot there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import aiohttp

from bot.config.models import load_config
from bot.mattermost.wire.objects import KEY
from bot.network.network import Network
from sandbox.demo import CONFIG_FILE, Stage, bot_beside, stage
from sandbox.play.people import PLAYERS
from sandbox.server.seed import BOT_NAME, DROME, FRANCE
from tests.databases import made_file
from tests.ports import held_port
from tests.sandbox.people import Integration, Json, Person, Town
from tests.waiting import eventually
from tests.whole.verbs import fill, press, verb_in

_FEEDS = re.compile(r"^feeds = \[$.*?^\]$", re.MULTILINE | re.DOTALL)


@dataclass
class Village:
    """Two sandboxes and their people; `quietly` waits until the bot has nothing left to say."""

    stage: Stage
    town: Town
    drome: Town
    _channels: dict[str, str] = field(default_factory=dict)

    @property
    def networks(self) -> dict[str, Network]:
        return {each.slug: each.network for each in self.stage.config.networks}

    async def person(self, name: str) -> Person:
        there = DROME.has(name) and not FRANCE.has(name)
        return await (self.drome if there else self.town).person(name)

    async def reader_of(self, where: str) -> Person:
        """Return someone who is in a channel."""
        return await self.person(_resident(where))

    async def channel(self, name: str = "loire") -> str:
        if name not in self._channels:
            reader = await self.reader_of(name)
            self._channels[name] = str((await reader.channel(name))["id"])
        return self._channels[name]

    async def types(self, who: str, line: str, where: str = "loire") -> str:
        """Type a slash command, and return what the person reads at once; "" if it failed."""
        person = await self.person(who)
        answer = await person.types(await self.channel(where), line)
        return str(answer.body.get("text", "")) if answer.status == 200 else ""

    async def does(self, who: str, words: str, where: str = "loire") -> str:
        """Do a verb as its button would, and return what the person reads at once."""
        person, verb = await self.person(who), verb_in(words)
        assert verb is not None, words
        channel, config = await self.channel(where), self.stage.config
        return await press(self.town.http, config, where, person.id, channel, verb)

    async def plays(self, who: str, line: str, where: str = "loire") -> str:
        """Type a line, or do it where it is a verb."""
        act = self.types if verb_in(line) is None else self.does
        return await act(who, line, where)

    async def fills(self, who: str, route: str, where: str = "loire", **entries: str) -> None:
        """Send the form of a verb."""
        person, channel = await self.person(who), await self.channel(where)
        await fill(self.town.http, self.stage.config, where, person.id, channel, route, entries)

    async def says(self, who: str, text: str, where: str = "loire", **more: object) -> Json:
        person = await self.person(who)
        return await person.says(await self.channel(where), text, **more)

    async def direct(self, who: str) -> str:
        """Return the channel of someone's direct messages with the bot."""
        person, bot = await self.person(who), await self._bot_beside(who)
        made = await person.post("/channels/direct", [person.id, bot.id], status=201)
        return str(made["id"])

    async def posts(self, where: str = "loire") -> list[Json]:
        """Return all posts of a channel, oldest first."""
        return await _posts(await self.reader_of(where), await self.channel(where))

    async def letters(self, who: str) -> list[Json]:
        """Return what someone and the bot wrote to each other, oldest first."""
        return await _posts(await self.person(who), await self.direct(who))

    async def post_with(self, words: str, where: str = "loire") -> Json:
        """Wait for the bot's post that holds these words."""
        return (await eventually(lambda: self.by_bot(words, where)))[0]

    async def by_bot(self, words: str = "", where: str = "loire") -> list[Json]:
        bot = await self._bot_beside(_resident(where))
        found = await self.posts(where)
        return [each for each in found if each["user_id"] == bot.id and _has(each, words)]

    async def letter_with(self, who: str, words: str) -> Json:
        """Wait for a direct message of the bot that holds these words."""
        bot = await self._bot_beside(who)

        async def look() -> list[Json]:
            found = await self.letters(who)
            return [e for e in found if e["user_id"] == bot.id and _has(e, words)]

        return (await eventually(look))[0]

    async def _bot_beside(self, who: str) -> Person:
        """Return the bot as the server of someone knows it."""
        return await (self.town if FRANCE.has(who) else self.drome).person(BOT_NAME)

    async def reply(self, who: str, post: Json, text: str) -> Json:
        """Write in the thread of a post."""
        return await (await self.person(who)).replies(post, text)

    async def react(self, who: str, post: str, emoji: str) -> None:
        assert (await (await self.person(who)).reacts(post, emoji)).status == 200

    async def unreact(self, who: str, post: str, emoji: str) -> None:
        """Take a reaction back."""
        assert (await (await self.person(who)).takes_back(post, emoji)).status == 200

    async def click(self, who: str, post: Json, label: str, option: str = "") -> Json:
        """Press the button of this label under a post, or under what is shown to them alone.

        Or choose an option in the menu of this label.
        """
        answer = await (await self.person(who)).clicks(post, label, option)
        assert answer.status == 200, answer.body
        told: Json = answer.body
        return told

    async def health(self) -> Json | None:
        """Ask the bot how it is; None while it does not answer."""
        url = f"http://127.0.0.1:{self.stage.config.bot.port}/health"
        try:
            async with self.town.http.get(url) as answer:
                told: Json = await answer.json()
                return told
        except aiohttp.ClientError:
            return None

    async def heard(self) -> None:
        """Wait until the bot hears every server."""

        async def look() -> bool:
            told = await self.health()
            return told is not None and told["status"] == "ok"

        await eventually(look)

    async def quietly(self) -> None:
        """Wait until the bot hears and has nothing left to say."""

        async def look() -> bool:
            told = await self.health()
            return told is not None and told["status"] == "ok" and told["outbox_waiting"] == 0

        await eventually(look)

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[None]:
        """Run the bot until the block ends; it knows who is who before the block starts."""
        async with bot_beside(self.stage):
            await self.heard()
            if self.stage.config.bot.public_url is not None:
                await eventually(self.answers)
            yield

    async def answers(self) -> bool:
        """Ask for help, and tell whether it comes: the bot then knows who is who."""
        return "besoin" in await self.types("amina", "/aide besoin")

    def without_limit(self) -> None:
        """Have the bots that start next take as many texts of one person as they type."""
        file = self.stage.folder / CONFIG_FILE
        told = file.read_text("utf-8").replace("[bot]", "[bot]\ndeposits = 0", 1)
        file.write_text(told, "utf-8")

    def without_callback(self) -> Village:
        """Return the same place where Mattermost cannot reach the bot."""
        config = self.stage.config
        bot = config.bot.model_copy(update={"public_url": None})
        told = replace(self.stage, config=config.model_copy(update={"bot": bot}))
        return replace(self, stage=told)


@asynccontextmanager
async def village_in(
    folder: Path, *, meaning: bool = False, feeds: bool = False
) -> AsyncIterator[Village]:
    """Open a village on ports of its own, so that servers and bot can be stopped and started.

    Its bot finds the tables made; it looks for no meaning and reads no feed, unless told so: either
    takes a second of the machine at each start.
    """
    database = folder / "courroie.db"
    if not database.exists():
        database.write_bytes(made_file())
    jar = aiohttp.DummyCookieJar()
    with held_port() as port, held_port() as drome_port, held_port() as bot_port:
        async with (
            stage(folder, port, drome_port, bot_port) as on,
            aiohttp.ClientSession(cookie_jar=jar) as http,
        ):
            here, there = (Town(each, Integration(), http) for each in (on.sandbox, on.drome))
            yield Village(_pared(on, meaning=meaning, feeds=feeds), here, there)


def _pared(on: Stage, *, meaning: bool, feeds: bool) -> Stage:
    """Return a stage whose bot, in this process or its own, does without what is not asked for."""
    file = on.folder / CONFIG_FILE
    told = file.read_text("utf-8")
    if not meaning:
        told = told.replace("[bot]", "[bot]\nmeaning = false", 1)
    if not feeds:
        told = _FEEDS.sub("", told)
    file.write_text(told, "utf-8")
    return replace(on, config=load_config(file))


def _resident(channel: str) -> str:
    return next(name for name, each in PLAYERS.items() if channel in each.channels)


def _has(post: Json, words: str) -> bool:
    """Tell whether a post has these words, whatever the bot keeps from breaking or acting."""
    said = str(post["message"]).replace("\u00a0", " ").replace("\u200b", "")
    return words.replace("\u00a0", " ") in said


async def _posts(reader: Person, channel: str) -> list[Json]:
    found: list[Json] = []
    page = 0
    while True:
        told = await reader.get(f"/channels/{channel}/posts?page={page}&per_page=200")
        found += [told["posts"][each] for each in told["order"]]
        if len(told["order"]) < 200:
            return found[::-1]
        page += 1


def key_of(post: Json) -> str:
    """Return the bot's own key of a post, "" if it bears none."""
    return str((post["props"] or {}).get(KEY, ""))


def twice(posts: list[Json]) -> list[str]:
    """Return the keys that more than one post bears."""
    keys = [key_of(each) for each in posts if key_of(each)]
    return sorted({key for key in keys if keys.count(key) > 1})


async def trembling(village: Village) -> None:
    """Have the country's server answer 429 or 503 in turn, for a second."""
    faults = village.stage.sandbox.faults
    for _ in range(20):
        faults.rate_limit()
        faults.error(status=503)
        await asyncio.sleep(0.05)
    faults.clear()
