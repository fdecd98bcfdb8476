"""What is shown without its author's name does not tell it either, before they were asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.message import Button
from bot.question.rules import Visibility
from bot.talk.command import MessageChange, Via
from bot.talk.reply import Reply
from bot.veille import contribution_store as contributions
from tests.commands.gestures import deliver, everything, kept, labels, presses, sends_form
from tests.relay.steps import ASKS, climb
from tests.relay.tree_room import open_tree
from tests.room import Room
from tests.survey.crowds import launched

SALLE = "Qui prête une salle à Brest ?"
ALL = ["Publier sans ce mot", "Publier tel quel", "Réécrire…"]
WAYS = [Via.SLASH, Via.DIRECT]


def said(room: Room, reply: Reply) -> tuple[str, tuple[Button, ...]]:
    """Return what someone is asked, on the spot or by a message of its own."""
    if reply.text:
        return reply.text, reply.buttons
    last = room.outbox()[-1]
    assert last.user is not None
    return last.text, last.buttons


def press(room: Room, who: str, buttons: tuple[Button, ...], label: str) -> Reply:
    [button] = [each for each in buttons if each.label == label]
    return presses(room, who, button)


def channel(room: Room) -> str:
    return "\n".join(each.text for each in room.outbox() if each.user is None)


@pytest.mark.parametrize("via", WAYS)
@pytest.mark.parametrize("end", ["Louis", "Merci, louis", "— Louis", "Signé : Louis", "@louis"])
def test_a_question_without_a_name_that_tells_it_is_asked_about(
    room: Room, via: Via, end: str
) -> None:
    text, buttons = said(room, room.says("louis", f"/besoin anonyme {SALLE} {end}", via=via))

    assert f"**{end.rsplit(maxsplit=1)[-1].strip('@')}**" in text
    assert [each.label for each in buttons] == ALL
    assert SALLE not in channel(room)

    press(room, "louis", buttons, "Publier sans ce mot")

    assert (kept(room).text, kept(room).visibility) == (SALLE, Visibility.ANONYMOUS)


def test_its_writer_may_have_it_published_as_it_is(room: Room) -> None:
    typed = room.says("louis", f"/besoin anonyme {SALLE} Louis")
    press(room, "louis", typed.buttons, "Publier tel quel")

    assert kept(room).text == f"{SALLE} Louis"
    assert not kept(room).signed


def test_its_writer_may_say_it_again_and_it_stays_without_a_name(room: Room) -> None:
    typed = room.says("louis", f"/besoin anonyme {SALLE} Louis")
    form = press(room, "louis", typed.buttons, "Réécrire…").dialog

    assert form is not None
    assert form.fields[0].default == f"{SALLE} Louis"
    room.clicks("louis", form.route, f"{form.argument} {SALLE}", via=Via.DIALOG)
    assert (kept(room).text, kept(room).signed) == (SALLE, False)


def test_nothing_is_cut_unless_a_sentence_stands(room: Room) -> None:
    typed = room.says("louis", "/besoin anonyme : c'est Louis de Feurs, qui prête une salle ?")

    assert labels(typed) == ALL[1:]


def test_a_signature_that_is_nobodys_we_know_is_asked_about(room: Room) -> None:
    typed = room.says("louis", f"/besoin anonyme {SALLE} Cordialement, Josiane")

    assert "**Josiane**" in typed.text


def test_a_form_is_asked_about_and_a_signed_question_is_not(room: Room) -> None:
    sends_form(room, "louis", f"{SALLE} Louis", visibilite="anonymous")
    assert "**Louis**" in room.outbox()[-1].text

    room.says("louis", f"/besoin {SALLE} Louis")
    assert kept(room).signed


def test_a_mention_says_it_once_its_writer_chose_no_name(room: Room) -> None:
    room.says("louis", f"besoin anonyme {SALLE} Louis", via=Via.MENTION)
    _, buttons = said(room, Reply())
    again = press(room, "louis", buttons, "Sans mon nom")

    assert "**Louis**" in again.text
    assert SALLE not in channel(room)
    assert labels(again) == ALL


@pytest.mark.parametrize("via", WAYS)
def test_an_answer_is_asked_about(room: Room, via: Via) -> None:
    room.says("zoé", f"/besoin {SALLE}")
    given = "/besoin répondre 1 sans mon nom : La Manufacture. Merci, Louis"
    text, buttons = said(room, room.says("louis", given, via=via))

    assert "**Louis**" in text
    assert kept(room).answer is None
    press(room, "louis", buttons, "Publier sans ce mot")
    answer = kept(room).answer
    assert answer is not None
    assert (answer.text, answer.signed) == ("La Manufacture.", False)


def test_an_idea_is_asked_about(room: Room) -> None:
    idea = "rencontre proposer anonyme Un atelier sur les mots de passe. Louis"
    text, buttons = said(room, room.does("louis", idea))

    assert "**Louis**" in text
    assert "idée" in press(room, "louis", buttons, "Publier sans ce mot").text.lower()
    assert "Louis" not in channel(room)


def test_the_words_of_a_survey_are_asked_about(room: Room) -> None:
    launched(room)
    typed = room.does("louis", "reseau écrire-enquête 1 Plus de café. Louis")

    assert "**Louis**" in typed.text
    press(room, "louis", typed.buttons, "Publier sans ce mot")
    assert "'Plus de café.'" in everything(room)


def test_new_words_of_what_bears_no_name_are_asked_about(room: Room) -> None:
    room.says("louis", f"/besoin anonyme {SALLE}")
    typed = room.does("louis", "besoin modifier 1 Qui prête un local ? Louis")

    assert "**Louis**" in typed.text
    assert kept(room).text == SALLE
    press(room, "louis", typed.buttons, "Publier tel quel")
    assert kept(room).text == "Qui prête un local ? Louis"


def test_taking_ones_name_off_says_that_the_words_tell_it(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE} Louis")

    assert "**Louis**" in room.does("louis", "besoin retirer-mon-nom 1").text
    assert not kept(room).signed


def test_taking_ones_name_off_looks_at_ones_own_answer_too(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.says("louis", "/besoin répondre 1 La Manufacture. Merci, Louis")

    assert "**Louis**" in room.does("louis", "besoin retirer-mon-nom 1").text


@pytest.mark.parametrize("verb", ["répondre", "écrire"])
def test_whoever_asked_without_a_name_is_asked_about_what_they_add(room: Room, verb: str) -> None:
    room.says("louis", f"/besoin anonyme {SALLE}")
    typed = room.plays("louis", f"besoin {verb} 1 La Manufacture. Merci, Louis")

    assert "**Louis**" in typed.text
    assert all("Merci, Louis" not in each for each in room.said())
    press(room, "louis", typed.buttons, "Publier sans ce mot")
    assert any("La Manufacture." in each for each in room.said())


@pytest.mark.parametrize("verb", ["compléter", "pas-tout-à-fait"])
def test_whoever_asked_without_a_name_is_asked_about_what_they_say_of_its_answer(
    room: Room, verb: str
) -> None:
    room.says("louis", f"/besoin anonyme {SALLE}")
    room.says("zoé", "/besoin répondre 1 La Manufacture.")

    assert "**Louis**" in room.does("louis", f"besoin {verb} 1 Et le jeudi ? Louis").text
    assert all("jeudi" not in each for each in room.said())


def test_a_hidden_question_is_edited_as_it_will_be_seen_again(room: Room) -> None:
    room.says("louis", f"besoin anonyme : {SALLE}", via=Via.DIRECT, post="p")
    deliver(room)
    room.edits("louis", "p", "", via=Via.DIRECT, change=MessageChange.DELETED)

    assert "**Louis**" in room.does("louis", "besoin modifier 1 Qui prête un local ? Louis").text
    assert kept(room).text == SALLE


def test_taking_ones_name_off_a_link_says_that_its_words_tell_it(room: Room) -> None:
    room.says("louis", "/veille proposer https://exemple.fr/a Très clair. Louis")
    [link] = room.store(lambda db: contributions.of_user(db, "loire", "louis"))

    assert "**Louis**" in room.does("louis", f"veille sans-nom {link.article}").text


def test_a_private_question_is_shared_once_its_author_saw_their_name(room: Room) -> None:
    room.says("louis", f"/besoin privé {SALLE} Louis")
    shared = room.clicks("louis", "besoin retirer-mon-nom", "1", on_the_spot=True)

    assert "**Louis**" in shared.text
    assert kept(room).private
    press(room, "louis", shared.buttons, "La poser sans mon nom")
    assert not kept(room).private


def test_a_message_edited_to_name_its_author_does_not_change_what_bears_no_name(
    room: Room,
) -> None:
    room.says("louis", f"besoin anonyme : {SALLE}", via=Via.DIRECT, post="p")
    deliver(room)
    room.edits("louis", "p", "besoin anonyme : Qui prête un local ? Louis", via=Via.DIRECT)

    assert all("Louis" not in each.text for each in room.outbox() if each.user is None)


def test_a_need_climbs_once_its_asker_saw_their_name(tmp_path: Path) -> None:
    tree = open_tree(tmp_path)
    text = "Qui forme à l'intelligence artificielle ? Louis"
    tree.says("louis", f"/besoin {text}")
    asked = tree.does("amina", f"besoin transmettre 1 {text}")
    [as_it_is] = [each for each in asked.buttons if each.label == "Publier tel quel"]
    tree.clicks("amina", as_it_is.route, as_it_is.argument)
    tree.presses("louis", tree.last("louis", tree.deliver(), ASKS), "D'accord")
    doubt = tree.last("louis", tree.deliver(), "**Louis**")

    assert climb(tree).sent_at is None
    tree.presses("louis", doubt, "Transmettre tel quel")
    assert climb(tree).sent_at is not None


def test_a_coordinators_own_need_climbs_once_they_saw_their_name(tmp_path: Path) -> None:
    tree = open_tree(tmp_path)
    tree.says("rachid", f"/besoin {SALLE} Rachid")

    assert "**Rachid**" in tree.does("rachid", f"besoin transmettre 1 {SALLE} Rachid").text


def test_what_answers_another_territory_is_asked_about(tmp_path: Path) -> None:
    tree = open_tree(tmp_path)
    typed = tree.does("ines", "besoin répondre-ailleurs 1 Les fiches du Creusot. Merci, Ines")

    assert "**Ines**" in typed.text
    assert labels(typed) == ALL
