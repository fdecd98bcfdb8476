"""What coordinators are told of feeds in trouble: once a series of failures, and once after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.people.wish import Weight
from bot.talk import say
from bot.talk.context import Context
from bot.veille.feeds import adding
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.following import Following


def tell(ctx: Context, found: Sequence[Following]) -> int:
    """Tell which feeds ail and which are well again; return how many feeds were told of."""
    ailing = [each for each in found if not each.well_again]
    well = [each for each in found if each.well_again]
    if ailing:
        text = ctx.render("veille/feeds_ailing.md.j2", feeds=ailing, now=ctx.now)
        buttons = adding.standing_buttons(ailing[0]) if len(ailing) == 1 else ()
        key = _key(ailing, ctx.now)
        say.to_coordinators(ctx, key, text, weight=Weight.NEWS, buttons=buttons)
    if well:
        text = ctx.render("veille/feeds_well.md.j2", feeds=well)
        say.to_coordinators(ctx, f"{_key(well, ctx.now)}:rétabli", text, weight=Weight.NEWS)
    for each in found:
        followings.save(ctx.db, replace(each, told_since=each.feed.failing_since))
    return len(found)


def _key(some: Sequence[Following], now: datetime) -> str:
    """Return « feed:loire:12:… », by the first one and the moment of the telling.

    Of one series of failures people are told again where they took the feed up again meanwhile.
    """
    first = some[0]
    return f"feed:{first.network}:{first.feed.id}:{now:%Y%m%dT%H%M%S}"
