"""An answer comes down to each network that its need came from, whose coordinators choose."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.question.rules import QuestionStatus
from bot.relay.rules import ClimbStatus
from bot.talk.command import Via
from tests.relay.steps import (
    ANSWER,
    COMES,
    QUESTION,
    answered,
    becomes,
    card,
    goes_away,
    proposes,
    question,
    sent,
    shared,
    status,
    taken,
)
from tests.relay.tree_room import TreeRoom, labels, open_tree

CORRECTED = "Le parcours « IA pour tous », module 4"


def test_its_coordinators_are_asked_what_becomes_of_it(room: TreeRoom) -> None:
    taken(room)
    message = answered(room)

    assert QUESTION in message.text
    assert ANSWER in message.text
    assert "Auvergne-Rhône-Alpes" in message.text
    assert "rachid" not in message.text
    assert labels(message) == [
        "Publier",
        "Adapter…",
        "Garder pour la rencontre",
        "Pour la lettre",
        "Écarter",
    ]
    assert status(room) is ClimbStatus.ANSWERED
    assert question(room, "loire").status.waiting


def test_published_it_tells_the_asker_and_those_who_said_me_too_once(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.does("zoe", "besoin moi-aussi 1")
    proposes(room, "amina")
    room.presses("louis", room.last("louis", room.deliver(), "Êtes-vous d'accord"), "D'accord")
    room.presses("rachid", room.last("rachid", room.deliver(), "Un besoin monte"), "Prendre")
    message = answered(room)

    room.presses("amina", message, "Publier")
    said = room.deliver()

    for who in ("louis", "zoe"):
        [told] = room.told(who, said)
        assert ANSWER in told.text
        assert "Auvergne-Rhône-Alpes" in told.text
    assert "transmise par la région Auvergne" in card(room, "loire", said)
    assert "est publiée" in room.last("amina", said, COMES).text
    assert status(room) is ClimbStatus.PUBLISHED
    assert room.presses("amina", message, "Publier").refused
    assert not room.told("louis", room.deliver())


def test_adapted_it_is_given_in_other_words(room: TreeRoom) -> None:
    taken(room)
    message = answered(room)
    form = room.presses("amina", message, "Adapter…")
    assert form.dialog is not None
    assert form.dialog.fields[0].default == ANSWER

    room.does("amina", "besoin adapter 1 Chez nous, le module 3 se fait à la médiathèque")
    said = room.deliver()

    assert "médiathèque" in room.last("louis", said, "a sa réponse").text
    assert "avec d'autres mots" in room.last("amina", said, COMES).text


def test_what_was_adapted_on_the_way_down_is_credited_to_who_adapted_it(room: TreeRoom) -> None:
    taken(room)
    room.clicks("rachid", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    room.presses("nadia", room.last("nadia", room.deliver(), "Un besoin monte"), "Prendre")
    room.says("nadia", f"/besoin répondre 1 {ANSWER}")
    room.does("rachid", "besoin adapter 1 Chez nous, à la médiathèque")
    down = room.last("amina", room.deliver(), COMES)
    room.presses("amina", down, "Publier")
    said = room.deliver()

    for text in (down.text, card(room, "loire", said), room.last("louis", said, "a sa ").text):
        assert "médiathèque" in text
        assert "Auvergne-Rhône-Alpes" in text
        assert "réseau national" not in text


def test_a_correction_edits_in_place_and_tells_each_once(room: TreeRoom) -> None:
    shared(room)
    message = answered(room)
    room.presses("amina", message, "Publier")
    room.deliver()

    room.does("rachid", "besoin compléter 1 Le module 4 aussi")
    said = room.deliver()

    assert not [each for each in room.shown("loire", said) if each.kind.value == "post"]
    assert "module 4" in card(room, "loire", said)
    [told] = room.told("louis", said)
    assert "a été corrigée" in told.text
    assert "module 4" in told.text
    again = room.last("bruno", said, COMES)
    assert "réponse corrigée" in again.text
    assert len([each for each in room.told("bruno", said) if COMES in each.text]) == 1
    assert question(room, "loire").status is QuestionStatus.ANSWERED


def test_an_answer_that_waits_is_replaced_by_its_correction(room: TreeRoom) -> None:
    taken(room)
    message = answered(room)
    room.does("rachid", "besoin compléter 1 Le module 4 aussi")
    said = room.deliver()

    assert "n'est plus à jour" in room.last("amina", said, "n'est plus à jour").text
    room.presses("amina", message, "Publier")
    assert "module 4" in room.last("louis", room.deliver(), "a sa réponse").text


def test_an_adapted_answer_is_asked_about_again(room: TreeRoom) -> None:
    taken(room)
    answered(room)
    room.does("amina", "besoin adapter 1 Nos propres mots")
    room.deliver()

    room.does("rachid", "besoin compléter 1 Le module 4 aussi")
    said = room.deliver()

    assert not room.told("louis", said)
    again = room.last("amina", said, COMES)
    assert "adaptée" in again.text
    assert labels(again) == ["Publier", "Adapter…", "Écarter"]
    room.clock.forward(days=20)
    room.goes_round("answers from above")
    assert not room.told("louis", room.deliver())

    room.presses("amina", again, "Publier")
    told = room.last("louis", room.deliver(), "a été corrigée")
    assert "module 4" in told.text


def test_a_new_need_brings_no_adapted_answer_back(room: TreeRoom) -> None:
    taken(room)
    answered(room)
    room.does("amina", "besoin adapter 1 Nos propres mots")
    room.deliver()
    found = sent(room, "bruno", "ines")

    room.picks("rachid", found, "Joindre à…", "n°\u00a01")

    assert not room.told("amina", room.deliver())


def test_kept_for_the_meeting_it_is_ready_on_the_card(room: TreeRoom) -> None:
    taken(room)
    room.presses("amina", answered(room), "Garder pour la rencontre")
    said = room.deliver()

    shown = card(room, "loire", said)
    assert "prête pour la rencontre" in shown
    assert ANSWER in shown
    assert not room.told("louis", said)
    assert question(room, "loire").status is QuestionStatus.SCHEDULED


def test_kept_for_the_meeting_it_is_shown_while_the_meeting_is_held(room: TreeRoom) -> None:
    taken(room)
    room.presses("amina", answered(room), "Garder pour la rencontre")
    room.says("amina", "/rencontre planifier confirmé 3 décembre 2026 14h, médiathèque")
    room.does("amina", "rencontre annoncer")
    room.says("amina", "/rencontre tenir confirmé")
    room.deliver()
    for _ in range(4):
        room.does("amina", "rencontre suivant")
        said = room.deliver()
        if any("Question 1" in each.text for each in room.shown("loire", said)):
            break

    assert ANSWER in card(room, "loire", said)
    form = room.does("amina", "rencontre réponse 1")
    assert form.dialog is not None
    assert form.dialog.fields[0].default == ANSWER
    room.does("amina", f"rencontre réponse 1 {ANSWER}")
    room.does("amina", "rencontre terminer")
    room.does("amina", "rencontre publier")
    said = room.deliver()

    told = room.last("louis", said, "a sa réponse")
    assert "Auvergne-Rhône-Alpes" in told.text
    assert "est publiée" in room.last("amina", said, COMES).text


def test_it_is_asked_about_again_when_the_meeting_did_not_give_it(room: TreeRoom) -> None:
    taken(room)
    room.presses("amina", answered(room), "Garder pour la rencontre")
    room.deliver()
    back = question(room, "loire").back_at
    assert back is not None
    room.clock.now = back
    room.clock.forward(hours=1)
    room.goes_round("bring back")
    said = room.deliver()

    again = room.last("amina", said, "Sans vous, le réglage")
    assert room.told("amina", said)
    room.presses("amina", again, "Publier")
    assert ANSWER in room.last("louis", room.deliver(), "a sa réponse").text


def test_taking_the_deferral_back_asks_again(room: TreeRoom) -> None:
    taken(room)
    reply = room.presses("amina", answered(room), "Garder pour la rencontre")
    undo = reply.undo
    assert undo is not None
    room.clicks("amina", undo.route, undo.argument, network="loire")

    assert labels(room.last("amina", room.deliver(), "Sans vous, le réglage"))[0] == "Publier"


def test_for_the_letter_it_is_given_by_the_letter(room: TreeRoom) -> None:
    taken(room)
    room.presses("amina", answered(room), "Pour la lettre")
    said = room.deliver()
    assert "prête pour la lettre" in card(room, "loire", said)

    room.clicks("amina", "lettre publier", "confirmé")
    said = room.deliver()

    told = room.last("louis", said, "a sa réponse")
    assert ANSWER in told.text
    assert "Auvergne-Rhône-Alpes" in told.text
    assert question(room, "loire").status is QuestionStatus.ANSWERED


def test_discarded_it_may_be_published_after_all(room: TreeRoom) -> None:
    taken(room)
    reply = room.presses("amina", answered(room), "Écarter")
    assert not room.told("louis", room.deliver())
    assert question(room, "loire").status.waiting
    room.clock.forward(days=20)
    room.goes_round("answers from above")
    assert not room.told("louis", room.deliver())

    [undo] = reply.buttons
    room.clicks("amina", undo.route, undo.argument, network="loire")
    assert ANSWER in room.last("louis", room.deliver(), "a sa réponse").text


@pytest.mark.parametrize(
    ("choice", "state"),
    [
        ("", QuestionStatus.ANSWERED),
        ("publish", QuestionStatus.ANSWERED),
        ("letter", QuestionStatus.SCHEDULED),
        ("wait", QuestionStatus.OPEN),
    ],
)
def test_without_a_gesture_the_network_s_setting_applies(
    room: TreeRoom, choice: str, state: QuestionStatus
) -> None:
    if choice:
        assert "C'est noté" in room.does("amina", f"reseau annonces {choice}").text
    taken(room)
    answered(room)
    room.clock.forward(days=4)
    room.goes_round("answers from above")
    assert question(room, "loire").status is QuestionStatus.OPEN

    room.clock.forward(days=6)
    room.goes_round("answers from above")

    assert question(room, "loire").status is state
    told = room.told("louis", room.deliver())
    assert len(told) == (state is QuestionStatus.ANSWERED)


def test_a_member_does_not_choose_it(room: TreeRoom) -> None:
    assert room.does("louis", "reseau annonces letter").refused


def test_the_answer_to_a_private_question_is_told_to_its_readers_alone(room: TreeRoom) -> None:
    room.says("louis", f"/besoin privé {QUESTION}")
    room.does("louis", "besoin transmettre 1")
    proposes(room, "amina")
    room.presses("louis", room.last("louis", room.deliver(), "Êtes-vous d'accord"), "D'accord")
    room.presses("rachid", room.last("rachid", room.deliver(), "Un besoin monte"), "Prendre")
    message = answered(room)
    assert labels(message) == ["Publier", "Adapter…", "Écarter"]

    room.presses("amina", message, "Publier")
    said = room.deliver()

    assert ANSWER in room.last("louis", said, "a sa réponse").text
    assert not room.shown("loire", said)


def test_an_answer_reopened_above_is_published_by_nobody(room: TreeRoom) -> None:
    shared(room)
    message = answered(room)
    room.clicks("bruno", "besoin garder", "1 lettre", network="drome")
    room.deliver()

    room.does("rachid", "besoin rouvrir 1")
    said = room.deliver()

    for who in ("amina", "bruno"):
        assert "n'est plus à jour" in room.last(who, said, "n'est plus à jour").text
    assert room.presses("amina", message, "Publier").refused
    room.clock.forward(days=20)
    room.goes_round("answers from above")
    assert not room.told("louis", room.deliver())
    assert status(room) is ClimbStatus.TAKEN

    room.says("rachid", f"/besoin répondre 1 {ANSWER}")
    assert room.last("amina", room.deliver(), "Sans vous, le réglage").text


def test_one_published_before_it_was_reopened_above_is_corrected_in_place(room: TreeRoom) -> None:
    taken(room)
    room.presses("amina", answered(room), "Publier")
    room.deliver()
    room.does("rachid", "besoin rouvrir 1")
    room.says("rachid", f"/besoin répondre 1 {CORRECTED}")
    said = room.deliver()

    assert CORRECTED in card(room, "loire", said)
    assert "a été corrigée" in room.last("louis", said, "corrigée").text


def test_a_coordinator_s_reopening_leaves_the_answer_to_be_chosen(room: TreeRoom) -> None:
    taken(room)
    reply = room.presses("amina", answered(room), "Publier")
    undo = reply.undo
    assert undo is not None
    room.clicks("amina", undo.route, undo.argument, network="loire")
    room.deliver()
    room.clock.forward(days=20)
    room.goes_round("answers from above")
    assert question(room, "loire").status.waiting

    room.does("amina", "besoin publier 1")
    assert question(room, "loire").status is QuestionStatus.ANSWERED


def test_everything_is_chosen_without_buttons_too(tmp_path: Path) -> None:
    room = open_tree(tmp_path, buttons=False)
    taken_by_typing(room)
    message = answered(room)
    assert "**1** Publier" in message.text

    room.does("amina", "besoin publier 1", network="loire")

    assert ANSWER in room.last("louis", room.deliver(), "a sa réponse").text


def taken_by_typing(room: TreeRoom) -> None:
    """Have a question climb and be taken by words alone."""
    room.says("louis", f"besoin {QUESTION}", via=Via.MENTION)
    room.does("amina", f"besoin transmettre 1 {QUESTION}", network="loire")
    room.deliver()
    room.does("louis", "besoin accord 1")
    room.deliver()
    room.does("rachid", "besoin prendre 1", network="aura")
    room.deliver()


def test_nobody_below_learns_who_answered_above(room: TreeRoom) -> None:
    taken(room)
    room.presses("amina", answered(room), "Publier")
    said = room.deliver()

    assert not [each for each in said if each.network != "aura" and "rachid" in each.text]
    assert "rachid" not in room.says("louis", "/besoin voir 1").text


def test_a_network_that_is_gone_gets_nothing(room: TreeRoom) -> None:
    shared(room)
    goes_away(room, "drome")
    message = answered(room)

    room.presses("amina", message, "Publier")
    assert ANSWER in room.last("louis", room.deliver(), "a sa réponse").text


def test_a_parent_renamed_is_told_by_its_name_of_today(room: TreeRoom) -> None:
    taken(room)
    becomes(room, "aura", name="Région AURA")

    assert "région AURA" in answered(room).text
