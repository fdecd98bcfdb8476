"""The addresses where what a network makes is read outside the chat, and who may read there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.core import counters, settings
from bot.network.address import AddressKind
from bot.talk.context import Context

_YES = "oui"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingAddresses:
    """Where something is read: `own` at the address of the network, `everyone` at the open one.

    "" where there is none.
    """

    own: str
    everyone: str


def address(ctx: Context, kind: AddressKind, *, renew: bool = False) -> str:
    """Return the network's address of a kind, a new one if asked; "" when there is none."""
    if renew:
        counters.next_value(ctx.db, ctx.network.slug, kind.value)
    renewed = counters.last(ctx.db, ctx.network.slug, kind.value)
    return made_with(ctx, kind, renewed)


def made_with(ctx: Context, kind: AddressKind, renewed: int) -> str:
    """Return the network's address of a kind, as renewed that many times."""
    return ctx.address(kind, ctx.network.slug, kind.version(renewed, ctx.coordinators))


def reading_addresses(ctx: Context, kind: AddressKind, *, renew: bool = False) -> ReadingAddresses:
    """Return where something is read; renewing changes the network's own address only."""
    own = address(ctx, kind, renew=renew)
    to_all = is_open(ctx.db, ctx.network.slug, kind)
    return ReadingAddresses(
        own=own, everyone=ctx.address(kind, ctx.network.slug, None) if to_all else ""
    )


def is_open(db: Connection, network: str, kind: AddressKind) -> bool:
    """Tell whether everybody may read what a network has at this kind of address."""
    return settings.get(db, network, _setting(kind)) == _YES


def set_open(ctx: Context, kind: AddressKind, *, to_all: bool) -> bool:
    """Let everybody read it, or no longer; False when it was so already."""
    return settings.put(ctx.db, ctx.network.slug, _setting(kind), _YES if to_all else "")


def _setting(kind: AddressKind) -> str:
    return f"{kind.value}.open"
