"""What people type, one module a command; ROUTES is the whole table."""

from __future__ import annotations

from bot.talk.routing import Route
from commands import (
    aide,
    besoin,
    changes,
    entrusting,
    gestures,
    lettre,
    rencontre,
    reseau,
    understanding,
    veille,
)

_OTHERS: tuple[Route, ...] = (
    *besoin.ROUTES,
    *rencontre.ROUTES,
    *veille.ROUTES,
    *lettre.ROUTES,
    *reseau.ROUTES,
    *gestures.ROUTES,
    *entrusting.ROUTES,
    *understanding.ROUTES,
    *changes.ROUTES,
)

ROUTES: tuple[Route, ...] = (*_OTHERS, *aide.routes(_OTHERS))
