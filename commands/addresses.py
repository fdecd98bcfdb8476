"""Addresses where the veille, or the letter, is read outside the chat: told, renewed, opened."""

from __future__ import annotations

from bot.core.message import Button
from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.talk import addressing as addresses
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.talk.toggles import toggle


def routes(root: str, kind: AddressKind) -> tuple[Route, ...]:
    """Return the routes that tell where the veille or the letter (`root`) is read.

    A coordinator may renew the address, open it to all or close it.
    """

    def tell(command: Command, ctx: Context) -> Reply:
        return told(command, ctx, "")

    def renew(command: Command, ctx: Context) -> Reply:
        if addresses.reading_addresses(ctx, kind).own:
            addresses.reading_addresses(ctx, kind, renew=True)
        return told(command, ctx, "renewed")

    def open_(command: Command, ctx: Context, *, on: bool) -> Reply:
        reached = bool(addresses.reading_addresses(ctx, kind).own)
        fresh = reached and addresses.set_open(ctx, kind, to_all=on)
        return told(command, ctx, ("opened" if on else "closed") if fresh else "same")

    def told(command: Command, ctx: Context, outcome: str) -> Reply:
        changes = ctx.allows(Act.CHANGE_ADDRESS, command.caller)
        read_at = addresses.reading_addresses(ctx, kind)
        return ctx.reply(
            "veille/address.md.j2",
            *(_buttons(root, read_at) if changes else ()),
            root=root,
            addresses=read_at,
            outcome=outcome,
            coordinates=changes,
        )

    return (
        Route(
            Act.READ_ADDRESS,
            f"{root} adresse|page|atom|rss",
            tell,
            f"lire la {root} dans un navigateur ou un lecteur de flux",
        ),
        Route(
            Act.CHANGE_ADDRESS,
            f"{root} adresse renouveler|renouvelle|nouvelle|changer|change",
            renew,
            f"changer l'adresse où se lit la {root}",
        ),
        *toggle(
            Act.CHANGE_ADDRESS,
            f"{root} adresse publique|public|ouvrir|ouverte",
            f"{root} adresse privée|prive|fermer|fermee",
            open_,
            summary=f"ouvrir la {root} à tout le monde",
            off_summary=f"réserver la {root} aux membres du réseau",
        ),
    )


def _buttons(root: str, read_at: addresses.ReadingAddresses) -> tuple[Button, ...]:
    if not read_at.own:
        return ()
    share = Button(
        "publique",
        "Réserver aux membres" if read_at.everyone else "Ouvrir à tout le monde",
        f"{root} adresse privée" if read_at.everyone else f"{root} adresse publique",
    )
    renew = Button("renouveler", "Changer l'adresse", f"{root} adresse renouveler")
    return (share, renew)
