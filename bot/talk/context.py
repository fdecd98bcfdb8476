"""What a handler, a service or a job works with, for one network and one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.french.themes import Themes
from bot.letter.mail.post_office import NO_OFFICE, MailSettings
from bot.meeting.tools import Toolbox
from bot.network.address import AddressKind
from bot.network.network import Network
from bot.network.rights import Act
from bot.question.story import CLOCK
from bot.talk.render import Render
from bot.veille.feeds.suggestions import NONE, Suggestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """A command as people are told of it: what to type, what it does, the right it needs.

    A `rare` one is told to those who ask for all of them.
    """

    line: str
    summary: str
    act: Act
    rare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The open transaction, the moment, the network, and how to say things.

    `buttons` tells whether clicks can reach us; without them reactions and commands serve.
    `wording` has the words that the configuration chooses. `how` is the way that what happens
    came in, `territory` the network below that whoever asks belongs to, if any; `coordinators`
    are the network's, by chat user id. `toolbox` has tools to animate with; `address` gives
    where something of a network's is read, by how many times it was renewed, or where anyone may
    guess it (None): "" when nothing can reach us. `suggestions` are feeds to start with;
    `office` is what mail rests on; a signed card is held for `hold`. `networks` are all of them,
    by slug, for what is about no one.
    """

    db: Connection
    now: datetime
    network: Network
    render: Render
    usages: tuple[Usage, ...]
    buttons: bool
    wording: Mapping[str, str]
    themes: Themes
    toolbox: Toolbox
    address: Callable[[AddressKind, str, int | None], str]
    suggestions: Suggestions = NONE
    office: MailSettings = NO_OFFICE
    hold: timedelta = timedelta(0)
    how: str = CLOCK
    territory: str = ""
    coordinators: frozenset[str] = frozenset()
    networks: Mapping[str, Network] = field(default_factory=dict)
