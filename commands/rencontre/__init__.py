"""`/rencontre`: from the first date to the minutes."""

from __future__ import annotations

from commands.rencontre import arranging, attending, holding, planning, reporting

ROUTES = (
    *planning.ROUTES,
    *attending.ROUTES,
    *arranging.ROUTES,
    *holding.ROUTES,
    *reporting.ROUTES,
)
