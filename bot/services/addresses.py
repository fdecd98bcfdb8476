"""The addresses where what a network makes is read outside the chat."""

from __future__ import annotations

from bot.domain.addresses import AddressKind
from bot.store import counters
from bot.talk.context import Context


def address(ctx: Context, kind: AddressKind, *, renew: bool = False) -> str:
    """Return the network's address of a kind, a new one if asked; "" when there is none."""
    if renew:
        counters.next_value(ctx.db, ctx.network.slug, kind.counter)
    renewed = counters.reached(ctx.db, kind.counter).get(ctx.network.slug, 0)
    return ctx.address(kind, ctx.network.slug, renewed)
