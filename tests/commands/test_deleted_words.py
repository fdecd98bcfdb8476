"""Words that their author took away: they are nowhere any more, and nothing brings them back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.question.rules import QuestionStatus
from bot.talk.command import Caller, Command, MessageChange, Referred, Via
from tests.amounts import some_or_all
from tests.commands.gestures import checks, deliver, everything, gives, kept, presses, replies, told
from tests.commands.test_changed_messages import (
    LONGER,
    SALLE,
    answered,
    channel,
    idea,
    last,
    patient,
    post_of,
    shown,
    waiting_cards,
)
from tests.commands.test_discretion import waiting
from tests.commands.test_tenir import card, press
from tests.commands.test_who_reads import read_by
from tests.relay.steps import ARRIVES, proposes
from tests.relay.tree_room import open_tree
from tests.room import Room, caller
from tests.rounds import goes

__all__ = ["answered", "patient", "shown"]

NO_MORE = MessageChange.ASKS_NO_MORE


def holding(room: Room, word: str) -> list[str]:
    """Return the rows of the database that hold a word."""
    return [row for row in everything(room).splitlines() if word in row]


def week_passes(room: Room) -> None:
    """Let what is hidden be withdrawn, and all that waits be said."""
    deliver(room)
    room.clock.forward(days=8)
    goes(room, "hidden")
    deliver(room)


# What is left of them


def test_no_row_holds_a_word_of_a_deleted_question_after_seven_days(shown: Room) -> None:
    shown.does("zoé", "besoin moi-aussi 1")
    shown.says("amina", "/rencontre planifier jeudi 12 novembre 14 h")
    shown.does("amina", "rencontre annoncer")
    shown.does("amina", "besoin reporter 1 mattermost")
    deliver(shown)

    shown.deletes("louis", "p")
    week_passes(shown)

    assert holding(shown, "Rose") == []
    assert shown.does("louis", "besoin rouvrir 1").refused


def test_no_row_holds_a_word_of_a_deleted_answer_after_seven_days(answered: Room) -> None:
    answered.deletes("zoé", post_of(answered))
    week_passes(answered)

    assert holding(answered, "Manufacture") == []


def test_whoever_was_told_an_answer_reads_it_no_more_until_it_is_kept(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.says("zoé", "besoin répondre 1 La Manufacture", via=Via.MENTION, post="r")
    deliver(room)

    room.deletes("zoé", "r")
    [rewritten] = [each for each in told(room, "louis") if each.edits]
    assert "Manufacture" not in rewritten.text

    presses(room, "zoé", last(room, "zoé").buttons[0])
    assert "Manufacture" in last(room).text


def test_what_waits_to_be_told_of_a_deleted_question_is_told_to_nobody(shown: Room) -> None:
    shown.does("zoé", "besoin moi-aussi 1")
    shown.says("amina", "/besoin répondre 1 La Manufacture")
    assert told(shown, "zoé")

    shown.deletes("louis", "p")

    assert told(shown, "zoé") == []


def test_the_story_keeps_no_earlier_answer_whose_message_is_deleted(answered: Room) -> None:
    answered.does("louis", "besoin pas-tout-à-fait 1 Trop loin")
    assert "Manufacture" in answered.says("amina", "/besoin voir 1").text

    answered.deletes("zoé", post_of(answered))

    assert "Manufacture" not in read_by(answered, "amina")


def test_new_words_that_were_offered_go_with_the_next_change(shown: Room) -> None:
    shown.clock.forward(seconds=3)
    shown.edits("louis", "p", "besoin Qui prête un bureau ?")
    shown.clock.forward(seconds=3)

    shown.edits("louis", "p", "besoin Qui prête un entrepôt ?")
    assert waiting(shown) == ["1 Qui prête un entrepôt ?"]

    shown.deletes("louis", "p")
    assert waiting(shown) == []


def test_a_meeting_being_held_shows_no_word_of_a_deleted_question(shown: Room) -> None:
    shown.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    shown.does("amina", "rencontre annoncer")
    shown.clock.forward(days=31, hours=5)
    shown.says("amina", "/rencontre tenir")

    shown.deletes("louis", "p")
    press(shown, "Suivant")

    assert "Rose" not in card(shown).text
    assert "Rose" not in shown.says("amina", "/rencontre").text


def test_minutes_that_were_published_are_read_without_a_deleted_question(shown: Room) -> None:
    shown.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    shown.does("amina", "rencontre annoncer")
    shown.clock.forward(days=31, hours=5)
    for typed in ("tenir", "terminer", "publier"):
        shown.says("amina", f"/rencontre {typed}")
    assert "Rose" in shown.says("amina", "/rencontre compte-rendu").text

    shown.deletes("louis", "p")

    assert "Rose" not in shown.says("amina", "/rencontre compte-rendu").text


def test_a_letter_s_draft_shows_no_word_of_a_deleted_question(shown: Room) -> None:
    shown.does("amina", "lettre répondre 1 La Manufacture")
    deliver(shown)

    shown.deletes("louis", "p")

    for typed in ("/lettre", "/lettre aperçu"):
        assert "Rose" not in shown.plays("amina", typed).text


@pytest.mark.parametrize("taken", [False, True])
def test_a_climb_keeps_no_word_of_a_deleted_question(tmp_path: Path, *, taken: bool) -> None:
    room = open_tree(tmp_path)
    room.says("louis", f"besoin {LONGER}", via=Via.MENTION)
    proposes(room, "amina", LONGER)
    room.presses("louis", room.last("louis", room.deliver(), "Êtes-vous d'accord"), "D'accord")
    above = room.last("rachid", room.deliver(), ARRIVES)
    if taken:
        room.presses("rachid", above, "Prendre")
        room.deliver()
    gone = Command(
        text="",
        caller=Caller(server="france", id="louis", name="", roles={}),
        via=Via.MENTION,
        channel="loire",
        post="post1",
        change=MessageChange.DELETED,
    )

    room.asks(gone)
    room.deliver()
    room.clock.forward(days=8)
    room.goes_round("hidden")
    room.deliver()

    assert "Rose" not in room.says("rachid", "/besoin besoins").text
    assert [row for row in everything(room).splitlines() if "Rose" in row] == []  # type: ignore[arg-type]


def test_a_question_and_its_answer_may_both_be_deleted(shown: Room) -> None:
    found = replies(shown, "zoé", "La Manufacture, le mardi")
    checks(shown, "louis", found)
    shown.deletes("louis", "p")
    shown.deletes("zoé", found.post)

    week_passes(shown)

    assert kept(shown).text == ""
    assert holding(shown, "Manufacture") == []


# Nothing comes back


def test_agendas_and_calls_say_what_a_question_says_now(room: Room) -> None:
    room.says("louis", f"/besoin {LONGER}")
    room.says("amina", "/rencontre planifier jeudi 12 novembre 14 h")
    room.does("amina", "rencontre annoncer")
    room.does("amina", "besoin reporter 1 mattermost")
    deliver(room)

    room.does("louis", "besoin modifier 1 Qui prête un bureau ?")

    agenda = room.says("zoé", "/rencontre").text
    assert "bureau" in agenda
    assert "Rose" not in agenda
    assert sum("un bureau" in each.text for each in channel(room) if each.edits) >= 2


def test_who_was_forgotten_is_followed_no_more(room: Room) -> None:
    room.says("louis", f"besoin {SALLE}", via=Via.MENTION, post="p")
    deliver(room)
    room.says("louis", "/reseau oublie-moi confirmé")
    deliver(room)

    room.edits("louis", "p", "besoin Qui prête une salle ?")
    room.deletes("louis", "p")

    assert room.outbox() == []
    assert not [row for row in holding(room, "'p'") if "question" in row]


def test_who_is_forgotten_leaves_nothing_hidden(answered: Room) -> None:
    answered.deletes("zoé", post_of(answered))

    answered.says("zoé", "/reseau oublie-moi confirmé")
    deliver(answered)

    assert kept(answered).status is QuestionStatus.OPEN
    assert holding(answered, "Manufacture") == []


def test_a_hidden_question_goes_with_its_author(shown: Room) -> None:
    shown.deletes("louis", "p")
    shown.says("louis", "/reseau oublie-moi confirmé")
    week_passes(shown)

    assert kept(shown).status is QuestionStatus.WITHDRAWN
    assert holding(shown, "Rose") == []


def test_a_question_that_was_withdrawn_by_hand_is_not_asked_again_by_an_edit(
    patient: Room,
) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.MENTION, post="p")
    patient.does("louis", "besoin retirer 1")
    patient.clock.forward(seconds=3)

    patient.edits("louis", "p", f"besoin {LONGER}")

    assert kept(patient).status is QuestionStatus.WITHDRAWN
    assert LONGER not in read_by(patient, "zoé")


def test_someone_else_s_message_that_was_taken_back_is_not_asked_again(patient: Room) -> None:
    patient.asks(whole("Qui aide ?"))
    patient.clock.forward(seconds=3)
    data = "Qui aide Madame Durand, 06 12 34 56 78 ?"
    patient.edits("zoé", "their-post", data, change=NO_MORE)
    patient.clock.forward(seconds=3)
    said = len(told(patient, "zoé"))

    patient.edits("zoé", "their-post", "Qui aide le lundi ?", change=NO_MORE)

    assert kept(patient).status is QuestionStatus.WITHDRAWN
    assert len(told(patient, "zoé")) == said


def whole(text: str) -> Command:
    """Return a mention by Amina under Zoé's message, to have it asked."""
    writer = caller("zoé")
    return Command(
        text="besoin",
        caller=caller("amina"),
        via=Via.MENTION,
        channel="loire-channel",
        network="loire",
        post="mention",
        thread="their-post",
        refers=Referred(post="their-post", root="their-post", text=text, author=writer),
    )


@pytest.mark.parametrize("held", [True, False])
def test_an_edit_that_is_far_too_long_is_told_once(patient: Room, *, held: bool) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.MENTION, post="p")
    if not held:
        patient.clock.forward(seconds=61)
        patient.settles()
        deliver(patient)
    patient.clock.forward(seconds=3)

    for _ in range(2):
        patient.edits("louis", "p", "besoin " + "mot " * 3_900)

    assert kept(patient).status is (QuestionStatus.WITHDRAWN if held else QuestionStatus.OPEN)
    assert sum("caractères" in each.text for each in told(patient, "louis")) == 1


def test_a_card_waits_no_longer_once_its_message_was_edited_too_often(patient: Room) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.DIRECT, post="p")
    for number in range(45):
        patient.clock.forward(seconds=0.5)
        patient.edits("louis", "p", f"besoin {SALLE} {number}", via=Via.DIRECT)

    patient.edits("louis", "p", f"besoin anonyme {SALLE}", via=Via.DIRECT)

    assert waiting_cards(patient) == channel(patient) == []


def test_replies_go_with_the_first_message_of_their_thread(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    found = replies(room, "zoé", "La Manufacture, le mardi")
    checks(room, "louis", replace(found, root="the-card"))
    checks(room, "louis", found)
    deliver(room)

    room.deletes("amina", found.root)

    assert "Manufacture" not in read_by(room, "louis")
    assert "Votre message a été supprimé" in last(room, "zoé").text


def test_an_idea_that_its_author_withdrew_is_not_theirs_to_keep(room: Room) -> None:
    gives(room, "zoé", "rencontre proposer", "Un mur de post-it", post="i")
    room.does("zoé", "rencontre retirer-idée 1")
    deliver(room)

    room.deletes("zoé", "i")

    assert not idea(room).waiting
    assert told(room, "zoé") == []


@pytest.mark.parametrize("count", some_or_all(60, 200))
def test_many_deletions_are_each_followed(room: Room, count: int) -> None:
    for number in range(count):
        room.says("louis", f"besoin Qui a le n° {number} ?", via=Via.MENTION, post=f"p{number}")
        room.clock.forward(minutes=20)
    deliver(room)

    for number in range(count):
        room.deletes("louis", f"p{number}")
    room.clock.forward(days=7, minutes=1)

    assert goes(room, "hidden") == count
    assert kept(room, count).status is QuestionStatus.WITHDRAWN


def test_an_answer_that_is_to_bear_no_name_loses_it(answered: Room) -> None:
    post = post_of(answered)
    answered.clock.forward(minutes=1)
    words = "La Manufacture, le mardi, demandez Rose, sans mon nom"

    answered.edits("zoé", post, words, change=NO_MORE)

    answer = kept(answered).answer
    assert answer is not None
    assert (answer.signed, "sans mon nom" in answer.text) == (False, False)
