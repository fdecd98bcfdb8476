"""What we answer when Mattermost calls us: always 200 and JSON, else the user sees an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.mattermost.wire.cards import Attachment, PostProps
from bot.mattermost.wire.fields import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashAnswer:
    """Our answer to a slash command.

    Only its caller sees it, unless `in_channel`, posted as them.
    """

    text: str
    in_channel: bool = False
    attachments: tuple[Attachment, ...] = ()

    def to_wire(self) -> JsonObject:
        """Write it as Mattermost takes it."""
        return {
            "response_type": "in_channel" if self.in_channel else "ephemeral",
            "text": self.text,
            "attachments": [attachment.to_wire() for attachment in self.attachments],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAnswer:
    """Our answer to a click: a text for the clicker only, and the clicked post's new text.

    With `message` and without `props`, the post keeps its props, buttons included.
    """

    ephemeral_text: str = ""
    message: str | None = None
    props: PostProps | None = None

    def to_wire(self) -> JsonObject:
        """Write it as Mattermost takes it; `{}` changes nothing."""
        answer: JsonObject = {}
        if self.ephemeral_text:
            answer["ephemeral_text"] = self.ephemeral_text
        if self.message is not None:
            update: JsonObject = {"message": self.message}
            if self.props is not None:
                update["props"] = self.props.to_wire()
            answer["update"] = update
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogAnswer:
    """Our answer to a dialog: empty closes it, errors keep it open, each beside its element."""

    error: str = ""
    errors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def to_wire(self) -> JsonObject:
        """Write it as Mattermost takes it."""
        answer: JsonObject = {}
        if self.error:
            answer["error"] = self.error
        if self.errors:
            answer["errors"] = dict(self.errors)
        return answer
