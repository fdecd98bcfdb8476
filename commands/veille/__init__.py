"""`/veille`: what a network reads, from its feeds and its members."""

from __future__ import annotations

from commands.veille import address, feeds, reading

ROUTES = (*reading.ROUTES, *feeds.ROUTES, *address.ROUTES)
