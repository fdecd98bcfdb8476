"""`/veille`: what a network reads, from its feeds and its members."""

from __future__ import annotations

from commands.veille import address, deadlines, feeds, proposing, reading, sorting

ROUTES = (
    *reading.ROUTES,
    *proposing.ROUTES,
    *sorting.ROUTES,
    *feeds.ROUTES,
    *deadlines.ROUTES,
    *address.ROUTES,
)
