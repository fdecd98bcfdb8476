"""What is kept of people: explained, handed over, forgotten."""

from __future__ import annotations

from functools import partial

from bot.core.message import Button
from bot.network.rights import Act, Role
from bot.past import card as past_card
from bot.past import store as pasts
from bot.privacy import service as privacy
from bot.relay import climbing
from bot.talk.arguments import confirmed_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes

EXPLAIN = "reseau confidentialité"
OWN_DATA = "reseau mes-données"
FORGET = "reseau oublie-moi"
TAKE_BACK = "reseau reprendre"
RIGHTS = "reseau droits"
CONFIRMED = "confirmé"


def explain(command: Command, ctx: Context) -> Reply:
    """Tell what is kept, why and who sees it, and how not to be read of the past, if it is."""
    further = Button("droits", "Combien de temps, vos droits", RIGHTS)
    own = Button("donnees", "Recevoir mes données", OWN_DATA)
    looks_back = pasts.of(ctx.db, ctx.network.slug) is not None
    read = looks_back and ctx.allows(Act.OWN_PAST, command.caller)
    refusing = (past_card.REFUSING,) if read else ()
    buttons = (further, own, *refusing)
    return ctx.reply("reseau/privacy.md.j2", *buttons, more=False)


def rights(_command: Command, ctx: Context) -> Reply:
    """Tell how long it is kept, and what one may do about it."""
    own = Button("donnees", "Recevoir mes données", OWN_DATA)
    forget = Button("oublier", "M'oublier…", FORGET)
    back = Button("reprendre", "J'ai une clé…", TAKE_BACK)
    return ctx.reply("reseau/privacy.md.j2", own, forget, back, more=True)


def own_data(command: Command, ctx: Context) -> Reply:
    """Send the caller all that is known of them, by direct message."""
    count = privacy.send_known(ctx, command.caller)
    forget = Button("oublier", "M'oublier…", FORGET)
    return ctx.reply("reseau/own_data_coming.md.j2", forget, count=count)


def forget_me(command: Command, ctx: Context) -> Reply:
    """Explain what forgetting does; once confirmed, do it."""
    confirmed, _ = confirmed_first(command.text)
    caller = command.caller
    if not confirmed:
        sure = Button("oubliezmoi", "Oui, oubliez-moi", FORGET, CONFIRMED)
        copy = Button("copie", "Garder une copie avant", OWN_DATA)
        coordinates = Role.COORDINATOR in caller.roles.values()
        text = ctx.render("reseau/forget_asked.md.j2", coordinates=coordinates)
        return Reply(text=text, buttons=(copy, sure))
    key = privacy.forget(ctx, caller.server, caller.id)
    text = privacy.say_farewell(ctx, caller.id, key, member=bool(caller.roles))
    return Reply(text=text) if command.via.immediate else Reply()


def take_back(command: Command, ctx: Context) -> Reply:
    """Take back what someone let climb before they were forgotten, by the key they were given."""
    count = climbing.take_back(ctx, command.text)
    return ctx.reply("reseau/consents_taken_back.md.j2", count=count)


_KEY = Dialog(
    title="Reprendre mes textes",
    submit="Reprendre",
    fields=(
        Field(
            name="cle",
            label="Votre clé",
            help="Celle que je vous ai donnée quand je vous ai oublié.",
        ),
    ),
)

_route = partial(Route, Act.OWN_DATA)

ROUTES = (
    Route(Act.READ_PRIVACY, EXPLAIN, explain, "savoir ce que je garde de vous, et pourquoi"),
    Route(Act.READ_PRIVACY, RIGHTS, rights),
    _route(OWN_DATA, own_data, "recevoir tout ce que je sais de vous"),
    _route(FORGET, forget_me, "faire effacer votre nom partout", Takes.WORDS),
    _route(TAKE_BACK, take_back, form=_KEY),
)
