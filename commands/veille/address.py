"""Where the veille is read outside the chat: its page, its feed, and who may read them."""

from __future__ import annotations

from bot.domain.errors import UserError
from bot.domain.rights import Act, allows, require
from bot.services import veilles
from bot.talk.arguments import fold, without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes

_WISHES = {
    "renouveler": ("renouveler", "renouvelle", "nouvelle", "changer", "change"),
    "publique": ("publique", "public", "ouvrir", "ouverte"),
    "privée": ("privee", "prive", "fermer", "fermee"),
}


class UnknownWishError(UserError):
    """What follows « adresse » is none of the things that can be done with it."""

    def __init__(self) -> None:
        super().__init__(
            "unknown wish for the veille's address",
            reply="Je n'ai rien changé. `/veille adresse` donne l'adresse de la veille ; la "
            "coordination peut aussi écrire `/veille adresse renouveler`, `/veille adresse "
            "publique` ou `/veille adresse privée`.",
        )


def address(command: Command, ctx: Context) -> Reply:
    """Tell where the veille is read; a coordinator may renew that, open it to all or close it."""
    role = command.caller.role_in(ctx.network.slug)
    wish = _wish(command.text)
    if wish:
        require(Act.CHANGE_ADDRESS, role, ctx.network)
    reached = bool(veilles.doors(ctx).own)
    fresh = True
    if wish in ("publique", "privée") and reached:
        fresh = veilles.set_open(ctx, to_all=wish == "publique")
    text = ctx.render(
        "veille/address.md.j2",
        doors=veilles.doors(ctx, renew=reached and wish == "renouveler"),
        wish=wish,
        fresh=fresh,
        coordinates=allows(Act.CHANGE_ADDRESS, role),
        network=ctx.network,
    )
    return Reply(text=text)


def _wish(typed: str) -> str:
    """Return what to do with the address, "" to read it only. Raises UnknownWishError."""
    words = fold(without_thanks(typed)).strip(" .,;:?!…")
    if not words:
        return ""
    for wish, said in _WISHES.items():
        if words in said:
            return wish
    raise UnknownWishError


ROUTES = (
    Route(
        "veille adresse",
        address,
        "",
        "lire la veille dans un navigateur ou un lecteur de flux",
        Act.READ_ADDRESS,
        Takes.WORDS,
        aliases=("page", "atom", "rss"),
    ),
)
