"""`/reseau`: the network itself: its year, its rhythm, what is kept of people."""

from __future__ import annotations

from bot.talk.routing import Route
from commands.reseau import (
    announcing,
    answers,
    copies,
    messages,
    online_forms,
    presentation,
    privacy,
    reporting,
    rhythm,
    surveying,
    year,
)

ROUTES: tuple[Route, ...] = (
    *year.ROUTES,
    *rhythm.ROUTES,
    *reporting.ROUTES,
    *presentation.ROUTES,
    *answers.ROUTES,
    *copies.ROUTES,
    *messages.ROUTES,
    *announcing.ROUTES,
    *surveying.ROUTES,
    *online_forms.ROUTES,
    *privacy.ROUTES,
)
