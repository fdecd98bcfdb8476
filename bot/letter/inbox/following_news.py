"""Newsletters of a network: shown to coordinators first, then followed as feeds are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.message import Button
from bot.letter.inbox.newsletter import Newsletter, NewsLink
from bot.network.network import Subscription
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.veille.article import Article
from bot.veille.feeds import adding, collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.following import USUAL_THEME, Following, FollowingStatus
from bot.veille.feeds.rules import Collected

FOLLOW = "veille flux suivre-courriel"


def followed(ctx: Context, letter: Newsletter) -> Following | None:
    """Return a newsletter as the network follows it, None where it does not."""
    known = adding.at(ctx, letter.address(ctx.network.slug))
    return known if known and known.standing is FollowingStatus.FOLLOWED else None


def take(ctx: Context, letter: Newsletter, links: Sequence[NewsLink]) -> bool:
    """Keep the articles of a newsletter that is followed, and tell coordinators of any other.

    Return whether it was followed.
    """
    known = followed(ctx, letter)
    if known is None:
        _tell(ctx, letter)
        return False
    articles = tuple(
        Article(guid=each.link, link=each.link, title=each.title, published=ctx.now)
        for each in links
    )
    zones = {slug: each.timezone for slug, each in ctx.networks.items()}
    collecting.keep(ctx.db, known.feed, Collected(articles=articles), ctx.now, zones)
    return True


def follow(ctx: Context, sender: str, name: str, by: Caller) -> Following:
    """Follow a newsletter, by its sender's address."""
    address = Newsletter(sender=sender, name=name, subject="", links=()).address(ctx.network.slug)
    given = Subscription(url=address, name=name or sender, theme=USUAL_THEME)
    kept = followings.add(ctx.db, ctx.network.slug, given, by=by.id)
    if kept.standing is not FollowingStatus.FOLLOWED:
        kept = replace(kept, standing=FollowingStatus.FOLLOWED)
        followings.save(ctx.db, kept)
    return kept


def _tell(ctx: Context, letter: Newsletter) -> None:
    """Show coordinators who writes for the first time, with the link that confirms, if any."""
    kind = "confirms" if letter.confirms else "issue"
    text = ctx.render("veille/newsletter.md.j2", letter=letter)
    button = Button("suivre", "La suivre", FOLLOW, f"{letter.sender} {letter.name}")
    key = f"newsletter:{ctx.network.slug}:{kind}:{letter.sender}"
    say.to_coordinators(ctx, key, text, weight=Weight.DUTY, buttons=(button,), once=True)
