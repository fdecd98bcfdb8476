"""Handlers in two steps: a text is read before the transaction, then what it asks is done in it.

What takes time (personal data, dates, files) is read where nobody else waits for it: a plain
handler does all its work on the store's writer, which serves one command at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.french.themes import Themes
from bot.network.network import Network
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply

Read = TypeVar("Read")

Work = Callable[[Context], Reply]
"""What is left to do of a command once its texts were read: runs inside the transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a command is read with: the moment, the network, the themes. Nothing is stored there."""

    now: datetime
    network: Network
    themes: Themes


@dataclass(frozen=True, slots=True)
class TwoSteps:
    """A handler in two steps; make it with `reading`.

    `at_once` is how many characters it reads within 5 ms, at worst; a longer text is read on
    another thread, so that the event loop goes on.
    """

    read: Callable[[Command, Situation], Work]
    at_once: int


Handler = Callable[[Command, Context], Reply] | TwoSteps
"""What answers a command: in one step, or after its texts were read."""


AT_ONCE = 1_000
"""Characters: looking for personal data and themes takes some 2 µs each."""

DATES_AT_ONCE = 80
"""Characters: reading dates takes some 50 µs each, at worst."""


def reading(
    read: Callable[[Command, Situation], Read],
    act: Callable[[Command, Context, Read], Reply],
    *,
    at_once: int = AT_ONCE,
) -> TwoSteps:
    """Return a handler that reads with `read`, then does what is asked with what was read.

    `read` is pure: it may run on another thread, and twice. A UserError that it raises is the
    reply, and nothing is stored.
    """

    def prepare(command: Command, situation: Situation) -> Work:
        found = read(command, situation)
        return lambda ctx: act(command, ctx, found)

    return TwoSteps(prepare, at_once)


def prepared(handler: Handler, command: Command, situation: Situation) -> Work:
    """Read what a handler reads beforehand, and return the rest of its work."""
    if isinstance(handler, TwoSteps):
        return handler.read(command, situation)
    return partial(handler, command)
