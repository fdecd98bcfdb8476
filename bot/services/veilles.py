"""Who may read a network's veille outside the chat: whoever has its address, or everybody."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.addresses import AddressKind
from bot.services.addresses import address
from bot.store import settings
from bot.talk.context import Context

FEED = ".atom"
"""What the feed's address adds to the page's."""

_OPEN = "veille.open"
_YES = "oui"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Where the veille is read: `own` at the address of the network, `everyone` at the open one.

    "" where there is none.
    """

    own: str
    everyone: str


def is_open(db: Connection, network: str) -> bool:
    """Tell whether everybody may read a network's veille."""
    return settings.get(db, network, _OPEN) == _YES


def set_open(ctx: Context, *, to_all: bool) -> bool:
    """Let everybody read the veille, or no longer; False when it was so already."""
    return settings.put(ctx.db, ctx.network.slug, _OPEN, _YES if to_all else "")


def doors(ctx: Context, *, renew: bool = False) -> Doors:
    """Return where the veille is read; renewing changes the network's own address only."""
    own = address(ctx, AddressKind.VEILLE, renew=renew)
    to_all = is_open(ctx.db, ctx.network.slug)
    everyone = ctx.address(AddressKind.VEILLE, ctx.network.slug, None) if to_all else ""
    return Doors(own=own, everyone=everyone)
