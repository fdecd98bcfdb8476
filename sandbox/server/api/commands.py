"""Slash commands: managing, completing and running them, and their later answers."""

from dataclasses import replace

from aiohttp import web

from sandbox.server import invite, slash, wire
from sandbox.server.context import (
    Context,
    answer,
    body_of,
    caller,
    channel_by_id,
    done,
    here,
    id_in_path,
    readable,
    team_in_path,
    text_in,
)
from sandbox.server.errors import ApiError, bad_body, forbidden
from sandbox.server.ids import is_id, new_id
from sandbox.server.records import Json, SlashCommand, Team, User

_TEXTS = (
    "trigger",
    "method",
    "username",
    "icon_url",
    "auto_complete_desc",
    "auto_complete_hint",
    "display_name",
    "description",
    "url",
)


async def list_commands(request: web.Request) -> web.Response:
    """Give a team's commands, secrets included, to those who manage them."""
    asker, context = caller(request), here(request)
    team = _team(context, request.query.get("team_id", ""), asker)
    managed = _may_manage(context, asker)
    if not managed and request.query.get("custom_only") == "true":
        raise forbidden("manage_slash_commands")
    commands = [c for c in context.world.commands if c.team_id == team.id]
    if not managed:
        commands = [command for command in commands if command.auto_complete]
    return answer([wire.command(command, secret=managed) for command in commands])


async def create(request: web.Request) -> web.Response:
    """Create a command of a team; its trigger word must be free there."""
    body, asker, context = await body_of(request), caller(request), here(request)
    team = _team(context, text_in(body, "team_id"), asker)
    _check_may_manage(context, asker)
    now = context.world.tick()
    command = SlashCommand(
        id=new_id(),
        token=new_id(),
        create_at=now,
        update_at=now,
        creator_id=asker.id,
        team_id=team.id,
        **_fields(body),
    )
    _check(context, command)
    return answer(wire.command(context.world.commands.keep(command)), 201)


async def show(request: web.Request) -> web.Response:
    """Give a command, to those who manage commands."""
    return answer(wire.command(_managed(request)))


async def change(request: web.Request) -> web.Response:
    """Change a command; its token stays."""
    command, body, context = _managed(request), await body_of(request), here(request)
    if body.get("id", command.id) != command.id:
        raise bad_body("command")
    changed = replace(command, update_at=context.world.tick(), **_fields(body))
    _check(context, changed)
    return answer(wire.command(context.world.commands.keep(changed)))


async def remove(request: web.Request) -> web.Response:
    """Delete a command."""
    here(request).world.commands.drop(_managed(request).id)
    return done()


async def complete(request: web.Request) -> web.Response:
    """Give the commands to propose while somebody types, without their secrets."""
    team = team_in_path(request)
    commands = here(request).world.commands
    shown = [c for c in commands if c.team_id == team.id and c.auto_complete]
    return answer([wire.command(one, secret=False) for one in (*shown, invite.shown(team))])


async def execute(request: web.Request) -> web.Response:
    """Run what somebody typed: the first word is the command, the rest its text as it is."""
    body, asker, context = await body_of(request), caller(request), here(request)
    typed = text_in(body, "command")
    if len(typed) < 2 or not typed.startswith("/"):  # noqa: PLR2004 - a slash and a letter
        raise ApiError(400, "api.command.execute_command.start.app_error")
    channel_id = text_in(body, "channel_id")
    if not is_id(channel_id):
        raise bad_body("channel_id")
    channel = readable(request, channel_by_id(context, channel_id))
    trigger, text = _split(typed)
    team_id = channel.team_id or text_in(body, "team_id")
    if not team_id:  # a direct channel belongs to no team, its caller does
        raise forbidden("view_team")
    team = _team(context, team_id, asker)
    root_id = text_in(body, "root_id")
    if trigger == invite.TRIGGER:
        invited = invite.Invitation(by=asker, channel=channel, team=team, root_id=root_id)
        return answer(invite.execute(context, invited, text))
    command = _command_named(context, team, trigger)
    if command is None:
        raise ApiError(404, "api.command.execute_command.not_found.app_error", trigger=trigger)
    run = slash.Run(command=command, user=asker, channel=channel, team=team, root_id=root_id)
    return answer(await slash.execute(context, run, text))


async def answer_later(request: web.Request) -> web.Response:
    """Take a command's later answer at its response_url, without any session."""
    context = here(request)
    hook = context.hooks.use(request.match_info["hook_id"])
    response = slash.full_response(await body_of(request))
    command = context.world.commands.get(hook.command_id)
    if command is None:
        raise ApiError(404, "app.command.getcommand.app_error")
    run = slash.Run(
        command=command,
        user=context.world.users[hook.user_id],
        channel=context.world.channels[hook.channel_id],
        team=context.world.teams[hook.team_id],
        root_id=hook.root_id,
    )
    slash.apply(context, run, response)
    return web.Response(text="ok")


def _split(typed: str) -> tuple[str, str]:
    """Cut after the first white space only: the rest is kept as it was typed."""
    for place, letter in enumerate(typed):
        if letter.isspace():
            return typed[1:place].lower(), typed[place + 1 :]
    return typed[1:].lower(), ""


def _team(context: Context, team_id: str, asker: User) -> Team:
    if not is_id(team_id):
        raise bad_body("team_id")
    team = context.world.teams.get(team_id)
    if team is None or (asker.id not in team.member_ids and not asker.admin):
        raise forbidden("view_team")
    return team


def _may_manage(context: Context, user: User) -> bool:
    return user.admin or (user.is_bot and context.bot_may_create_commands)


def _check_may_manage(context: Context, user: User) -> None:
    if not _may_manage(context, user):
        raise forbidden("manage_slash_commands")


def _managed(request: web.Request) -> SlashCommand:
    asker, context = caller(request), here(request)
    command = context.world.commands.get(id_in_path(request, "command_id"))
    if command is None or not _may_manage(context, asker):
        raise ApiError(404, "app.command.getcommand.app_error")
    return command


def _command_named(context: Context, team: Team, trigger: str) -> SlashCommand | None:
    commands = context.world.commands
    return next((c for c in commands if c.team_id == team.id and c.trigger == trigger), None)


def _fields(body: Json) -> Json:
    fields: Json = {name: text_in(body, name) for name in _TEXTS}
    fields["trigger"] = fields["trigger"].lower()
    fields["method"] = "G" if fields["method"] == "G" else "P"
    return fields | {"auto_complete": bool(body.get("auto_complete"))}


def _check(context: Context, command: SlashCommand) -> None:
    trigger = command.trigger
    if not trigger or trigger.startswith("/") or any(letter.isspace() for letter in trigger):
        raise ApiError(400, "model.command.is_valid.trigger.app_error")
    if not command.url.startswith(("http://", "https://")):
        raise ApiError(400, "model.command.is_valid.url.app_error")
    team = context.world.teams[command.team_id]
    twin = _command_named(context, team, trigger)
    if trigger == invite.TRIGGER or (twin is not None and twin.id != command.id):
        raise ApiError(400, "api.command.duplicate_trigger.app_error")


ROUTES = (
    web.get("/commands", list_commands),
    web.post("/commands", create),
    web.post("/commands/execute", execute),
    web.get("/commands/{command_id}", show),
    web.put("/commands/{command_id}", change),
    web.delete("/commands/{command_id}", remove),
    web.get("/teams/{team_id}/commands/autocomplete", complete),
)
HOOK_ROUTES = (web.post("/hooks/commands/{hook_id}", answer_later),)
