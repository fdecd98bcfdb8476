"""`/veille`: what a network reads, from its feeds and its members."""

from __future__ import annotations

from bot.network.address import AddressKind
from bot.talk.routing import Route
from commands import addresses
from commands.veille import deadlines, feeds, proposing, reading, resources, sorting

ROUTES: tuple[Route, ...] = (
    *reading.ROUTES,
    *proposing.ROUTES,
    *resources.ROUTES,
    *sorting.ROUTES,
    *feeds.ROUTES,
    *deadlines.ROUTES,
    *addresses.routes("veille", AddressKind.VEILLE),
)
