"""Someone who uses the sandbox as a person does: reads, types, clicks, reacts, fills in."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

import aiohttp

from sandbox.server.seed import BOT_NAME, PASSWORD

PATIENCE = 600.0
"""Seconds after which something expected will never be read, however busy the machine is."""

_LOOK_AGAIN = 0.05
_HEARTBEAT = 30.0
"""Seconds between two signs of life: a server cuts who gives none for a hundred."""

_SHOWN = {"open_dialog": "dialog", "ephemeral_message": "post"}

Json = dict[str, Any]
Wanted = Callable[[Json], bool]


class MissingError(AssertionError):
    """Something that should have been read was not."""


@dataclass(slots=True)
class Player:
    """A user's session; `enter` opens it. Counts what is typed to the bot, and pressed."""

    http: aiohttp.ClientSession
    url: str
    name: str
    id: str = ""
    typed: int = 0
    pressed: int = 0
    _token: str = field(default="", repr=False)
    _team: str = ""
    _trigger: str = ""
    _listening: asyncio.Task[None] | None = None
    _came: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    _shown: list[tuple[str, Json]] = field(default_factory=list)
    _known: dict[str, str] = field(default_factory=dict)

    async def enter(self) -> Self:
        """Log in, and listen for what is shown to us alone: forms and private answers."""
        login = {"login_id": self.name, "password": PASSWORD}
        async with self.http.post(f"{self.url}/api/v4/users/login", json=login) as answer:
            self._token = answer.headers["Token"]
            self.id = (await answer.json())["id"]
        async with self.http.get(
            f"{self.url}/api/v4/users/me/teams", headers=self._headers
        ) as answer:
            self._team = (await answer.json())[0]["id"]
        await self.returns()
        return self

    async def listening(self) -> aiohttp.ClientWebSocketResponse:
        """Open one more socket, on which all that we are shown comes; it must be read all along."""
        url = f"{self.url}/api/v4/websocket"
        return await self.http.ws_connect(url, headers=self._headers, heartbeat=_HEARTBEAT)

    async def comes_back(self) -> aiohttp.ClientWebSocketResponse:
        """Listen again after a cut, once the server can be reached."""
        while True:
            with suppress(aiohttp.ClientError):
                return await self.listening()
            await asyncio.sleep(_LOOK_AGAIN)

    async def returns(self) -> None:
        """Be shown what comes again, after a cut; what was shown before is gone."""
        await self.leave()
        self._shown.clear()
        self._listening = asyncio.create_task(self._listen(await self.comes_back()))

    async def leave(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait({self._listening})

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Keep what we are shown until cancelled, as a browser does: who is silent is left out."""
        while not self.http.closed:
            async with socket:
                async for frame in socket:
                    if frame.type is aiohttp.WSMsgType.TEXT:
                        self._keep(json.loads(frame.data))
            if not self.http.closed:
                socket = await self.comes_back()

    async def types(self, channel: str, text: str) -> str:
        """Type a slash command in a channel; return what is shown to us alone."""
        self.typed += 1
        found = await self._post(
            "/commands/execute", {"channel_id": await self._channel(channel), "command": text}
        )
        self._trigger = found["trigger_id"]
        return str(found.get("text", ""))

    async def says(self, channel: str, text: str) -> str:
        """Write a message in a channel; return its id."""
        self.typed += text.startswith("@")
        body = {"channel_id": await self._channel(channel), "message": text}
        return str((await self._post("/posts", body))["id"])

    async def writes_to(self, other: str, text: str) -> None:
        """Write a direct message."""
        self.typed += 1
        await self._post("/posts", {"channel_id": await self._direct(other), "message": text})

    async def replies(self, post: Json, text: str) -> str:
        """Write in the thread of a post; return the reply's id."""
        root = post["root_id"] or post["id"]
        body = {"channel_id": post["channel_id"], "message": text, "root_id": root}
        return str((await self._post("/posts", body))["id"])

    async def reacts(self, post: str, emoji: str) -> None:
        """Put a reaction under a post, by its id."""
        body = {"user_id": self.id, "post_id": post, "emoji_name": emoji}
        await self._post("/reactions", body)

    async def reactions(self, post: str) -> list[str]:
        """Return the emojis under a post, by its id, in order."""
        async with self.http.get(
            f"{self.url}/api/v4/posts/{post}/reactions", headers=self._headers
        ) as answer:
            return [each["emoji_name"] for each in await answer.json() or ()]

    async def takes_back(self, post: str, emoji: str) -> None:
        """Take a reaction back."""
        path = f"/users/{self.id}/posts/{post}/reactions/{emoji}"
        async with self.http.delete(f"{self.url}/api/v4{path}", headers=self._headers) as answer:
            await _read(answer)

    async def clicks(self, post: Json, label: str, option: str = "") -> None:
        """Press what begins with a label under a post: a button, a menu's choice, or behind Plus….

        Or choose an option in the menu that bears it. Raises MissingError.
        """
        found = (label, option) if option else found_on(post, label)
        if found is None:
            known = await self.heard_from(BOT_NAME)
            await self._presses(post, button(post, "Plus…"))
            post = await self.is_answered(lambda told: bool(found_on(told, label)), known)
            found = found_on(post, label) or (label, "")
        action = button(post, found[0])
        await self._presses(post, action, chosen(action, found[1]))

    async def _presses(self, post: Json, action: Json, choice: str = "") -> None:
        self.pressed += 1
        body = {"cookie": action.get("cookie", ""), "selected_option": choice}
        said = await self._post(f"/posts/{post['id']}/actions/{action['id']}", body)
        self._trigger = said["trigger_id"]

    async def is_told(self, words: str) -> Json:
        """Wait for a message that is shown to us alone and has these words."""
        return await self._event("ephemeral_message", having(words))

    async def is_answered(self, wanted: Wanted, known: Collection[str]) -> Json:
        """Wait for what is shown to us alone, or in a direct message that was not known."""
        direct = await self._direct(BOT_NAME)
        ways = (self._event("ephemeral_message", wanted), self._waits(direct, wanted, known))
        waiting = [asyncio.ensure_future(each) for each in ways]
        try:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().result()
        finally:
            for each in waiting:
                each.cancel()

    async def heard_from(self, other: str) -> Collection[str]:
        """Return which direct messages someone has sent us, by their ids."""
        return {each["id"] for each in await self.all_from(other)}

    async def fills_in(self, channel: str, text: str = "", **entries: str) -> str:
        """Fill in the form that our last gesture opened, and send it; return what is wrong, if any.

        `text` is for its first entry, `entries` for the others by name; a menu's choice may be
        given as it is read. What is not given stays as the form proposes it.
        """
        self.pressed += 1
        opened = await self._event("open_dialog", lambda it: it["trigger_id"] == self._trigger)
        dialog = opened["dialog"]
        first = {dialog["elements"][0]["name"]: text} if text else {}
        body = {
            "url": opened["url"],
            "callback_id": dialog["callback_id"],
            "state": dialog["state"],
            "channel_id": await self._channel(channel),
            "team_id": self._team,
            "submission": filled_in(dialog, first | entries),
        }
        said = await self._post("/actions/dialogs/submit", body)
        return str(said.get("error") or " ".join(said.get("errors", {}).values()))

    async def reads(self, channel: str, words: str) -> Json:
        """Wait for a post of a channel that has these words; return the last one."""
        return await self._waits(await self._channel(channel), having(words))

    async def hears_from(self, other: str, words: str, known: Collection[str] = ()) -> Json:
        """Wait for a direct message that has these words and is not known yet."""
        return await self._waits(await self._direct(other), having(words), known)

    async def rereads(self, post: Json) -> Json:
        """Wait for a post to be rewritten; return it as it is then."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    now = await self._get(f"/posts/{post['id']}")
                    if text_of(now) != text_of(post):
                        return now
                    await asyncio.sleep(_LOOK_AGAIN)
        except TimeoutError:
            raise MissingError(f"« {text_of(post)[:60]} » never changed") from None

    async def downloads(self, post: Json) -> bytes:
        """Read the file that goes with a post; MissingError if there is none."""
        files = post.get("metadata", {}).get("files")
        if not files:
            raise MissingError(f"no file goes with « {post['message'][:60]} »")
        url = f"{self.url}/api/v4/files/{files[0]['id']}"
        async with self.http.get(url, headers=self._headers) as answer:
            return await answer.read()

    async def visits(self, url: str) -> str:
        """Read a page as a browser that nobody logged in to anything; return its text."""
        async with self.http.get(url) as answer:
            if not answer.ok:
                raise MissingError(f"{url}: {answer.status}")
            return await answer.text()

    async def looks_up(self, url: str) -> Json:
        """Read an address that answers JSON, whatever it says of itself."""
        async with self.http.get(url) as answer:
            found: Json = await answer.json()
            return found

    async def has_read(self, channel: str) -> None:
        """Leave nothing unread in a channel."""
        await self._post("/channels/members/me/view", {"channel_id": await self._channel(channel)})

    async def submits(self, url: str, **entries: str) -> str:
        """Press the button of a page, as a browser or a mail program does; return what it says."""
        async with self.http.post(url, data=entries) as answer:
            if not answer.ok:
                raise MissingError(f"{url}: {answer.status}")
            return await answer.text()

    async def all_in(self, channel: str) -> list[Json]:
        """Return the posts of a channel, oldest first."""
        return await self._posts(await self._channel(channel))

    async def all_from(self, other: str) -> list[Json]:
        """Return the direct messages exchanged with someone, oldest first."""
        return await self._posts(await self._direct(other))

    async def _waits(self, channel: str, wanted: Wanted, known: Collection[str] = ()) -> Json:
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    for post in reversed(await self._posts(channel)):
                        if post["id"] not in known and wanted(post):
                            return post
                    await asyncio.sleep(_LOOK_AGAIN)
        except TimeoutError:
            raise MissingError(f"{self.name} never read {wanted}") from None

    async def _posts(self, channel: str) -> list[Json]:
        found = await self._get(f"/channels/{channel}/posts?per_page=200")
        return [found["posts"][each] for each in reversed(found["order"])]

    async def _event(self, event: str, wanted: Wanted) -> Json:
        """Wait for something to be shown to us alone; what else comes is kept for later."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    for place, (name, shown) in enumerate(self._shown):
                        if name == event and wanted(shown):
                            del self._shown[place]
                            return shown
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError:
            raise MissingError(f"{self.name} was shown no {event} {wanted}") from None

    def _keep(self, frame: Json) -> None:
        part = _SHOWN.get(frame.get("event", ""))
        if part is not None:
            self._shown.append((frame["event"], json.loads(frame["data"][part])))
            self._came.set()

    async def adds(self, channel: str, other: str) -> None:
        """Add someone to a channel that one is in."""
        them = await self._get(f"/users/username/{other}")
        path = f"/channels/{await self._channel(channel)}/members"
        await self._post(path, {"user_id": them["id"]})

    async def leaves(self, channel: str) -> None:
        """Leave a channel."""
        path = f"/channels/{await self._channel(channel)}/members/{self.id}"
        async with self.http.delete(f"{self.url}/api/v4{path}", headers=self._headers) as answer:
            await _read(answer)

    async def _channel(self, name: str) -> str:
        """Return a channel's id, which is asked for once: what is waited for is looked at often."""
        if name not in self._known:
            found = await self._get(f"/teams/{self._team}/channels/name/{name}")
            self._known[name] = str(found["id"])
        return self._known[name]

    async def _direct(self, other: str) -> str:
        if (name := f"@{other}") not in self._known:
            them = await self._get(f"/users/username/{other}")
            opened = await self._post("/channels/direct", [self.id, them["id"]])
            self._known[name] = str(opened["id"])
        return self._known[name]

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"}

    async def _get(self, path: str) -> Json:
        async with self.http.get(f"{self.url}/api/v4{path}", headers=self._headers) as answer:
            return await _read(answer)

    async def _post(self, path: str, body: object) -> Json:
        async with self.http.post(
            f"{self.url}/api/v4{path}", json=body, headers=self._headers
        ) as answer:
            return await _read(answer)


def having(words: str) -> Wanted:
    """Return what tells the posts that say some words."""
    return partial(_says, words)


def _says(words: str, post: Json) -> bool:
    return words in _plain(text_of(post))


def text_of(post: Json) -> str:
    """Return all that a post says: its message, then what stands in its attachments."""
    attached = (each.get("text", "") for each in post["props"].get("attachments", ()))
    return "\n\n".join(each for each in (post["message"], *attached) if each)


def actions_of(post: Json) -> list[Json]:
    """Return a post's buttons and menus."""
    attached = post["props"].get("attachments", ())
    return [action for each in attached for action in each.get("actions", ())]


def found_on(post: Json, label: str) -> tuple[str, str] | None:
    """Return the button, or the menu and its choice, that begins so."""
    for action in actions_of(post):
        name = str(action["name"])
        if _plain(name).startswith(_plain(label)):
            return name, ""
        for option in action.get("options") or ():
            if _plain(option["text"]).startswith(_plain(label)):
                return name, option["text"]
    return None


def button(post: Json, label: str) -> Json:
    """Return the button that bears this label under a post; MissingError if there is none."""
    for action in actions_of(post):
        if _plain(action["name"]) == _plain(label):
            return action
    raise MissingError(f"no button « {label} »")


def chosen(menu: Json, option: str) -> str:
    """Return what a menu sends for the option that one reads so, or that begins so."""
    for each in menu.get("options") or ():
        if option and _plain(each["text"]).startswith(_plain(option)):
            return str(each["value"])
    if option:
        raise MissingError(f"« {menu['name']} » has no option « {option} »")
    return ""


def readable(text: str) -> str:
    """Show Markdown as one reads it: links by their title, nothing escaped, nothing invisible."""
    titles = re.sub(r"\[((?:\\.|[^\]\\])*)\]\([^)]*\)", r"\1", text.replace("\u200b", ""))
    return re.sub(r"\\([\\`*_\[\]|~<>])", r"\1", titles)


def filled_in(dialog: Json, texts: Mapping[str, str]) -> Json:
    """Return what a window sends of a form: it checks, the server does not.

    What is left empty is null. Raises MissingError for what no window would send.
    """
    unknown = texts.keys() - {element["name"] for element in dialog["elements"]}
    if unknown:
        raise MissingError(f"the form has no {sorted(unknown)}")
    return {each["name"]: _entry(each, texts.get(each["name"])) for each in dialog["elements"]}


def _entry(element: Json, text: str | None) -> str | None:
    typed = str(element["default"]) if text is None else text
    label, options = element["display_name"], element["options"] or ()
    if not typed.strip():
        if not element["optional"]:
            raise MissingError(f"« {label} » must be filled in")
        return None
    if not options:
        return typed
    for option in options:
        if typed in (option["text"], option["value"]):
            return str(option["value"])
    raise MissingError(f"« {label} » has no choice « {typed} »")


async def _read(answer: aiohttp.ClientResponse) -> Json:
    found: Json = await answer.json()
    if not answer.ok:
        raise MissingError(f"{answer.method} {answer.url.path}: {found.get('message')}")
    return found


def _plain(text: str) -> str:
    """Make non-breaking spaces plain, so that steps are written as one types."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
