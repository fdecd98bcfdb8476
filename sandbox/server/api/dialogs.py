"""Dialogs: opened by an integration with a trigger, filled in by a person, and sent back."""

import json

from aiohttp import web

from sandbox.server import wire
from sandbox.server.api.actions import post_to
from sandbox.server.context import (
    answer,
    body_of,
    caller,
    channel_by_id,
    done,
    here,
    readable,
    text_in,
)
from sandbox.server.errors import ApiError, bad_body, forbidden
from sandbox.server.records import Json

_ELEMENT_TEXTS = ("display_name", "name", "type", "subtype", "default", "placeholder", "help_text")


async def open_dialog(request: web.Request) -> web.Response:
    """Show a dialog to whoever caused the trigger, which is proof enough: no session is needed."""
    body, context = await body_of(request), here(request)
    dialog, url = body.get("dialog"), text_in(body, "url")
    if not isinstance(dialog, dict):
        raise bad_body("dialog")
    if not url:
        raise bad_body("url")
    trigger = context.triggers.redeem(text_in(body, "trigger_id"))
    shown = {"trigger_id": trigger.short, "url": url, "dialog": _full(dialog)}
    context.hub.publish("open_dialog", {"dialog": wire.text(shown)}, user_id=trigger.user_id)
    return done()


async def submit(request: web.Request) -> web.Response:
    """Send a filled dialog to its integration, always as the caller; give its errors back.

    Only the window checks what was filled in. Any team that the caller may see will do.
    """
    body, asker, context = await body_of(request), caller(request), here(request)
    channel = readable(request, channel_by_id(context, text_in(body, "channel_id")))
    url = text_in(body, "url")
    if not url:
        raise bad_body("url")
    team_id = text_in(body, "team_id")
    team = context.world.teams.get(team_id)
    if team is None or asker.id not in team.member_ids:
        raise forbidden("view_team")
    submission = body.get("submission") or {}
    payload = {
        "type": "dialog_submission",
        "callback_id": text_in(body, "callback_id"),
        "state": text_in(body, "state"),
        "user_id": asker.id,
        "channel_id": channel.id,
        "team_id": team_id,
        "submission": dict(sorted(submission.items())),
        "cancelled": bool(body.get("cancelled")),
    }
    reply = await post_to(context, url, payload)
    return answer(_errors(reply.body))


def _errors(content: bytes) -> Json:
    """Keep of an integration's answer the errors only; an empty body is a success."""
    if not content:
        return {}
    try:
        said = json.loads(content)
    except ValueError as error:
        raise ApiError(400, "app.submit_interactive_dialog.json_error", str(error)) from error
    if not isinstance(said, dict):
        raise ApiError(400, "app.submit_interactive_dialog.json_error", "not an object")
    return {name: said[name] for name in ("error", "errors") if said.get(name)}


def _full(dialog: Json) -> Json:
    return {
        "callback_id": text_in(dialog, "callback_id"),
        "title": text_in(dialog, "title"),
        "introduction_text": text_in(dialog, "introduction_text"),
        "icon_url": text_in(dialog, "icon_url"),
        "elements": [_element(one) for one in dialog.get("elements") or []] or None,
        "submit_label": text_in(dialog, "submit_label"),
        "notify_on_cancel": bool(dialog.get("notify_on_cancel")),
        "state": text_in(dialog, "state"),
    }


def _element(element: Json) -> Json:
    full: Json = {name: text_in(element, name) for name in _ELEMENT_TEXTS}
    return full | {
        "optional": bool(element.get("optional")),
        "min_length": int(element.get("min_length") or 0),
        "max_length": int(element.get("max_length") or 0),
        "data_source": text_in(element, "data_source"),
        "options": element.get("options") or None,
    }


ROUTES = (
    web.post("/actions/dialogs/open", open_dialog),
    web.post("/actions/dialogs/submit", submit),
)
