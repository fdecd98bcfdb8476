"""`/veille`: what a network reads, from its feeds and its members."""

from __future__ import annotations

from commands.veille import deadlines, feeds, reading

ROUTES = (*reading.ROUTES, *feeds.ROUTES, *deadlines.ROUTES)
