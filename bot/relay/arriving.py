"""Needs that reach a network: one card for its coordinators, which goes from each to the next.

It shows the need that waits for the longest, and says how many wait behind it: a busy month brings
one message at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core import counters
from bot.network.tree import linked
from bot.people.wish import Weight
from bot.relay import card
from bot.relay import store as climbs
from bot.relay.counting import count_behind
from bot.relay.rules import Climb
from bot.talk import say
from bot.talk.context import Context


def refresh(ctx: Context, *, closing: int | None = None) -> None:
    """Show what waits for a decision of the network's coordinators, on the card that they have.

    A new card when they have none, whichever of them. `closing` is the card of a need that no
    longer waits: without any other, it says that nothing does.
    """
    waiting = undecided(ctx)
    if not waiting:
        if closing is not None:
            over = ctx.render("besoin/none_arrived.md.j2")
            say.again_to_coordinators(ctx, _key(ctx, closing), over)
        return
    shown = next((each.card for each in waiting if each.card is not None), closing)
    shown = counters.next_value(ctx.db, ctx.network.slug, _CARDS) if shown is None else shown
    for each in waiting:
        if each.card != shown:
            climbs.save(ctx.db, replace(each, card=shown))
    first = waiting[0]
    people = count_behind(ctx, first.question)
    text = card.arrival_words(ctx, first, people, len(waiting) - 1)
    buttons = card.arrival_buttons(ctx, first)
    key = _key(ctx, shown)
    say.again_to_coordinators(ctx, key, text, buttons=buttons)
    say.to_coordinators(ctx, key, text, weight=Weight.DUTY, once=True, buttons=buttons)


def undecided(ctx: Context) -> Sequence[Climb]:
    """Return what waits for a decision of a network's coordinators and may still pass, in order."""
    found = climbs.waiting_above(ctx.db, ctx.network.slug)
    return [each for each in found if linked(each.network, each.parent, ctx.networks)]


_CARDS = "climbs card"


def _key(ctx: Context, shown: int) -> str:
    return f"climbs:{ctx.network.slug}:{shown}"
