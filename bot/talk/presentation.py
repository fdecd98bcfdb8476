"""What the bot says of itself in a channel that it comes into: once for ever, with its doors."""

from __future__ import annotations

from bot.core.errors import Refusal
from bot.core.message import Button
from bot.talk import say
from bot.talk.context import Context

TAKE_AWAY = "reseau retirer-présentation"
WORD, UNSAY = "reseau dire-un-mot", "reseau retirer-le-mot"


def present(ctx: Context) -> None:
    """Say in the network's channel what we do there."""
    text = ctx.render(
        "reseau/presentation.md.j2", letter=ctx.next_letter(ctx), territories=ctx.territories
    )
    say.in_channel(ctx, _key(ctx), text, buttons=_BUTTONS)


def take_away(ctx: Context, *, word: bool = False) -> None:
    """Take that message, or the coordination's `word`, out of the channel.

    Its replies, if any, stay under a word of ours.
    """
    key = _word(ctx) if word else _key(ctx)
    say.remove(ctx, key, ctx.render("reseau/presentation_removed.md.j2"))


def say_word(ctx: Context, text: str) -> None:
    """Say the coordination's own word in the channel, unless one was said. Raises WORD_SAID."""
    if has_word(ctx):
        raise WORD_SAID()
    say.in_channel(ctx, _word(ctx), ctx.render("reseau/word.md.j2", text=text))


def has_word(ctx: Context) -> bool:
    """Tell whether the coordination's word was said in the channel of late."""
    return say.was_said(ctx, _word(ctx))


WORD_SAID = Refusal(
    "a word was said", reply="Le mot de la coordination est déjà dans le canal : rien n'a changé."
)


def _word(ctx: Context) -> str:
    return f"word:{ctx.network.slug}"


def _key(ctx: Context) -> str:
    return f"presentation:{ctx.network.slug}"


_BUTTONS = (
    Button("poser", "Poser une question", "besoin", primary=True),
    Button("rencontre", "La prochaine rencontre", "rencontre"),
    Button("aide", "Ce que je sais faire", "aide"),
    Button("retirer", "Retirer ce message", TAKE_AWAY),
)
