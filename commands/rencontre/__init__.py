"""`/rencontre`: from the first date to the minutes."""

from __future__ import annotations

from commands.rencontre import (
    arranging,
    attending,
    holding,
    hosting,
    planning,
    proposing,
    reporting,
)

ROUTES = (
    *planning.ROUTES,
    *attending.ROUTES,
    *hosting.ROUTES,
    *proposing.ROUTES,
    *arranging.ROUTES,
    *holding.ROUTES,
    *reporting.ROUTES,
)
