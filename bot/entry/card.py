"""What those who have a word to say of a network that enters are shown, and may press."""

from __future__ import annotations

from collections.abc import Collection
from uuid import uuid4

from bot.core.message import Button
from bot.entry.rules import NetworkEntry
from bot.network.network import Network
from bot.people.coordinators import administrators
from bot.talk import say
from bot.talk.context import Context

INVITED = "reseau invitation"
ENTER = "reseau entrer"
DECLINE = "reseau pas-un-réseau"
ACCEPT = "reseau accepter-organisation"
REFUSE = "reseau refuser-organisation"
WELCOME = "reseau accueillir"
TURN_DOWN = "reseau ne-pas-accueillir"


def tell_asker(ctx: Context, entry: NetworkEntry, text: str, *buttons: Button) -> None:
    """Tell whoever asked what has become of it."""
    key = f"entry:{entry.slug}:{uuid4().hex}"
    say.about_oneself(ctx, key, entry.asked_by, text, buttons=buttons)


def ask_inviting(ctx: Context, entry: NetworkEntry, text: str) -> None:
    """Ask who invited us whether the channel is a network's."""
    here = entry.slug
    buttons = (
        Button("entrer", "Faire entrer ce réseau…", ENTER, primary=True, network=here),
        Button("non", "Ce n'est pas pour un réseau", DECLINE, network=here),
    )
    key = _asking(entry, "invited", entry.asked_by)
    say.about_oneself(ctx, key, entry.asked_by, text, buttons=buttons)


def ask_for_organisation(ctx: Context, entry: NetworkEntry) -> None:
    """Ask each who administrates the server to accept the organisation."""
    here = entry.slug
    buttons = (
        Button("accepter", "Accepter cette organisation", ACCEPT, primary=True, network=here),
        Button("refuser", "Refuser…", REFUSE, network=here),
    )
    text = ctx.render("entree/organisation.md.j2", entry=entry)
    for user in administrators(ctx.db, entry.server):
        say.about_oneself(ctx, _asking(entry, "organisation", user), user, text, buttons=buttons)


def ask_for_place(ctx: Context, entry: NetworkEntry, above: Network) -> None:
    """Ask the coordinators of the network above for its place below theirs."""
    ctx, slug = ctx.at(above), entry.slug
    agreed = entry.organisation == above.organisation
    buttons = (
        Button("accueillir", "D'accord" if agreed else "D'accord…", WELCOME, slug, primary=True),
        Button("refuser", "Refuser…", TURN_DOWN, slug),
    )
    text = ctx.render("entree/place.md.j2", entry=entry, agreed=agreed)
    for user in sorted(ctx.coordinators):
        key = _asking(entry, "place", user)
        say.to_user(ctx, key, user, text, buttons=buttons)


def close(ctx: Context, entry: NetworkEntry, asked: str, users: Collection[str], text: str) -> None:
    """Rewrite what several people were asked, once one of them has answered."""
    for user in users:
        say.again(ctx, _asking(entry, asked, user), text)


def _asking(entry: NetworkEntry, what: str, user: str) -> str:
    return f"entry:{entry.slug}:{what}:{entry.at.timestamp()}:{user}"
