"""Which private messages one wants."""

from __future__ import annotations

from dataclasses import replace

from bot.core.message import Button
from bot.helping.newcomers import STOP
from bot.network.rights import Act
from bot.people import acquaintances
from bot.people import store as preferences
from bot.people.wish import Wish
from bot.pile import store as piles
from bot.pile.rules import APART
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import TICKED, Reply, taking_back
from bot.talk.routing import Route

CHOOSE = "reseau messages"


def choose(command: Command, ctx: Context) -> Reply:
    """Keep which private messages the caller wants, where one is chosen; tell the three levels."""
    slug, user = ctx.network.slug, command.caller.id
    chosen = next((each for each in Wish if each.value == command.text), None)
    was = wish = preferences.of(ctx.db, slug, user).wish
    if chosen is not None and preferences.choose(ctx.db, slug, user, chosen, ctx.now):
        wish = chosen
    others = (each for each in Wish if each is not wish)
    pile = piles.of(ctx.db, ctx.network.server, user)
    apart = pile is not None and pile.apart
    posts = "Mes cartes en un seul message" if apart else "Une carte par message"
    buttons = (
        *(Button(each.name.lower(), each.label, CHOOSE, each.value) for each in others),
        Button("cartes", posts, APART, "" if apart else TICKED),
    )
    reply = ctx.reply(
        "reseau/messages.md.j2", *buttons, wish=wish, wishes=list(Wish), chosen=chosen is not None
    )
    if wish is was:
        return reply
    back = taking_back(CHOOSE, was.value)
    return replace(reply, did=f"Messages privés : {wish.label}", undo=back)


def end_welcome(command: Command, ctx: Context) -> Reply:
    """Tell a newcomer nothing more of what newcomers are told."""
    acquaintances.settle(ctx.db, ctx.network.slug, command.caller.id)
    return Reply(text="C'est noté : plus de message d'accueil. Je reste là, si vous m'écrivez.")


ROUTES = (
    Route(Act.CHOOSE_MESSAGES, CHOOSE, choose),
    Route(Act.CHOOSE_MESSAGES, STOP, end_welcome),
)
