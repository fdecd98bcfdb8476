"""What Mattermost posts to us: slash commands, clicks, filled dialogs.

Anyone can forge a click or a submission through the server: of these, only `user_id` is certain.
What is read here has the right shape and length, no more; signatures are the web's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeVar
from urllib.parse import parse_qsl

from pydantic import Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from bot.core.patterns import lazy_pattern
from bot.mattermost.errors import MalformedError
from bot.mattermost.wire.fields import AnyText, Flag, Id, Message, Text, built, read

LONGEST_SIGNED = 6_000
"""Characters in a button's context value or a dialog's state.

Ours, for what we signed ourselves: room for a whole question, which a button may carry.
"""

_HOOK = lazy_pattern(r"/hooks/commands/([a-z0-9]{26})$")

MOST_FIELDS = 50
"""Values in one context or one submission: ours; a dialog shows five elements."""


def _of_theirs(value: object, read_few: ValidatorFunctionWrapHandler) -> object:
    """Refuse without a word of what was wrong: whoever forged it chose the names, too."""
    try:
        return read_few({} if value is None else value)
    except ValidationError:
        raise ValueError("not a few short values") from None


Value = TypeVar("Value")
_Few = Annotated[dict[str, Value], Field(max_length=MOST_FIELDS), WrapValidator(_of_theirs)]
_Signed = Annotated[AnyText, Field(max_length=LONGEST_SIGNED)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashCall:
    """A slash command as typed, newlines and spaces kept.

    Its trigger opens a dialog for 3 seconds.
    """

    token: Text = field(default="", repr=False)
    team_domain: Text = ""
    channel_id: Id
    user_id: Id
    user_name: Text = ""
    command: Text = ""
    text: Message = field(default="", repr=False)
    trigger_id: Text = field(default="", repr=False)
    response_url: Text = field(default="", repr=False)

    @property
    def hook(self) -> str:
        """The id by which more answers may be shown to its caller: 5 of them, for 30 minutes."""
        found = _HOOK.search(self.response_url)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCall:
    """A click on a button, or a choice in a menu, which the context holds as `selected_option`.

    We only ever put texts in a context, so anything else is refused.
    """

    type: Literal["button", "select"]
    user_id: Id
    user_name: Text = ""
    channel_id: Id
    post_id: Id
    trigger_id: Text = field(default="", repr=False)
    context: _Few[_Signed] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogCall:
    """A dialog sent or cancelled. An optional element left empty is None in `submission`."""

    type: Literal["dialog_submission"]
    callback_id: Text = ""
    state: _Signed = field(default="", repr=False)
    user_id: Id
    channel_id: Id
    submission: _Few[Message | bool | float | None] = field(default_factory=dict, repr=False)
    cancelled: Flag = False


def parse_slash(body: bytes) -> SlashCall:
    """Read the form of a slash command."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200
        )
    except ValueError:  # not ASCII, not UTF-8 once decoded, or too many fields
        raise MalformedError("not a form") from None
    return built(SlashCall, dict(pairs))


def parse_action(body: bytes) -> ActionCall:
    """Read the JSON of a click."""
    return read(ActionCall, body)


def parse_dialog(body: bytes) -> DialogCall:
    """Read the JSON of a dialog."""
    return read(DialogCall, body)
