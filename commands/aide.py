"""`/aide`: what can be typed, written from the routes themselves."""

from __future__ import annotations

from bot.domain.rights import Act, allows
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route


def help_(command: Command, ctx: Context) -> Reply:
    """List the commands that the caller's role allows, whatever follows the word."""
    role = command.caller.role_in(ctx.network.slug)
    usages = [usage for usage in ctx.usages if allows(usage.act, role)]
    text = ctx.render("aide/help.md.j2", usages=usages, network=ctx.network, wording=ctx.wording)
    return Reply(text=text)


ROUTES = (Route("aide", help_, "", "voir ce que je sais faire", Act.READ_HELP),)
