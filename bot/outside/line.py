"""A tool that one network has switched on: where copies go, what should stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.outside.calling import OutsideSender
from bot.outside.content import Wanted
from bot.outside.rules import Once, OutsideTool
from bot.talk.context import Context

Wants = Callable[[Context, frozenset[str]], Iterable[Wanted]]
"""Gives what should stand in a tool, and what became of what is known to: keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideLine:
    """One tool of one network.

    `target` tells where its copies go, `access` which configuration it has: another target begins
    anew, another configuration is tried again. `pace` is the least time between two calls, in
    seconds. Where it is `threaded`, the parts of something go under the first one.
    """

    network: str
    tool: OutsideTool
    once: Once
    target: str
    access: str
    wants: Wants
    sender: OutsideSender = field(repr=False)
    pace: float = 0.25
    threaded: bool = False

    @property
    def name(self) -> str:
        """What the log calls it."""
        return f"{self.tool.value} {self.network}"
