"""Which private messages one wants."""

from __future__ import annotations

from bot.core.errors import Refusal
from bot.core.message import Button, Option, menu
from bot.french.folding import fold
from bot.network.rights import Act
from bot.people import store as preferences
from bot.people.wish import Wish
from bot.talk.arguments import without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route

CHOOSE = "reseau messages"

_SAID = {
    Wish.ALL: ("tout", "tous", "toutes"),
    Wish.GROUPED: ("groupes", "groupe", "grouper", "lundi"),
    Wish.ESSENTIAL: ("essentiel", "essentiels", "l'essentiel"),
    Wish.SILENCE: ("silence", "aucun", "rien", "stop", "non"),
}


UNKNOWN_MESSAGE_CHOICE = Refusal(
    "unknown wish for messages",
    reply="Je n'ai rien changé. Choisissez l'un des quatre : `/reseau messages tout`, `groupés`, "
    "`essentiel` ou `silence`.",
)


def choose(command: Command, ctx: Context) -> Reply:
    """Keep which private messages the caller wants; alone, tell what it is and what each means."""
    slug, user = ctx.network.slug, command.caller.id
    wish = _wish(command.text)
    fresh = wish is not None and preferences.choose(ctx.db, slug, user, wish, ctx.now)
    now = preferences.of(ctx.db, slug, user).wish
    return ctx.reply(
        "reseau/messages.md.j2",
        choices(),
        wish=now,
        wishes=list(Wish),
        chosen=wish is not None,
        fresh=fresh,
    )


def choices() -> Button:
    """Return the menu of the four wishes."""
    options = (Option(each.value.capitalize(), f"{CHOOSE} {each.value}") for each in Wish)
    return menu("messages", "Mes messages…", *options, route=CHOOSE)


def _wish(typed: str) -> Wish | None:
    """Return what is chosen, None to read it only. Raises UNKNOWN_MESSAGE_CHOICE."""
    words = fold(without_thanks(typed)).strip(" .,;:?!…«»")
    if not words:
        return None
    for wish, said in _SAID.items():
        if words in said:
            return wish
    raise UNKNOWN_MESSAGE_CHOICE()


ROUTES = (
    Route(
        Act.CHOOSE_MESSAGES,
        f"{CHOOSE}|message|notifications : [tout|groupés|essentiel|silence]",
        choose,
        "choisir les messages privés que je vous envoie",
    ),
)
