"""What a handler, a service or a job works with, for one network and one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.network import Network
from bot.talk.render import Render
from bot.talk.routing import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The open transaction, the moment, the network, and how to say things.

    `buttons` tells whether clicks can reach us; without them reactions and commands serve.
    `wording` has the words that the configuration chooses.
    """

    db: Connection
    now: datetime
    network: Network
    render: Render
    routes: tuple[Route, ...]
    buttons: bool
    wording: Mapping[str, str]
