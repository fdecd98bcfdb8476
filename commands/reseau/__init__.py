"""`/reseau`: the network itself: its year, its rhythm, what is kept of people."""

from __future__ import annotations

from bot.talk.routing import Route
from commands.reseau import (
    announcing,
    copies,
    entering,
    memory,
    messages,
    online_forms,
    past,
    presentation,
    privacy,
    reporting,
    rhythm,
    settings,
    sheet,
    surveying,
    territories,
    year,
)

ROUTES: tuple[Route, ...] = (
    *year.ROUTES,
    *rhythm.ROUTES,
    *settings.ROUTES,
    *reporting.ROUTES,
    *sheet.ROUTES,
    *presentation.ROUTES,
    *copies.ROUTES,
    *memory.ROUTES,
    *messages.ROUTES,
    *territories.ROUTES,
    *announcing.ROUTES,
    *surveying.ROUTES,
    *online_forms.ROUTES,
    *past.ROUTES,
    *privacy.ROUTES,
    *entering.ROUTES,
)
