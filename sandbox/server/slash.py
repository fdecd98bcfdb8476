"""Running a slash command: what its integration is told, and what becomes of its answer."""

import json
import re
from dataclasses import dataclass

from sandbox.server import attachments, posting
from sandbox.server.context import Context
from sandbox.server.errors import COMMAND_FAILED, ApiError
from sandbox.server.integrations import IntegrationError, Reply
from sandbox.server.records import OPEN, Channel, Json, SlashCommand, Team, User

_MENTION = re.compile(r"(?<![\w@/])@([a-z0-9._-]*[a-z0-9_-])", re.IGNORECASE)
_CHANNEL = re.compile(r"(?<![\w~])~([a-z0-9_-]+)", re.IGNORECASE)
_TEXTS = ("text", "username", "channel_id", "icon_url", "type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One command typed by somebody somewhere."""

    command: SlashCommand
    user: User
    channel: Channel
    team: Team
    root_id: str


async def execute(context: Context, run: Run, text: str) -> Json:
    """Call the integration, apply its answer, and give that answer as the caller reads it."""
    trigger = context.triggers.issue(run.user.id)
    fields = _form(context, run, text, trigger.long)
    words = {"trigger": run.command.trigger}
    try:
        reply = await context.integrations.send_form(
            run.command.method, run.command.url, fields, run.command.token
        )
    except IntegrationError as error:
        raise ApiError(500, COMMAND_FAILED, str(error), **words) from error
    if reply.status != 200:  # noqa: PLR2004 - nothing else is a success here
        raise ApiError(
            500,
            "api.command.execute_command.failed_resp.app_error",
            reply.body.decode(errors="replace"),
            answered=f"{reply.status} {reply.reason}",
            **words,
        )
    response = _understood(run, reply) | {"trigger_id": trigger.short}
    apply(context, run, response)
    return response


def apply(context: Context, run: Run, response: Json) -> None:
    """Post or whisper what an answer says, and then its extra responses."""
    for one in (response, *(response.get("extra_responses") or [])):
        _apply_one(context, run, one)


def full_response(said: Json) -> Json:
    """Give an answer all its fields, in the real server's order."""
    extra = [
        full_response(one) for one in said.get("extra_responses") or [] if isinstance(one, dict)
    ]
    return {
        "response_type": str(said.get("response_type") or ""),
        **{name: str(said.get(name) or "") for name in _TEXTS},
        "props": said.get("props"),
        "goto_location": str(said.get("goto_location") or ""),
        "trigger_id": "",
        "skip_slack_parsing": bool(said.get("skip_slack_parsing")),
        "attachments": attachments.parsed(said.get("attachments")),
        "extra_responses": extra or None,
    }


def _understood(run: Run, reply: Reply) -> Json:
    """Read an answer: JSON if it says so, otherwise plain text for the caller alone."""
    if reply.content_type.partition(";")[0].strip().lower() != "application/json":
        return full_response({"text": reply.body.decode(errors="replace")})
    try:
        said = json.loads(reply.body)
    except ValueError as error:
        raise ApiError(500, COMMAND_FAILED, str(error), trigger=run.command.trigger) from error
    if not isinstance(said, dict):
        raise ApiError(500, COMMAND_FAILED, "not an object", trigger=run.command.trigger)
    return full_response(said)


def _form(context: Context, run: Run, text: str, trigger_id: str) -> list[tuple[str, str]]:
    hook_id = context.hooks.open(
        command_id=run.command.id,
        user_id=run.user.id,
        channel_id=run.channel.id,
        team_id=run.team.id,
        root_id=run.root_id,
    )
    fields = [
        ("token", run.command.token),
        ("team_id", run.team.id),
        ("team_domain", run.team.name),
        ("channel_id", run.channel.id),
        ("channel_name", run.channel.name),
        ("user_id", run.user.id),
        ("user_name", run.user.username),
        ("command", f"/{run.command.trigger}"),
        ("text", text),
        ("trigger_id", trigger_id),
        ("response_url", f"{context.url}/hooks/commands/{hook_id}"),
    ]
    for user in dict.fromkeys(map(context.world.user_named, _MENTION.findall(text))):
        if user is not None:
            fields += [("user_mentions", user.username), ("user_mentions_ids", user.id)]
    for name in dict.fromkeys(_CHANNEL.findall(text)):
        channel = context.world.channel_named(run.team.id, name.lower())
        if channel is not None and channel.type == OPEN:
            fields += [("channel_mentions", channel.name), ("channel_mentions_ids", channel.id)]
    return fields


def _apply_one(context: Context, run: Run, response: Json) -> None:
    text, attached = response["text"], response["attachments"]
    if not text and not attached:
        return
    if not response["skip_slack_parsing"]:
        text = posting.without_slack(text)
    props: Json = dict(response["props"] or {})
    props |= {"from_webhook": "true", "override_icon_url": ""}
    if attached:
        props["attachments"] = attached
    channel = _destination(context, run, response["channel_id"])
    draft = posting.new_post(
        context, run.user, channel, text, props=props, root_id=run.root_id, type=response["type"]
    )
    if response["response_type"] == "in_channel":
        try:
            posting.publish(context, draft)
        except ApiError as error:
            raise ApiError(
                500,
                "api.command.execute_command.create_post_failed.app_error",
                f"{error.error_id} {error.detail}",
                trigger=run.command.trigger,
            ) from error
    elif response["response_type"] in {"", "ephemeral"}:
        posting.whisper(context, run.user, draft)


def _destination(context: Context, run: Run, channel_id: str) -> Channel:
    if not channel_id or context.world.member(channel_id, run.user.id) is None:
        return run.channel
    return context.world.channels[channel_id]
