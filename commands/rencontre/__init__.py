"""`/rencontre`: from the first date to the minutes."""

from __future__ import annotations

from commands.rencontre import arranging, planning

ROUTES = (*planning.ROUTES, *arranging.ROUTES)
