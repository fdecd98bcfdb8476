"""A network that entered from its channel, and lives: Marc coordinates it, Louis and Zoé are in."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.entry import card, handing
from bot.network.rights import Role
from bot.talk.reply import Reply
from tests.entry.entering import ROSE, SLUG, administrated, asks, invites, joins, presses
from tests.room import Room, open_room


def living(folder: Path, monkeypatch: pytest.MonkeyPatch, *, above: str = "aucun") -> Room:
    """Return a room where the Ardèche has entered."""
    room = open_room(folder)
    administrated(room)
    enters(room, monkeypatch, above=above)
    return room


def enters(room: Room, monkeypatch: pytest.MonkeyPatch, *, above: str = "aucun") -> None:
    """Have the Ardèche enter."""
    invites(room, "marc")
    joins(monkeypatch, "marc", **{SLUG: Role.MEMBER})
    asks(room, "marc", au_dessus=above)
    presses(room, ROSE, card.ACCEPT)
    if above != "aucun":
        presses(room, "amina", card.WELCOME, f"{SLUG} Convention", network=above)
    joins(monkeypatch, "marc", **{SLUG: Role.COORDINATOR})
    for who in ("louis", "zoé"):
        joins(monkeypatch, who, **{SLUG: Role.MEMBER})
    room.clock.forward(minutes=1)


def fills(room: Room, who: str, route: str, argument: str, typed: str) -> Reply:
    """Send a form of one entry, about something or nothing."""
    text = f"{argument} {typed}".strip()
    return presses(room, who, route, text, fields={"texte": typed})


def takes(room: Room, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    """Have Marc propose to someone to coordinate, who says yes."""
    name = {"zoé": "zoe"}.get(who, who)
    assert not fills(room, "marc", handing.PROPOSE, "", f"@{name}").refused
    assert not presses(room, who, handing.TAKE).refused
    joins(monkeypatch, who, **{SLUG: Role.COORDINATOR})
    room.clock.forward(minutes=1)


def in_office(room: Room) -> set[str]:
    """Return who coordinates, as each process takes it up."""
    return {each.partition(":")[2] for each in room.bot.networks[SLUG].coordinators}
