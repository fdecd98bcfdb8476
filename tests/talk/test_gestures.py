"""What one did lately is noted, and taken back by one button, in the same words everywhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.network.rights import Role
from bot.talk.command import Via
from bot.talk.gestures import store
from bot.talk.gestures.kinds import LINES
from bot.talk.gestures.rules import NotedGesture
from commands import ROUTES
from tests.lettered import open_lettered
from tests.room import ROLES, Room, open_room
from tests.rounds import goes
from tests.survey.crowds import QUESTIONS


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = open_room(tmp_path)
    room.says("amina", "/besoin Qui connaît une salle avec vidéoprojecteur ?")
    return room


def noted(room: Room, who: str = "louis") -> list[NotedGesture]:
    return list(room.store(lambda db: store.of_user(db, ["loire"], who)))


def lines(room: Room, who: str = "louis") -> list[str]:
    return [each.line for each in noted(room, who)]


def test_each_kind_of_gesture_is_a_route_and_so_is_what_takes_it_back() -> None:
    paths = {route.path for route in ROUTES}

    assert set(LINES) <= paths
    assert {route.back for route in ROUTES} - paths == {""}


def test_a_gesture_is_noted_without_words_and_shown_with_what_takes_it_back(room: Room) -> None:
    reply = room.does("louis", "besoin moi-aussi 1")

    assert lines(room) == ["Question n° 1 : moi aussi"]
    *_, back = reply.buttons
    assert back.label == "Annuler"
    assert "ne vous compte plus" in room.clicks("louis", back.route, back.argument).text


def test_what_was_taken_back_is_noted_no_longer(room: Room) -> None:
    (back,) = room.does("louis", "besoin moi-aussi 1").buttons

    room.clicks("louis", back.route, back.argument)

    assert lines(room) == ["Question n° 1 : sans moi"]


def test_a_second_press_of_the_same_button_takes_back_what_the_first_one_did(room: Room) -> None:
    room.clicks("louis", "besoin moi-aussi", "1")

    again = room.clicks("louis", "besoin moi-aussi", "1")

    assert "ne vous compte plus" in again.text
    assert lines(room) == ["Question n° 1 : sans moi"]


def test_whether_one_comes_is_taken_back_for_its_own_meeting_to_what_was_said_before(
    room: Room,
) -> None:
    room.says("amina", "/rencontre planifier confirmé 10/12/2026 9h30, médiathèque")
    room.does("amina", "rencontre annoncer 1")

    def coming() -> str:
        return room.does("amina", "rencontre inscrits 1").text.replace("\u00a0", " ")

    first = room.does("louis", "rencontre présence place")
    second = room.does("louis", "rencontre présence no")
    assert "Je ne peux pas venir : 1 personne" in coming()

    for reply, then in ((second, "sur place : 1 personne"), (first, "sur place : 0 personne")):
        *_, back = reply.buttons
        assert not room.clicks("louis", back.route, back.argument).refused
        assert then in coming()
    assert "Je ne peux pas venir : 0 personne" in coming()


def test_what_names_its_object_in_its_text_is_noted_too(room: Room) -> None:
    room.does("amina", "veille flux suspendre 1")

    (done,) = [each for each in noted(room, "amina") if "Flux" in each.line]
    assert (done.line, done.route) == ("Flux n° 1 : mis en pause", "veille flux reprendre")
    assert "En pause" not in room.clicks("amina", done.route, done.argument).text


def test_a_letter_that_is_at_its_date_again_offers_nothing_that_would_skip_it(
    tmp_path: Path,
) -> None:
    room = open_lettered(tmp_path)
    *_, back = room.does("amina", "lettre reporter 17 décembre 2026").buttons

    reply = room.clicks("amina", back.route, back.argument)

    assert "à sa date habituelle" in reply.text
    assert reply.undo is None


def test_a_gesture_without_words_is_noted_too(room: Room) -> None:
    room.clicks("louis", "besoin moi-aussi", "1", via=Via.REACTION)

    assert lines(room) == ["Question n° 1 : moi aussi"]


def test_what_was_refused_asked_or_only_read_is_not_noted(room: Room) -> None:
    room.says("louis", "/besoin voir 1")
    room.does("louis", "besoin fermer 1 Trop vague")
    room.does("louis", "besoin moi-aussi 99")
    room.clicks("louis", "besoin répondre", "1")

    assert lines(room) == []


def test_one_button_stands_for_what_a_card_offers_to_take_back(room: Room) -> None:
    reply = room.does("amina", "besoin retirer 1")

    assert [each.label for each in reply.buttons] == ["Annuler"]


def test_gestures_are_forgotten_after_a_month(room: Room) -> None:
    room.does("louis", "besoin moi-aussi 1")

    room.forgets(days=29)
    assert lines(room) == ["Question n° 1 : moi aussi"]
    room.forgets(days=2)
    assert lines(room) == []


@pytest.fixture
def slow(tmp_path: Path) -> Room:
    """Open a room where what publishes is held for half a minute."""
    return open_room(tmp_path, hold=timedelta(seconds=30))


def test_a_letter_that_is_taken_back_at_once_never_comes_out(slow: Room) -> None:
    reply = slow.does("amina", "lettre publier confirmé")
    again = slow.does("amina", "lettre publier confirmé")

    assert reply.text == "La lettre paraît dans 30\u00a0secondes. D'ici là, rien n'est parti."
    assert again == reply
    (back,) = reply.buttons
    assert slow.clicks("amina", back.route, back.argument).text == (
        "C'est annulé\u00a0: rien n'est parti."
    )
    slow.clock.forward(seconds=31)
    assert goes(slow, "held") == 0
    assert slow.said() == []
    assert "trop tard" in slow.clicks("amina", back.route, back.argument).text


def test_a_letter_that_nobody_takes_back_comes_out_once(slow: Room) -> None:
    (back,) = slow.does("amina", "lettre publier confirmé").buttons

    slow.clock.forward(seconds=29)
    assert goes(slow, "held") == 0
    slow.clock.forward(seconds=2)
    assert goes(slow, "held", "held") == 1

    assert any("lettre" in text.lower() for text in slow.said())
    assert "trop tard" in slow.clicks("amina", back.route, back.argument).text
    assert [(each.line, each.route) for each in noted(slow, "amina")] == [
        ("Lettre n° 1 : publiée", "")
    ]


def test_a_meeting_a_survey_and_the_year_s_figures_wait_for_as_long(slow: Room) -> None:
    slow.says("amina", "/rencontre planifier confirmé 10/12/2026 9h30, médiathèque")
    slow.fills("amina", "reseau préparer-enquête", questions=QUESTIONS)
    acts = ("rencontre annoncer 1", "reseau lancer-enquête 1", "reseau publier-bilan")
    for act in acts:
        before = len(slow.outbox())
        reply = slow.does("amina", act)
        assert reply.text.endswith("paraît dans 30\u00a0secondes. D'ici là, rien n'est parti.") or (
            "canal dans 30" in reply.text
        )
        assert [each.label for each in reply.buttons] == ["Annuler"]
        assert len(slow.outbox()) == before
    for act in acts:
        assert slow.does("louis", act).refused
    slow.clock.forward(seconds=31)

    assert goes(slow, "held") == 3

    said = "\n".join(slow.said())
    assert "Rencontre" in said
    assert "Enquête" in said
    assert "bilan" in said.lower()
    assert slow.does("amina", "reseau lancer-enquête 1").refused  # at once: it runs already


def test_nobody_else_takes_back_what_is_held(slow: Room) -> None:
    (back,) = slow.does("amina", "lettre publier confirmé").buttons

    assert "trop tard" in slow.clicks("louis", back.route, back.argument).text
    slow.clock.forward(seconds=31)
    assert goes(slow, "held") == 1


def test_whoever_lost_the_right_meanwhile_publishes_nothing_and_is_told(
    slow: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow.does("amina", "lettre publier confirmé")
    monkeypatch.setitem(ROLES, "amina", {"loire": Role.MEMBER})

    slow.clock.forward(seconds=31)
    goes(slow, "held")

    (told,) = slow.outbox()
    assert told.user == "amina"
    assert "réservé à la coordination" in told.text
    assert lines(slow, "amina") == []


def test_the_last_gestures_are_shown_each_with_what_takes_it_back(room: Room) -> None:
    room.does("louis", "besoin moi-aussi 1")
    room.clock.forward(hours=1)
    room.does("louis", "besoin répondre 1 La Manufacture")

    reply = room.does("louis", "aide gestes")

    assert reply.text.replace("\u00a0", " ") == (
        "**Vos derniers gestes**\n\n"
        "- Lun. 2 nov., 10 h : Question n° 1 : votre réponse (ne s'annule pas)\n"
        "- Lun. 2 nov., 9 h : Question n° 1 : moi aussi"
    )
    (menu,) = reply.buttons
    (back,) = menu.options
    assert back.label == "Question n°\u00a01\u00a0: moi aussi"
    assert "ne vous compte plus" in room.takes("louis", back).text


def test_nobody_is_shown_the_gestures_of_others(room: Room) -> None:
    room.does("louis", "besoin moi-aussi 1")

    assert room.does("zoé", "aide gestes").text == (
        "Je n'ai noté aucun geste de vous depuis un mois."
    )


def test_only_ten_gestures_are_shown(room: Room) -> None:
    for _ in range(6):
        room.clock.forward(minutes=1)
        room.does("louis", "besoin moi-aussi 1")
        room.clock.forward(minutes=1)
        room.does("louis", "besoin sans-moi 1")

    reply = room.does("louis", "aide gestes")

    assert reply.text.count("\n- ") <= 10


def test_what_was_asked_proposed_or_shared_may_be_taken_back_too(room: Room) -> None:
    room.says("louis", "/besoin Qui anime des ateliers sur les mots de passe ?")
    room.clock.forward(minutes=1)
    room.says("louis", "/veille proposer https://exemple.fr/page")
    room.clock.forward(minutes=1)
    room.does("louis", "rencontre proposer Un quiz en équipes")

    assert lines(room) == [
        "Idée n° 1 : proposée",
        "Lien n° 1 : proposé",
        "Question n° 2 : posée",
    ]
    for each in noted(room):
        assert not room.clicks("louis", each.route, each.argument).refused, each.line


def test_what_asks_first_is_not_noted_before_it_is_confirmed(tmp_path: Path) -> None:
    room = open_room(tmp_path, reachable=True)

    asked = room.does("amina", "veille adresse publique")
    assert lines(room, "amina") == []

    (confirm,) = [each for each in asked.buttons if "confirm" in each.argument]
    room.clicks("amina", confirm.route, confirm.argument)
    assert lines(room, "amina") == ["Veille : lisible par tout le monde"]


def test_what_cannot_be_undone_asks_first_and_its_yes_is_not_under_the_thumb(
    tmp_path: Path,
) -> None:
    room = open_room(tmp_path, reachable=True)

    for route in ("veille adresse renouveler", "reseau oublie-moi"):
        first, yes = room.does("amina", route).buttons
        assert first.route != route
        assert (yes.route, yes.argument.strip()) == (route, "confirmé")
    assert lines(room, "amina") == []
