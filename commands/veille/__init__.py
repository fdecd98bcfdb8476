"""`/veille`: what a network reads, from its feeds and its members."""

from __future__ import annotations

from commands.veille import feeds, reading

ROUTES = (*reading.ROUTES, *feeds.ROUTES)
