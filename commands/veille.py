"""`/veille`: the digest to come, and the feeds it is gathered from."""

from __future__ import annotations

from bot.domain.rights import Act
from bot.services import veille
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes


def preview(_command: Command, ctx: Context) -> Reply:
    """Show what the next digest will hold."""
    digest = veille.preview(ctx)
    text = ctx.render(
        "veille/preview.md.j2", digest=digest, questions=veille.deferred(ctx), network=ctx.network
    )
    return Reply(text=text)


def list_feeds(_command: Command, ctx: Context) -> Reply:
    """List the feeds and their health."""
    feeds = veille.health(ctx)
    return Reply(
        text=ctx.render("veille/feeds.md.j2", feeds=feeds, network=ctx.network, now=ctx.now)
    )


ROUTES = (
    Route(
        "veille",
        preview,
        "",
        "lire ce que contiendra la prochaine veille",
        Act.READ_DIGEST,
        Takes.NOTHING,
    ),
    Route(
        "veille flux",
        list_feeds,
        "",
        "voir les flux suivis et s'ils vont bien",
        Act.READ_FEEDS,
        Takes.NOTHING,
        aliases=("feeds", "sources"),
    ),
)
