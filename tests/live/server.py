"""A real server as its administrator sees it: people, teams, channels, bots, made then unmade."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import aiohttp
import pytest

from tests.sandbox.people import Answer, Json, Person

URL = os.environ.get("COURROIE_LIVE_URL", "").rstrip("/")
ADMIN_TOKEN = os.environ.get("COURROIE_LIVE_ADMIN_TOKEN", "")
URL_2 = os.environ.get("COURROIE_LIVE_URL_2", "").rstrip("/")
ADMIN_TOKEN_2 = os.environ.get("COURROIE_LIVE_ADMIN_TOKEN_2", "")
CALLBACK = os.environ.get("COURROIE_LIVE_CALLBACK", "127.0.0.1")

_OK = 200
_CREATED = 201


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team made for the tests."""

    id: str
    name: str


@dataclass
class Server:
    """What the administrator makes; `stack` unmakes it, last made first."""

    http: aiohttp.ClientSession
    url: str
    admin: Person
    stack: AsyncExitStack
    suffix: str

    async def person(self, name: str, **profile: str) -> Person:
        """Create someone, and log them in."""
        username, password = f"{name}-{self.suffix}", f"Courroie-{secrets.token_hex(12)}"
        account = {
            "username": username,
            "email": f"{username}@courroie.example.org",
            "password": password,
            "first_name": name.capitalize(),
            "locale": "fr",
        }
        made = await self.admin.post("/users", account | profile, status=_CREATED)
        self.stack.push_async_callback(self._erase, f"/users/{made['id']}")
        someone = Person(self.http, self.url, "")
        answer = await someone.call(
            "POST", "/users/login", {"login_id": username, "password": password}
        )
        assert answer.status == _OK, answer.body
        someone.token, someone.id = answer.headers["Token"], made["id"]
        return someone

    async def guest(self, name: str) -> Person:
        """Create a guest; skips where the server has no guests (a licence, a setting)."""
        someone = await self.person(name)
        answer = await self.admin.call("POST", f"/users/{someone.id}/demote", {})
        if answer.status != _OK:
            pytest.skip(f"this server has no guest accounts ({_reason(answer)})")
        return someone

    async def bot(self, name: str) -> Person:
        """Create a bot account and its token; skips where the server allows none."""
        body = {"username": f"{name}-{self.suffix}", "display_name": "Courroie"}
        answer = await self.admin.call("POST", "/bots", body)
        if answer.status != _CREATED:
            pytest.skip(f"no bot account can be made ({_reason(answer)})")
        bot = Person(self.http, self.url, "")
        bot.id = answer.body["user_id"]
        self.stack.push_async_callback(self._erase, f"/users/{bot.id}")
        await self.gives_token(bot)
        return bot

    async def gives_token(self, someone: Person) -> None:
        """Have them be let in, also after their sessions were ended; skips where none may be."""
        path = f"/users/{someone.id}/tokens"
        answer = await self.admin.call("POST", path, {"description": "essai"})
        if answer.status not in (_OK, _CREATED):
            pytest.skip(f"no token can be made ({_reason(answer)})")
        someone.token = answer.body["token"]

    async def team(self, name: str, *members: Person) -> Team:
        """Create a team with these people in it."""
        body = {
            "name": f"{name}-{self.suffix}",
            "display_name": name.capitalize(),
            "type": "O",
        }
        made = await self.admin.post("/teams", body, status=_CREATED)
        self.stack.push_async_callback(self._erase, f"/teams/{made['id']}")
        for member in members:
            await self.join_team(made["id"], member)
        return Team(id=made["id"], name=made["name"])

    async def join_team(self, team_id: str, member: Person, *, admin: bool = False) -> None:
        """Add someone to a team, as its administrator if need be: who may create commands."""
        body = {"team_id": team_id, "user_id": member.id}
        await self.admin.post(f"/teams/{team_id}/members", body, status=_CREATED)
        if admin:
            path = f"/teams/{team_id}/members/{member.id}/schemeRoles"
            roles = {"scheme_user": True, "scheme_admin": True}
            answer = await self.admin.call("PUT", path, roles)
            assert answer.status == _OK, answer.body

    async def channel(self, team_id: str, name: str, *members: Person, kind: str = "P") -> Json:
        """Create a private channel (or a public one, `kind` O) with these people in it."""
        body = {"team_id": team_id, "name": name, "display_name": name.capitalize(), "type": kind}
        made: Json = await self.admin.post("/channels", body, status=_CREATED)
        for member in members:
            path = f"/channels/{made['id']}/members"
            await self.admin.post(path, {"user_id": member.id}, status=_CREATED)
        return made

    @asynccontextmanager
    async def without_token(self, bot: Person) -> AsyncIterator[None]:
        """Refuse a bot's token until the block ends."""
        (token,) = await self.admin.get(f"/users/{bot.id}/tokens")
        which = {"token_id": token["id"]}
        await self.admin.post("/users/tokens/disable", which)
        try:
            yield
        finally:
            await self.admin.post("/users/tokens/enable", which)

    async def hook_says(self, channel_id: str, text: str) -> None:
        """Write in a channel by an incoming webhook of the administrator's."""
        headers = {"Authorization": f"Bearer {self.admin.token}"}
        body = {"channel_id": channel_id, "display_name": "essai"}
        made = f"{self.url}/api/v4/hooks/incoming"
        async with self.http.post(made, json=body, headers=headers) as answer:
            assert answer.status == _CREATED, await answer.text()
            hook = (await answer.json())["id"]
        said = await self.admin.call("POST", f"/hooks/{hook}", {"text": text})
        assert said.status == _OK, said.body

    async def _erase(self, path: str) -> None:
        """Delete for good; where the server only archives or deactivates, do that."""
        answer = await self.admin.call("DELETE", f"{path}?permanent=true")
        if answer.status != _OK:
            await self.admin.call("DELETE", path)


@asynccontextmanager
async def open_server(url: str = URL, token: str = ADMIN_TOKEN) -> AsyncIterator[Server]:
    """Log in to a server, the first that is named; unmake everything at the end."""
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        admin = Person(http, url, token)
        admin.id = (await admin.get("/users/me"))["id"]
        async with AsyncExitStack() as stack:
            yield Server(http=http, url=url, admin=admin, stack=stack, suffix=secrets.token_hex(3))


async def in_direct(person: Person, other: Person) -> str:
    """Return the direct channel of two people."""
    channel = await person.post("/channels/direct", [person.id, other.id], status=_CREATED)
    for _ in range(50):  # opened by both at once, it is refused to one of them for a moment
        if (await person.call("GET", f"/channels/{channel['id']}")).status == _OK:
            break
        await asyncio.sleep(0.1)
    return str(channel["id"])


async def posts_in(reader: Person, channel_id: str) -> list[Json]:
    """Return a channel's latest posts as someone reads them, oldest first."""
    page = await reader.get(f"/channels/{channel_id}/posts?per_page=200")
    return [page["posts"][id_] for id_ in dict.fromkeys(reversed(page["order"]))]


def _reason(answer: Answer) -> str:
    with suppress(TypeError, KeyError):
        return f"{answer.status} {answer.error_id}"
    return str(answer.status)
