"""What enters a network in a room: an invitation, a form, two yeses."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.core.message import Button, Message
from bot.entry import card
from bot.network.rights import Role
from bot.people import coordinators
from bot.people.coordinators import SeenName, administration
from bot.talk.command import Caller, Command, Via
from bot.talk.reply import Reply
from tests.room import ROLES, Room, caller

TITLE = "07 - Ardèche"
SLUG = "07-ardeche"
CHANNEL = "ardeche-channel"

_posts = itertools.count(1)


def administrated(room: Room, *names: str) -> None:
    """Have someone administrate the server."""
    seen = [
        SeenName(network=administration("test"), name=name, user=name) for name in names or ["rose"]
    ]
    room.store(lambda db: coordinators.settle(db, seen, room.clock.now))


def invites(room: Room, who: str, *, title: str = TITLE, role: Role = Role.MEMBER) -> Reply:
    """Invite the bot into a channel of this title, as its listener tells it."""
    inviting = caller(who)
    return room.asks(
        Command(
            text="",
            caller=replace(inviting, roles={**inviting.roles, "": role}),
            via=Via.DIRECT,
            channel=CHANNEL if title == TITLE else f"channel of {title}",
            route=card.INVITED,
            fields={"team": "france", "name": "ardeche", "title": title},
            post=f"added{next(_posts)}",
        )
    )


def joins(monkeypatch: pytest.MonkeyPatch, who: str, **roles: Role) -> None:
    """Give someone roles in networks beside those they have."""
    named = {slug.replace("_", "-"): role for slug, role in roles.items()}
    monkeypatch.setitem(ROLES, who, {**ROLES.get(who, {}), **named})


def asks(room: Room, who: str | Caller, *, slug: str = SLUG, **told: str) -> Reply:
    """Send the form of the entry."""
    entries = {
        "nom": "l'Ardèche",
        "niveau": "département",
        "au_dessus": "aucun",
        "coordination": "",
        "donnees": "Département de l'Ardèche\nnumerique@ardeche.example\nNadia Ferrand",
    }
    reply = presses(room, who, card.ENTER, network=slug, fields=entries | told)
    roles = ROLES.get(who, {}) if isinstance(who, str) else {}
    if not reply.refused and slug in roles:
        roles[slug] = Role.COORDINATOR  # as the roster has it, once it was asked
    return reply


def presses(  # noqa: PLR0913  all that a press may be
    room: Room,
    who: str | Caller,
    route: str,
    argument: str = "",
    *,
    network: str = SLUG,
    fields: Mapping[str, str] | None = None,
) -> Reply:
    """Press a button, or send a form, of a network."""
    return room.asks(
        Command(
            text=argument,
            caller=caller(who) if isinstance(who, str) else who,
            via=Via.DIALOG if fields else Via.BUTTON,
            channel="direct",
            network=network,
            route=route,
            fields=fields or {},
            people={"louis": "louis", "zoe": "zoe"},
            on_the_spot=not fields,
        )
    )


ROSE = Caller(server="test", id="rose", name="rose", roles={}, administrator=True)


def told(room: Room, who: str) -> list[Message]:
    """Return what waits to be told to someone."""
    return [each for each in room.outbox() if each.user == who]


def labels(buttons: tuple[Button, ...]) -> list[str]:
    return [each.label for each in buttons]
