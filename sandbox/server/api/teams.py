"""Reading teams and their channels."""

from aiohttp import web

from sandbox.server import channels, wire
from sandbox.server.context import (
    answer,
    body_of,
    caller,
    done,
    here,
    number_in,
    team_in_path,
    text_in,
    user_in_path,
)
from sandbox.server.errors import ApiError, bad_body, forbidden
from sandbox.server.records import OPEN, User


async def list_all(request: web.Request) -> web.Response:
    """Give the teams that the caller is in; an admin sees them all."""
    asker = caller(request)
    teams = [t for t in here(request).world.teams if asker.admin or asker.id in t.member_ids]
    return answer([wire.team(team) for team in teams])


async def show(request: web.Request) -> web.Response:
    """Give a team."""
    return answer(wire.team(team_in_path(request)))


async def show_named(request: web.Request) -> web.Response:
    """Give the team with this name in addresses."""
    asker = caller(request)
    team = here(request).world.team_named(request.match_info["name"])
    if team is None:
        raise ApiError(404, "app.team.get_by_name.missing.app_error")
    if not asker.admin and asker.id not in team.member_ids:
        raise forbidden("view_team")
    return answer(wire.team(team))


async def list_of_user(request: web.Request) -> web.Response:
    """Give somebody's teams: one's own, or anybody's for an admin."""
    user = _own(request)
    teams = [team for team in here(request).world.teams if user.id in team.member_ids]
    return answer([wire.team(team) for team in teams])


async def list_members(request: web.Request) -> web.Response:
    """Give a team's members, by pages."""
    team = team_in_path(request)
    page, per_page = number_in(request, "page", 0), number_in(request, "per_page", 60)
    shown = team.member_ids[page * per_page : (page + 1) * per_page]
    return answer([_member(team.id, user_id) for user_id in shown])


async def add_member(request: web.Request) -> web.Response:
    """Add somebody to a team that the caller is in."""
    team, context = team_in_path(request), here(request)
    user = context.world.users.get(text_in(await body_of(request), "user_id"))
    if user is None:
        raise bad_body("user_id")
    channels.join_team(context, team, user)
    return answer(_member(team.id, user.id), 201)


async def remove_member(request: web.Request) -> web.Response:
    """Remove somebody from a team: oneself, or an administrator anybody."""
    team, user, asker = team_in_path(request), user_in_path(request), caller(request)
    if user.id != asker.id and not asker.admin:
        raise forbidden("remove_user_from_team")
    if user.id not in team.member_ids:
        raise ApiError(400, "api.team.remove_user_from_team.missing.app_error")
    channels.leave_team(here(request), team, user)
    return done()


async def list_channels_of_user(request: web.Request) -> web.Response:
    """Give the channels that somebody is in, direct ones included: one's own only."""
    user, team = _own(request), team_in_path(request)
    world = here(request).world
    return answer([wire.channel(world, c) for c in world.channels_of(user.id, team.id)])


async def list_memberships_of_user(request: web.Request) -> web.Response:
    """Give how far somebody has read in each channel: one's own only."""
    user, team = _own(request), team_in_path(request)
    world = here(request).world
    members = (world.member(c.id, user.id) for c in world.channels_of(user.id, team.id))
    return answer([wire.member(member) for member in members if member])


async def list_open_channels(request: web.Request) -> web.Response:
    """Give a team's open channels."""
    team = team_in_path(request)
    world = here(request).world
    living = [c for c in world.channels if c.team_id == team.id and not c.delete_at]
    found = [c for c in living if c.type == OPEN]
    return answer([wire.channel(world, channel) for channel in found])


async def show_channel_named(request: web.Request) -> web.Response:
    """Give a channel by its name; a private one does not exist for those outside it.

    Nor does an archived one, unless `include_deleted`.
    """
    asker, team = caller(request), team_in_path(request)
    world = here(request).world
    channel = world.channel_named(team.id, request.match_info["name"])
    if channel and channel.delete_at and request.query.get("include_deleted") != "true":
        channel = None
    if channel is None or (channel.type != OPEN and not world.may_read(asker, channel)):
        raise ApiError(404, "app.channel.get_by_name.missing.app_error", f"teamId={team.id}")
    return answer(wire.channel(world, channel))


def _own(request: web.Request) -> User:
    asker, user = caller(request), user_in_path(request)
    if user.id != asker.id and not asker.admin:
        raise forbidden("edit_other_users")
    return user


def _member(team_id: str, user_id: str) -> dict[str, object]:
    return {
        "team_id": team_id,
        "user_id": user_id,
        "roles": "team_user",
        "delete_at": 0,
        "scheme_guest": False,
        "scheme_user": True,
        "scheme_admin": False,
        "explicit_roles": "",
    }


ROUTES = (
    web.get("/teams", list_all),
    web.get("/teams/name/{name}", show_named),
    web.get("/teams/{team_id}", show),
    web.get("/teams/{team_id}/members", list_members),
    web.post("/teams/{team_id}/members", add_member),
    web.delete("/teams/{team_id}/members/{user_id}", remove_member),
    web.get("/teams/{team_id}/channels", list_open_channels),
    web.get("/teams/{team_id}/channels/name/{name}", show_channel_named),
    web.get("/users/{user_id}/teams", list_of_user),
    web.get("/users/{user_id}/teams/{team_id}/channels", list_channels_of_user),
    web.get("/users/{user_id}/teams/{team_id}/channels/members", list_memberships_of_user),
)
