"""What we show: cards with buttons, dialogs, answers to calls.

`written` turns them into JSON: a field that is None is left out, and `Name` tells what Mattermost
calls a field where our word differs. Our answers to its calls are always 200 and JSON, else the
user sees an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field
from pydantic_core import to_json

from bot.core.patterns import lazy_pattern
from bot.mattermost.wire.fields import written
from bot.mattermost.wire.objects import KEY, MARK

LARGEST_PROPS = 8_000
"""Characters of JSON in a post's props, attachments included.

Mattermost's limit, beyond which it answers 400.
"""

_ADDED = 200
"""Characters that the server adds to each card before it counts: the fields that we leave out."""

_MOST_ELEMENTS = 5

_ACTION_ID = lazy_pattern(r"[A-Za-z0-9]+")


class ButtonStyle(StrEnum):
    """Mattermost's own button colours, those that we use."""

    DEFAULT = "default"
    PRIMARY = "primary"


class ElementKind(StrEnum):
    """The inputs of a dialog, those that we use."""

    TEXT = "text"
    TEXTAREA = "textarea"
    SELECT = "select"
    BOX = "bool"


@dataclass(frozen=True, slots=True, kw_only=True)
class WireOption:
    """A choice of a select: what is read, and what is sent."""

    text: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """Where a click is posted, and what we signed for it."""

    url: str
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WireButton:
    """A button, or a menu where it has options.

    Its id matches `[A-Za-z0-9]+`, else the click is a 404: ValueError here rather than there.
    """

    id: str
    label: Annotated[str, Field(alias="name")]
    integration: Integration
    type: Literal["button", "select"] = "button"
    style: ButtonStyle | None = ButtonStyle.DEFAULT
    options: tuple[WireOption, ...] | None = None

    def __post_init__(self) -> None:
        if not _ACTION_ID.fullmatch(self.id):
            raise ValueError(f"an action's id has letters and digits only: {self.id!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A card under a post's text. `fallback` is what notifications show."""

    fallback: str
    text: str = ""
    actions: tuple[WireButton, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostProps:
    """What a post carries beside its text.

    Given on an update, it replaces all the old props, the key included: without anything in it,
    it removes the cards and their buttons.
    """

    key: Annotated[str | None, Field(alias=KEY)] = None
    mark: Annotated[str | None, Field(alias=MARK)] = None
    attachments: tuple[Attachment, ...] | None = None

    @property
    def fits(self) -> bool:
        """Whether the server will take it."""
        sent = len(to_json(written(self)).decode())
        return sent + _ADDED * len(self.attachments or ()) <= LARGEST_PROPS


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogElement:
    """An input; a length that is None leaves the server's own limit.

    Mattermost's documented lengths: label 24 characters, help and placeholder 150, textarea 3,000.
    """

    name: str
    label: Annotated[str, Field(alias="display_name")]
    kind: Annotated[ElementKind, Field(alias="type")] = ElementKind.TEXT
    optional: bool = False
    default: str = ""
    placeholder: str = ""
    help: Annotated[str, Field(alias="help_text")] = ""
    max_length: int | None = None
    options: tuple[WireOption, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WireDialog:
    """A form in a window.

    Mattermost's documented limits: a title of 24 characters, five elements. More are a ValueError.
    """

    callback_id: str
    title: str
    state: str = field(default="", repr=False)
    introduction: Annotated[str, Field(alias="introduction_text")] = ""
    submit_label: str = ""
    elements: tuple[DialogElement, ...] = ()
    notify_on_cancel: bool = False

    def __post_init__(self) -> None:
        if len(self.elements) > _MOST_ELEMENTS:
            raise ValueError(f"a dialog shows {_MOST_ELEMENTS} elements, not {len(self.elements)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashAnswer:
    """Our answer to a slash command, which only its caller sees."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    response_type: Literal["ephemeral"] = "ephemeral"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAnswer:
    """Our answer to a click: a text for the clicker only."""

    ephemeral_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogAnswer:
    """Our answer to a dialog: empty closes it, an error keeps it open, those of entries by name."""

    error: str | None = None
    errors: Mapping[str, str] | None = None
