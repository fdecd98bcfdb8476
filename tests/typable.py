"""What is written in place of buttons, typed back as a person would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.core.errors import UserError
from bot.core.message import Button
from bot.talk import routing
from bot.talk.arguments import channel_first, first_word
from bot.talk.context import Usage
from bot.talk.reply import Dialog
from bot.talk.verbs import in_words
from commands import ROUTES

TITLE, NOTE = 24, 150
"""Characters that Mattermost shows of a form's titles, and of the lines around its fields."""

_LINE = re.compile(r"`/([^`]*)`")


def refused(buttons: Sequence[Button], usages: Sequence[Usage]) -> list[str]:
    """Return the lines that no route accepts, or another one than the button's."""
    return [line for each in buttons for line in _refused(each, tuple(usages))]


def cut(dialog: Dialog | None) -> list[str]:
    """Return the words of a form that are longer than what a window shows of them."""
    if dialog is None:
        return []
    fields = dialog.fields
    short = (dialog.title, dialog.submit, *(each.label for each in fields))
    notes = (*(each.help for each in fields), *(each.placeholder for each in fields))
    return [each for each in short if len(each) > TITLE] + [
        each for each in notes if len(each) > NOTE
    ]


def _refused(button: Button, usages: tuple[Usage, ...]) -> Iterator[str]:
    for option in button.options:
        if not _route(option.command):
            yield option.command
    written = () if button.options else _LINE.findall(in_words((button,), usages))
    for line in written:
        if "…" not in line and _route(_filled(line)) != button.route:
            yield line


def _filled(line: str) -> str:
    """Return a line with its blanks filled in: « <n°> <réponse> », « [n°] », « oui|non »."""
    line = re.sub(r"\[[^\]]*\]", "", line)
    line = re.sub(r"<(?:n°|\d)[^>]*>", "1", line)
    line = re.sub(r"<[^>]*>", "mot", line)
    return re.sub(r"\|\S+", "", line)


@cache
def _route(line: str) -> str:
    root, rest = first_word(line)
    placed = channel_first(rest)
    try:
        return routing.match(ROUTES, f"{root} {placed[1]}" if placed else line).route.path
    except UserError:
        return ""
