"""Somebody with a session on the sandbox, and an integration that answers what a test tells it."""

import json
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from sandbox.play.player import button, chosen, filled_in
from sandbox.server.sandbox import Sandbox
from tests.waiting import PATIENCE

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sandbox answered, the body read as JSON when it is."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def error_id(self) -> str:
        return str(self.body["id"])


class Person:
    """One session: its calls carry its token."""

    def __init__(self, http: aiohttp.ClientSession, url: str, token: str) -> None:
        self._http = http
        self.url = url
        self.token = token
        self.id = ""

    async def call(
        self, method: str, path: str, body: object = None, data: object = None
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        where = path if path.startswith("/hooks") else f"/api/v4{path}"
        async with self._http.request(
            method, f"{self.url}{where}", headers=headers, json=body, data=data
        ) as response:
            text = await response.text()
            kept = {name.title(): value for name, value in response.headers.items()}
            readable = "json" in response.content_type
            return Answer(response.status, kept, json.loads(text) if readable else text)

    async def get(self, path: str) -> Any:  # noqa: ANN401 - JSON of any shape
        answer = await self.call("GET", path)
        assert answer.status == 200, answer.body
        return answer.body

    async def post(self, path: str, body: object = None, *, status: int = 200) -> Any:  # noqa: ANN401 - JSON of any shape
        answer = await self.call("POST", path, {} if body is None else body)
        assert answer.status == status, answer.body
        return answer.body

    async def team(self) -> Json:
        found: Json = (await self.get("/users/me/teams"))[0]
        return found

    async def channel(self, name: str) -> Json:
        team = await self.team()
        found: Json = await self.get(f"/teams/{team['id']}/channels/name/{name}")
        return found

    async def says(self, channel_id: str, message: str, **more: object) -> Json:
        body = {"channel_id": channel_id, "message": message} | more
        posted: Json = await self.post("/posts", body, status=201)
        return posted

    async def types(self, channel_id: str, command: str) -> Answer:
        body = {"channel_id": channel_id, "command": command}
        return await self.call("POST", "/commands/execute", body)

    async def replies(self, post: Json, message: str) -> Json:
        """Write in the thread of a post."""
        return await self.says(
            post["channel_id"], message, root_id=post.get("root_id") or post["id"]
        )

    async def clicks(self, post: Json, label: str, option: str = "") -> Answer:
        """Press the button of this label under a post, or under what is shown to us alone.

        Or choose an option in the menu of this label.
        """
        action = button(post, label)
        body = {"cookie": action.get("cookie", ""), "selected_option": chosen(action, option)}
        return await self.call("POST", f"/posts/{post['id']}/actions/{action['id']}", body)

    async def reacts(self, post: str, emoji: str) -> Answer:
        """Put a reaction under a post."""
        body = {"user_id": self.id, "post_id": post, "emoji_name": emoji}
        return await self.call("POST", "/reactions", body)

    async def takes_back(self, post: str, emoji: str) -> Answer:
        """Take a reaction back."""
        return await self.call("DELETE", f"/users/{self.id}/posts/{post}/reactions/{emoji}")

    async def fills_in(self, opened: Json, channel_id: str, **texts: str) -> Json:
        """Send the form that opened, entries by name; return what the window is told."""
        dialog = opened["dialog"]
        body = {
            "url": opened["url"],
            "callback_id": dialog["callback_id"],
            "state": dialog["state"],
            "channel_id": channel_id,
            "team_id": (await self.team())["id"],
            "submission": filled_in(dialog, texts),
        }
        told: Json = await self.post("/actions/dialogs/submit", body)
        return told

    async def listens(self, query: str = "") -> "Listener":
        socket = await self._http.ws_connect(
            f"{self.url}/api/v4/websocket{query}",
            headers={"Authorization": f"Bearer {self.token}"},
        )
        return Listener(socket)


class Listener:
    """An open websocket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def next(self, event: str = "") -> Json:
        """Give the next frame, or the next event of that name, in time."""
        while True:
            frame: Json = await self.socket.receive_json(timeout=PATIENCE)
            if not event or frame.get("event") == event:
                return frame

    async def form(self) -> Json:
        """Give the next form that opens."""
        shown: Json = json.loads((await self.next("open_dialog"))["data"]["dialog"])
        return shown

    async def whisper(self) -> Json:
        """Give the next message that is shown to us alone."""
        shown: Json = json.loads((await self.next("ephemeral_message"))["data"]["post"])
        return shown


@dataclass(frozen=True, slots=True)
class Call:
    """What an integration was sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def json(self) -> Json:
        value: Json = json.loads(self.body)
        return value


@dataclass
class Integration:
    """A small server that answers what it is told, and remembers what it was sent."""

    url: str = ""
    status: int = 200
    body: str = "{}"
    content_type: str = "application/json"
    calls: list[Call] = field(default_factory=list)

    def says(self, value: object) -> None:
        self.body = json.dumps(value)

    async def answer(self, request: web.Request) -> web.Response:
        headers = {name.title(): value for name, value in request.headers.items()}
        body = await request.read()
        self.calls.append(Call(request.method, request.path_qs, headers, body))
        return web.Response(
            status=self.status, body=self.body.encode(), content_type=self.content_type
        )


@dataclass
class Town:
    """A sandbox, an integration, and people who log in when first named."""

    sandbox: Sandbox
    integration: Integration
    http: aiohttp.ClientSession
    _known: dict[str, Person] = field(default_factory=dict)

    async def person(self, name: str) -> Person:
        if name not in self._known:
            someone = Person(self.http, self.sandbox.url, "")
            if name == "courroie":
                someone.token = self.sandbox.bot_token
            else:
                body = {"login_id": name, "password": "courroie"}
                someone.token = (await someone.call("POST", "/users/login", body)).headers["Token"]
            someone.id = (await someone.get("/users/me"))["id"]
            self._known[name] = someone
        return self._known[name]

    async def command(self, trigger: str = "botte", **more: object) -> Json:
        """Create a slash command that calls the integration."""
        bot = await self.person("courroie")
        body = {
            "team_id": (await bot.team())["id"],
            "trigger": trigger,
            "method": "P",
            "url": f"{self.integration.url}/slash",
        }
        made: Json = await bot.post("/commands", body | more, status=201)
        return made


async def serve(stack: AsyncExitStack, integration: Integration) -> None:
    """Start an integration on a free port, until the stack closes."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", integration.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    integration.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
