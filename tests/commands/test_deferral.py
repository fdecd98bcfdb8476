"""Deferred questions: where they go, what carries them, how they come back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.core.message import MessageKind
from bot.question.rules import Occasion, QuestionStatus
from tests.commands.gestures import asks_privately, deliver, kept, presses, story, told
from tests.room import Room
from tests.rounds import bring_back
from tests.scheduler.sender import publisher

SALLE = "/besoin Qui prête une salle à Brest ?"
NBSP = "\u00a0"


@pytest.fixture
def asked(room: Room) -> Room:
    """Return a room where Louis has asked."""
    room.says("louis", SALLE)
    return room


@pytest.mark.parametrize(
    ("words", "occasion", "label", "back"),
    [
        ("rencontre", Occasion.MEETING, "à la prochaine rencontre", (11, 13, 8, 30)),
        ("lettre", Occasion.LETTER, "à la prochaine lettre", (11, 4, 8, 0)),
        ("mattermost", Occasion.MATTERMOST, "sur Mattermost", (11, 16, 8, 0)),
    ],
)
def test_a_question_is_deferred_to_each_occasion_as_its_card_tells(
    asked: Room, words: str, occasion: Occasion, label: str, back: tuple[int, int, int, int]
) -> None:
    reply = asked.does("amina", f"besoin reporter 1 {words}")

    question = kept(asked)
    assert (question.status, question.occasion) == (QuestionStatus.SCHEDULED, occasion)
    assert question.back_at == datetime(2026, *back, tzinfo=UTC)
    assert label in reply.text
    assert [each.label for each in reply.buttons] == ["Annuler"]
    assert told(asked, "louis") == []
    assert any(f":calendar: Reportée {label}." in text for text in asked.said())


def test_the_author_of_a_private_question_is_told_that_it_waits(room: Room) -> None:
    asks_privately(room, "louis", SALLE)

    room.does("amina", "besoin reporter 1 rencontre")

    news = told(room, "louis")[-1].text
    assert news.startswith(
        f"Votre question privée n°{NBSP}1 est reportée à la prochaine rencontre, le "
    )


def test_an_unknown_occasion_is_refused(asked: Room) -> None:
    assert "dans la liste" in asked.does("amina", "besoin reporter 1 demain").text
    assert kept(asked).status is QuestionStatus.OPEN


def test_without_an_occasion_a_menu_opens(asked: Room) -> None:
    dialog = asked.does("amina", "besoin reporter 1").dialog
    assert dialog is not None
    assert [choice.value for choice in dialog.fields[0].choices] == [e.value for e in Occasion]

    reply = asked.fills("amina", dialog.route, dialog.argument, quand="lettre")

    assert not reply.refused
    assert kept(asked).occasion is Occasion.LETTER
    again = asked.does("amina", "besoin reporter 1").dialog
    assert again is not None
    assert [each.value for each in again.fields[0].choices] == [
        "rencontre",
        "mattermost",
        "annuler",
    ]


def test_a_deferral_is_taken_back_as_if_it_had_not_been(asked: Room) -> None:
    reply = asked.does("amina", "besoin reporter 1 mattermost")
    deliver(asked)
    [undoing] = reply.buttons

    assert presses(asked, "louis", undoing).refused
    assert "n'est plus reportée" in presses(asked, "amina", undoing).text

    assert (kept(asked).status, kept(asked).deferrals) == (QuestionStatus.OPEN, 0)
    card, call = asked.outbox()
    assert ":calendar:" not in card.text
    assert (call.kind, call.edits) == (MessageKind.REMOVE, "question:loire:1:call1")
    assert (
        "de nouveau ouverte, report annulé, par Amina" in asked.says("zoé", "/besoin voir 1").text
    )
    assert "attend encore sa réponse" in presses(asked, "amina", undoing).text


def test_only_coordinators_defer(asked: Room) -> None:
    for who in ("louis", "zoé", "gaspard", "marc"):
        assert asked.does(who, "besoin reporter 1 lettre").refused
        assert asked.does(who, "besoin reporter 1").dialog is None


def test_on_mattermost_the_channel_is_asked_again(asked: Room) -> None:
    asked.does("zoé", "besoin moi-aussi 1")

    asked.does("amina", "besoin reporter 1 mattermost")

    [call] = [message for message in asked.outbox() if message.key == "question:loire:1:call1"]
    assert call.user is None
    assert "**Qui peut répondre à la question" in call.text
    assert f"Elle concerne 2{NBSP}personnes." in call.text
    assert [button.label for button in call.buttons] == ["Moi aussi", "J'ai une réponse", "Plus…"]


def test_the_agenda_carries_first_what_was_deferred_to_it_and_not_what_waits_elsewhere(
    room: Room,
) -> None:
    for place in ("Brest", "Morlaix", "Quimper"):
        room.says("louis", f"/besoin Qui prête une salle à {place} ?")
    room.does("amina", "besoin reporter 2 rencontre")
    room.does("amina", "besoin reporter 3 lettre")

    room.says("amina", "/rencontre planifier confirmé 12 novembre 2026 9h30, médiathèque")
    agenda = room.does("amina", "rencontre ordre-du-jour").text

    assert agenda.index("Morlaix") < agenda.index("Brest")
    assert "Quimper" not in agenda


def test_the_digest_carries_what_was_deferred_to_the_letter(room: Room) -> None:
    room.says("louis", SALLE)
    room.says("zoé", "/besoin Où imprimer en grand format ?")
    room.does("amina", "besoin reporter 1 lettre")
    room.clock.now = datetime(2026, 12, 1, 8, 1, tzinfo=UTC)

    asyncio.run(publisher(room).publish_due())

    [digest] = [m.text for m in room.outbox() if m.key.startswith("digest:loire")]
    assert "Qui prête une salle à Brest ?" in digest
    assert "grand format" not in digest


def test_it_comes_back_at_its_moment_with_its_history(asked: Room) -> None:
    asked.does("amina", "besoin reporter 1 rencontre")
    asked.clock.now = datetime(2026, 11, 13, 8, 29, 59, tzinfo=UTC)
    assert bring_back(asked) == 0
    asked.clock.forward(seconds=1)

    assert bring_back(asked) == 1
    assert bring_back(asked) == 0

    question = kept(asked)
    assert (question.status, question.occasion, question.back_at) == (
        QuestionStatus.OPEN,
        None,
        None,
    )
    assert told(asked, "amina") == []
    assert f"après avoir été reportée une{NBSP}fois" in asked.said()[-1]
    last = story(asked)[-1]
    assert (last.change.value, last.who, last.how, last.detail) == (
        "returned",
        "",
        "clock",
        "rencontre",
    )

    asked.does("amina", "besoin reporter 1 lettre")
    asked.clock.forward(days=60)
    bring_back(asked)

    assert f"reportée deux{NBSP}fois" in asked.said()[-1]


def test_deferred_again_before_its_moment_it_waits_for_the_new_one(asked: Room) -> None:
    asked.does("amina", "besoin reporter 1 lettre")
    asked.does("amina", "besoin reporter 1 rencontre")
    asked.clock.now = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)

    assert bring_back(asked) == 0
    assert kept(asked).deferrals == 2


def test_an_answered_question_does_not_come_back(asked: Room) -> None:
    asked.does("amina", "besoin reporter 1 mattermost")
    asked.says("zoé", "/besoin répondre 1 La Manufacture")
    asked.clock.forward(days=90)

    assert bring_back(asked) == 0
    assert kept(asked).status is QuestionStatus.ANSWERED


def test_an_ended_question_is_not_deferred(asked: Room) -> None:
    asked.does("louis", "besoin retirer 1")

    assert asked.does("amina", "besoin reporter 1 lettre").refused
