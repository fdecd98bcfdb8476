"""The letter: written, read over, published; who receives it."""

from __future__ import annotations

from bot.talk.routing import Route
from commands.lettre import subscribing

ROUTES: tuple[Route, ...] = (*subscribing.ROUTES,)
