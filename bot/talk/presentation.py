"""What the bot says of itself in a channel that it comes into: once for ever, with its doors."""

from __future__ import annotations

from bot.core.message import Button
from bot.talk import say
from bot.talk.context import Context

TAKE_AWAY = "reseau retirer-présentation"


def present(ctx: Context) -> None:
    """Say in the network's channel what we do there."""
    text = ctx.render(
        "reseau/presentation.md.j2", letter=ctx.next_letter(ctx), territories=ctx.territories
    )
    say.in_channel(ctx, _key(ctx), text, buttons=_BUTTONS)


def take_away(ctx: Context) -> None:
    """Take that message out of the channel; its replies, if any, stay under a word of ours."""
    say.remove(ctx, _key(ctx), ctx.render("reseau/presentation_removed.md.j2"))


def _key(ctx: Context) -> str:
    return f"presentation:{ctx.network.slug}"


_BUTTONS = (
    Button("poser", "Poser une question", "besoin", primary=True),
    Button("rencontre", "La prochaine rencontre", "rencontre"),
    Button("aide", "Ce que je sais faire", "aide"),
    Button("retirer", "Retirer ce message", TAKE_AWAY),
)
