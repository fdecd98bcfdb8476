"""How commands and buttons are written, from what works where they are read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bot.core.message import Button
from bot.core.patterns import lazy_pattern
from bot.talk.context import Usage

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


def in_words(buttons: Sequence[Button], usages: Sequence[Usage]) -> str:
    """Return what to do in place of buttons: a reaction where there is one, else what to type."""
    reactions = [f":{each.emoji}: pour « {each.label} »" for each in buttons if each.emoji]
    lines = [f"Réagissez : {', '.join(reactions)}"] if reactions else []
    lines += [
        f"{label.rstrip('…').rstrip()} : `/{command}`"
        for button in buttons
        if not button.emoji
        for label, command in _typed(button, usages)
    ]
    return "\n".join(lines if len(lines) == 1 else (f"- {line}" for line in lines))


def _typed(button: Button, usages: Sequence[Usage]) -> Iterator[tuple[str, str]]:
    """Yield what to type for a button; nothing for one whose route nobody is told of."""
    line = _line(button, usages)
    if line:
        yield button.label, line
    elif button.options:
        yield from ((each.label, each.command) for each in button.options)


def _line(button: Button, usages: Sequence[Usage]) -> str:
    """Return a button's command, as people are told of it, with what the button gives in it."""
    found = next((usage for usage in usages if usage.path == button.route), None)
    if found is None:
        return ""
    argument = button.argument if len(button.argument) <= _LONGEST else "…"
    takes = found.takes
    for _ in argument.replace("n° ", "n°").split():
        takes = _FIRST.sub("", takes, count=1).lstrip()
    return " ".join(f"{found.path} {argument} {takes}".split())


_LONGEST = 60
"""Characters of what a button gives: a longer text is not typed again."""

_FIRST = lazy_pattern(r"^(?:<[^>]*>|\[[^\]]*\]|\S+)")
