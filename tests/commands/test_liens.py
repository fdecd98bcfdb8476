"""Boards and quizzes of a meeting: a link kept with a point, a list to paste."""

from __future__ import annotations

import pytest

from bot.talk.command import Command, Via
from bot.talk.reply import Dialog, Reply
from tests.commands.gestures import labels, presses, told
from tests.room import Room, caller

WALL = "https://postit.colibris-outilslibres.org/mur/Loire"
QUIZ = "https://app.wooclap.com/ABCDEF?from=status-bar"
CARD = "held:loire:1"


@pytest.fixture
def planned(room: Room) -> Room:
    for text in ("Qui prête une salle à Brest ?", "Où imprimer en grand format ?"):
        room.says("louis", f"/besoin {text}")
    room.says("zoé", "/rencontre proposer #outil Comparer deux tableurs")
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    return room


def fills(room: Room, form: Dialog | None, text: str, **fields: str) -> Reply:
    """Send a form of Amina's, the rest as it was proposed."""
    assert form is not None
    entries = {each.name: each.default for each in form.fields} | fields
    entries[form.fields[0].name] = text
    return room.asks(
        Command(
            text=f"{form.argument} {text}".strip(),
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=form.route or "rencontre ajouter",
            fields=entries,
        )
    )


def card(room: Room) -> str:
    """Return what the card of the meeting says now."""
    return [each for each in room.outbox() if CARD in (each.key, each.edits)][-1].text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (f"3 Le mur des idées {WALL}, 20 min", f"[Le mur des idées]({WALL}) (20\u00a0min)"),
        (f"3 Le mur des idées : {WALL}.", f"[Le mur des idées]({WALL})"),
        (f"3 Un quiz ({QUIZ}), par Zoé", f"[Un quiz]({QUIZ}), Zoé"),
        (f"4 {QUIZ}", f"[Wooclap]({QUIZ})"),
        ("4 Une étude https://[::1", "4.1 Une étude https://"),
        ("4 http://pad.exemple.fr/a, 10 min", "[pad.exemple.fr](https://pad.exemple.fr/a)"),
        (
            "4 Notes https://cryptpad.fr/pad/#/a",
            "[Notes (s'efface après 90 jours)](https://cryptpad.fr/pad/#/a)",
        ),
    ],
)
def test_the_link_of_a_point_is_kept_with_it(planned: Room, typed: str, shown: str) -> None:
    assert shown in planned.says("amina", f"/rencontre ajouter {typed}").text


def test_a_link_is_given_changed_and_taken_away_by_a_form(planned: Room) -> None:
    def sent(typed: str, link: str) -> str:
        fills(planned, planned.says("amina", typed).dialog, "Un mur", lien=link)
        return planned.says("amina", "/rencontre ordre-du-jour").text

    assert f"[Un mur]({WALL})" in sent("/rencontre ajouter", WALL)
    form = planned.says("amina", "/rencontre changer 4.1").dialog
    assert form is not None
    assert form.fields[-1].default == WALL
    assert "Je ne lis pas ce lien." in fills(planned, form, "Un mur", lien="mural").text
    assert f"[Un mur]({QUIZ})" in sent("/rencontre changer 4.1", QUIZ)
    assert "4.1 Un mur\n" in sent("/rencontre changer 4.1", "")


def test_a_question_keeps_no_link_and_a_point_its_own_when_it_is_said_otherwise(
    planned: Room,
) -> None:
    planned.says("amina", f"/rencontre ajouter 4 Un mur {WALL}")

    assert f"[Le mur]({WALL})" in planned.says("amina", "/rencontre changer 4.1 Le mur").text
    form = planned.says("amina", "/rencontre changer 3.1").dialog
    assert form is not None
    assert "lien" not in [each.name for each in form.fields]


def test_links_show_at_their_moment_with_a_list_to_paste(planned: Room) -> None:
    planned.says("amina", f"/rencontre ajouter 3 Le mur des idées {WALL}")
    planned.says("amina", "/rencontre annoncer")
    planned.clock.forward(days=31, hours=5)
    planned.says("amina", "/rencontre tenir")
    assert WALL not in card(planned)

    for _ in range(3):  # the third part, then its first question
        planned.says("amina", "/rencontre suivant")

    assert "Question 1 sur 2" in card(planned)
    assert f":link: [Le mur des idées]({WALL})" in card(planned)
    post = [each for each in planned.outbox() if CARD in (each.key, each.edits)][-1]
    paste = next(each for each in post.buttons if each.label == "Liste à coller")
    planned.says("amina", "/rencontre réponse 1 La Manufacture")
    listed = presses(planned, "louis", paste).text
    assert "```\nOù imprimer en grand format" in listed
    assert "Brest" not in listed
    assert "```\nComparer deux tableurs\n```" in listed
    assert "zoé" not in listed.lower()
    planned.says("amina", "/rencontre suivant")
    planned.says("amina", "/rencontre suivant")
    assert WALL not in card(planned)


def test_a_point_added_on_the_spot_has_its_link_too_and_the_minutes_keep_it(planned: Room) -> None:
    planned.says("amina", "/rencontre tenir confirmé")
    planned.says("louis", f"/rencontre point {QUIZ}")
    assert f"[Wooclap]({QUIZ})" in card(planned)

    for _ in range(5):
        planned.says("amina", "/rencontre suivant")
    planned.says("amina", "/rencontre terminer")
    planned.says("amina", "/rencontre publier")

    assert f"[Wooclap]({QUIZ})" in "".join(planned.said())


def test_the_agenda_offers_the_list_where_something_is_held_with_a_link(planned: Room) -> None:
    assert "Liste à coller" not in labels(planned.says("amina", "/rencontre ordre-du-jour"))
    shown = planned.says("amina", f"/rencontre ajouter 4 Un mur {WALL}")

    listed = presses(
        planned, "amina", next(each for each in shown.buttons if each.label == "Liste à coller")
    )

    assert "Qui prête une salle à Brest" in listed.text
    assert planned.says("louis", "/rencontre coller").refused  # a draft is the coordination's
    assert told(planned, "louis") == []


def test_what_became_private_is_not_in_the_list(planned: Room) -> None:
    planned.says("amina", "/rencontre annoncer")
    planned.says("louis", "/besoin rendre-privé 1")

    listed = planned.says("zoé", "/rencontre coller").text

    assert "Brest" not in listed
    assert "Où imprimer" in listed


def test_without_anything_to_paste_it_is_said(room: Room) -> None:
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")

    assert "Rien à coller" in room.says("amina", "/rencontre coller").text
