"""Mattermost servers with as many people as is wanted: `python -m bench.crowd NETWORKS PEOPLE`.

They remember nothing: who is where follows from the ids of `bench.lived`, so that hundreds of
thousands of people take no memory, and answers no time. `NETWORKS` is a file, a slug a line;
each has so many people. Prints its port; the server named `n` is `http://127.0.0.1:port/n`.
`/cut` closes every socket, and tells how many there were; `/said` tells how many posts came.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from pathlib import Path

from aiohttp import WSMsgType, web

from bench.lived import channel, person, slug_in

BOT = "botq".ljust(26, "y")
TEAM = "teamq".ljust(26, "y")

Json = dict[str, object]


class Crowd:
    """The answers: `slugs` are the networks, each with `people` members and the bot."""

    def __init__(self, slugs: list[str], people: int) -> None:
        self.people = people
        self.sockets: set[web.WebSocketResponse] = set()
        self.channels = [_channel(each) for each in slugs]
        self.posts = itertools.count(1)
        self.said = 0

    def routes(self) -> list[web.RouteDef]:
        """Return what the bot asks of a server, and what benches do."""
        api = "/{server}/api/v4"
        return [
            web.get("/cut", self.cut),
            web.get("/said", lambda _: _told(self.said)),
            web.get(f"{api}/websocket", self.socket),
            web.get(f"{api}/users/me", lambda _: _told(_user(BOT))),
            web.post(f"{api}/users/ids", self.users),
            web.post(f"{api}/users/usernames", self.users),
            web.get(f"{api}/users/{{user}}", lambda r: _told(_user(r.match_info["user"]))),
            web.get(f"{api}/users/{{me}}/teams", lambda _: _told([_team()])),
            web.get(f"{api}/users/{{me}}/teams/{{team}}/channels", lambda _: _told(self.channels)),
            web.get(f"{api}/teams/name/{{name}}", lambda _: _told(_team())),
            web.get(
                f"{api}/teams/{{team}}/channels/name/{{name}}",
                lambda r: _told(_channel(r.match_info["name"])),
            ),
            web.get(f"{api}/teams/{{team}}/commands/autocomplete", lambda _: _told([])),
            web.get(f"{api}/channels/{{channel}}/members", self.members),
            web.get(f"{api}/channels/{{channel}}/members/{{user}}", self.member),
            web.get(f"{api}/channels/{{channel}}/posts", lambda _: _told(_NO_POSTS)),
            web.post(f"{api}/channels/direct", self.direct),
            web.post(f"{api}/posts", self.post),
            web.put(f"{api}/posts/{{post}}/patch", self.patch),
            web.post(f"{api}/posts/{{post}}/pin", lambda _: _told({"status": "OK"})),
            web.post(f"{api}/posts/ids/reactions", lambda _: _told({})),
        ]

    async def users(self, request: web.Request) -> web.Response:
        """Give people by id, or by name, which is the same."""
        return await _told([_user(each) for each in await request.json()])

    async def members(self, request: web.Request) -> web.Response:
        """Give a page of a channel's members."""
        slug, found = slug_in(request.match_info["channel"]), [BOT]
        found += [person(each, slug) for each in range(self.people)]
        first = int(request.query.get("page", 0)) * 200
        return await _told([_member(each) for each in found[first : first + 200]])

    async def member(self, request: web.Request) -> web.Response:
        """Tell whether someone is in a channel."""
        user = request.match_info["user"]
        if user == BOT or slug_in(user) == slug_in(request.match_info["channel"]):
            return await _told(_member(user))
        told = {"id": "app.channel.get_member.missing.app_error", "status_code": 404}
        return web.json_response(told, status=404)

    async def direct(self, request: web.Request) -> web.Response:
        """Open a direct channel."""
        _, user = await request.json()
        return await _told(
            {**_channel(slug_in(user)), "id": f"d{user[1:]}", "type": "D", "team_id": ""}
        )

    async def post(self, request: web.Request) -> web.Response:
        """Take a post."""
        return await self._posted(await request.json(), f"{next(self.posts)}".rjust(26, "p"))

    async def patch(self, request: web.Request) -> web.Response:
        """Take the change of a post."""
        given = {"channel_id": channel("none"), **await request.json()}
        return await self._posted(given, request.match_info["post"])

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """Say hello, and keep the line."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        told = {"connection_id": "c", "server_version": "10.5.0"}
        hello = {"event": "hello", "data": told, "broadcast": {}, "seq": 0}
        await socket.send_str(json.dumps(hello))
        self.sockets.add(socket)
        async for message in socket:
            if message.type is WSMsgType.ERROR:
                break
        self.sockets.discard(socket)
        return socket

    async def cut(self, _request: web.Request) -> web.Response:
        """Cut every line at once."""
        cut = list(self.sockets)
        await asyncio.gather(*(each.close() for each in cut))
        return await _told(len(cut))

    async def _posted(self, given: Json, post: str) -> web.Response:
        self.said += 1
        own = {"id": post, "user_id": BOT, "create_at": 1_700_000_000_000, "root_id": ""}
        return await _told({**own, **given})


_NO_POSTS: Json = {"order": [], "posts": {}}


async def _told(what: object) -> web.Response:
    return web.json_response(what)


def _user(user: str) -> Json:
    return {"id": user, "username": user, "first_name": "Zoé", "last_name": "Lambert",
            "is_bot": user == BOT, "roles": "system_user", "delete_at": 0}  # fmt: skip


def _team() -> Json:
    return {"id": TEAM, "name": "france", "display_name": "France"}


def _channel(slug: str) -> Json:
    return {"id": channel(slug), "team_id": TEAM, "type": "P", "name": slug, "delete_at": 0}


def _member(user: str) -> Json:
    return {"user_id": user, "roles": "channel_user"}


async def _serve(slugs: list[str], people: int) -> None:
    app = web.Application(client_max_size=1 << 24)
    app.add_routes(Crowd(slugs, people).routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]).read_text("utf-8").split(), int(sys.argv[2])))
