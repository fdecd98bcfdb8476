"""What a network offers to those below of what it keeps: the verb on the cards of each noun."""

from __future__ import annotations

from bot.core.message import Button
from bot.network import tree
from bot.talk.context import Context

OFFER = "reseau proposer-aux-territoires"


def offer_verbs(ctx: Context, what: str, number: int) -> tuple[Button, ...]:
    """Return what offers « échéance 3 » to the networks below, nothing where there are none."""
    if not tree.children_of(ctx.network, ctx.networks):
        return ()
    return (
        Button("proposerauxterritoires", "Proposer aux territoires", OFFER, f"{what} {number}"),
    )
