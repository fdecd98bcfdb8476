"""What the bot is, for every command, page and job: its networks, routes, words and clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.core.clock import Clock
from bot.network.network import Network
from bot.talk import routing
from bot.talk.command import CLOCK, Caller, Command, Via
from bot.talk.context import Context, Means
from bot.talk.handler import Situation, prepared
from bot.talk.reply import Reply
from bot.talk.routing import Route


@dataclass(frozen=True, kw_only=True)
class Bot(Means):
    """What every command and job works with: the networks, the routes, the words, the clock.

    `reached` tells whether a network's server has said who is who, and was heard lately: before
    that, nobody seems to coordinate it, and what only coordinators are told must wait; while it is
    away, what falls due waits rather than come in a burst on its return. `hears` tells whether
    nothing that was said or changed there is still to be read: before that, a card that is held may
    be of a message that was deleted meanwhile. `writable` tells whether its channel can be written
    in too: what falls due there waits otherwise. `reread` has the networks take up the rules that
    they chose; `entering` gives one that is not live yet, by its slug.
    """

    routes: tuple[Route, ...]
    clock: Clock
    reached: Callable[[str], bool] = lambda _network: True
    hears: Callable[[str], bool] = lambda _network: True
    writable: Callable[[str], bool] = lambda _network: True
    reread: Callable[[Connection], None] = lambda _db: None
    entering: Callable[[str], Network | None] = lambda _slug: None

    def open_to_us(self, network: str) -> bool:
        """Tell whether a network's server is heard, and its channel can be written in."""
        return self.reached(network) and self.writable(network)

    def context(
        self, db: Connection, network: Network, now: datetime, command: Command | None = None
    ) -> Context:
        """Return what to work with, for one network inside one transaction.

        Without a command, what happens does because its moment has come.
        """
        given: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(Means)}
        how = command.via.value if command else CLOCK
        return Context(db=db, now=now, network=network, how=how, shows=self._show, **given)

    def _show(self, ctx: Context, caller: Caller, route: str, argument: str) -> Reply:
        """Return what a route answers someone. Raises UserError."""
        found, here = routing.find(self.routes, route), ctx.network.slug
        ctx.require(found.act, caller)
        command = Command(
            text=argument, caller=caller, via=Via.BUTTON, channel="", network=here, route=route
        )
        situation = Situation(now=ctx.now, network=ctx.network, themes=ctx.themes)
        return prepared(found.handler, found.asked(command, argument), situation)(ctx)
