"""`/veille`: what a network reads, from its feeds and its members."""

from __future__ import annotations

from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.talk.routing import Route, Takes
from commands import addresses
from commands.veille import deadlines, feeds, proposing, reading, sorting

ROUTES = (
    *reading.ROUTES,
    *proposing.ROUTES,
    *sorting.ROUTES,
    *feeds.ROUTES,
    *deadlines.ROUTES,
    Route(
        Act.READ_ADDRESS,
        "veille adresse|page|atom|rss",
        addresses.telling("veille", AddressKind.VEILLE),
        "lire la veille dans un navigateur ou un lecteur de flux",
        Takes.WORDS,
    ),
)
