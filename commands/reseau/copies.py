"""`/reseau copies`: what other tools got of the network, and what asks for a look."""

from __future__ import annotations

from bot.network.rights import Act
from bot.outside import card, following
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route


def show(_command: Command, ctx: Context) -> Reply:
    """Show how each tool does."""
    return _shown(ctx)


def checked(_command: Command, ctx: Context) -> Reply:
    """Take what was in doubt as looked after."""
    return _shown(ctx, checked=following.checked(ctx))


def again(_command: Command, ctx: Context) -> Reply:
    """Have what failed be tried again soon."""
    following.try_again(ctx)
    return _shown(ctx, again=True)


def _shown(ctx: Context, *, checked: int = 0, again: bool = False) -> Reply:
    report = card.report(ctx)
    text = ctx.render(
        "reseau/copies.md.j2", report=report, checked=checked, again=again, most=card.MOST
    )
    return Reply(text=text, buttons=report.buttons)


ROUTES = (
    Route(
        Act.FOLLOW_COPIES,
        card.LIST,
        show,
        "voir ce que d'autres outils (Grist, wiki, Discord) ont reçu du réseau",
    ),
    Route(
        Act.FOLLOW_COPIES,
        f"{card.CHECKED}|copies-verifiees",
        checked,
        "dire que l'on a regardé les copies en doute",
    ),
    Route(
        Act.FOLLOW_COPIES,
        f"{card.AGAIN}|copies-reessayer",
        again,
        "réessayer tout de suite les copies qui n'ont pas pu partir",
    ),
)
