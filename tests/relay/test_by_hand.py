"""Where no network above is served, a text is copied, and its answer noted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.relay.rules import ClimbStatus
from tests.relay.steps import ANSWER, QUESTION, proposes, question, status
from tests.relay.tree_room import TREE, TreeRoom, labels, network, open_tree


@pytest.fixture
def room(tmp_path: Path) -> TreeRoom:
    """Open the Loire alone, without anyone above."""
    loire = network("loire", "42 - Loire", TREE[2].scale, "france")
    return open_tree(tmp_path, tree=(loire,))


def _copied(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}", network="loire")
    proposes(room, "amina")
    room.presses("louis", room.last("louis", room.deliver(), "Êtes-vous d'accord"), "D'accord")


def test_the_form_says_that_a_text_will_be_copied(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}", network="loire")
    form = room.does("amina", "besoin transmettre 1", network="loire")

    assert form.dialog is not None
    assert "un texte à copier" in form.dialog.introduction


def test_the_asker_is_told_that_a_mail_cannot_be_called_back(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}", network="loire")
    proposes(room, "amina")

    message = room.last("louis", room.deliver(), "Êtes-vous d'accord")
    assert "ne peuvent plus être rappelés" in message.text


def test_the_coordinator_gets_the_text_and_notes_the_answer(room: TreeRoom) -> None:
    _copied(room)
    message = room.last("amina", room.deliver(), "texte à copier")
    assert QUESTION in message.text
    assert labels(message) == ["Noter la réponse…"]
    assert "louis" not in message.text
    assert status(room) is ClimbStatus.SENT

    room.says("amina", f"/besoin répondre 1 {ANSWER}", network="loire")
    said = room.deliver()

    assert ANSWER in room.last("louis", said, "votre question").text
    assert status(room) is ClimbStatus.PUBLISHED


def test_an_answer_found_before_the_yes_ends_it(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}", network="loire")
    proposes(room, "amina")
    reply = room.says("zoe", f"/besoin répondre 1 {ANSWER}", network="loire")

    assert not reply.refused
    assert status(room) is ClimbStatus.ENDED


def test_taken_back_it_says_what_cannot_be_called_back(room: TreeRoom) -> None:
    _copied(room)
    reply = room.does("louis", "besoin désaccord 1", network="loire")

    assert "ne peut pas être rappelé" in reply.text
    assert question(room, "loire").status.waiting
