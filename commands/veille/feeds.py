"""The feeds of a network: which they are, and whether they are well."""

from __future__ import annotations

from bot.domain.rights import Act
from bot.services import followings
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes


def list_them(_command: Command, ctx: Context) -> Reply:
    """List the feeds and their health."""
    feeds = followings.of_network(ctx)
    return Reply(
        text=ctx.render("veille/feeds.md.j2", feeds=feeds, network=ctx.network, now=ctx.now)
    )


ROUTES = (
    Route(
        "veille flux",
        list_them,
        "",
        "voir les flux suivis et s'ils vont bien",
        Act.READ_FEEDS,
        Takes.NOTHING,
        aliases=("feeds", "sources"),
    ),
)
