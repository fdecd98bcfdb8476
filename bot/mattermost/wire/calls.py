"""What Mattermost posts to us: slash commands, clicks, filled dialogs.

Anyone can forge a click or a submission through the server: of these, only `user_id` is certain.
What is read here has the right shape and length, no more; signatures are the web's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from bot.mattermost.errors import MalformedError
from bot.mattermost.wire.fields import LARGEST_BODY, LONGEST_TEXT, Fields

LONGEST_SIGNED = 6_000
"""Characters in a button's context value or a dialog's state.

Ours, for what we signed ourselves: room for a whole question, which a button may carry.
"""

MOST_FIELDS = 50
"""Values in one context or one submission: ours; a dialog shows five elements."""


class ActionKind(StrEnum):
    """What was used."""

    BUTTON = "button"
    SELECT = "select"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashCall:
    """A slash command as typed, newlines and spaces kept. Its trigger opens a dialog for 3 seconds.

    The mentions are those that Mattermost recognised in the text: a name and its id hold the same
    place.
    """

    token: str = field(repr=False)
    team_id: str
    team_domain: str
    channel_id: str
    channel_name: str
    user_id: str
    user_name: str
    command: str
    text: str = field(repr=False)
    trigger_id: str = field(repr=False)
    response_url: str = field(repr=False)
    user_mentions: tuple[str, ...] = ()
    user_mentions_ids: tuple[str, ...] = ()
    channel_mentions: tuple[str, ...] = ()
    channel_mentions_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCall:
    """A click on a button, or a choice in a menu.

    `selected_option`, perhaps none of its options.
    """

    user_id: str
    user_name: str
    channel_id: str
    channel_name: str
    team_id: str
    team_domain: str
    post_id: str
    trigger_id: str = field(repr=False)
    kind: ActionKind
    data_source: str = ""
    context: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    selected_option: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogCall:
    """A dialog sent or cancelled. An optional element left empty is None in `submission`."""

    callback_id: str
    state: str = field(repr=False)
    user_id: str
    channel_id: str
    team_id: str
    submission: Mapping[str, str | bool | float | None] = field(repr=False)
    cancelled: bool


def parse_slash(body: bytes) -> SlashCall:
    """Read the form of a slash command."""
    form = Fields.from_form(body)
    return SlashCall(
        token=form.text("token"),
        team_id=form.id_if_any("team_id"),
        team_domain=form.text("team_domain"),
        channel_id=form.id("channel_id"),
        channel_name=form.text("channel_name"),
        user_id=form.id("user_id"),
        user_name=form.text("user_name"),
        command=form.text("command"),
        text=form.text("text", longest=LONGEST_TEXT),
        trigger_id=form.text("trigger_id"),
        response_url=form.text("response_url"),
        user_mentions=form.words("user_mentions"),
        user_mentions_ids=form.words("user_mentions_ids"),
        channel_mentions=form.words("channel_mentions"),
        channel_mentions_ids=form.words("channel_mentions_ids"),
    )


def parse_action(body: bytes) -> ActionCall:
    """Read the JSON of a click.

    We only ever put texts in a context, so anything else is refused.
    """
    fields = _fields_of(body)
    context = _texts(fields.scalars("context", longest=LONGEST_SIGNED))
    kind = fields.text("type")
    if kind not in {known.value for known in ActionKind}:
        raise MalformedError("type is neither button nor select")
    return ActionCall(
        user_id=fields.id("user_id"),
        user_name=fields.text("user_name"),
        channel_id=fields.id("channel_id"),
        channel_name=fields.text("channel_name"),
        team_id=fields.id_if_any("team_id"),
        team_domain=fields.text("team_domain"),
        post_id=fields.id("post_id"),
        trigger_id=fields.text("trigger_id"),
        kind=ActionKind(kind),
        data_source=fields.text("data_source"),
        context=MappingProxyType({k: v for k, v in context.items() if k != "selected_option"}),
        selected_option=context.get("selected_option", ""),
    )


def parse_dialog(body: bytes) -> DialogCall:
    """Read the JSON of a dialog."""
    fields = _fields_of(body)
    if fields.text("type") != "dialog_submission":
        raise MalformedError("type is not dialog_submission")
    submission = fields.scalars("submission", longest=LONGEST_TEXT)
    if len(submission) > MOST_FIELDS:
        raise MalformedError("submission has too many fields")
    return DialogCall(
        callback_id=fields.text("callback_id"),
        state=fields.text("state", longest=LONGEST_SIGNED),
        user_id=fields.id("user_id"),
        channel_id=fields.id("channel_id"),
        team_id=fields.id_if_any("team_id"),
        submission=submission,
        cancelled=fields.flag("cancelled"),
    )


def _fields_of(body: bytes) -> Fields:
    if len(body) > LARGEST_BODY:
        raise MalformedError("body too large")
    return Fields.from_body(body)


def _texts(values: Mapping[str, str | bool | float | None]) -> Mapping[str, str]:
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    if len(texts) != len(values) or len(texts) > MOST_FIELDS:
        raise MalformedError("context is not a few texts")
    return texts
