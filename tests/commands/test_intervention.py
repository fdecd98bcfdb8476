"""Speakers from outside: proposed like any animation, their contact read by coordinators alone."""

from __future__ import annotations

import pytest

from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.rules import IdeaKind
from bot.talk.command import Command, Via
from tests.commands.gestures import labels, reads
from tests.room import Room, caller

CONTACT = "Mme Roux, roux@asso.example, 06 12 34 56 78"
LINE = "Contact, lu par la coordination seulement"


def proposes(room: Room) -> None:
    """Propose a speaker by the form."""
    entries = {"texte": "Les aidants numériques, par une association", "contact": CONTACT}
    room.fills("louis", "rencontre proposer", **entries)


def contact(room: Room, number: int = 1) -> str:
    """Return the contact that is kept."""
    return room.store(lambda db: ideas.get(db, "loire", number)).contact


def test_a_contact_makes_it_an_intervention_and_stays_out_of_the_channel(room: Room) -> None:
    proposes(room)

    idea = room.store(lambda db: ideas.get(db, "loire", 1))
    assert idea.kind is IdeaKind.SPEAKER
    assert idea.text == "Les aidants numériques, par une association"
    assert idea.contact == CONTACT
    assert not any("Roux" in message.text for message in room.outbox())


def test_its_author_and_the_coordination_read_it_and_nobody_else(room: Room) -> None:
    proposes(room)

    for who, may in (("louis", True), ("amina", True), ("zoé", False)):
        shown = reads(room, who, "rencontre idée 1")
        assert (LINE in shown.text) is may
        assert ("Contact…" in labels(shown)) is may
    assert "Roux" not in room.does("amina", "rencontre idées").text
    assert "Roux" not in room.does("zoé", "rencontre coller").text


def test_it_is_proposed_by_the_form_and_changed_by_another(room: Room) -> None:
    form = room.does("louis", "rencontre proposer").dialog
    assert form is not None
    fields = {each.name: each.default for each in form.fields} | {"contact": CONTACT}
    room.asks(
        Command(
            text="Les aidants numériques",
            caller=caller("louis"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route="rencontre proposer",
            fields=fields,
        )
    )
    assert contact(room) == CONTACT

    changing = room.does("amina", "rencontre contact 1").dialog
    assert changing is not None
    assert changing.fields[0].default == CONTACT
    room.does("amina", "rencontre contact 1 contact@asso.example")
    assert contact(room) == "contact@asso.example"
    assert "n'a plus de contact" in room.does("louis", "rencontre contact 1 -").text


@pytest.mark.parametrize("who", ["zoé", "marc"])
def test_others_neither_read_nor_change_it(room: Room, who: str) -> None:
    proposes(room)

    assert room.does(who, "rencontre contact 1").refused
    assert room.does(who, "rencontre contact 1 moi@a.example").refused
    assert contact(room) == CONTACT


def test_an_idea_itself_still_names_nobody(room: Room) -> None:
    assert room.does("louis", "rencontre proposer Appeler le 06 12 34 56 78").refused


def test_it_goes_with_the_idea(room: Room) -> None:
    proposes(room)
    room.does("louis", "rencontre retirer-idée 1")
    assert contact(room) == ""

    proposes(room)
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    room.does("amina", "rencontre retenir 2")
    room.says("amina", "/rencontre tenir confirmé")
    for _ in range(4):
        room.does("amina", "rencontre suivant")
    room.does("amina", "rencontre terminer")
    room.does("amina", "rencontre publier")
    assert contact(room, 2) == CONTACT
    room.forgets(days=40)
    assert contact(room, 2) == ""


def test_it_goes_with_its_author_and_stands_in_their_own_copy(room: Room) -> None:
    proposes(room)
    room.says("louis", "/reseau oublie-moi")
    asked = room.says("louis", "/reseau oublie-moi confirmé")

    assert not asked.refused
    assert contact(room) == ""
