"""What a post has room for: lists are shortened, and the verbs stay."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.message import Button, Option


def fitting(
    buttons: Sequence[Button], fits: Callable[[tuple[Button, ...]], bool]
) -> tuple[Button, ...]:
    """Return the buttons of a post, their lists as long as it has room for.

    Where even the shortest do not fit, the button that carries the most is left out, and the next.
    """
    shown = tuple(buttons)
    while shown and not fits(shown):
        longest = max(len(button.options) for button in shown)
        if longest > 1:
            lengths = range(1, longest)
            most = bisect_left(lengths, 1, key=lambda length: not fits(_shortened(shown, length)))
            shown = _shortened(shown, max(most, 1))
        else:
            heaviest = max(shown, key=lambda button: len(button.argument))
            shown = tuple(button for button in shown if button is not heaviest)
    return shown


def _shortened(buttons: Sequence[Button], most: int) -> tuple[Button, ...]:
    return tuple(_cut(button, most) if len(button.options) > most else button for button in buttons)


def _cut(menu: Button, most: int) -> Button:
    """Return a menu with so many options, the last of which says how to ask for the others.

    That is the command that answers in its place where there are no menus, if it has one.
    """
    if not menu.route:
        return replace(menu, options=menu.options[:most])
    shown = menu.options[: most - 1]
    others = f"Les {len(menu.options) - len(shown)} autres…"
    last = Option(others, menu.route, menu.argument)
    return replace(menu, options=(*shown, last))
