"""What people type, one module a command; ROUTES is the whole table."""

from __future__ import annotations

from bot.talk.routing import Route
from commands import aide, besoin, changes, lettre, rencontre, reseau, understanding, veille

ROUTES: tuple[Route, ...] = (
    *besoin.ROUTES,
    *rencontre.ROUTES,
    *veille.ROUTES,
    *lettre.ROUTES,
    *reseau.ROUTES,
    *aide.ROUTES,
    *understanding.ROUTES,
    *changes.ROUTES,
)
