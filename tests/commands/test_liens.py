"""Boards and quizzes of a meeting: a link kept with a point, a list to paste."""

from __future__ import annotations

import pytest

from tests.commands.gestures import labels, presses, sends, told
from tests.room import Room

WALL = "https://postit.colibris-outilslibres.org/mur/Loire"
QUIZ = "https://app.wooclap.com/ABCDEF?from=status-bar"
CARD = "held:loire:1"


@pytest.fixture
def planned(room: Room) -> Room:
    for text in ("Qui prête une salle à Brest ?", "Où imprimer en grand format ?"):
        room.says("louis", f"/besoin {text}")
    room.does("zoé", "rencontre proposer Comparer deux tableurs")
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    return room


def adds(room: Room, text: str, part: str = "4", **entries: str) -> str:
    """Add a point by its form, and return the agenda then."""
    form = room.does("amina", "rencontre ajouter n° 1").dialog
    sends(room, "amina", form, texte=text, partie=part, **entries)
    return agenda(room)


def agenda(room: Room) -> str:
    return room.does("amina", "rencontre ordre-du-jour n° 1").text


def card(room: Room) -> str:
    """Return what the card of the meeting says now."""
    return [each for each in room.outbox() if CARD in (each.key, each.edits)][-1].text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (f"Le mur des idées {WALL}", f"[Le mur des idées]({WALL}) (20\u00a0min), Zoé"),
        (f"Le mur des idées : {WALL}.", f"[Le mur des idées]({WALL}) (20\u00a0min), Zoé"),
        (f"Un quiz ({QUIZ})", f"[Un quiz]({QUIZ})"),
        (QUIZ, f"[Wooclap]({QUIZ})"),
        ("Une étude https://[::1", "4.1 Une étude https://"),
        ("http://pad.exemple.fr/a", "[pad.exemple.fr](https://pad.exemple.fr/a)"),
        (
            "Notes https://cryptpad.fr/pad/#/a",
            "[Notes (s'efface après 90 jours)](https://cryptpad.fr/pad/#/a)",
        ),
    ],
)
def test_the_link_of_a_point_is_kept_with_it(planned: Room, typed: str, shown: str) -> None:
    assert shown in adds(planned, typed, duree="20", qui="Zoé")


def test_a_link_is_given_changed_and_taken_away_by_a_form(planned: Room) -> None:
    assert f"[Un mur]({WALL})" in adds(planned, "Un mur", lien=WALL)
    form = planned.does("amina", "rencontre ajouter n° 1").dialog
    assert "Je ne lis pas ce lien." in sends(planned, "amina", form, texte="A", lien="mural").text

    def retold(old: str, new: str) -> str:
        form = planned.does("amina", "rencontre changer n° 1").dialog
        assert form is not None
        text = form.fields[0].default
        sends(planned, "amina", form, texte=text.replace(old, new))
        return agenda(planned)

    assert f"[Un mur]({QUIZ})" in retold(WALL, QUIZ)
    assert f"[Un grand mur]({QUIZ})" in retold("Un mur", "Un grand mur")
    assert "4.1 Un grand mur\n" in retold(f" {QUIZ}", "")


def test_links_show_at_their_moment_with_a_list_to_paste(planned: Room) -> None:
    adds(planned, f"Le mur des idées {WALL}", "3")
    planned.does("amina", "rencontre annoncer")
    planned.clock.forward(days=31, hours=5)
    planned.says("amina", "/rencontre tenir")
    assert WALL not in card(planned)

    for _ in range(3):  # the third part, then its first question
        planned.does("amina", "rencontre suivant")

    assert "Question 1 sur 2" in card(planned)
    assert f":link: [Le mur des idées]({WALL})" in card(planned)
    post = [each for each in planned.outbox() if CARD in (each.key, each.edits)][-1]
    paste = next(each for each in post.buttons if each.label == "Liste à coller")
    planned.does("amina", "rencontre réponse 1 La Manufacture")
    listed = presses(planned, "louis", paste).text
    assert "```\nOù imprimer en grand format" in listed
    assert "Brest" not in listed
    assert "```\nComparer deux tableurs\n```" in listed
    assert "zoé" not in listed.lower()
    planned.does("amina", "rencontre suivant")
    planned.does("amina", "rencontre suivant")
    assert WALL not in card(planned)


def test_a_point_added_on_the_spot_has_its_link_too_and_the_minutes_keep_it(planned: Room) -> None:
    planned.says("amina", "/rencontre tenir confirmé")
    planned.does("louis", f"rencontre ajouter {QUIZ}")
    assert f"[Wooclap]({QUIZ})" in card(planned)

    for _ in range(5):
        planned.does("amina", "rencontre suivant")
    planned.does("amina", "rencontre terminer")
    planned.does("amina", "rencontre publier")

    assert f"[Wooclap]({QUIZ})" in "".join(planned.said())


def test_the_agenda_offers_the_list_where_something_is_held_with_a_link(planned: Room) -> None:
    assert "Liste à coller" not in labels(planned.does("amina", "rencontre ordre-du-jour"))
    adds(planned, f"Un mur {WALL}")
    shown = planned.does("amina", "rencontre ordre-du-jour n° 1")

    listed = presses(
        planned, "amina", next(each for each in shown.buttons if each.label == "Liste à coller")
    )

    assert "Qui prête une salle à Brest" in listed.text
    assert planned.does("louis", "rencontre coller").refused  # a draft is the coordination's
    assert told(planned, "louis") == []


def test_what_became_private_is_not_in_the_list(planned: Room) -> None:
    planned.does("amina", "rencontre annoncer")
    planned.does("louis", "besoin rendre-privée 1")

    listed = planned.does("zoé", "rencontre coller").text

    assert "Brest" not in listed
    assert "Où imprimer" in listed


def test_without_anything_to_paste_it_is_said(room: Room) -> None:
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")

    assert "Rien à coller" in room.does("amina", "rencontre coller").text
