"""What people are offered: routes that exist, forms whose words are shown whole."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.message import Button, Option
from bot.talk.reply import Dialog
from commands import ROUTES

TITLE, NOTE = 24, 150
"""Characters that Mattermost shows of a form's titles, and of the lines around its fields."""

PATHS = frozenset(route.path for route in ROUTES)


class NoRouteError(LookupError):
    """What a button, a choice of a menu or a test presses is in no module's ROUTES."""


def require_routes(buttons: Sequence[Button]) -> None:
    """Raise NoRouteError where a button or a choice leads to a route that does not exist."""
    routes = [each.route for each in buttons if each.route or not each.options]
    routes += [option.route for each in buttons for option in each.options]
    routes += [each.undo for each in buttons if each.undo]
    if nowhere := sorted({route for route in routes if route not in PATHS}):
        raise NoRouteError(f"no route {', '.join(nowhere)}")


def parted(words: str) -> tuple[str, str]:
    """Return the route that words begin with, the longest, and its argument.

    >>> parted("besoin moi-aussi 12")
    ('besoin moi-aussi', '12')
    """
    heads = words.split(" ")
    for length in range(min(len(heads), 4), 0, -1):
        if (path := " ".join(heads[:length])) in PATHS:
            return path, " ".join(heads[length:])
    raise NoRouteError(f"no route {words}")


def is_verb(line: str) -> bool:
    """Tell whether a line is no command that is typed: a verb, which stands on a card."""
    words = line.lstrip("/").split(" ")
    heads = (" ".join(words[:length]) for length in range(min(len(words), 4), 0, -1))
    return next((each for each in heads if each in PATHS), "") in _VERBS


_VERBS = frozenset(route.path for route in ROUTES if not route.summary)


def doing(option: Option) -> str:
    """Return a choice of a menu as a test writes it: « besoin moi-aussi 12 »."""
    return f"{option.route} {option.argument}".rstrip()


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
