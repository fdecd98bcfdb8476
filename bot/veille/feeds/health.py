"""What coordinators are told of feeds in trouble: once a series of failures, and once after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.people.wish import Weight
from bot.talk import say
from bot.talk.context import Context
from bot.veille.feeds import adding
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.following import Following, FollowingStatus

TOLD_AFTER = timedelta(days=3)
"""How long a feed fails before coordinators are told; one that is gone (410), at once."""

ONE_BY_ONE = 3
"""Feeds told each in a message of its own, with its buttons; more are one message."""


def tell(ctx: Context) -> int:
    """Tell what is new of the feeds' health; return how many feeds were told of."""
    followed = [
        each
        for each in followings.of_network(ctx.db, ctx.network.slug)
        if each.standing is FollowingStatus.FOLLOWED
    ]
    ailing = [each for each in followed if _to_tell(each, ctx)]
    well = [each for each in followed if each.told_since and each.feed.failing_since is None]
    if len(ailing) <= ONE_BY_ONE:
        for each in ailing:
            _say_ailing(ctx, [each])
    else:
        _say_ailing(ctx, ailing)
    for each in ailing:
        followings.save(ctx.db, replace(each, told_since=each.feed.failing_since))
    if well:
        text = ctx.render("veille/feeds_well.md.j2", feeds=well, network=ctx.network)
        say.to_coordinators(ctx, f"{_key(well, ctx.now)}:rétabli", text, weight=Weight.NEWS)
    for each in well:
        followings.save(ctx.db, replace(each, told_since=None))
    return len(ailing) + len(well)


def _to_tell(following: Following, ctx: Context) -> bool:
    feed = following.feed
    if feed.failing_since is None or feed.failing_since == following.told_since:
        return False
    if feed.next_at is None and not feed.stopped:  # taken up again by someone: to be tried first
        return False
    return feed.stopped or ctx.now - feed.failing_since >= TOLD_AFTER


def _say_ailing(ctx: Context, ailing: Sequence[Following]) -> None:
    text = ctx.render("veille/feeds_ailing.md.j2", feeds=ailing, network=ctx.network, now=ctx.now)
    only = ailing[0] if len(ailing) == 1 else None
    buttons = (adding.suspend_button(only), adding.remove_button(only)) if only else ()
    say.to_coordinators(ctx, _key(ailing, ctx.now), text, weight=Weight.NEWS, buttons=buttons)


def _key(some: Sequence[Following], now: datetime) -> str:
    """Return « feed:loire:12:… », by the first one and the moment of the telling.

    Of one series of failures people are told again where they took the feed up again meanwhile.
    """
    first = some[0]
    return f"feed:{first.network}:{first.feed.id}:{now:%Y%m%dT%H%M%S}"
