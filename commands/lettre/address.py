"""Where the letters are read outside the chat: their page, their feed, and who may read them."""

from __future__ import annotations

from bot.network.address import AddressKind
from commands import addresses

ROUTES = (
    addresses.route(
        "lettre",
        AddressKind.LETTER,
        "lire les lettres dans un navigateur ou un lecteur de flux",
    ),
)
