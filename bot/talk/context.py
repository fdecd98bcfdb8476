"""What a handler, a service or a job works with, for one network and one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.core.errors import UserError
from bot.core.message import Button
from bot.french.themes import Themes
from bot.network.address import AddressKind, Version
from bot.network.network import Network
from bot.network.rights import Act, Role, Tie, allows, require
from bot.network.tree import parent_of, territories
from bot.talk.command import CLOCK, Caller
from bot.talk.render import Render
from bot.talk.reply import Reply

_S = TypeVar("_S")


class Settings:
    """What the configuration gives each noun to work with: one object of a type of its own."""

    def __init__(self, *given: object) -> None:
        self._given = {type(each): each for each in given}

    def of(self, kind: type[_S]) -> _S:
        """Return the noun's own settings. Raises KeyError when the application gave none."""
        found = self._given[kind]
        assert isinstance(found, kind)  # noqa: S101  by how it was put there
        return found


NextMeeting = Callable[["Context"], datetime]
"""Tells when a network next meets: the meetings' own function, handed down to what waits for it."""

Shows = Callable[["Context", Caller, str, str], Reply]
"""Gives what a route answers someone, of an argument, where nothing is changed by it."""

NextLetter = Callable[["Context"], datetime | None]
"""Tells when a network's next letter comes out, None where it has none: the letter's function."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What every command and job works with, whatever its network.

    `networks` are all of them, by slug; `coordinators_of` gives a network's, by chat user id.
    `buttons` tells whether clicks can reach us; without them reactions and commands serve.
    `wording` has the words that the configuration chooses, `settings` what each noun was given.
    `address` gives where something of a network's is read, by what it is made with today, or where
    anyone may guess it (None): "" when nothing can reach us. `meaning_of` gives what a text seeks,
    if it was understood before the transaction. A signed card is held for `hold`.
    """

    networks: Mapping[str, Network]
    coordinators_of: Callable[[str], frozenset[str]]
    renderer: Render
    buttons: bool
    wording: Mapping[str, str]
    themes: Themes
    settings: Settings
    next_meeting: NextMeeting
    next_letter: NextLetter
    address: Callable[[AddressKind, str, Version | None], str] = lambda _kind, _network, _version: (
        ""
    )
    meaning_of: Callable[[str], bytes | None] = lambda _text: None
    hold: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(Means):
    """The open transaction, the moment, the network, and how to say things.

    `how` is the way that what happens came in. `shows` answers what other cards are made of.
    """

    db: Connection
    now: datetime
    network: Network
    how: str = CLOCK
    shows: Shows = lambda _ctx, _caller, _route, _argument: Reply()

    @property
    def coordinators(self) -> frozenset[str]:
        """Who coordinates the network, by chat user id."""
        return self.coordinators_of(self.network.slug)

    @property
    def territories(self) -> Sequence[Network]:
        """The networks below whose coordinators this one's rhythm is for: see tree.territories."""
        return territories(self.network, self.networks, self.coordinators_of)

    @property
    def upward(self) -> str:
        """Where what it transmits goes, in French: « à la région », « à un autre réseau »."""
        above = parent_of(self.network, self.networks)
        return above.scale.whither if above is not None else "à un autre réseau"

    def allows(self, act: Act, by: Caller, *, tie: Tie = Tie.NONE) -> bool:
        """Tell whether someone may do this act in the network: see the table of rights."""
        role, admin = by.role_in(self.network.slug), by.administrates(self.network)
        return allows(act, role, tie=tie, administrator=admin)

    def require(self, act: Act, by: Caller, *, tie: Tie = Tie.NONE) -> None:
        """Refuse an act to those who may not do it in the network. Raises NOT_ALLOWED."""
        role, admin = by.role_in(self.network.slug), by.administrates(self.network)
        require(act, role, self.network, tie=tie, administrator=admin)

    def shown(self, caller: Caller, route: str, argument: str) -> Reply | None:
        """Return what a route shows someone of an object, None where they are refused it."""
        try:
            return self.shows(self, caller, route, argument)
        except UserError:
            return None

    def day(self, moment: datetime) -> str:
        """Return a moment's day on the network's clock: « 2026-11-30 »."""
        return f"{moment.astimezone(ZoneInfo(self.network.timezone)):%Y-%m-%d}"

    def acting(self, user: str, role: Role) -> Caller:
        """Return someone as what happens of itself takes them for in the network."""
        roles = {self.network.slug: role}
        return Caller(server=self.network.server, id=user, name="", roles=roles)

    def at(self, network: Network) -> Context:
        """Return what to work with for another network, in the same transaction."""
        return replace(self, network=network)

    def render(self, template: str, /, **values: object) -> str:
        """Return what a template writes of these values, its own network, the moment, our words."""
        own = {"network": self.network, "now": self.now, "wording": self.wording}
        return self.renderer(template, **own | values)

    def reply(
        self, template: str, /, *buttons: Button, seen: bool = False, **values: object
    ) -> Reply:
        """Return an answer that a template writes, with its buttons; `seen`: see Reply."""
        return Reply(text=self.render(template, **values), buttons=buttons, seen=seen)
