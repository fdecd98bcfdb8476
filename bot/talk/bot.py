"""What the bot is, for every command, page and job: its networks, routes, words and clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.core.clock import Clock
from bot.french.themes import Themes
from bot.network.address import AddressKind, Version
from bot.network.network import Network
from bot.talk import routing
from bot.talk.command import CLOCK, Caller, Command, Via
from bot.talk.context import Context, NextLetter, NextMeeting, Settings
from bot.talk.handler import Situation, prepared
from bot.talk.render import Render
from bot.talk.reply import Reply
from bot.talk.routing import Route


@dataclass(frozen=True, kw_only=True)
class Bot:
    """What every command and job works with: the networks, the routes, the words, the clock.

    `buttons` tells whether clicks can reach us; `coordinators` gives those of a network, by chat
    user id. `reached` tells whether its server has said who is who, and was heard lately: before
    that, nobody seems to coordinate it, and what only coordinators are told must wait; while it is
    away, what falls due waits rather than come in a burst on its return. `hears` tells whether
    nothing that was said or changed there is still to be read: before that, a card that is held may
    be of a message that was deleted meanwhile. `writable` tells whether its channel can be written
    in too: what falls due there waits otherwise. `reread` has the networks take up the rules that
    they chose; `entering` gives one that is not live yet, by its slug. A signed card is held for
    `hold` before it is shown.
    """

    networks: Mapping[str, Network]
    routes: tuple[Route, ...]
    render: Render
    clock: Clock
    buttons: bool
    wording: Mapping[str, str]
    themes: Themes
    settings: Settings
    coordinators: Callable[[str], frozenset[str]]
    next_meeting: NextMeeting
    next_letter: NextLetter
    address: Callable[[AddressKind, str, Version | None], str] = lambda _kind, _network, _version: (
        ""
    )
    meaning_of: Callable[[str], bytes | None] = lambda _text: None
    reached: Callable[[str], bool] = lambda _network: True
    hears: Callable[[str], bool] = lambda _network: True
    writable: Callable[[str], bool] = lambda _network: True
    hold: timedelta = timedelta(0)
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
        return Context(
            db=db,
            now=now,
            network=network,
            renderer=self.render,
            buttons=self.buttons,
            wording=self.wording,
            themes=self.themes,
            settings=self.settings,
            address=self.address,
            next_meeting=self.next_meeting,
            next_letter=self.next_letter,
            meaning_of=self.meaning_of,
            hold=self.hold,
            how=command.via.value if command else CLOCK,
            coordinators_of=self.coordinators,
            networks=self.networks,
            shows=self._show,
        )

    def _show(self, ctx: Context, caller: Caller, route: str, argument: str) -> Reply:
        """Return what a route answers someone. Raises UserError."""
        found, here = routing.find(self.routes, route), ctx.network.slug
        ctx.require(found.act, caller)
        command = Command(
            text=argument, caller=caller, via=Via.BUTTON, channel="", network=here, route=route
        )
        situation = Situation(now=ctx.now, network=ctx.network, themes=ctx.themes)
        return prepared(found.handler, found.asked(command, argument), situation)(ctx)
