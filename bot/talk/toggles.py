"""What the same button does and takes back: one pair of routes, one handler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.core.errors import Refusal
from bot.network.rights import Act
from bot.talk.arguments import MISSING_NUMBER
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes


class ToggleChange(Protocol):
    """Does what is asked, or takes it back; either may be so already."""

    def __call__(self, command: Command, ctx: Context, *, on: bool) -> Reply:
        """Return what to say of it."""


def toggle(  # noqa: PLR0913  two routes in one row
    act: Act,
    on: str,
    off: str,
    change: ToggleChange,
    is_on: Callable[[Command, Context], bool] | None = None,
    *,
    summary: str,
    off_summary: str,
    shape: Takes | None = None,
    missing: Refusal = MISSING_NUMBER,
) -> tuple[Route, Route]:
    """Return the routes of two patterns, the second of which takes back what the first does.

    With `is_on`, which is for what each person says for themselves, a press on the first one's
    button, or a choice of it in a menu, does whichever is not done; typed words and reactions say
    which. What is everyone's has none: two people who press the same button agree, and what takes
    it back is shown in its place.
    """

    def put(command: Command, ctx: Context) -> Reply:
        flips = is_on is not None and command.via is Via.BUTTON and is_on(command, ctx)
        return change(command, ctx, on=not flips)

    def take_back(command: Command, ctx: Context) -> Reply:
        return change(command, ctx, on=False)

    return (
        Route(act, on, put, summary, shape, missing=missing),
        Route(act, off, take_back, off_summary, shape, missing=missing),
    )
