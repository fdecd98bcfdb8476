"""What is kept of people: explained, handed over, forgotten."""

from __future__ import annotations

from functools import partial

from bot.core.message import Button
from bot.network.rights import Act, Role
from bot.privacy import service as privacy
from bot.relay import climbing
from bot.talk.arguments import confirmed_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes

EXPLAIN = "reseau confidentialité"
OWN_DATA = "reseau mes-données"
FORGET = "reseau oublie-moi"
TAKE_BACK = "reseau reprendre"
CONFIRMED = "confirmé"
_MORE = "droits"


def explain(command: Command, ctx: Context) -> Reply:
    """Tell what is kept, why and who sees it; then how long, and what one may do about it."""
    more = bool(command.text.strip())
    further = Button("droits", "Combien de temps, vos droits", EXPLAIN, _MORE)
    own = Button("donnees", "Recevoir mes données", OWN_DATA)
    forget = Button("oublier", "M'oublier…", FORGET)
    shown = (own, forget) if more else (further, own)
    return ctx.reply("reseau/privacy.md.j2", *shown, wording=ctx.wording, more=more)


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


_route = partial(Route, Act.OWN_DATA)

ROUTES = (
    Route(
        Act.READ_PRIVACY,
        f"{EXPLAIN}|confidentialite|rgpd|données|vie-privée : [droits]",
        explain,
        "savoir ce que je garde de vous, et pourquoi",
    ),
    _route(f"{OWN_DATA}|export", own_data, "recevoir tout ce que je sais de vous"),
    _route(
        f"{FORGET}|oubliez-moi|oublier|oubli",
        forget_me,
        "faire effacer votre nom partout",
        Takes.WORDS,
    ),
    _route(
        f"{TAKE_BACK} : <clé>",
        take_back,
        "reprendre, après un oubli, ce que vous aviez laissé transmettre plus haut",
        Takes.WORDS,
    ),
)
