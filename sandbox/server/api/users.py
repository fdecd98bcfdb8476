"""Logging in and out, and reading accounts."""

from aiohttp import web

from sandbox.server import wire
from sandbox.server.context import (
    answer,
    body_of,
    caller,
    done,
    here,
    strings_of,
    text_in,
    token_of,
    user_in_path,
)
from sandbox.server.errors import ApiError
from sandbox.server.ids import new_id
from sandbox.server.records import Session
from sandbox.server.seed import PASSWORD


async def login(request: web.Request) -> web.Response:
    """Open a session: its token comes in the Token header and as a cookie."""
    body = await body_of(request)
    world = here(request).world
    user = world.user_named(text_in(body, "login_id"))
    if user is None or user.is_bot or text_in(body, "password") != PASSWORD:
        raise ApiError(401, "api.user.login.invalid_credentials_email_username")
    session = world.sessions.keep(Session(token=new_id(), user_id=user.id))
    response = answer(wire.user(user, own=True))
    response.headers["Token"] = session.token
    response.set_cookie("MMAUTHTOKEN", session.token, httponly=True, samesite="Lax")
    response.set_cookie("MMUSERID", user.id, samesite="Lax")
    return response


async def logout(request: web.Request) -> web.Response:
    """Close the caller's session."""
    caller(request)
    here(request).world.sessions.drop(token_of(request))
    response = done()
    response.del_cookie("MMAUTHTOKEN")
    return response


async def show(request: web.Request) -> web.Response:
    """Give an account, or one's own with `me`."""
    user = user_in_path(request)
    return answer(wire.user(user, own=user == caller(request)))


async def show_named(request: web.Request) -> web.Response:
    """Give the account with this name."""
    asker = caller(request)
    user = here(request).world.user_named(request.match_info["username"])
    if user is None:
        raise ApiError(404, "app.user.get_by_username.app_error")
    return answer(wire.user(user, own=user == asker))


async def list_named(request: web.Request) -> web.Response:
    """Give the accounts among these names; unknown names are passed over."""
    caller(request)
    names = await strings_of(request, "usernames")
    world = here(request).world
    found = [user for name in names if (user := world.user_named(name))]
    return answer([wire.user(user) for user in found])


async def list_by_id(request: web.Request) -> web.Response:
    """Give the accounts among these identifiers; unknown ones are passed over."""
    caller(request)
    ids = await strings_of(request, "user_ids")
    world = here(request).world
    found = [user for user_id in ids if (user := world.users.get(user_id))]
    return answer([wire.user(user) for user in found])


async def list_all(request: web.Request) -> web.Response:
    """Give all the accounts, or those of `in_channel`."""
    caller(request)
    world = here(request).world
    channel_id = request.query.get("in_channel", "")
    users = [user for user in world.users if not channel_id or world.member(channel_id, user.id)]
    return answer([wire.user(user) for user in users])


async def show_status(request: web.Request) -> web.Response:
    """Tell whether somebody is connected."""
    user = user_in_path(request)
    status = "online" if here(request).hub.online(user.id) else "offline"
    return answer({"user_id": user.id, "status": status, "manual": False, "last_activity_at": 0})


ROUTES = (
    web.post("/users/login", login),
    web.post("/users/logout", logout),
    web.get("/users", list_all),
    web.post("/users/ids", list_by_id),
    web.post("/users/usernames", list_named),
    web.get("/users/username/{username}", show_named),
    web.get("/users/{user_id}", show),
    web.get("/users/{user_id}/status", show_status),
)
