"""`/rencontre`: from the first date to the minutes."""

from __future__ import annotations

from commands.rencontre import arranging, planning, polling

ROUTES = (*planning.ROUTES, *polling.ROUTES, *arranging.ROUTES)
