"""`/veille`: what a network reads, from its feeds and its members."""

from __future__ import annotations

from commands.veille import address, feeds, reading, sorting

ROUTES = (*reading.ROUTES, *sorting.ROUTES, *feeds.ROUTES, *address.ROUTES)
