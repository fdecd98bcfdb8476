"""Attachments: completed as Mattermost completes them, stripped of what readers must not see."""

from collections.abc import Callable, Iterator

from sandbox.server.ids import new_id
from sandbox.server.records import Json

_TEXTS_BEFORE = ("fallback", "color", "pretext", "author_name", "author_link", "author_icon")
_TEXTS_MIDDLE = ("title", "title_link", "text")
_TEXTS_AFTER = ("image_url", "thumb_url", "footer", "footer_icon")
_ACTION_FIELDS = (
    "id",
    "type",
    "name",
    "disabled",
    "style",
    "data_source",
    "options",
    "default_option",
    "integration",
    "cookie",
)


def normalized(props: Json) -> Json:
    """Give props whose attachments have every field, and whose actions all have an id."""
    attachments = props.get("attachments")
    if not isinstance(attachments, list):
        return dict(props)
    return props | {"attachments": [_attachment(a) for a in attachments if isinstance(a, dict)]}


def parsed(attachments: object) -> list[Json] | None:
    """Give a slash answer's attachments in full, or None as Mattermost does when there are none."""
    if not isinstance(attachments, list) or not attachments:
        return None
    return [_attachment(one, named=False) for one in attachments if isinstance(one, dict)]


def stripped(props: Json) -> Json:
    """Give props as clients read them: without any integration's URL or context."""
    return _with_actions(
        props, lambda action: {k: v for k, v in action.items() if k != "integration"}
    )


def with_cookies(props: Json, keep: Callable[[Json], str]) -> Json:
    """Give an ephemeral post's props: `keep` remembers an action and names its cookie."""

    def cookie(action: Json) -> Json:
        if "integration" not in action:
            return action
        shown = {key: value for key, value in action.items() if key != "integration"}
        return shown | {"cookie": keep(action)}

    return _with_actions(props, cookie)


def actions_of(props: Json) -> Iterator[Json]:
    """Walk through all the buttons and menus of a post."""
    for attachment in props.get("attachments") or []:
        yield from attachment.get("actions") or []


def _with_actions(props: Json, change: Callable[[Json], Json]) -> Json:
    if not isinstance(props.get("attachments"), list):
        return props
    attachments = [
        attachment | {"actions": [change(action) for action in attachment["actions"]]}
        if attachment.get("actions")
        else attachment
        for attachment in props["attachments"]
    ]
    return props | {"attachments": attachments}


def _attachment(raw: Json, *, named: bool = True) -> Json:
    full: Json = {"id": raw.get("id", 0)}
    full |= {name: raw.get(name) or "" for name in (*_TEXTS_BEFORE, *_TEXTS_MIDDLE)}
    full["fields"] = _fields(raw.get("fields"))
    full |= {name: raw.get(name) or "" for name in _TEXTS_AFTER}
    full["ts"] = raw.get("ts")
    actions = [
        _action(one, named=named) for one in raw.get("actions") or [] if isinstance(one, dict)
    ]
    if actions:
        full["actions"] = actions
    return full


def _fields(raw: object) -> list[Json] | None:
    if not isinstance(raw, list):
        return None
    return [
        {
            "title": field.get("title", ""),
            "value": field.get("value"),
            "short": bool(field.get("short")),
        }
        for field in raw
        if isinstance(field, dict)
    ]


def _action(raw: Json, *, named: bool) -> Json:
    action = {name: raw[name] for name in _ACTION_FIELDS if raw.get(name)}
    if named and not action.get("id"):
        action = {"id": new_id()} | action
    return action
