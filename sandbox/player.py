"""Someone who uses the sandbox as a person does: reads, types, clicks, fills in."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp

from sandbox.seed import PASSWORD, TEAM_NAME

PATIENCE = 10.0
"""Seconds that something expected may take to be read."""

_LOOK_AGAIN = 0.05

Json = dict[str, Any]


class MissingError(AssertionError):
    """Something that should have been read was not."""


@dataclass(slots=True)
class Player:
    """A user's session; `enter` opens it."""

    http: aiohttp.ClientSession
    url: str
    name: str
    id: str = ""
    _token: str = field(default="", repr=False)
    _team: str = ""
    _socket: aiohttp.ClientWebSocketResponse | None = None

    async def enter(self) -> Self:
        """Log in, and listen for the forms that open."""
        login = {"login_id": self.name, "password": PASSWORD}
        async with self.http.post(f"{self.url}/api/v4/users/login", json=login) as answer:
            self._token = answer.headers["Token"]
            self.id = (await answer.json())["id"]
        self._team = (await self._get(f"/teams/name/{TEAM_NAME}"))["id"]
        self._socket = await self.http.ws_connect(
            f"{self.url}/api/v4/websocket", headers=self._headers
        )
        return self

    async def leave(self) -> None:
        """Stop listening."""
        if self._socket is not None:
            await self._socket.close()

    async def types(self, channel: str, text: str) -> str:
        """Type a slash command in a channel; return what is shown to us alone."""
        found = await self._post(
            "/commands/execute", {"channel_id": await self._channel(channel), "command": text}
        )
        return str(found.get("text", ""))

    async def says(self, channel: str, text: str) -> str:
        """Write a message in a channel; return its id."""
        body = {"channel_id": await self._channel(channel), "message": text}
        return str((await self._post("/posts", body))["id"])

    async def writes_to(self, other: str, text: str) -> None:
        """Write a direct message."""
        await self._post("/posts", {"channel_id": await self._direct(other), "message": text})

    async def clicks(self, post: Json, label: str) -> None:
        """Press the button that bears this label under a post."""
        for attachment in post["props"].get("attachments", ()):
            for action in attachment["actions"]:
                if action["name"] == label:
                    await self._post(f"/posts/{post['id']}/actions/{action['id']}", {})
                    return
        raise MissingError(f"no button « {label} »")

    async def fills_in(self, channel: str, text: str) -> str:
        """Fill in the form that has just opened, and send it; return what is wrong, if anything."""
        opened = await self._form()
        body = {
            "url": opened["url"],
            "callback_id": opened["dialog"]["callback_id"],
            "state": opened["dialog"]["state"],
            "channel_id": await self._channel(channel),
            "team_id": self._team,
            "submission": {opened["dialog"]["elements"][0]["name"]: text},
        }
        return str((await self._post("/actions/dialogs/submit", body)).get("error", ""))

    async def reads(self, channel: str, words: str) -> Json:
        """Wait for a post of a channel that has these words; return the last one."""
        return await self._waits(await self._channel(channel), words)

    async def hears_from(self, other: str, words: str) -> Json:
        """Wait for a direct message that has these words."""
        return await self._waits(await self._direct(other), words)

    async def all_in(self, channel: str) -> list[Json]:
        """Return the posts of a channel, oldest first."""
        return await self._posts(await self._channel(channel))

    async def _waits(self, channel: str, words: str) -> Json:
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    for post in reversed(await self._posts(channel)):
                        if words in _plain(post["message"]):
                            return post
                    await asyncio.sleep(_LOOK_AGAIN)
        except TimeoutError:
            raise MissingError(f"{self.name} never read « {words} »") from None

    async def _posts(self, channel: str) -> list[Json]:
        found = await self._get(f"/channels/{channel}/posts?per_page=200")
        return [found["posts"][each] for each in reversed(found["order"])]

    async def _form(self) -> Json:
        if self._socket is None:
            raise RuntimeError("enter first")
        try:
            while True:
                frame = await self._socket.receive_json(timeout=PATIENCE)
                if frame.get("event") == "open_dialog":
                    opened: Json = json.loads(frame["data"]["dialog"])
                    return opened
        except TimeoutError:
            raise MissingError(f"no form opened for {self.name}") from None

    async def _channel(self, name: str) -> str:
        found = await self._get(f"/teams/{self._team}/channels/name/{name}")
        return str(found["id"])

    async def _direct(self, other: str) -> str:
        them = await self._get(f"/users/username/{other}")
        return str((await self._post("/channels/direct", [self.id, them["id"]]))["id"])

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


async def _read(answer: aiohttp.ClientResponse) -> Json:
    found: Json = await answer.json()
    if not answer.ok:
        raise MissingError(f"{answer.method} {answer.url.path}: {found.get('message')}")
    return found


def _plain(text: str) -> str:
    """Make non-breaking spaces plain, so that steps are written as one types."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
