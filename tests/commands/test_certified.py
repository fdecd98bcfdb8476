"""« Certifié »: a box of the form by which its writer says that a text carries nobody's data."""

from __future__ import annotations

from bot.talk.care import SURE
from bot.talk.reply import TICKED
from tests.commands.gestures import kept
from tests.room import Room

SALLE = "/besoin Qui prête une salle à Brest ?"
SURELY = "Écrivez à jeanne.martin@exemple.fr, née le 12/03/1950, n° 1 50 03 42 001 001 02"


def test_a_form_of_ones_own_words_has_a_box_to_certify_them(room: Room) -> None:
    room.says("louis", SALLE)
    dialog = room.does("zoé", "besoin répondre 1").dialog

    assert dialog is not None
    assert dialog.fields[-1] == SURE
    other = room.does("amina", "besoin reporter 1").dialog
    assert other is not None
    assert SURE not in other.fields


def test_what_is_refused_says_to_tick_it_and_ticked_it_is_kept_without_the_word(room: Room) -> None:
    room.says("louis", SALLE)

    refused = room.fills("zoé", "besoin répondre", "1", texte=SURELY)
    assert (refused.refused, refused.field) == (True, "texte")
    assert "Cochez «\u00a0Certifié\u00a0»" in refused.text
    room.fills("zoé", "besoin répondre", "1", texte=SURELY, certifie=TICKED)
    answer = kept(room).answer
    assert answer is not None
    assert answer.text == SURELY
