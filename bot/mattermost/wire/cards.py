"""What we show: cards with buttons and menus, dialogs, answers to calls.

Dataclasses become dicts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from bot.mattermost.wire.fields import JsonObject
from bot.mattermost.wire.objects import KEY, MARK

LARGEST_PROPS = 8_000
"""Characters of JSON in a post's props, attachments included.

Mattermost's limit, beyond which it answers 400.
"""

_ADDED = 200
"""Characters that the server adds to each card before it counts: the fields that we leave out."""

_MOST_ELEMENTS = 5

_ACTION_ID = re.compile(r"[A-Za-z0-9]+")


class ButtonStyle(StrEnum):
    """Mattermost's own button colours."""

    DEFAULT = "default"
    PRIMARY = "primary"
    GOOD = "good"
    DANGER = "danger"


class ElementKind(StrEnum):
    """The inputs a dialog offers."""

    TEXT = "text"
    TEXTAREA = "textarea"
    SELECT = "select"
    RADIO = "radio"
    BOOL = "bool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice of a menu, a select or a radio: what is read, and what is sent."""

    text: str
    value: str

    def to_wire(self) -> JsonObject:
        """Write it as Mattermost takes it."""
        return {"text": self.text, "value": self.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class WireButton:
    """A button.

    Its id matches `[A-Za-z0-9]+`, else the click is a 404: ValueError here rather than there.
    """

    id: str
    label: str
    url: str
    context: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    style: ButtonStyle = ButtonStyle.DEFAULT

    def __post_init__(self) -> None:
        _check_action_id(self.id)

    def to_wire(self) -> JsonObject:
        """Write it as Mattermost takes it."""
        return {
            "id": self.id,
            "type": "button",
            "name": self.label,
            "style": self.style.value,
            "integration": {"url": self.url, "context": dict(self.context)},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A menu of options, or of all users (`data_source="users"`). Same rule of ids as Button."""

    id: str
    label: str
    url: str
    context: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    options: tuple[Option, ...] = ()
    data_source: str = ""

    def __post_init__(self) -> None:
        _check_action_id(self.id)

    def to_wire(self) -> JsonObject:
        """Write it as Mattermost takes it."""
        return {
            "id": self.id,
            "type": "select",
            "name": self.label,
            "data_source": self.data_source,
            "options": [option.to_wire() for option in self.options],
            "integration": {"url": self.url, "context": dict(self.context)},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentField:
    """A titled value in an attachment; two `short` ones share a line."""

    title: str
    value: str
    short: bool = True

    def to_wire(self) -> JsonObject:
        """Write it as Mattermost takes it."""
        return {"title": self.title, "value": self.value, "short": self.short}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A card under a post's text. `fallback` is what notifications show; `color` is `#rrggbb`."""

    text: str = ""
    color: str = ""
    title: str = ""
    title_link: str = ""
    fallback: str = ""
    fields: tuple[AttachmentField, ...] = ()
    actions: tuple[WireButton | Menu, ...] = ()

    def to_wire(self) -> JsonObject:
        """Write it as Mattermost takes it."""
        return {
            "fallback": self.fallback or self.title or self.text,
            "color": self.color,
            "title": self.title,
            "title_link": self.title_link,
            "text": self.text,
            "fields": [part.to_wire() for part in self.fields],
            "actions": [action.to_wire() for action in self.actions],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PostProps:
    """What a post carries beside its text.

    Given on an update, it replaces all the old props, the key included.
    """

    key: str = ""
    mark: str = ""
    attachments: tuple[Attachment, ...] = ()

    def to_wire(self) -> JsonObject:
        """Write it as Mattermost takes it: `{}` removes the cards and their buttons."""
        props: JsonObject = {}
        if self.key:
            props[KEY] = self.key
        if self.mark:
            props[MARK] = self.mark
        if self.attachments:
            props["attachments"] = [attachment.to_wire() for attachment in self.attachments]
        return props

    @property
    def fits(self) -> bool:
        """Whether the server will take it."""
        sent = len(json.dumps(self.to_wire(), ensure_ascii=False))
        return sent + _ADDED * len(self.attachments) <= LARGEST_PROPS


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogElement:
    """An input.

    Mattermost's documented lengths: label 24 characters, help and placeholder 150, textarea 3,000.
    """

    name: str
    label: str
    kind: ElementKind = ElementKind.TEXT
    subtype: str = ""
    optional: bool = False
    default: str = ""
    placeholder: str = ""
    help: str = ""
    min_length: int = 0
    max_length: int = 0
    options: tuple[Option, ...] = ()
    data_source: str = ""

    def to_wire(self) -> JsonObject:
        """Write it as Mattermost takes it; a length of 0 leaves the server's own limit."""
        element: JsonObject = {
            "name": self.name,
            "display_name": self.label,
            "type": self.kind.value,
            "subtype": self.subtype,
            "optional": self.optional,
            "default": self.default,
            "placeholder": self.placeholder,
            "help_text": self.help,
            "data_source": self.data_source,
        }
        if self.min_length:
            element["min_length"] = self.min_length
        if self.max_length:
            element["max_length"] = self.max_length
        if self.options:
            element["options"] = [option.to_wire() for option in self.options]
        return element


@dataclass(frozen=True, slots=True, kw_only=True)
class WireDialog:
    """A form in a window.

    Mattermost's documented limits: a title of 24 characters, five elements. More are a ValueError.
    """

    callback_id: str
    title: str
    state: str = field(default="", repr=False)
    introduction: str = ""
    submit_label: str = ""
    elements: tuple[DialogElement, ...] = ()
    notify_on_cancel: bool = False

    def __post_init__(self) -> None:
        if len(self.elements) > _MOST_ELEMENTS:
            raise ValueError(f"a dialog shows {_MOST_ELEMENTS} elements, not {len(self.elements)}")

    def to_wire(self) -> JsonObject:
        """Write it as Mattermost takes it."""
        return {
            "callback_id": self.callback_id,
            "title": self.title,
            "introduction_text": self.introduction,
            "submit_label": self.submit_label,
            "notify_on_cancel": self.notify_on_cancel,
            "state": self.state,
            "elements": [element.to_wire() for element in self.elements],
        }


def _check_action_id(id_: str) -> None:
    if not _ACTION_ID.fullmatch(id_):
        raise ValueError(f"an action's id has letters and digits only: {id_!r}")
