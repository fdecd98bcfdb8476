"""Newsletters of a network: shown to coordinators first, then followed as feeds are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.message import Button
from bot.letter.inbox.newsletter import Newsletter
from bot.letter.mail.settings import MailSettings
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


def followed(ctx: Context, letter: Newsletter | None) -> Following | None:
    """Return the newsletter that the network follows and this is an issue of, None for others."""
    known = adding.at(ctx, letter.address(ctx.network.slug)) if letter else None
    return known if known and known.standing is FollowingStatus.FOLLOWED else None


def take(
    ctx: Context, letter: Newsletter, known: Following | None, links: Sequence[Article]
) -> None:
    """Keep where a newsletter leads that is followed, and tell coordinators of any other."""
    settings = ctx.settings.of(MailSettings)
    if letter.sender in {settings.sender, settings.box}:
        return
    if known is None:
        kind = "confirms" if letter.confirms else "issue"
        key = f"newsletter:{ctx.network.slug}:{kind}:{letter.sender}"
        text = ctx.render("veille/newsletter.md.j2", letter=letter)
        button = Button("suivre", "La suivre", FOLLOW, f"{letter.sender} {letter.name}")
        say.to_coordinators(ctx, key, text, weight=Weight.DUTY, buttons=(button,), once=True)
        return
    zones = {slug: each.timezone for slug, each in ctx.networks.items()}
    articles = tuple(each.dated(ctx.now) for each in links)
    collecting.keep(ctx.db, known.feed, Collected(articles=articles), ctx.now, zones)


def follow(ctx: Context, sender: str, name: str, by: Caller) -> Following:
    """Follow a newsletter, by its sender's address."""
    address = Newsletter(sender=sender, name=name, subject="").address(ctx.network.slug)
    given = Subscription(url=address, name=name or sender, theme=USUAL_THEME)
    kept = followings.add(ctx.db, ctx.network.slug, given, by=by.id)
    followed = replace(kept, standing=FollowingStatus.FOLLOWED)
    followings.save(ctx.db, followed)
    return followed
