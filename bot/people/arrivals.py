"""People who come into a network's channel: who is new there, who is back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.core import settings
from bot.people import acquaintances, ended_accounts
from bot.people import store as preferences

REACTIVATED_WITHIN = timedelta(days=30)
"""How long an ended account keeps its name in what it did: it may be reactivated."""

MET = "people-met"
"""The setting that says that a channel was read once: whoever comes later is a newcomer."""


def never_met(db: Connection, network: str) -> bool:
    """Tell whether a network's channel was never read: we have just come into it."""
    return not settings.get(db, network, MET)


def meet(
    db: Connection, *, network: str, server: str, present: Collection[str], now: datetime
) -> Collection[str]:
    """Note who is in a network's channel; return who is to be welcomed: the newcomers.

    Nobody the first time that the channel is read: all were there before us. Those who are back
    are written to again, and their accounts are in use.
    """
    newcomers = acquaintances.newcomers(db, network, present)
    acquaintances.meet(db, network, newcomers, now)
    acquaintances.see(db, network, present, now)
    for user in preferences.gone_from(db, network) & set(present):
        preferences.come_back(db, network, user)
    for user in ended_accounts.of(db, server) & set(present):
        ended_accounts.revive(db, server, user)
    return newcomers if not settings.put(db, network, MET, "1") else ()
