"""The network itself: its rhythm, its year, what is kept of people."""

from __future__ import annotations

from bot.talk.routing import Route
from commands.reseau import messages, privacy

ROUTES: tuple[Route, ...] = (
    *messages.ROUTES,
    *privacy.ROUTES,
)
