"""What the next digest will hold."""

from __future__ import annotations

from bot.domain.rights import Act
from bot.services import deadlines, digests
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes


def preview(_command: Command, ctx: Context) -> Reply:
    """Show what the next digest will hold."""
    text = ctx.render(
        "veille/preview.md.j2",
        digest=digests.preview(ctx),
        deadlines=deadlines.block(ctx),
        questions=digests.deferred(ctx),
        network=ctx.network,
    )
    return Reply(text=text)


ROUTES = (
    Route(
        "veille",
        preview,
        "",
        "lire ce que contiendra la prochaine veille",
        Act.READ_DIGEST,
        Takes.NOTHING,
    ),
)
