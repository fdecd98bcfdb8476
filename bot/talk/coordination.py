"""Who coordinates, when that changes: said to the other coordinators, or to the network above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.network.network import Network
from bot.network.tree import parent_of
from bot.people import coordinators
from bot.people.coordinators import Coordinator
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.context import Context


def named(
    db: Connection, networks: Sequence[Network], _now: datetime
) -> Mapping[str, Sequence[Coordinator]]:
    """Return who coordinates each of some networks, those that nobody ever did included."""
    found = coordinators.of(db, [each.slug for each in networks])
    return {
        network.slug: [each for each in found if each.network == network.slug]
        for network in networks
    }


def follow(ctx: Context, known: Sequence[Coordinator]) -> int:
    """Tell what changed in who coordinates a network; return how much that was.

    Told again when the outbox has forgotten it, a month later, for as long as it lasts.
    """
    if not ctx.coordinators:
        return _tell_above(ctx)
    taken = [each for each in known if each.taken_at is not None]
    return sum(
        _tell(
            ctx,
            f"coordinator:{each.network}:{each.taken_at:%Y-%m-%d-%H-%M-%S}",
            ctx.render("reseau/name_taken.md.j2", taken=each.name),
        )
        for each in taken
    )


def _tell_above(ctx: Context) -> int:
    """Tell the nearest network above that someone coordinates that nobody coordinates this one."""
    above: Network | None = parent_of(ctx.network, ctx.networks)
    while above is not None and not ctx.coordinators_of(above.slug):
        above = parent_of(above, ctx.networks)
    if above is None:
        return 0
    text = ctx.render("reseau/uncoordinated.md.j2")
    return _tell(ctx.at(above), f"uncoordinated:{ctx.network.slug}", text)


def _tell(ctx: Context, key: str, text: str) -> bool:
    """Tell the coordinators who were not told yet; return whether there were any."""
    news = any(not say.was_said(ctx, f"{key}:{each}") for each in ctx.coordinators)
    say.to_coordinators(ctx, key, text, weight=Weight.DUTY, once=True)
    return news
