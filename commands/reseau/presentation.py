"""Taking away what the bot said of itself when it came."""

from __future__ import annotations

from bot.network.rights import Act
from bot.talk import presentation
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route


def take_away(_command: Command, ctx: Context) -> Reply:
    """Take the bot's presentation out of the channel, if it is still there."""
    presentation.take_away(ctx)
    return ctx.reply("reseau/presentation_away.md.j2")


ROUTES = (
    Route(
        Act.TAKE_PRESENTATION_AWAY,
        f"{presentation.TAKE_AWAY}|retirer-presentation",
        take_away,
        "retirer du canal le message où je me présente",
    ),
)
