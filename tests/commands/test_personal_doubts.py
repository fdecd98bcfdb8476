"""Texts that may carry someone's data: their writer sees it, and deposits them in a gesture."""

from __future__ import annotations

import pytest

from bot.core.message import Button, Message
from bot.talk.command import Via
from bot.talk.reply import Reply
from tests.commands.gestures import (
    everything,
    gives,
    kept,
    labels,
    presses,
    sends_form,
    told,
    turns_into_question,
)
from tests.room import Room
from tests.typable import parted

AUTHOR = "Josette Bertonnel"
ASKED = f"Qui a la fiche de {AUTHOR} en version facile ?"
ANYWAY = "Poser quand même"


def _button(shown: Reply | Message, label: str) -> Button:
    [found] = [each for each in shown.buttons if each.label == label]
    return found


def _shown(room: Room, via: Via) -> Reply | Message:
    reply = room.says("louis", f"/besoin {ASKED}", via=via)
    return reply if via is Via.SLASH else told(room, "louis")[0]


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
def test_the_passage_is_shown_to_its_writer_and_nothing_is_asked_of_the_network(
    room: Room, via: Via
) -> None:
    shown = _shown(room, via)

    assert shown.text.startswith("Un doute, avant d'enregistrer quoi que ce soit")
    assert "le nom d'une personne" in shown.text
    assert f"«\u00a0{AUTHOR}\u00a0»" in shown.text
    assert ANYWAY in labels(shown)
    assert room.says("amina", "/besoin liste").text.count("facile") == 0


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
def test_one_gesture_asks_it_as_it_is(room: Room, via: Via) -> None:
    reply = presses(room, "louis", _button(_shown(room, via), ANYWAY))

    assert not reply.refused
    assert kept(room).text == ASKED


def test_in_a_direct_message_yes_is_enough(room: Room) -> None:
    _shown(room, Via.DIRECT)

    room.says("louis", "oui", via=Via.DIRECT)

    assert kept(room).text == ASKED


@pytest.mark.parametrize("via", [Via.MENTION, Via.DIRECT])
def test_erased_it_is_nowhere(room: Room, via: Via) -> None:
    shown = _shown(room, via)
    presses(room, "louis", _button(shown, "Effacer"))

    assert "facile" not in room.says("amina", "/besoin liste").text


def test_a_form_is_taken_and_the_doubt_asked_with_its_choices(room: Room) -> None:
    reply = sends_form(room, "louis", ASKED, visibilite="anonymous")
    assert not reply.refused
    [shown] = told(room, "louis")

    presses(room, "louis", _button(shown, ANYWAY))

    assert kept(room).text == ASKED
    assert kept(room).visibility.value == "anonymous"


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
def test_an_answer_is_published_all_the_same(room: Room, via: Via) -> None:
    room.says("louis", "/besoin Qui prête une salle ?")
    room.clock.forward(seconds=1)
    reply = room.says("zoé", f"/besoin ~loire répondre 1 Lisez {AUTHOR}, tome 2", via=via)
    shown = reply if via is Via.SLASH else told(room, "zoé")[0]

    presses(room, "zoé", _button(shown, "Publier quand même"))

    answer = kept(room).answer
    assert answer is not None
    assert answer.text == f"Lisez {AUTHOR}, tome 2"


@pytest.mark.parametrize("via", [Via.MENTION, Via.DIRECT])
def test_who_mentioned_it_is_told_that_the_channel_can_read_it(room: Room, via: Via) -> None:
    shown = _shown(room, via)

    assert ("supprimez votre message" in shown.text) == (via is Via.MENTION)


def test_a_doubt_of_discretion_and_one_of_data_are_asked_at_once(room: Room) -> None:
    asked = f"besoin anonyme : {ASKED}"
    room.says("louis", asked, via=Via.MENTION)
    [shown] = told(room, "louis")
    assert AUTHOR in shown.text
    assert "le nom d'une personne" in shown.text

    presses(room, "louis", _button(shown, "Sans mon nom"))

    assert kept(room).text == ASKED
    assert kept(room).visibility.value == "anonymous"


def test_a_question_told_without_a_command_is_shown_with_its_doubt(room: Room) -> None:
    room.says("louis", ASKED, via=Via.DIRECT)
    [shown] = told(room, "louis")
    assert "le nom d'une personne" in shown.text

    presses(room, "louis", _button(shown, "Poser cette question"))

    assert kept(room).text == ASKED


def test_what_is_sure_beside_a_doubt_is_refused(room: Room) -> None:
    reply = room.says("louis", f"/besoin {AUTHOR} répond au 06 12 34 56 78 ?")

    assert reply.text.startswith("Je n'ai rien enregistré")


def test_what_someone_else_wrote_is_not_kept_by_a_doubt(room: Room) -> None:
    turns_into_question(room, "amina", "louis", ASKED)

    assert AUTHOR not in everything(room)


def _given(room: Room, who: str, words: str) -> Message:
    """Write in a thread what a form asked for there, and return what is answered."""
    route, text = parted(words)
    gives(room, who, route, text, post=f"post{len(text)}")
    return told(room, who)[-1]


def test_a_decision_and_an_action_are_noted_all_the_same(room: Room) -> None:
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    room.does("amina", "rencontre annoncer")
    room.clock.forward(days=31, hours=5)
    room.says("amina", "/rencontre tenir")
    for line in (f"décision Inviter {AUTHOR}", f"action Relancer {AUTHOR}, Zoé"):
        shown = _given(room, "amina", f"rencontre {line}")

        presses(room, "amina", _button(shown, "Publier quand même"))

        assert line.partition(" ")[2].partition(",")[0] in everything(room)
    assert "certifié" not in everything(room)


def test_a_doubtful_text_comes_back_in_a_form_to_be_said_again(room: Room) -> None:
    again = _button(_shown(room, Via.DIRECT), "Réécrire…")

    dialog = room.clicks("louis", again.route, again.argument).dialog

    assert dialog is not None
    assert dialog.fields[0].default == ASKED
    assert (dialog.route, dialog.fields[-1].name) == ("besoin", "certifie")
