"""`/aide`: what can be typed, written from the routes themselves."""

from __future__ import annotations

from bot.french.folding import fold
from bot.network.rights import Act, allows
from bot.talk.arguments import first_word
from bot.talk.command import Command
from bot.talk.context import Context, Usage
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes


def help_(command: Command, ctx: Context) -> Reply:
    """List the usual commands that the caller's role allows; all those of one word, or all."""
    role = command.caller.role_in(ctx.network.slug)
    allowed = [usage for usage in ctx.usages if allows(usage.act, role)]
    roots = dict.fromkeys(_root(usage) for usage in allowed if usage.rare)
    asked = fold(first_word(command.text)[0]).strip(" .,:;!?/")
    if asked in roots:
        shown = [usage for usage in allowed if _root(usage) == asked]
    else:
        shown = [usage for usage in allowed if asked == "tout" or not usage.rare]
    text = ctx.render(
        "aide/help.md.j2",
        usages=shown,
        roots=[root for root in roots if asked not in ("tout", root)],
        wording=ctx.wording,
    )
    return Reply(text=text)


def _root(usage: Usage) -> str:
    return usage.line.lstrip("/").split()[0]


ROUTES = (Route(Act.READ_HELP, "aide", help_, "voir ce que je sais faire", Takes.TEXT),)
