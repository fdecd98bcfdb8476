"""`/lettre`: what the network writes and reads every other month."""

from __future__ import annotations

from bot.talk.routing import Route
from commands.lettre import address, contributing, publishing, reading, writing

ROUTES: tuple[Route, ...] = (
    *reading.ROUTES,
    *contributing.ROUTES,
    *writing.ROUTES,
    *publishing.ROUTES,
    *address.ROUTES,
)
