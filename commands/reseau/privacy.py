"""What is kept of people: explained, handed over, forgotten."""

from __future__ import annotations

from functools import partial

from bot.core.message import Button
from bot.network.rights import Act
from bot.privacy import service as privacy
from bot.talk.arguments import confirmed_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from commands.telling import told

FORGET = "reseau oublie-moi"
CONFIRMED = "confirmé"


def explain(_command: Command, ctx: Context) -> Reply:
    """Tell what is kept, why, how long, who sees it, and what one may do about it."""
    return told(ctx, "reseau/privacy.md.j2", wording=ctx.wording)


def own_data(command: Command, ctx: Context) -> Reply:
    """Send the caller all that is known of them, by direct message."""
    count = privacy.send_known(ctx, command.caller)
    return told(ctx, "reseau/own_data_coming.md.j2", count=count)


def forget_me(command: Command, ctx: Context) -> Reply:
    """Explain what forgetting does; once confirmed, do it."""
    confirmed, _ = confirmed_first(command.text)
    if not confirmed:
        sure = Button(id="oubliezmoi", label="Oui, oubliez-moi", route=FORGET, argument=CONFIRMED)
        text = ctx.render("reseau/forget_asked.md.j2", buttons=ctx.buttons)
        return Reply(text=text, buttons=(sure,))
    caller = command.caller
    privacy.forget(ctx, caller.server, caller.id)
    text = ctx.render("reseau/forgotten.md.j2", member=bool(caller.roles))
    if command.via.immediate:
        return Reply(text=text)
    privacy.say_farewell(ctx, caller.id, text)
    return Reply()


_route = partial(Route, Act.OWN_DATA)
_rare = partial(Route, Act.OWN_DATA, rare=True)

ROUTES = (
    Route(
        Act.READ_PRIVACY,
        "reseau confidentialité|confidentialite|rgpd|données|vie-privée",
        explain,
        "savoir ce que je garde de vous, et pourquoi",
    ),
    _rare("reseau mes-données|export", own_data, "recevoir tout ce que je sais de vous"),
    _rare(
        f"{FORGET}|oubliez-moi|oublier|oubli",
        forget_me,
        "faire effacer votre nom partout",
        Takes.WORDS,
    ),
)
