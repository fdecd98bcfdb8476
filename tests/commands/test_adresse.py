"""Where the veille is read outside the chat, and who decides of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.network.address import AddressKind
from bot.talk.addressing import is_open
from bot.talk.reply import Reply
from bot.veille import digests
from bot.veille import pages as veille_pages
from tests.commands.articles import collected
from tests.commands.gestures import presses
from tests.room import LOIRE, Room, open_room

OWN = "https://bot.example.org/veille/secret-loire-"
OPEN = "https://bot.example.org/veille/loire"


@pytest.fixture
def reachable(tmp_path: Path) -> Iterator[Room]:
    room = open_room(tmp_path, reachable=True)
    yield room
    room.database.close()


def test_a_member_is_told_the_address_privately(reachable: Room) -> None:
    reply = reachable.does("louis", "veille adresse")

    assert reply.private
    assert f"{OWN}0\n" in reply.text
    assert f"{OWN}0.atom" in reply.text
    assert "renouveler" not in reply.text


def confirmed(room: Room, words: str) -> Reply:
    """Press a button that asks first, then the one that confirms it."""
    asked = room.does("amina", words)
    assert asked.text.endswith((" repris.", " nouvelle."))
    return presses(room, "amina", asked.buttons[-1])


def test_renewing_changes_the_networks_own_address_only(reachable: Room) -> None:
    confirmed(reachable, "veille adresse publique")

    reply = confirmed(reachable, "veille adresse renouveler")

    assert f"{OWN}1\n" in reply.text
    assert f"{OPEN}\n" in reply.text
    assert "ne mène plus nulle part" in reply.text


def test_what_is_made_public_is_made_private_again(reachable: Room) -> None:
    told = confirmed(reachable, "veille adresse publique")
    again = confirmed(reachable, "veille adresse publique").text
    closed = presses(reachable, "amina", told.buttons[0])

    assert OPEN in told.text
    assert told.buttons[0].label == "Réserver aux membres"
    assert "rien n'a changé" in again
    assert f"{OPEN}\n" not in closed.text
    assert closed.buttons[0].label == "Ouvrir à tout le monde…"
    assert not reachable.store(lambda db: is_open(db, "loire", AddressKind.VEILLE))


def test_a_member_cannot_change_it(reachable: Room) -> None:
    for typed in ("renouveler", "publique", "privée"):
        assert reachable.does("louis", f"veille adresse {typed}").refused
    assert f"{OWN}0\n" in reachable.does("louis", "veille adresse").text


def test_without_a_public_address_nothing_is_promised_nor_kept(room: Room) -> None:
    for typed in ("", " publique", " renouveler"):
        assert "pas d'adresse publique" in room.does("amina", f"veille adresse{typed}").text
    assert not room.store(lambda db: is_open(db, "loire", AddressKind.VEILLE))


def test_what_was_published_is_read_there(room: Room) -> None:
    collected(room, "Un guide", "Une étude")
    due, bot = room.clock.now, room.bot
    room.store(lambda db: digests.publish(bot.context(db, LOIRE, due), due))

    reading = room.store(lambda db: veille_pages.read(db, "loire", 12, due))

    assert [(each.due, each.count) for each in reading.digests] == [(due, 2)]
    assert "le même pour tout le monde" in reading.ranking
    assert room.store(lambda db: veille_pages.latest(db, "loire")) == due
    assert not room.store(lambda db: veille_pages.read(db, "national", 12, due)).digests
