"""Where the veille is read outside the chat, and who decides of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.network.address import AddressKind
from bot.talk.addressing import is_open
from bot.veille import digests
from bot.veille import pages as veille_pages
from tests.commands.articles import collected
from tests.room import LOIRE, Room, open_room

OWN = "https://bot.example.org/veille/secret-loire-"
OPEN = "https://bot.example.org/veille/loire"


@pytest.fixture
def reachable(tmp_path: Path) -> Iterator[Room]:
    room = open_room(tmp_path, reachable=True)
    yield room
    room.database.close()


def test_a_member_is_told_the_address_privately(reachable: Room) -> None:
    reply = reachable.says("louis", "/veille adresse svp")

    assert reply.private
    assert f"{OWN}0\n" in reply.text
    assert f"{OWN}0.atom" in reply.text
    assert "renouveler" not in reply.text


def test_renewing_changes_the_networks_own_address_only(reachable: Room) -> None:
    reachable.says("amina", "/veille adresse publique")

    reply = reachable.says("amina", "/veille adresse Renouveler")

    assert f"{OWN}1\n" in reply.text
    assert f"{OPEN}\n" in reply.text
    assert "ne mène plus nulle part" in reply.text


@pytest.mark.parametrize("typed", ["privée", "Privee.", "privé, merci"])
def test_what_is_made_public_is_made_private_again(reachable: Room, typed: str) -> None:
    told = reachable.says("amina", "/veille adresse publique")
    again = reachable.says("amina", "/veille adresse publique").text
    closed = reachable.says("amina", f"/veille adresse {typed}")

    assert OPEN in told.text
    assert told.buttons[0].label == "Réserver aux membres"
    assert "rien n'a changé" in again
    assert f"{OPEN}\n" not in closed.text
    assert closed.buttons[0].label == "Ouvrir à tout le monde"
    assert not reachable.store(lambda db: is_open(db, "loire", AddressKind.VEILLE))


def test_a_member_cannot_change_it(reachable: Room) -> None:
    for typed in ("renouveler", "publique", "privée"):
        assert reachable.says("louis", f"/veille adresse {typed}").refused
    assert f"{OWN}0\n" in reachable.says("louis", "/veille adresse").text


def test_other_words_change_nothing_and_are_answered(reachable: Room) -> None:
    assert reachable.says("amina", "/veille adresse de Louis").refused


def test_without_a_public_address_nothing_is_promised_nor_kept(room: Room) -> None:
    for typed in ("", " publique", " renouveler"):
        assert "pas d'adresse publique" in room.says("amina", f"/veille adresse{typed}").text
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
