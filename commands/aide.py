"""`/aide`: what can be typed, written from the routes themselves."""

from __future__ import annotations

from bot.domain.rights import Act, allows
from bot.talk.arguments import fold
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route


def help_(command: Command, ctx: Context) -> Reply:
    """List the commands that the caller's role allows; all of them after « tout »."""
    role = command.caller.role_in(ctx.network.slug)
    allowed = [usage for usage in ctx.usages if allows(usage.act, role)]
    whole = fold(command.text).startswith("tout")
    text = ctx.render(
        "aide/help.md.j2",
        usages=[usage for usage in allowed if whole or not usage.rare],
        more=not whole and any(usage.rare for usage in allowed),
        network=ctx.network,
        wording=ctx.wording,
    )
    return Reply(text=text)


ROUTES = (Route("aide", help_, "", "voir ce que je sais faire", Act.READ_HELP),)
