"""Who may read a network's veille outside the chat: whoever has its address, or everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.domain.addresses import AddressKind
from bot.domain.ranking import RANKING
from bot.domain.veille_page import Reading
from bot.services import deadlines, digests
from bot.services.addresses import address
from bot.store import occurrences, settings
from bot.talk.context import Context

_OPEN = "veille.open"
_YES = "oui"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


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


def latest(db: Connection, network: str) -> datetime | None:
    """Return which digest was published last."""
    return occurrences.last(db, network, digests.DIGEST)


def read(db: Connection, network: str, limit: int, now: datetime) -> Reading:
    """Return what there is to read of a network now, `limit` digests at most."""
    since = occurrences.started(db, [network]) or _EPOCH
    return Reading(
        digests=digests.published(db, network, limit),
        since=since,
        coming=deadlines.coming(db, network, now),
        ranking=RANKING,
    )


def set_open(ctx: Context, *, to_all: bool) -> bool:
    """Let everybody read the veille, or no longer; False when it was so already."""
    return settings.put(ctx.db, ctx.network.slug, _OPEN, _YES if to_all else "")


def doors(ctx: Context, *, renew: bool = False) -> Doors:
    """Return where the veille is read; renewing changes the network's own address only."""
    own = address(ctx, AddressKind.VEILLE, renew=renew)
    to_all = is_open(ctx.db, ctx.network.slug)
    everyone = ctx.address(AddressKind.VEILLE, ctx.network.slug, None) if to_all else ""
    return Doors(own=own, everyone=everyone)
