"""Who sees a question, and who asked it: public, anonymous, private, then shared if agreed."""

from __future__ import annotations

import re

import pytest

from bot.question import reader_store as readers
from bot.question.rules import Place, Visibility
from tests.commands.gestures import (
    asks_privately,
    checks,
    deliver,
    everything,
    kept,
    presses,
    replies,
    sends_form,
    told,
    turns_into_question,
)
from tests.room import Room

SALLE = "Qui prête une salle à Brest ?"
DETTES = "Comment parler de dettes sans blesser ?"
AGAIN = "Qui prête une salle à Brest le mardi ?"


def names_louis_to_others(room: Room) -> list[str]:
    """Return what waits to be said to anyone but Louis and bears his id or his name."""
    return [
        message.text
        for message in room.outbox()
        if message.user != "louis" and re.search("louis", message.text, re.IGNORECASE)
    ]


def is_read_by_amina(room: Room) -> None:
    """Have Amina read the first question again, as if it was sent to her."""
    question = kept(room)
    room.store(lambda db: readers.name(db, question, ["amina"]))
    room.store(lambda db: readers.send(db, question, ["amina"], room.clock.now))


def read_by(room: Room, who: str) -> str:
    """Return all that someone can read of questions."""
    typed = [
        "voir 1",
        "voir 2",
        "liste",
        "liste toutes",
        "liste ouvertes",
        "liste répondues",
        "mes",
        "chercher salle",
        "chercher dettes",
    ]
    read = [room.does(who, f"besoin {each}").text for each in typed]
    room.says(who, "/reseau bilan")
    return "\n".join([*read, *(message.text for message in told(room, who))])


@pytest.mark.parametrize("ending", ["répondre 1 À la mairie", "fermer 1 Déjà vu en mai"])
def test_an_anonymous_questions_author_is_named_to_nobody(room: Room, ending: str) -> None:
    room.says("louis", f"/besoin anonyme {SALLE}")
    room.does("zoé", "besoin moi-aussi 1")
    room.does("amina", "besoin écrire 1 Pour combien de personnes ?")
    room.does("louis", "besoin écrire 1 Une dizaine")
    room.does("louis", f"besoin modifier 1 {AGAIN}")
    room.does("louis", "besoin thème 1 Bureautique")
    room.does("amina", "besoin reporter 1 mattermost")
    room.says("amina", f"/besoin {ending}")
    room.does("louis", "besoin rouvrir 1")

    assert names_louis_to_others(room) == []
    for who in ("amina", "zoé"):
        assert "Louis" not in read_by(room, who)
    room.does("amina", "besoin exporter")
    [table] = [m.file for m in told(room, "amina") if m.file and m.file.name.endswith(".csv")]
    assert "louis" not in table.content.casefold()


@pytest.mark.parametrize("way", ["typed", "thread"])
def test_answering_ones_own_anonymous_question_does_not_sign_it(room: Room, way: str) -> None:
    room.says("louis", f"/besoin anonyme {SALLE}")
    room.does("zoé", "besoin moi-aussi 1")
    if way == "typed":
        room.says("louis", "/besoin répondre 1 Trouvé : à la Manufacture")
    else:
        checks(room, "louis", replies(room, "louis", "Trouvé : à la Manufacture"))

    assert names_louis_to_others(room) == []
    shown = room.says("zoé", "/besoin voir 1").text
    assert "Manufacture" in shown
    assert "Louis" not in shown
    assert "Manufacture" in "".join(message.text for message in told(room, "zoé"))


def test_someone_elses_answer_is_signed_under_an_anonymous_question(room: Room) -> None:
    room.says("louis", f"/besoin anonyme {SALLE}")
    room.says("zoé", "/besoin répondre 1 À la Manufacture")

    assert "Réponse de Zoé" in room.says("amina", "/besoin voir 1").text


def test_an_answer_found_does_not_sign_an_anonymous_question(room: Room) -> None:
    room.says("zoé", f"/besoin {SALLE}")
    room.says("amina", "/besoin répondre 1 À la Manufacture")
    room.says("louis", f"/besoin anonyme {AGAIN}")

    room.does("louis", "besoin trouvé 2 1")

    assert names_louis_to_others(room) == []
    for who in ("amina", "zoé"):
        shown = room.says(who, "/besoin voir 1").text
        assert "réunie avec la n°\u00a02" in shown
        assert "Louis" not in shown
        assert "Louis" not in room.says(who, "/besoin voir 2").text


def test_doubles_of_which_one_is_anonymous_are_proposed_and_merged_without_a_name(
    room: Room,
) -> None:
    room.says("zoé", f"/besoin {SALLE}")
    room.says("louis", f"/besoin anonyme {SALLE}")
    room.does("amina", "besoin fusionner 1 2")
    room.does("amina", "besoin rouvrir 1")
    room.does("amina", "besoin fusionner 2 1")
    room.does("louis", "besoin rouvrir 2")

    assert names_louis_to_others(room) == []
    assert "Louis" not in read_by(room, "zoé")


def test_its_author_sees_their_anonymous_question_as_theirs(room: Room) -> None:
    room.says("louis", f"/besoin anonyme {SALLE}")

    assert "sans votre nom" in room.says("louis", "/besoin mes").text
    assert "par vous, sans votre nom." in room.says("louis", "/besoin voir 1").text
    assert "1" not in room.says("zoé", "/besoin mes").text


def test_the_form_chooses_who_sees_the_question(room: Room) -> None:
    sends_form(room, "louis", SALLE, visibilite="anonymous")
    sends_form(room, "louis", DETTES, visibilite="private")
    sends_form(room, "louis", "Qui a un vidéoprojecteur ?")

    assert [kept(room, number).visibility for number in (1, 2, 3)] == [
        Visibility.ANONYMOUS,
        Visibility.PRIVATE,
        Visibility.PUBLIC,
    ]


@pytest.mark.parametrize(
    ("field", "label"),
    [("visibilite", "Qui la voit"), ("theme", "Thème"), ("ou", "Où espérer la réponse")],
)
@pytest.mark.parametrize("value", ["n'importe quoi", "PRIVATE", "public ", "privé", "0"])
def test_a_form_with_a_choice_that_it_does_not_offer_is_refused(
    room: Room, field: str, label: str, value: str
) -> None:
    before = everything(room)

    reply = sends_form(room, "louis", DETTES, **{"visibilite": "anonymous", field: value})

    assert reply.refused
    assert f"ce choix pour «\u00a0{label}\u00a0»" in reply.text
    assert everything(room) == before


def test_a_private_question_goes_to_the_coordinators_alone(room: Room) -> None:
    reply = asks_privately(room, "louis", DETTES)

    [news] = room.outbox()
    assert (news.user, news.channel) == ("amina", None)
    assert "Question privée n°\u00a01" in news.text
    assert "transmise à Amina, et à personne d'autre" in reply.text


@pytest.mark.parametrize(
    "typed",
    [
        "voir 1",
        "moi-aussi 1",
        "sans-moi 1",
        "répondre 1 Oui",
        "modifier 1 Autre chose",
        "retirer 1",
        "thème 1 Bureautique",
        "rouvrir 1",
        "écrire 1 Bonjour",
        "collective 1",
        "poser 1",
        "trouvé 1 2",
        "trouvé 2 1",
    ],
)
def test_a_private_question_does_not_exist_for_others(room: Room, typed: str) -> None:
    asks_privately(room, "louis", DETTES)
    room.says("zoé", f"/besoin {SALLE}")
    unknown = re.sub(r"\b1\b", "99", typed)

    reply = room.plays("zoé", f"besoin {typed}")

    assert reply.refused
    assert reply.text == room.plays("zoé", f"besoin {unknown}").text.replace("99", "1")
    assert kept(room).concerned == 1


@pytest.mark.parametrize("button", ["besoin répondre", "besoin moi-aussi"])
def test_a_private_question_does_not_exist_for_who_forges_a_button(room: Room, button: str) -> None:
    asks_privately(room, "louis", DETTES)

    reply = room.clicks("zoé", button, "1")

    assert reply.refused
    assert reply.dialog is None
    assert "Je ne trouve pas de question" in reply.text


def test_nothing_that_members_read_tells_a_private_question(room: Room) -> None:
    asks_privately(room, "louis", DETTES)
    room.does("amina", "besoin reporter 1 lettre")
    asks_privately(room, "louis", "#justice Une autre affaire ?")
    room.says("amina", "/besoin répondre 2 Voir la maison de justice")

    read = read_by(room, "zoé")
    assert "dettes" not in read.replace("chercher dettes", "")
    assert "justice" not in read.casefold()
    assert "ni question" in read
    assert "dettes" not in room.says("zoé", "/veille").text
    others = [m for m in room.outbox() if m.user not in ("amina", "louis")]
    assert [m.key for m in others if not m.key.startswith("file:")] == []


def test_its_author_and_the_coordinators_read_a_private_question(room: Room) -> None:
    asks_privately(room, "louis", DETTES)

    assert "**Question privée n°\u00a01** de Louis" in room.says("amina", "/besoin voir 1").text
    assert "privée" in room.says("amina", "/besoin liste").text
    assert "privée" in room.says("louis", "/besoin mes").text
    assert DETTES in room.says("louis", "/besoin voir 1").text


def test_a_private_answer_comes_back_to_its_author_alone(room: Room) -> None:
    asks_privately(room, "louis", DETTES)
    room.says("amina", "/besoin répondre 1 Avec la maison de l'emploi")

    assert [m.user for m in room.outbox() if "maison de l'emploi" in m.text] == ["louis"]


def test_a_private_question_reopened_is_brought_back_to_the_coordinators(room: Room) -> None:
    asks_privately(room, "louis", DETTES)
    room.says("amina", "/besoin répondre 1 Avec la maison de l'emploi")
    before = len(told(room, "amina"))

    room.does("louis", "besoin rouvrir 1")

    [news] = told(room, "amina")[before:]
    assert "n°\u00a01" in news.text
    assert "rouverte" in news.text
    assert all(message.user for message in room.outbox())


def test_a_private_question_deferred_to_mattermost_is_not_said_there(room: Room) -> None:
    asks_privately(room, "louis", DETTES)

    reply = room.does("amina", "besoin reporter 1 mattermost")

    assert all(message.user for message in room.outbox())
    assert "dans le canal" not in reply.text


def test_a_private_question_is_shared_when_its_author_agrees(room: Room) -> None:
    asks_privately(room, "louis", DETTES)
    asked = room.does("amina", "besoin collective 1")
    [offer] = told(room, "louis")
    assert "Je demande son accord" in asked.text
    assert all(each.label in offer.text for each in Place)
    assert "dettes" not in read_by(room, "zoé").replace("chercher dettes", "")

    reply = presses(room, "louis", offer.buttons[0])

    assert "sans votre nom" in reply.text
    assert kept(room).visibility is Visibility.ANONYMOUS
    assert DETTES in room.says("zoé", "/besoin voir 1").text
    assert "Louis" not in read_by(room, "zoé") + read_by(room, "amina")
    [card] = [message for message in room.outbox() if message.user is None]
    assert "posée sans nom" in card.text
    assert "n°\u00a01" in room.says("zoé", "/besoin chercher dettes").text


def test_a_coordinator_asks_for_agreement_once_and_cannot_do_without(room: Room) -> None:
    asks_privately(room, "louis", DETTES)
    for _ in range(2):
        room.does("amina", "besoin collective 1")
    [offer] = told(room, "louis")

    presses(room, "amina", offer.buttons[0])

    assert kept(room).private
    assert len(told(room, "louis")) == 1


@pytest.mark.parametrize("typed", [f"/besoin {SALLE}", f"/besoin anonyme {SALLE}"])
def test_what_the_network_reads_already_is_not_shared(room: Room, typed: str) -> None:
    room.says("louis", typed)

    for who in ("louis", "amina"):
        assert "n'est plus possible" in room.does(who, "besoin collective 1").text


def test_nobody_is_asked_to_share_once_the_author_is_forgotten(room: Room) -> None:
    asks_privately(room, "louis", DETTES)
    room.says("amina", "/besoin répondre 1 Avec la maison de l'emploi")
    deliver(room)
    room.forgets(days=400)
    assert room.does("amina", "besoin rouvrir 1").refused  # its readers are forgotten too
    is_read_by_amina(room)
    room.does("amina", "besoin rouvrir 1")

    reply = room.does("amina", "besoin collective 1")

    assert reply.refused
    assert "Proposer de la partager" not in str(reply.buttons)
    assert "louis" not in everything(room)
    assert all(message.user for message in room.outbox())


def test_a_strangers_message_turned_into_a_question_is_the_callers(room: Room) -> None:
    turns_into_question(room, "amina", "marc", SALLE)

    assert kept(room).author == "amina"


def test_an_unsigned_author_who_leaves_a_message_stays_unsigned(room: Room) -> None:
    room.says("louis", f"/besoin anonyme {SALLE}")
    deliver(room)

    room.does("louis", "besoin écrire 1 Est-ce clair ?")

    [news] = told(room, "amina")
    assert news.text.startswith("La personne qui a posé la question vous écrit")
