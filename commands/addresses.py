"""Addresses where the veille, or the letter, is read outside the chat: told, renewed, opened."""

from __future__ import annotations

from bot.core.errors import Refusal
from bot.french.folding import fold
from bot.network.address import AddressKind
from bot.network.rights import Act, allows, require
from bot.talk import addressing as addresses
from bot.talk.arguments import without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import Handler
from bot.talk.reply import Reply

_WISHES = {
    "renouveler": ("renouveler", "renouvelle", "nouvelle", "changer", "change"),
    "publique": ("publique", "public", "ouvrir", "ouverte"),
    "privée": ("privee", "prive", "fermer", "fermee"),
}


UNKNOWN_ADDRESS_ACTION = Refusal(
    "unknown wish for the address of the {root}",
    reply="Je n'ai rien changé. `/{root} adresse` donne l'adresse de la {root} ; la coordination "
    "peut aussi écrire `/{root} adresse renouveler`, `/{root} adresse publique` ou "
    "`/{root} adresse privée`.",
)


def telling(root: str, kind: AddressKind) -> Handler:
    """Return what tells where the veille or the letter (`root`) is read.

    A coordinator may renew the address, open it to all or close it.
    """

    def tell(command: Command, ctx: Context) -> Reply:
        role = command.caller.role_in(ctx.network.slug)
        wish = _wish(command.text, root)
        if wish:
            require(Act.CHANGE_ADDRESS, role, ctx.network)
        reached = bool(addresses.reading_addresses(ctx, kind).own)
        fresh = True
        if wish in ("publique", "privée") and reached:
            fresh = addresses.set_open(ctx, kind, to_all=wish == "publique")
        renews = reached and wish == "renouveler"
        read_at = addresses.reading_addresses(ctx, kind, renew=renews)
        text = ctx.render(
            "veille/address.md.j2",
            root=root,
            addresses=read_at,
            wish=wish,
            fresh=fresh,
            coordinates=allows(Act.CHANGE_ADDRESS, role),
        )
        return Reply(text=text)

    return tell


def _wish(typed: str, root: str) -> str:
    """Return what to do with the address, "" to read it only. Raises UNKNOWN_ADDRESS_ACTION."""
    words = fold(without_thanks(typed)).strip(" .,;:?!…")
    if not words:
        return ""
    for wish, said in _WISHES.items():
        if words in said:
            return wish
    raise UNKNOWN_ADDRESS_ACTION(root=root)
