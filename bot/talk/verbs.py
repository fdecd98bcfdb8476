"""How commands are written, from what works where they are read."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.core.patterns import lazy_pattern

ROOTS = ("aide", "besoin", "rencontre", "veille", "lettre", "reseau")
"""The first words of all commands, one slash command each."""

UMBRELLA = "courroie"
"""The command that stands for all where an administrator makes only one: `/courroie besoin …`."""

_COMMAND = lazy_pattern(rf"`/({'|'.join(ROOTS)})(?![\w-])")


def as_typed(text: str, *, name: str, triggers: Collection[str]) -> str:
    """Write the commands of a text as they can be typed on a server.

    Templates and refusals write all of them with a slash, in backticks: `/besoin liste`.
    Where the server has no such slash command, they are said to the bot, by its `name`.
    """

    def typed(found: re.Match[str]) -> str:
        if found[1] in triggers:
            return found[0]
        called = f"/{UMBRELLA}" if UMBRELLA in triggers else f"@{name}"
        return f"`{called} {found[1]}"

    return _COMMAND.sub(typed, text)
