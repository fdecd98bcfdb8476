"""Who coordinates, when that changes: said to the other coordinators, or to the network above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.core import settings
from bot.core.message import Button
from bot.network.network import Home, Network
from bot.network.tree import parent_of
from bot.people import coordinators
from bot.people.coordinators import Coordinator
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.context import Context

PROPOSE = "reseau proposer-coordination"
LEFT = "uncoordinated"
"""The setting that says since when nobody is seen to coordinate a network."""


def left_since(db: Connection, network: str) -> datetime | None:
    """Return since when nobody coordinates a network, None where someone does."""
    left = settings.get(db, network, LEFT)
    return datetime.fromisoformat(left) if left else None


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
    slug, left = ctx.network.slug, left_since(ctx.db, ctx.network.slug)
    if not ctx.coordinators:
        settings.put(ctx.db, slug, LEFT, (left or ctx.now).isoformat())
        return _tell_above(ctx, left or ctx.now)
    if left is not None:
        settings.put(ctx.db, slug, LEFT, "")
    taken = [each for each in known if each.taken_at is not None]
    return sum(
        _tell(
            ctx,
            f"coordinator:{each.network}:{each.taken_at:%Y-%m-%d-%H-%M-%S}",
            ctx.render("reseau/name_taken.md.j2", taken=each.name),
        )
        for each in taken
    )


def above(ctx: Context) -> Network | None:
    """Return the nearest network above that someone coordinates, if any."""
    found = parent_of(ctx.network, ctx.networks)
    while found is not None and not ctx.coordinators_of(found.slug):
        found = parent_of(found, ctx.networks)
    return found


def _tell_above(ctx: Context, left: datetime) -> int:
    """Tell the nearest network above that someone coordinates that nobody coordinates this one.

    Or else who administrates the server: so, too, where those above are on another one, and cannot
    name a member of this one.
    """
    nearest, entered = above(ctx), ctx.network.home is Home.CHAT
    text = ctx.render("reseau/uncoordinated.md.j2")
    here = ctx.network.slug
    name = Button("proposer", "Proposer quelqu'un…", PROPOSE, primary=True, network=here)
    key = f"uncoordinated:{here}:{left:%Y-%m-%d-%H-%M-%S}"
    near = nearest is not None and nearest.server == ctx.network.server
    buttons = (name,) if entered else ()
    done = 0
    if nearest is not None:
        done += _tell(ctx.at(nearest), key, text, *(buttons if near else ()))
    if nearest is None or (entered and not near):
        for user in coordinators.administrators(ctx.db, ctx.network.server):
            if not say.was_said(ctx, f"{key}:{user}"):
                say.about_oneself(ctx, f"{key}:{user}", user, text, buttons=buttons)
                done += 1
    return done


def _tell(ctx: Context, key: str, text: str, *buttons: Button) -> bool:
    """Tell the coordinators who were not told yet; return whether there were any."""
    news = any(not say.was_said(ctx, f"{key}:{each}") for each in ctx.coordinators)
    say.to_coordinators(ctx, key, text, weight=Weight.DUTY, once=True, buttons=buttons)
    return news
