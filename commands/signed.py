"""Whether what a member proposes bears their name: the entry of a form, and what it says."""

from __future__ import annotations

from bot.talk.command import Command
from bot.talk.reply import Choice, Field

_WITH, _WITHOUT = "avec", "sans"

SIGNATURE = Field(
    name="nom",
    label="Votre nom",
    default=_WITH,
    choices=(
        Choice(label="Avec mon nom", value=_WITH),
        Choice(label="Sans mon nom", value=_WITHOUT),
    ),
)
"""The entry; without a form, « anonyme » says it: see `arguments.signed_first`."""


def signed_in_form(command: Command) -> bool:
    """Tell whether a form, or none, leaves the name there."""
    return command.fields.get(SIGNATURE.name, "") != _WITHOUT
