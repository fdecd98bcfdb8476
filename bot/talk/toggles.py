"""What the same button does and takes back: one pair of routes, one handler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from bot.network.rights import Act
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route


class ToggleChange(Protocol):
    """Does what is asked, or takes it back; either may be so already."""

    def __call__(self, command: Command, ctx: Context, *, on: bool) -> Reply:
        """Return what to say of it."""


def toggle(
    act: Act,
    on: str,
    off: str,
    change: ToggleChange,
    is_on: Callable[[Command, Context], bool] | None = None,
) -> tuple[Route, Route]:
    """Return the routes of two patterns, each of which takes back what the other one does.

    With `is_on`, which is for what each person says for themselves, a press on the first one's
    button, or a choice of it in a menu, does whichever is not done; typed words and reactions say
    which. What is everyone's has none: two people who press the same button agree, and what takes
    it back is shown in its place.
    """

    def put(command: Command, ctx: Context) -> Reply:
        if is_on is not None and command.via is Via.BUTTON and is_on(command, ctx):
            return Reply(instead=replace(command, route=taking_back.path))
        return change(command, ctx, on=True)

    def take_back(command: Command, ctx: Context) -> Reply:
        return change(command, ctx, on=False)

    putting, taking_back = Route(act, on, put), Route(act, off, take_back)
    return replace(putting, back=taking_back.path), replace(taking_back, back=putting.path)
