"""Addresses where the veille, or the letter, is read outside the chat: told, renewed, opened."""

from __future__ import annotations

from bot.core.message import Button
from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.talk import addressing as addresses
from bot.talk.arguments import confirmed_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.talk.toggles import toggle
from commands.doubting import confirming


def routes(root: str, kind: AddressKind) -> tuple[Route, ...]:
    """Return the routes that tell where the veille or the letter (`root`) is read.

    A coordinator may renew the address, open it to all or close it; what cannot be undone is asked
    about first.
    """
    renewing, opening = f"{root} adresse renouveler", f"{root} adresse publique"

    def tell(command: Command, ctx: Context) -> Reply:
        return told(command, ctx, "")

    def renew(command: Command, ctx: Context) -> Reply:
        if not addresses.reading_addresses(ctx, kind).own:
            return told(command, ctx, "renewed")
        if not confirmed_first(command.text)[0]:
            keep = Button("garder", "Garder celle-ci", f"{root} adresse")  # under the thumb
            confirm = confirming("Changer l'adresse", renewing, "")
            return ctx.reply("veille/address_asked.md.j2", keep, confirm, root=root, opening=False)
        addresses.reading_addresses(ctx, kind, renew=True)
        return told(command, ctx, "renewed")

    def open_(command: Command, ctx: Context, *, on: bool) -> Reply:
        reached = bool(addresses.reading_addresses(ctx, kind).own)
        if reached and on and not confirmed_first(command.text)[0]:
            confirm = confirming("Ouvrir à tout le monde", opening, "")
            return ctx.reply("veille/address_asked.md.j2", confirm, root=root, opening=True)
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
        Route(Act.READ_ADDRESS, f"{root} adresse", tell),
        Route(Act.CHANGE_ADDRESS, renewing, renew),
        *toggle(Act.CHANGE_ADDRESS, opening, f"{root} adresse privée", open_),
    )


def _buttons(root: str, read_at: addresses.ReadingAddresses) -> tuple[Button, ...]:
    if not read_at.own:
        return ()
    share = Button(
        "publique",
        "Réserver aux membres" if read_at.everyone else "Ouvrir à tout le monde…",
        f"{root} adresse privée" if read_at.everyone else f"{root} adresse publique",
    )
    renew = Button("renouveler", "Changer l'adresse…", f"{root} adresse renouveler")
    return (share, renew)
