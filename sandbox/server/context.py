"""What every route needs: the sandbox's parts, who is asking, and the shape of answers."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from sandbox.server import wire
from sandbox.server.clock import WorldClock
from sandbox.server.errors import BAD_URL, SESSION_EXPIRED, ApiError, bad_body, forbidden
from sandbox.server.faults import Faults
from sandbox.server.hub import Hub
from sandbox.server.ids import is_id
from sandbox.server.integrations import Integrations
from sandbox.server.mail.mailbox import Mailbox
from sandbox.server.records import Channel, Json, Post, Team, User
from sandbox.server.seed import Seed
from sandbox.server.triggers import Cookies, PendingPosts, ResponseHooks, Triggers
from sandbox.server.world import World

NextDue = Callable[[], Awaitable[datetime | None]]


@dataclass(kw_only=True)
class Shared:
    """What sandboxes that stand side by side have in common; `servers` are they, by name.

    `laying` names what of a demo is still being laid out.
    """

    clock: WorldClock
    mailbox: Mailbox
    written_back: Mailbox
    next_due: NextDue | None
    servers: dict[str, Context] = field(default_factory=dict)
    laying: Sequence[str] = ()


@dataclass(kw_only=True)
class Context:
    """The parts of one running sandbox. `url` is known once it listens."""

    shared: Shared
    world: World
    hub: Hub
    faults: Faults
    integrations: Integrations
    triggers: Triggers
    hooks: ResponseHooks
    cookies: Cookies
    pending: PendingPosts
    bot_may_create_commands: bool
    seed: Seed
    url: str = ""


CONTEXT = web.AppKey("CONTEXT", Context)


def here(request: web.Request) -> Context:
    """Give the sandbox that serves a request."""
    return request.app[CONTEXT]


def token_of(request: web.Request) -> str:
    """Read the session's token, from the header or else from the cookie."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() in {"bearer", "token"}:
        return token.strip()
    return request.cookies.get("MMAUTHTOKEN", "")


def caller(request: web.Request) -> User:
    """Tell who asks. Raises 401 as the real server does, with the refused token in the detail."""
    world = here(request).world
    token = token_of(request)
    session = world.sessions.get(token)
    if session is None:
        raise ApiError(401, SESSION_EXPIRED, f"token={token}" if token else "UserRequired")
    return world.users[session.user_id]


def answer(value: object, status: int = 200) -> web.Response:
    """Answer JSON, typed as the real server types it (no charset)."""
    return web.Response(
        body=wire.text(value).encode(), status=status, content_type="application/json"
    )


def done() -> web.Response:
    """Answer that it is done, where there is nothing else to say."""
    return answer({"status": "OK"})


async def body_of(request: web.Request) -> Json:
    """Read the JSON object of a request. Raises 400 when it is anything else."""
    try:
        value = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise bad_body("body") from error
    if not isinstance(value, dict):
        raise bad_body("body")
    return value


async def strings_of(request: web.Request, name: str) -> list[str]:
    """Read a JSON list of strings."""
    try:
        value = json.loads(await request.read())
    except ValueError as error:
        raise bad_body(name) from error
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise bad_body(name)
    return value


def text_in(body: Json, name: str) -> str:
    """Read one text of a JSON body, absent meaning empty."""
    value = body.get(name) or ""
    if not isinstance(value, str):
        raise bad_body(name)
    return value


def number_in(request: web.Request, name: str, default: int) -> int:
    """Read a number of the query; what is not one means the default, as in Go."""
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else default


def id_in_path(request: web.Request, name: str) -> str:
    """Read an identifier of the path. Raises 400 when it does not have 26 characters."""
    value = request.match_info[name]
    if not is_id(value):
        raise ApiError(400, BAD_URL, name=name)
    return value


def user_in_path(request: web.Request) -> User:
    """Find the account in the path; `me` is the caller."""
    asker = caller(request)
    if request.match_info["user_id"] == "me":
        return asker
    user = here(request).world.users.get(id_in_path(request, "user_id"))
    if user is None:
        raise ApiError(404, "app.user.missing_account.const")
    return user


def team_in_path(request: web.Request) -> Team:
    """Find the team in the path, for its members and the admins."""
    asker = caller(request)
    team = here(request).world.teams.get(id_in_path(request, "team_id"))
    if team is None:
        raise ApiError(404, "app.team.get.find.app_error")
    if asker.id not in team.member_ids and not asker.admin:
        raise forbidden("view_team")
    return team


def channel_in_path(request: web.Request) -> Channel:
    """Find the channel in the path, whoever asks."""
    caller(request)
    return channel_by_id(here(request), id_in_path(request, "channel_id"))


def channel_by_id(context: Context, channel_id: str) -> Channel:
    """Find a channel. Raises 404 when there is none."""
    channel = context.world.channels.get(channel_id)
    if channel is None:
        raise ApiError(
            404, "app.channel.get.existing.app_error", f"resource: Channel id: {channel_id}"
        )
    return channel


def readable(request: web.Request, channel: Channel) -> Channel:
    """Pass a channel on if the caller may read it. Raises 403 otherwise."""
    if not here(request).world.may_read(caller(request), channel):
        raise forbidden("read_channel")
    return channel


def post_in_path(request: web.Request) -> Post:
    """Find the living post in the path, in a channel that the caller may read."""
    caller(request)
    context = here(request)
    post = living_post(context, id_in_path(request, "post_id"))
    readable(request, channel_by_id(context, post.channel_id))
    return post


def living_post(context: Context, post_id: str) -> Post:
    """Find a post that is not deleted. Raises 404 otherwise."""
    post = context.world.posts.get(post_id)
    if post is None or post.delete_at:
        raise no_such_post(post_id)
    return post


def no_such_post(post_id: str) -> ApiError:
    """Build the 404 for a post that is not there, or not any more."""
    return ApiError(404, "app.post.get.app_error", f"resource: Post id: {post_id}")
