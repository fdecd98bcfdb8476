"""The bot on a real server: its account, its network, and itself in this very process."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import aiohttp
from pydantic import SecretStr

from bot.app import App, Pace
from bot.config.models import Config, load_config
from bot.core import settings
from bot.core.database import Database
from bot.mattermost.signing import Signer, Ticket
from bot.people.arrivals import MET
from bot.talk.routing import Route
from sandbox.play.player import found_on, text_of
from tests.live.server import CALLBACK, URL, Team, in_direct, posts_in
from tests.sandbox.people import Answer, Json, Listener, Person
from tests.typable import parted
from tests.waiting import PATIENCE

T = TypeVar("T")

NETWORK = "loire"

_OK = 200

VERB = "Faire"
"""The label of a verb that a test presses, wherever it stands."""

MORE = "Plus…"
"""The label of what shows someone all that they may do."""

_BOT = """\
[bot]
database = "sqlite:///{folder}/courroie.db"
listen = "{listen}:{port}"
{public}
secret = "{secret}"
hold = {hold}
deposits = 0
allowed_feed_hosts = ["127.0.0.1"]
"""

_SERVER = """
[[servers]]
name = "{server}"
url = "{url}"
token = "{token}"
command_tokens = {command_tokens}
administrators = {administrators}
"""

_NETWORK = """
[[networks]]
slug = "{slug}"
name = "{name}"
scale = "{scale}"
{parent}
server = "{server}"
team = "{team}"
channel = "{channel}"
coordinators = ["{coordinator}"]
feeds = {feeds}

[networks.rhythm]
digest = "le 1er mardi à 9 h"
meeting = "le 2e jeudi, un mois sur deux, 9 h 30"
letter = "{letter}"
"""

_MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
security = "aucune"
sender = "lettre@courroie.example.org"
trusted_domains = ["loire.example.org"]
pace = 6000
"""


@dataclass(kw_only=True)
class House:
    """A team, a network's private channel, the people, and the bot among them.

    `routes` are the test's own, which come before the bot's; `mail` is the port of a mail server;
    signed cards are held for `hold` seconds. `below` are the houses of other networks that the same
    bot serves, on the same port; `server` is what the bot calls the server where this one is, whose
    `administrators` accept networks; one that is not `declared` enters from the chat.
    """

    http: aiohttp.ClientSession
    folder: Path
    team: Team
    channel: Json
    bot: Person
    amina: Person
    louis: Person
    zoe: Person
    marc: Person
    names: dict[str, str]
    url: str = URL
    callback: str | None = CALLBACK
    feeds: tuple[tuple[str, str], ...] = ()
    command_tokens: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    letter: str = "jamais"
    mail: int = 0
    hold: int = 0
    port: int = 0
    slug: str = NETWORK
    name: str = "42 - Loire"
    scale: str = "département"
    parent: str = ""
    server: str = "vrai"
    below: tuple[House, ...] = ()
    administrators: tuple[str, ...] = ()
    declared: bool = True
    pace: Pace = field(default_factory=Pace)
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)

    def __post_init__(self) -> None:
        self.port = self.port or free_port()

    @property
    def here(self) -> str:
        """The id of the network's channel."""
        return str(self.channel["id"])

    @property
    def address(self) -> str:
        """Where Mattermost calls the bot."""
        return f"http://{self.callback}:{self.port}"

    @property
    def houses(self) -> tuple[House, ...]:
        """All that the bot serves."""
        return (self, *self.below)

    @property
    def config_path(self) -> Path:
        """Write the configuration, and return where it is."""
        path = self.folder / "config.toml"
        bot = _BOT.format(
            folder=self.folder,
            listen="127.0.0.1" if self.callback in (None, "127.0.0.1") else "0.0.0.0",  # noqa: S104
            port=self.port,
            public=f'public_url = "{self.address}"' if self.callback else "",
            secret=self.secret,
            hold=self.hold,
        )
        servers = {each.server: each.server_table for each in reversed(self.houses)}
        networks = [each.network_table for each in self.houses if each.declared]
        mail = _MAIL.format(port=self.mail) if self.mail else ""
        path.write_text("".join((bot, *servers.values(), *networks, mail)), encoding="utf-8")
        path.chmod(0o600)
        return path

    @property
    def server_table(self) -> str:
        """The server, as the configuration writes it."""
        return _SERVER.format(
            server=self.server,
            url=self.url,
            token=self.bot.token,
            command_tokens=json.dumps(self.command_tokens),
            administrators=json.dumps(self.administrators),
        )

    @property
    def network_table(self) -> str:
        """The network, as the configuration writes it."""
        return _NETWORK.format(
            slug=self.slug,
            name=self.name,
            scale=self.scale,
            parent=f'parent = "{self.parent}"' if self.parent else "",
            server=self.server,
            team=self.team.name,
            channel=self.channel["name"],
            coordinator=self.names["amina"],
            feeds=_feeds(self.feeds),
            letter=self.letter,
        )

    @property
    def config(self) -> Config:
        """The configuration, as `courroie run` reads it."""
        return load_config(self.config_path)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[App]:
        """Run the bot until the block ends; it has found its place when the block starts."""
        app = App(self.config, self.pace)
        app.bot = replace(app.bot, routes=(*self.routes, *app.bot.routes))
        ready = asyncio.Event()
        running = asyncio.create_task(app.run(ready.set))
        waiting = asyncio.create_task(ready.wait())
        try:
            await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                await running
            await self.settled()
            yield app
        finally:
            waiting.cancel()
            running.cancel()
            await asyncio.wait({running})

    async def settled(self) -> None:
        """Wait until the bot hears the server, and knows who is who."""

        async def connected() -> bool:
            async with self.http.get(f"http://127.0.0.1:{self.port}/health") as answer:
                return bool((await answer.json())["status"] == "ok")

        await eventually(connected)
        for each in self.houses if self.declared else ():
            await eventually(each.served)
        await eventually(self._looked)

    async def served(self) -> bool:
        """Tell whether the bot answers here."""
        answer = await self.louis.types(self.here, "/aide")
        return answer.status != _OK or "Je démarre" not in answer.body["text"]

    async def _looked(self) -> bool:
        """Tell whether the bot has read who was there before it: who comes now is a newcomer."""
        database = Database(self.config.bot.database)
        try:
            slugs = [each.slug for each in self.houses if each.declared]
            return await database.run(lambda db: all(settings.get(db, each, MET) for each in slugs))
        finally:
            database.close()

    async def asks(self, who: Person, text: str, *, anyway: bool = True) -> int:
        """Type a question, and return its number.

        `anyway`: its card is shown, whatever other tests had answered that looks like it.
        """
        answer = await self.types(who, f"/besoin {text}")
        found = re.search(r"n°\u00a0(\d+)", answer)
        assert found, answer
        if anyway:
            await self.does(who, f"besoin poser {found[1]}")
        return int(found[1])

    async def asks_aloud(self, who: Person, text: str) -> tuple[int, Json]:
        """Ask by mention: the number, and the card; with buttons, whatever looks like it."""
        number = await self.confirmed(who, await self.mentions(who, f"besoin {text}"))
        if self.callback:
            await self.does(who, f"besoin poser {number}")
        return number, await self.card(number)

    async def numbered(self, who: Person, words: str) -> int:
        """Return the number of someone's own question, by its first words; its card is shown."""
        listed = plain(await self.types(who, "/besoin mes"))
        found = re.search(rf"(\d+)\*\* {re.escape(plain(words))}", listed)
        assert found, (words, listed)
        await self.does(who, f"besoin poser {found[1]}")
        return int(found[1])

    async def confirmed(self, who: Person, post: Json) -> int:
        """Wait for the private answer to a message; return the number that it tells."""
        return number_in(await self.answered(who, post))

    async def answered(self, who: Person, post: Json) -> Json:
        """Wait for the private answer to a message."""
        channel = await in_direct(who, self.bot)
        key = f"reply:{post['id']}"

        async def look() -> Json | None:
            found = await posts_in(who, channel)
            return next((each for each in found if each["props"].get("courroie_key") == key), None)

        return await eventually(look)

    async def answers(self, who: Person, post: Json, label: str, text: str = "") -> Json:
        """Answer in the thread of a post by the number before a label, and a text; return that.

        What is not on the post is looked for behind its « Plus ».
        """
        number = number_before(post, label)
        if not number:
            post = await self.answered(who, await self.answers(who, post, MORE))
            number = number_before(post, label)
            assert number, (label, text_of(post))
        return await who.replies(post, f"{number} {text}".strip())

    async def chooses(self, who: Person, post: Json, label: str, text: str = "") -> Json:
        """Answer by a number, as above, and return what the bot says to that in private."""
        return await self.answered(who, await self.answers(who, post, label, text))

    async def types(self, who: Person, command: str, channel: str = "") -> str:
        """Type a slash command in the network's channel, and return the private answer."""
        answer = await who.types(channel or self.here, command)
        assert answer.status == 200, answer.body
        assert answer.body["response_type"] in ("", "ephemeral"), answer.body
        return str(answer.body["text"])

    async def does(self, who: Person, words: str) -> str:
        """Press a verb, « besoin moi-aussi 12 », and return what the person alone is told."""
        return await self.presses(who, await self.offered(who, words), VERB)

    async def offered(self, who: Person, words: str) -> Json:
        """Return a post that bears a verb as ours do, which the server has us called for."""
        route, argument = parted(words)
        now = self.pace.clock()
        ticket = Ticket(
            server=self.server,
            network=self.slug,
            route=route,
            argument=argument,
            made=now,
            expires=now + timedelta(days=1),
        )
        signed = Signer(SecretStr(self.secret)).sign(ticket)
        integration = {"url": f"{self.address}/mattermost/action", "context": {"ticket": signed}}
        action = {"id": "verbe", "type": "button", "name": VERB, "integration": integration}
        shown = {"attachments": [{"text": words, "actions": [action]}]}
        return await who.says(self.here, "Un geste", props=shown)

    async def writes(self, who: Person, text: str) -> Json:
        """Write to the bot, by direct message."""
        return await who.says(await in_direct(who, self.bot), text)

    async def mentions(self, who: Person, text: str, **more: object) -> Json:
        """Write to the bot in the network's channel, by its name."""
        return await who.says(self.here, f"@{self.names['bot']} {text}", **more)

    async def shows(self, who: Person, command: str) -> Json:
        """Type a slash command, or press a verb; return the private answer as a window gets it."""
        if not command.startswith("/"):
            return await self.turns(who, await self.offered(who, command), VERB)
        window = await who.listens()
        await self.types(who, command)
        shown = await window.whisper()
        await window.socket.close()
        return shown

    async def presses(self, who: Person, post: Json, label: str, option: str = "") -> str:
        """Press the button of this label, and return what the person alone is told."""
        return str((await self.turns(who, post, label, option))["message"])

    async def turns(self, who: Person, post: Json, label: str, option: str = "") -> Json:
        """Press a button or choose in a menu; return what is shown on the spot, with its buttons.

        In a direct message what has buttons is shown as a new one, not to the reader alone. What is
        not on the post is looked for behind its « Plus… ».
        """
        post, label, option = await self._found(who, post, label, option)
        window = await who.listens()
        answer = await who.clicks(post, label, option)
        assert answer.status == _OK, answer.body
        shown = None
        async with asyncio.timeout(PATIENCE):
            while shown is None:
                shown = _shown(await window.next(), self.bot.id, post["channel_id"])
        await window.socket.close()
        return shown

    async def form(self, who: Person, post: Json, label: str, option: str = "") -> Json:
        """Press a button or choose in a menu, as above, and return the form that opens."""
        post, label, option = await self._found(who, post, label, option)
        window = await who.listens()
        answer = await who.clicks(post, label, option)
        assert answer.status == _OK, answer.body
        opened = await window.form()
        await window.socket.close()
        return opened

    async def _found(
        self, who: Person, post: Json, label: str, option: str
    ) -> tuple[Json, str, str]:
        """Return the post where something is to be pressed, the button, the choice of its menu."""
        found = (label, option) if option else found_on(post, label)
        if found is None and label != MORE:
            post = await self.turns(who, post, MORE)
            found = found_on(post, label)
        return post, *(found or (label, ""))

    async def opens(self, who: Person, command: str) -> Json:
        """Type a slash command, or press a verb, that opens a form; return it as shown."""
        if not command.startswith("/"):
            return await self.form(who, await self.offered(who, command), VERB)
        window = await who.listens()
        await self.types(who, command)
        opened = await window.form()
        await window.socket.close()
        return opened

    async def clicks(self, who: Person, post: Json, action: str) -> Answer:
        """Press a button of a post."""
        return await who.call("POST", f"/posts/{post['id']}/actions/{action}", {})

    async def submits(self, who: Person, opened: Json, text: str, **more: object) -> Json:
        """Send the dialog that an `open_dialog` event opened."""
        asked = json.loads(opened["data"]["dialog"])
        body = {
            "url": asked["url"],
            "callback_id": asked["dialog"]["callback_id"],
            "state": asked["dialog"]["state"],
            "user_id": who.id,
            "channel_id": self.here,
            "team_id": self.team.id,
            "submission": {"texte": text},
            "cancelled": False,
        }
        found: Json = await who.post("/actions/dialogs/submit", body | more)
        return found

    async def card(self, number: int, *words: str) -> Json:
        """Wait for the card of a question, as zoe reads it, to hold these words."""
        return await self.said(f"question:{self.slug}:{number}", *words)

    async def said(self, key: str, *words: str, filed: bool = False) -> Json:
        """Wait for the bot's post that bears this key, with these words, and its file if asked.

        The server shows a post a moment before it attaches its file.
        """

        async def look() -> Json | None:
            for post in await posts_in(self.zoe, self.here):
                if post["props"].get("courroie_key") == key:
                    whole = not filed or "files" in post["metadata"]
                    said = all(holds(post, word) for word in words)
                    return post if said and whole else None
            return None

        return await eventually(look)

    async def told(self, who: Person, *words: str, filed: bool = False) -> Json:
        """Wait for a direct message of the bot to hold these words, and a file if asked for."""
        channel = await in_direct(who, self.bot)

        async def look() -> Json | None:
            for post in await posts_in(who, channel):
                said = post["user_id"] == self.bot.id and all(holds(post, w) for w in words)
                if said and (not filed or "files" in post["metadata"]):
                    return post
            return None

        return await eventually(look)

    async def reactions(self, who: Person, post: Json) -> list[str]:
        """Return the emojis under a post, in order; waits for the bot's first ones."""

        async def look() -> list[str]:
            found = (await who.get(f"/posts/{post['id']}/reactions")) or []
            return [each["emoji_name"] for each in found]

        return await eventually(look)

    async def content(self, reader: Person, file: Json) -> bytes:
        """Read a file that goes with a post."""
        headers = {"Authorization": f"Bearer {reader.token}"}
        url = f"{self.url}/api/v4/files/{file['id']}"
        async with self.http.get(url, headers=headers) as answer:
            assert answer.status == _OK
            return await answer.read()

    async def all_said(self, channel: str = "") -> list[Json]:
        """Return the bot's own posts in the network's channel."""
        posts = await posts_in(self.zoe, channel or self.here)
        return [each for each in posts if each["user_id"] == self.bot.id]


async def eventually(look: Callable[[], Awaitable[T | None]], within: float = PATIENCE) -> T:
    """Ask again until the answer is true, `within` seconds at most."""
    end = asyncio.get_running_loop().time() + within
    while True:
        found = await look()
        if found:
            return found
        assert asyncio.get_running_loop().time() < end, f"not seen in {within} s: {look}"
        await asyncio.sleep(0.05)


def holds(post: Json, words: str) -> bool:
    """Tell whether a post has these words, whatever its spaces: what people write is typeset."""
    return plain(words) in plain(text_of(post))


def number_in(post: Json) -> int:
    """Return the number of a question that a post tells."""
    found = re.search(r"n° (\d+)", plain(text_of(post)))
    assert found, text_of(post)
    return int(found[1])


def number_before(post: Json, label: str) -> str:
    """Return the number that stands before a label where there are no buttons; empty if none."""
    said = re.escape(plain(label).rstrip("…"))
    found = re.search(rf"\*\*(\d+)\*\* {said}", plain(text_of(post)))
    return found[1] if found else ""


def plain(text: str) -> str:
    """Return a text whose spaces may break, without what keeps an address from being a link."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u200b", "")


def dialog_of(event: Json) -> Json:
    """Return the form that an `open_dialog` event holds."""
    found: Json = json.loads(event["data"]["dialog"])["dialog"]
    return found


def _shown(event: Json, bot: str, channel: str) -> Json | None:
    """Return the post of an event that shows someone the bot's answer to a press."""
    kind, data = event.get("event"), event.get("data") or {}
    if kind == "ephemeral_message":
        whispered: Json = json.loads(data["post"])
        return whispered
    if kind == "posted" and data["channel_type"] == "D":
        posted: Json = json.loads(data["post"])
        answers = "reply:" in posted["props"].get("courroie_key", "")
        there = (posted["user_id"], posted["channel_id"]) == (bot, channel)
        return posted if there and answers else None
    return None


async def whisper_to(listener: Listener) -> str:
    """Return the next ephemeral message that someone's window shows."""
    event = await listener.next("ephemeral_message")
    return str(json.loads(event["data"]["post"])["message"])


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _feeds(feeds: tuple[tuple[str, str], ...]) -> str:
    tables = ", ".join(f'{{ url = "{url}", name = "{name}" }}' for url, name in feeds)
    return f"[{tables}]"


async def is_a_picture(house: House, reader: Person, post: Json) -> None:
    """Look whether a post's one file is a picture."""
    (file,) = post["metadata"]["files"]
    assert file["mime_type"] == "image/png"
    assert (await house.content(reader, file)).startswith(b"\x89PNG\r\n\x1a\n")
