"""Addresses where the veille, or the letter, is read outside the chat: told, renewed, opened."""

from __future__ import annotations

from bot.core.errors import UserError
from bot.french.folding import fold
from bot.network.address import AddressKind
from bot.network.rights import Act, allows, require
from bot.talk import addressing as addresses
from bot.talk.arguments import without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import Handler
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes

_WISHES = {
    "renouveler": ("renouveler", "renouvelle", "nouvelle", "changer", "change"),
    "publique": ("publique", "public", "ouvrir", "ouverte"),
    "privée": ("privee", "prive", "fermer", "fermee"),
}


class UnknownAddressActionError(UserError):
    """What follows « adresse » is none of the things that can be done with it."""

    def __init__(self, root: str) -> None:
        super().__init__(
            f"unknown wish for the address of the {root}",
            reply=f"Je n'ai rien changé. `/{root} adresse` donne l'adresse de la {root} ; la "
            f"coordination peut aussi écrire `/{root} adresse renouveler`, `/{root} adresse "
            f"publique` ou `/{root} adresse privée`.",
        )


def route(root: str, kind: AddressKind, summary: str) -> Route:
    """Return the route that tells where the veille or the letter (`root`) is read.

    A coordinator may renew the address, open it to all or close it.
    """
    return Route(
        f"{root} adresse",
        _telling(root, kind),
        "",
        summary,
        Act.READ_ADDRESS,
        Takes.WORDS,
        aliases=("page", "atom", "rss"),
    )


def _telling(root: str, kind: AddressKind) -> Handler:
    def tell(command: Command, ctx: Context) -> Reply:
        role = command.caller.role_in(ctx.network.slug)
        wish = _wish(command.text, root)
        if wish:
            require(Act.CHANGE_ADDRESS, role, ctx.network)
        reached = bool(addresses.doors(ctx, kind).own)
        fresh = True
        if wish in ("publique", "privée") and reached:
            fresh = addresses.set_open(ctx, kind, to_all=wish == "publique")
        text = ctx.render(
            "veille/address.md.j2",
            root=root,
            doors=addresses.doors(ctx, kind, renew=reached and wish == "renouveler"),
            wish=wish,
            fresh=fresh,
            coordinates=allows(Act.CHANGE_ADDRESS, role),
            network=ctx.network,
        )
        return Reply(text=text)

    return tell


def _wish(typed: str, root: str) -> str:
    """Return what to do with the address, "" to read it only. Raises UnknownWishError."""
    words = fold(without_thanks(typed)).strip(" .,;:?!…")
    if not words:
        return ""
    for wish, said in _WISHES.items():
        if words in said:
            return wish
    raise UnknownAddressActionError(root)
