"""Where the veille is read outside the chat: its page, its feed, and who may read them."""

from __future__ import annotations

from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.talk.routing import Route, Takes
from commands import addresses

ROUTES = (
    Route(
        Act.READ_ADDRESS,
        "veille adresse|page|atom|rss",
        addresses.telling("veille", AddressKind.VEILLE),
        "lire la veille dans un navigateur ou un lecteur de flux",
        Takes.WORDS,
    ),
)
