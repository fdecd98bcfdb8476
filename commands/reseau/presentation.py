"""Taking away what the bot said of itself when it came; a coordination's own word beside it."""

from __future__ import annotations

from functools import partial

from bot.network.rights import Act
from bot.talk import presentation
from bot.talk.care import DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Dialog, Reply, taking_back, words_field
from bot.talk.routing import Route
from commands.texts import checked


def take_away(_command: Command, ctx: Context) -> Reply:
    """Take the bot's presentation out of the channel, if it is still there."""
    presentation.take_away(ctx)
    return ctx.reply("reseau/presentation_away.md.j2")


def say_word(_command: Command, ctx: Context, text: str) -> Reply:
    """Say the coordination's word in the channel."""
    presentation.say_word(ctx, text)
    back = taking_back(presentation.UNSAY)
    return Reply(text="Votre mot est dans le canal.", did="Mot dit au canal", undo=back)


def unsay_word(_command: Command, ctx: Context) -> Reply:
    """Take that word back."""
    presentation.take_away(ctx, word=True)
    return Reply(text="Votre mot n'est plus dans le canal.")


_WORD = Dialog(
    title="Un mot au canal",
    submit="Publier",
    fields=(
        words_field(
            label="Votre mot",
            help="Il paraît comme « Un mot de la coordination » ; vous pouvez le retirer.",
            default="Bonjour, Courroie nous rejoint : il garde nos questions jusqu'à leur réponse, "
            "prépare nos rencontres et rassemble la veille. Essayez-le, et dites-moi ce qui vous "
            "aiderait.",
        ),
    ),
)

_route = partial(Route, Act.PRESENT)

ROUTES = (
    _route(presentation.TAKE_AWAY, take_away),
    _route(presentation.WORD, reading(checked("le mot"), say_word), care=DEPOSITED, form=_WORD),
    _route(presentation.UNSAY, unsay_word),
)
