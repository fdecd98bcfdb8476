"""Where the veille is read outside the chat: its page, its feed, and who may read them."""

from __future__ import annotations

from bot.network.address import AddressKind
from commands import addresses

ROUTES = (
    addresses.route(
        "veille",
        AddressKind.VEILLE,
        "lire la veille dans un navigateur ou un lecteur de flux",
    ),
)
