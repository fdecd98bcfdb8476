"""Where the letters are read outside the chat: their page, their feed, and who may read them."""

from __future__ import annotations

from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.talk.routing import Route, Takes
from commands import addresses

ROUTES = (
    Route(
        Act.READ_ADDRESS,
        "lettre adresse|page|atom|rss",
        addresses.telling("lettre", AddressKind.LETTER),
        "lire les lettres dans un navigateur ou un lecteur de flux",
        Takes.WORDS,
    ),
)
