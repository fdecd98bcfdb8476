"""The belt's figures, gathered for a page and for the year's report."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.network.address import AddressKind
from bot.network.period import Period
from bot.network.small_numbers import SMALLEST
from bot.network.tree import below
from bot.relay import card
from bot.relay import store as climbs
from bot.relay.figures import BeltCount, BeltReport, count_climbs, make_figures
from bot.talk.addressing import address
from bot.talk.context import Context


def read(db: Connection, network: str, period: Period) -> BeltReport:
    """Count what a network transmitted in a period, and what reached it from below."""
    return BeltReport(
        up=make_figures(climbs.sent_by(db, [network], period, private=False)),
        down=make_figures(climbs.sent_to(db, network, period)),
    )


def levels(ctx: Context, period: Period) -> tuple[BeltCount, ...]:
    """Count what the networks below transmitted, by their scale, from the largest scale down.

    A level further below is told of only where SMALLEST networks transmitted something: no
    territory's own figure reaches those who did not receive its needs themselves.
    """
    found = list(below(ctx.network, ctx.networks))
    told = []
    for scale in card.SCALES:
        slugs = [each.slug for each in found if each.scale is scale]
        lived = climbs.sent_by(ctx.db, slugs, period, private=True)
        direct = [each for each in lived if ctx.networks[each.network].parent == ctx.network.slug]
        shown = lived if len({each.network for each in lived}) >= SMALLEST else direct
        if shown:
            _, several = card.SCALES[scale]
            told.append(count_climbs(shown, several))
    return tuple(reversed(told))


def page(ctx: Context, *, renew: bool = False) -> str:
    """Return where the belt's figures are read, "" when nothing can reach us."""
    return address(ctx, AddressKind.BELT, renew=renew)
