"""Attacks on notes given after a meeting: nothing stays, shows or acts that was not accepted."""

from __future__ import annotations

import pytest

from bot.meeting import note_store as notes
from bot.meeting import store as meetings
from bot.meeting.agenda import AgendaItem
from bot.meeting.minutes import Note
from bot.meeting.record import card
from bot.talk.reply import Reply
from tests.commands import test_notes
from tests.commands.test_notes import NOTES, answer, gives, joins, kept_text, reads_records
from tests.pile_cases import reads
from tests.room import Room

ended = test_notes.ended

SHOWN = "voir avec la Manufacture"


def noted(room: Room) -> list[Note]:
    meeting = room.store(lambda db: meetings.get(db, "loire", 1))
    return [*room.store(lambda db: notes.of(db, meeting))]


def item(room: Room) -> AgendaItem:
    return room.store(lambda db: meetings.get(db, "loire", 1)).agenda.items[0]


def takes_back(room: Room, done: Reply) -> Reply:
    assert done.undo is not None
    return room.clicks("amina", done.undo.route, done.undo.argument)


@pytest.fixture
def shown(ended: Room) -> Room:
    """Return a room where Amina's pile shows the first of three passages."""
    gives(ended, NOTES)
    reads_records(ended)
    ended.does("amina", f"{card.SORT} 1")
    assert SHOWN in reads(ended)
    return ended


def test_a_published_meeting_leaves_no_passage_on_a_pile(shown: Room) -> None:
    shown.does("amina", "rencontre publier 1")

    assert SHOWN not in reads(shown)


def test_after_seven_days_nothing_stays_until_the_next_purge(shown: Room) -> None:
    shown.clock.forward(days=7)
    reads_records(shown)

    assert kept_text(shown) == "[]"
    assert SHOWN not in reads(shown)


def test_whoever_gave_notes_erases_them_at_once(ended: Room) -> None:
    given = gives(ended, NOTES)
    reads_records(ended)
    ended.does("amina", f"{card.SORT} 1")
    ended.does("amina", f"{card.KEEP} 3")

    assert ended.does("louis", f"{card.FORGET} 1").refused
    takes_back(ended, given)

    assert kept_text(ended) == "[]"
    assert SHOWN not in reads(ended)
    assert len(noted(ended)) == 1


def test_a_stale_press_keeps_nothing_of_what_was_given_since(shown: Room) -> None:
    left = shown.does("amina", f"{card.LEAVE} 4")
    gives(shown, "Budget secret pour Tchap\nEt l'affiche aussi\nLa Manufacture non plus")
    reads_records(shown)

    assert SHOWN not in reads(shown)
    assert shown.does("amina", f"{card.KEEP} 2").refused
    assert takes_back(shown, left).refused
    assert not noted(shown)


def test_a_form_says_what_is_replaced_before_notes_are_given_again(shown: Room) -> None:
    opened = shown.clicks("amina", card.GIVE, "1").dialog

    assert opened is not None
    assert "3 passages de notes d'avant" in opened.introduction.replace("\u00a0", " ")


@pytest.mark.parametrize("change", ["rendre-privée 1", "retirer 1"])
def test_a_question_that_went_meanwhile_is_neither_shown_nor_answered(
    shown: Room, change: str
) -> None:
    shown.does("zoé", f"besoin {change}")
    shown.does("amina", f"{card.SORT} 1")

    assert "Qui prête une salle" not in reads(shown)
    assert shown.does("amina", f"{card.KEEP} 2").refused
    assert answer(shown) == ""
    assert not shown.does("amina", f"{card.LEAVE} 2").refused


def test_signs_that_hide_or_disorder_are_taken_out(ended: Room) -> None:
    gives(ended, "La Manufacture\u202e prête\nActé : Tchap\u202e gardé")
    reads_records(ended)
    answered = ended.does("amina", f"{card.KEEP} 2")
    assert answer(ended) == "La Manufacture prête"

    takes_back(ended, answered)
    ended.does("amina", f"{card.KEEP} 3")

    assert answer(ended) == ""
    assert [each.text for each in noted(ended)] == ["Acté : Tchap gardé"]


def test_a_passage_too_long_for_a_note_is_refused_in_a_sentence(ended: Room) -> None:
    joins(ended, ("Acté Tchap " + "anticonstitutionnellement " * 78).encode())
    reads_records(ended)

    assert "C'est un peu long" in ended.does("amina", f"{card.KEEP} 2").text
    assert not noted(ended)


def test_what_may_name_someone_is_asked_about_before_it_is_kept(ended: Room) -> None:
    gives(ended, "Acté avec Tchap : monsieur Ali a perdu son numéro")
    reads_records(ended)

    asked = ended.does("amina", f"{card.KEEP} 2")

    assert asked.refused
    assert not noted(ended)
    ended.fills("amina", card.MEND, "2", texte="Acté avec Tchap", certifie="oui")
    assert [each.text for each in noted(ended)] == ["Acté avec Tchap"]


def test_taking_back_an_answer_defers_its_question_again(shown: Room) -> None:
    shown.does("amina", "rencontre reporter 1 lettre")
    was = item(shown)
    assert was.to is not None

    takes_back(shown, shown.does("amina", f"{card.KEEP} 2"))

    assert item(shown) == was


def test_taking_back_leaves_what_was_corrected_since(shown: Room) -> None:
    answered = shown.does("amina", f"{card.KEEP} 2")
    decided = shown.does("amina", f"{card.KEEP} 3")
    acted = shown.does("amina", f"{card.KEEP} 4")
    shown.does("amina", "rencontre réponse 1 Le lycée, finalement.")
    shown.fills("amina", "rencontre corriger", "1", texte="On garde Tchap, et le téléphone")
    shown.fills("amina", "rencontre corriger", "2", texte="")

    assert takes_back(shown, answered).refused
    assert takes_back(shown, decided).refused
    assert not takes_back(shown, acted).refused  # nothing of it is left: it is to be sorted again
    assert answer(shown) == "Le lycée, finalement."
    assert [each.text for each in noted(shown)] == ["On garde Tchap, et le téléphone"]


@pytest.mark.parametrize(
    "content",
    [
        b"{\\rtf1\\ansi Tchap \\par}",
        b"%PDF-1.7\n1 0 obj Tchap",
        b"PK\x03\x04Tchap",
        b"\x01\x02\x03Tchap\x05" * 9,
        "Tchap".encode("utf-16-le"),
        b"\xff\xfe",
        b"",
    ],
)
def test_what_is_no_text_is_refused_and_not_kept(ended: Room, content: bytes) -> None:
    assert joins(ended, content).refused
    assert kept_text(ended) == "[]"
