"""Buttons and menus: the click goes to the integration, its answer changes the post or whispers."""

import json
from dataclasses import dataclass

from aiohttp import web

from sandbox.server import attachments, posting
from sandbox.server.context import (
    Context,
    answer,
    body_of,
    caller,
    channel_by_id,
    here,
    id_in_path,
    living_post,
    readable,
    text_in,
)
from sandbox.server.errors import ACTION_FAILED, ApiError
from sandbox.server.integrations import IntegrationError, Reply
from sandbox.server.records import Channel, Json, Post, User

SELECT = "select"
_RETAINED = ("from_webhook", "override_username", "override_icon_url")


@dataclass(frozen=True, slots=True)
class _Click:
    """A button found: where it is, what it calls, and the post around it (None when ephemeral)."""

    post_id: str
    channel: Channel
    root_id: str
    action: Json
    post: Post | None


async def click(request: web.Request) -> web.Response:
    """Press a button or choose in a menu: any member may, and with any choice."""
    body, asker, context = await body_of(request), caller(request), here(request)
    found = _find(request, text_in(body, "cookie"))
    readable(request, found.channel)
    chosen = text_in(body, "selected_option")
    trigger = context.triggers.issue(asker.id)
    payload = _payload(context, found, asker, trigger.long, chosen)
    url = str((found.action.get("integration") or {}).get("url") or "")
    said = _understood(await post_to(context, url, payload))
    await _apply(context, found, asker, said)
    return answer({"status": "OK", "trigger_id": trigger.short})


async def post_to(context: Context, url: str, payload: Json) -> Reply:
    """Send JSON to an integration. Raises the 400 of a click that failed."""
    try:
        reply = await context.integrations.post_json(url, payload)
    except IntegrationError as error:
        raise ApiError(400, ACTION_FAILED, str(error)) from error
    if reply.status != 200:  # noqa: PLR2004 - nothing else is a success here
        raise ApiError(400, ACTION_FAILED, f"status={reply.status} {reply.reason}")
    return reply


def _find(request: web.Request, cookie: str) -> _Click:
    context = here(request)
    post_id, action_id = id_in_path(request, "post_id"), request.match_info["action_id"]
    if post_id in context.world.posts:
        post = living_post(context, post_id)
        channel = channel_by_id(context, post.channel_id)
        for action in attachments.actions_of(post.props):
            if action.get("id") == action_id and action.get("integration"):
                return _Click(post.id, channel, post.root_id or post.id, action, post)
    hidden = context.cookies.find(cookie)
    if hidden and hidden.post_id == post_id and hidden.action.get("id") == action_id:
        channel = channel_by_id(context, hidden.channel_id)
        return _Click(post_id, channel, hidden.root_id, hidden.action, None)
    raise ApiError(404, "api.post.do_action.action_id.app_error", f"action={action_id}")


def _payload(context: Context, found: _Click, asker: User, trigger_id: str, chosen: str) -> Json:
    team = context.world.teams.get(found.channel.team_id)
    fields: Json = dict((found.action.get("integration") or {}).get("context") or {})
    chosen = chosen if found.action.get("type") == SELECT else ""
    if chosen:
        fields["selected_option"] = chosen
    payload: Json = {
        "user_id": asker.id,
        "user_name": asker.username,
        "channel_id": found.channel.id,
        "channel_name": found.channel.name,
        "team_id": team.id if team else "",
        "team_domain": team.name if team else "",
        "post_id": found.post_id,
        "trigger_id": trigger_id,
        "type": found.action.get("type") or "button",
        "data_source": found.action.get("data_source", "") if chosen else "",
    }
    return payload | ({"context": dict(sorted(fields.items()))} if fields else {})


def _understood(reply: Reply) -> Json:
    try:
        said = json.loads(reply.body)
    except ValueError as error:
        raise ApiError(400, ACTION_FAILED, f"err={error}") from error
    return said if isinstance(said, dict) else {}


async def _apply(context: Context, found: _Click, asker: User, said: Json) -> None:
    update, whisper = said.get("update"), said.get("ephemeral_text")
    kept = (
        {name: found.post.props[name] for name in _RETAINED if _has(found.post, name)}
        if found.post
        else {}
    )
    if isinstance(update, dict):
        if found.post is None:
            raise ApiError(404, "app.post.get.app_error", f"resource: Post id: {found.post_id}")
        current = living_post(context, found.post_id)
        props = update.get("props")
        posting.edit(
            context,
            current,
            message=text_in(update, "message"),
            props=current.props if props is None else _but_retained(props) | kept,
            file_ids=list(update.get("file_ids") or []),
        )
    if isinstance(whisper, str) and whisper:
        text = whisper if said.get("skip_slack_parsing") else posting.without_slack(whisper)
        draft = posting.new_post(
            context, asker, found.channel, text, root_id=found.root_id, props=kept
        )
        posting.whisper(context, asker, draft)


def _but_retained(props: Json) -> Json:
    """Leave out what an answer may not change: it keeps its value of before, or its absence."""
    return {name: value for name, value in props.items() if name not in _RETAINED}


def _has(post: Post | None, name: str) -> bool:
    return post is not None and name in post.props


ROUTES = (web.post("/posts/{post_id}/actions/{action_id:[A-Za-z0-9]+}", click),)
