"""The letter: written, read over, published; who receives it."""

from __future__ import annotations

from bot.talk.routing import Route
from commands.lettre import contributing, publishing, reading, replying, subscribing, writing

ROUTES: tuple[Route, ...] = (
    *reading.ROUTES,
    *contributing.ROUTES,
    *writing.ROUTES,
    *publishing.ROUTES,
    *subscribing.ROUTES,
    *replying.ROUTES,
)
