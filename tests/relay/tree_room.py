"""A room of four levels' networks, on two servers.

National (Nadia) → Auvergne-Rhône-Alpes (Rachid) → the Loire (Amina), and the Drôme (Bruno, Ines),
which is on the server « autre ».
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.core.message import Message, MessageKind
from bot.network.network import DEFAULT_DIGEST, DEFAULT_LETTERS, Network, Scale
from bot.network.rhythm import parse_rhythm
from scheduler.deliver import Deliverer
from tests.databases import made_in
from tests.room import LOIRE, NATIONAL, Room
from tests.scheduler.sender import Mouth

AURA = Network(
    slug="aura",
    name="Auvergne-Rhône-Alpes",
    scale=Scale.REGION,
    server="test",
    channel="aura",
    timezone="Europe/Paris",
    parent="national",
    digest=parse_rhythm(DEFAULT_DIGEST),
    meeting=parse_rhythm("le 3e jeudi, tous les 3 mois, 9 h 30"),
    letter=parse_rhythm(DEFAULT_LETTERS[Scale.REGION]),
)
TREE_LOIRE = replace(
    LOIRE, parent="aura", letter=parse_rhythm(DEFAULT_LETTERS[Scale.DEPARTEMENT]), feeds=()
)
DROME = replace(
    TREE_LOIRE, slug="drome", name="26 - Drôme", channel="drome", server="autre", feeds=()
)


@dataclass
class TreeRoom(Room):
    """Conversations in the four networks; `mouths` say what each server is told to."""

    mouths: dict[str, Mouth] = field(default_factory=lambda: {"test": Mouth(), "autre": Mouth()})

    def delivers(self) -> None:
        """Let all that waits be said, on both servers."""
        asyncio.run(Deliverer(self.database, self.mouths, self.clock).deliver_due())

    def channel(self, network: str) -> list[Message]:
        """Return what waits to be posted in a network's channel."""
        return [
            each
            for each in self.outbox()
            if each.network == network and each.user is None and each.kind is MessageKind.POST
        ]

    def read_in(self, network: str) -> list[str]:
        """Return what waits to be posted in a network's channel, as it is read."""
        return [each.text.replace("\u00a0", " ") for each in self.channel(network)]


def open_tree(folder: Path, *, buttons: bool = True) -> TreeRoom:
    """Open a room of four networks over a new database."""
    return TreeRoom(
        made_in(folder),
        buttons=buttons,
        loire=TREE_LOIRE,
        others=(NATIONAL, AURA, DROME),
    )
