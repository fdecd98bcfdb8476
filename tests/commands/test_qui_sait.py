"""`/besoin aider`, `demander`, `orienter`: who knows, who is asked, where to send someone."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.core import outbox
from bot.core.message import Message, MessageKind
from bot.helping import store as askings
from bot.helping import store as helpers
from bot.helping.rules import Asking, Helper
from bot.talk.reply import Reply
from tests.commands.gestures import deliver
from tests.relay.tree_room import button
from tests.room import Room, open_room
from tests.rounds import go
from tests.typable import doing

QUESTION = "Comment fusionner deux tableaux dans LibreOffice Calc ?"
ALL = ("amina", "louis", "zoe")

RECEIVED = {"texte": "Personnes sourdes", "structure": "La médiathèque", "commune": "Roanne"}


def asks_around(room: Room, who: str = "louis", members: Collection[str] = ALL) -> int:
    """Ask a question of Bureautique, have it put to those who know, and go the round."""
    room.says(who, f"/besoin {QUESTION}")
    room.does(who, "besoin thème 1 Bureautique")
    room.does(who, "besoin demander 1")
    return round_(room, members)


def round_(room: Room, members: Collection[str] = ALL) -> int:
    """Go the round; return how many were asked."""

    async def known(_network: str) -> Collection[str]:
        return members

    return asyncio.run(go(room.database, room.bot, "who knows", known))


def told(room: Room, user: str) -> list[Message]:
    """Return what one person was told under the key of an ask, the last words first."""
    found = [each for each in room.outbox() if each.user == user and each.key.startswith("asked:")]
    return found[::-1]


def of_question(room: Room, number: int = 1) -> list[Asking]:
    """Return whom a question was put to."""
    return [*room.store(lambda db: askings.asked_about(db, number))]


def presses(room: Room, who: str, message: Message | Reply, label: str) -> Reply:
    """Press the button of this label."""
    found = button(message, label)
    return room.clicks(who, found.route, found.argument)


def _deliver(room: Room) -> None:
    deliver(room)


# What one ticks


def test_themes_are_ticked_and_taken_back_by_the_menus_of_ones_card(room: Room) -> None:
    shown = room.does("louis", "besoin aider")
    assert "Vous n'avez coché aucun thème" in shown.text
    [option] = [
        each for each in button(shown, "Ce que je sais…").options if each.label == "Bureautique"
    ]

    ticked = room.does("louis", doing(option))
    assert "Vous pouvez aider sur\u00a0: Bureautique" in ticked.text

    none, *themes = button(ticked, "Ce que je sais…").options
    [again] = [each for each in themes if each.label == "✔ Bureautique"]
    assert "aucun thème" in room.takes("louis", again).text
    room.takes("louis", again)
    assert none.label == "Ne plus aider"
    assert "aucun thème" in room.takes("louis", none).text


def test_a_theme_that_is_none_is_refused_and_nothing_is_ticked(room: Room) -> None:
    reply = room.does("zoé", "besoin aider Bureautique, jardinage")

    assert reply.refused
    assert room.store(lambda db: helpers.ticked(db, "loire", "zoe")) == []


def test_ones_card_is_ones_own(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")

    assert "Bureautique" not in room.does("louis", "besoin aider").text.partition("Rien ne")[0]
    assert room.outbox() == []


def test_whoever_wants_few_messages_reads_that_they_are_asked_nothing(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    room.clicks("zoé", "reseau messages", "essentiel")

    assert "je ne vous demanderai rien" in room.does("zoé", "besoin aider").text
    assert asks_around(room) == 0
    assert of_question(room) == []


# Who is asked


def test_two_are_asked_at_once_and_never_the_asker(room: Room) -> None:
    for who in ("amina", "louis", "zoé"):
        room.does(who, "besoin aider Bureautique")

    assert asks_around(room) == 2

    assert {each.user for each in of_question(room)} == {"amina", "zoe"}
    assert QUESTION in told(room, "zoe")[0].text
    assert round_(room) == 0


def test_the_message_says_what_is_asked_with_its_two_verbs(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    asks_around(room)

    [message] = told(room, "zoe")
    assert [each.label for each in message.buttons] == ["Je peux répondre", "Pas cette fois"]
    answering = presses(room, "zoé", message, "Je peux répondre")
    assert answering.dialog is not None
    assert answering.dialog.route == "besoin répondre"


def test_without_buttons_the_message_says_what_to_type(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    room.does("zoé", "besoin aider Bureautique")
    asks_around(room)

    [message] = told(room, "zoe")
    assert "**1** Je peux répondre · **2** Pas cette fois (ou :x:)" in message.text
    room.database.close()


def test_an_answer_rewrites_all_the_messages_and_asks_nobody_else(room: Room) -> None:
    for who in ("amina", "zoé"):
        room.does(who, "besoin aider Bureautique")
    asks_around(room)
    _deliver(room)

    room.says("zoé", "/besoin répondre 1 Par RECHERCHEV")

    assert "Votre réponse est gardée" in told(room, "zoe")[0].text
    assert "a trouvé sa réponse" in told(room, "amina")[0].text
    assert {each.kind for each in told(room, "amina")} == {MessageKind.EDIT}
    assert not any(each.waits for each in of_question(room))
    assert round_(room) == 0


def test_what_is_not_said_yet_when_the_answer_comes_is_never_said(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    asks_around(room)

    room.says("amina", "/besoin répondre 1 Par RECHERCHEV")

    assert told(room, "zoe") == []


def test_a_no_is_quiet_and_final_and_the_next_ones_are_asked(room: Room) -> None:
    for who in ("amina", "louis"):
        room.does(who, "besoin aider Bureautique")
        room.clock.forward(minutes=1)
    asks_around(room, "zoé")
    messages = {each.user: each for each in room.outbox() if each.key.startswith("asked:")}
    _deliver(room)
    before = len(room.outbox())

    presses(room, "louis", messages["louis"], "Pas cette fois")
    again = presses(room, "louis", messages["louis"], "Pas cette fois")

    assert "Personne ne le voit" in again.text
    assert len(room.outbox()) == before + 1  # his own message, rewritten
    assert round_(room) == 0
    presses(room, "amina", messages["amina"], "Pas cette fois")
    assert round_(room) == 0
    assert {each.user for each in of_question(room)} == {"amina", "louis"}


def test_without_a_reply_the_next_ones_are_asked_after_three_working_days(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    asks_around(room)
    _deliver(room)
    room.does("amina", "besoin aider Bureautique")

    room.clock.forward(days=3)
    assert round_(room) == 0
    room.clock.forward(days=1)
    assert round_(room) == 1

    assert "vous n'avez plus rien à faire" in told(room, "zoe")[0].text
    assert [each.label for each in told(room, "zoe")[0].buttons] == ["Je peux répondre"]
    assert [each.user for each in of_question(room)] == ["zoe", "amina"]


def test_nobody_is_asked_outside_working_hours(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    room.clock.forward(hours=12)
    assert asks_around(room) == 0
    room.clock.forward(hours=12)
    assert round_(room) == 1


def test_nobody_is_asked_more_than_twice_a_month(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    for number, text in enumerate(("tableaux", "graphiques", "formules"), start=1):
        room.says("louis", f"/besoin Comment apprendre à faire des {text} dans LibreOffice ?")
        room.does("louis", f"besoin thème {number} Bureautique")
        room.does("louis", f"besoin demander {number}")

    assert round_(room) == 2
    room.clock.forward(days=1)
    assert round_(room) == 0
    room.clock.forward(days=29)
    assert round_(room) == 1


def test_whoever_was_asked_longest_ago_is_asked_first(room: Room) -> None:
    for who in ("louis", "zoé"):
        room.does(who, "besoin aider Bureautique")
    room.says("amina", f"/besoin {QUESTION}")
    room.does("amina", "besoin thème 1 Bureautique")
    room.does("amina", "besoin demander 1")
    assert round_(room, ["louis"]) == 1

    room.clock.forward(days=1)
    room.says("amina", "/besoin Où trouver des modèles de lettres gratuits ?")
    room.does("amina", "besoin thème 2 Bureautique")
    room.does("amina", "besoin demander 2")
    round_(room)

    assert [each.user for each in of_question(room, 2)] == ["zoe", "louis"]


def test_guests_and_those_who_left_are_never_asked(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")

    assert asks_around(room, members=["amina", "louis"]) == 0
    assert of_question(room) == []


def test_a_card_that_is_held_waits_for_its_author(tmp_path: Path) -> None:
    room = open_room(tmp_path, hold=timedelta(seconds=30))
    room.does("zoé", "besoin aider Bureautique")
    assert asks_around(room) == 0
    assert of_question(room) == []
    room.database.close()


# Whose choice it is


def test_only_its_author_and_coordinators_have_a_question_put(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    room.says("louis", f"/besoin {QUESTION}")

    assert room.does("zoé", "besoin demander 1").refused
    assert not room.does("amina", "besoin thème 1 Bureautique").refused
    assert "La question n°\u00a01 sera proposée" in room.does("amina", "besoin demander 1").text


def test_a_private_question_is_put_to_nobody(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    room.says("louis", f"/besoin privé {QUESTION}")

    reply = room.does("louis", "besoin demander 1")

    assert reply.refused
    assert round_(room) == 0


def test_an_anonymous_question_is_put_without_a_name(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    room.says("louis", f"/besoin anonyme {QUESTION}")
    room.does("louis", "besoin thème 1 Bureautique")
    room.does("louis", "besoin demander 1")
    round_(room)

    assert "Louis" not in "".join(room.said())
    assert told(room, "zoe")


def test_a_question_made_private_leaves_no_word_where_it_was_asked(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    asks_around(room)
    _deliver(room)

    room.does("louis", "besoin rendre-privée 1")

    assert "n'attend plus de réponse" in told(room, "zoe")[0].text
    assert "LibreOffice" not in told(room, "zoe")[0].text


def test_a_question_said_otherwise_is_so_where_it_was_asked(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    asks_around(room)
    _deliver(room)

    room.does("louis", "besoin modifier 1 Comment réunir deux feuilles de calcul ?")

    assert "réunir deux feuilles" in told(room, "zoe")[0].text


def test_it_is_taken_back_by_the_button_of_its_receipt(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    room.says("louis", f"/besoin {QUESTION}")
    room.does("louis", "besoin thème 1 Bureautique")
    put = room.does("louis", "besoin demander 1")
    round_(room)
    _deliver(room)

    presses(room, "louis", put, "Ne plus demander")

    assert "n'attend plus de réponse" in told(room, "zoe")[0].text
    assert round_(room) == 0


@pytest.mark.parametrize("know", [["zoe"], ["zoe", "amina"], ["zoe", "amina", "ines"]])
def test_nothing_that_an_asker_or_a_coordinator_reads_tells_whether_anybody_knows(
    tmp_path: Path, know: list[str]
) -> None:
    read: list[list[object]] = []
    for number, helpers_ in enumerate(([], know)):
        folder = tmp_path / str(number)
        folder.mkdir()
        room = open_room(folder)
        before = _all_that_is_read(room)
        for who in helpers_:
            room.store(partial(helpers.tick, helper=_knows(who, room.clock.now)))
        read.append([*before, *_all_that_is_read(room, 2)])
        room.database.close()

    assert read[0] == read[1]


def _knows(who: str, since: datetime) -> Helper:
    return Helper(network="loire", user=who, theme="Bureautique", since=since)


def _all_that_is_read(room: Room, number: int = 1) -> list[object]:
    """Have a question put and wait for two weeks; return all that Louis and Amina are shown."""
    shown: list[object] = []
    receipt = room.says("louis", f"/besoin #bureautique Où sont les modèles de lettres {number} ?")
    shown += [receipt.text, receipt.buttons]
    put = presses(room, "louis", receipt, "Demander à qui sait")
    shown += [put.text, put.buttons]
    for _ in range(7):
        round_(room, (*ALL, "ines"))
        for who in ("louis", "amina"):
            for typed in (f"/besoin voir {number}", f"/besoin demander {number}", "/besoin"):
                reply = room.says(who, typed)
                shown += [reply.text, reply.buttons]
        room.clock.forward(days=2)
    others = [each for each in room.outbox() if not each.key.startswith("asked:")]
    stopped = room.clicks("louis", "besoin ne-plus-demander", str(number))
    again = presses(room, "louis", stopped, "Demander à qui sait")
    shown += [stopped.text, stopped.buttons, again.text, again.buttons]
    return [*shown, *((each.user, each.text, each.buttons) for each in others)]


def test_whoever_says_that_they_know_later_is_asked_too(room: Room) -> None:
    assert asks_around(room) == 0

    room.does("zoé", "besoin aider Bureautique")
    assert round_(room) == 0
    room.clock.forward(days=1)
    assert round_(room) == 1


def test_the_level_above_is_offered_whoever_knows_here(room: Room) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.does("louis", "besoin thème 1 Bureautique")

    reply = room.does("louis", "besoin demander 1")

    above = presses(room, "louis", reply, "Demander au national")
    assert "Si elle est d'accord" in above.text
    presses(room, "louis", reply, "Demander au national")
    wanted = [each for each in room.outbox() if each.user == "amina" and "plushaut" in each.key]
    assert [each.label for each in wanted[0].buttons] == ["Transmettre au national…"]
    assert len(wanted) == 1


def test_a_coordinator_opens_the_form_of_what_leaves(room: Room) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.does("louis", "besoin thème 1 Bureautique")
    reply = room.does("amina", "besoin demander 1")

    form = presses(room, "amina", reply, "Demander au national")

    assert form.dialog is not None
    assert form.dialog.route == "besoin transmettre"
    assert room.clicks("amina", "besoin demander-plus-haut", "1").dialog == form.dialog


def test_a_question_without_theme_is_asked_of_nobody(room: Room) -> None:
    asked = room.says("louis", "/besoin Est-ce que quelqu'un a une idée ?")

    assert "Demander à qui sait" not in str(asked.buttons)
    assert room.does("louis", "besoin demander 1").refused


@pytest.mark.parametrize("number", ["1", "999"])
def test_nobody_says_no_in_anothers_place(room: Room, number: str) -> None:
    room.does("zoé", "besoin aider Bureautique")
    asks_around(room)

    assert room.does("amina", f"besoin pas-cette-fois {number}").refused
    assert [each.waits for each in of_question(room)] == [True]


# Forgetting


def test_who_is_forgotten_is_asked_no_more_and_leaves_nothing(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    room.fills("zoé", "besoin recevoir", **RECEIVED)
    asks_around(room)
    _deliver(room)

    room.says("zoé", "/reseau oublie-moi confirmé")

    assert room.store(lambda db: helpers.ticked(db, "loire", "zoe")) == []
    assert room.store(lambda db: helpers.welcomed(db, "loire")) == []
    assert of_question(room) == []
    room.says("louis", "/besoin répondre 1 Trouvé")
    assert told(room, "zoe") == []


def test_ones_own_copy_tells_it(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    room.fills("zoé", "besoin recevoir", **RECEIVED)

    room.says("zoé", "/reseau mes-données")

    files = [each.file.content for each in room.outbox() if each.file]
    assert any("Les thèmes sur lesquels vous aidez" in each for each in files)
    assert any("Personnes sourdes" in each for each in files)


def test_what_is_kept_two_years_goes_by_itself(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    room.forgets(days=731)

    assert room.store(lambda db: helpers.ticked(db, "loire", "zoe")) == []


def test_an_ask_is_not_said_once_its_time_is_over(room: Room) -> None:
    room.does("zoé", "besoin aider Bureautique")
    asks_around(room)

    [message] = told(room, "zoe")
    kept = room.store(lambda db: outbox.by_key(db, message.key))
    assert kept is not None
    assert kept.not_after == of_question(room)[0].over_at("Europe/Paris")


def test_from_a_card_of_the_channel_what_else_may_be_done_comes_in_private(room: Room) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.does("louis", "besoin thème 1 Bureautique")

    reply = room.clicks("louis", "besoin demander", "1")

    assert "en message direct" in reply.text
    [told] = [each for each in room.outbox() if each.user == "louis"]
    assert "ni combien ils sont" in told.text
    assert [each.label for each in told.buttons] == [
        *("Ne plus demander", "Changer le thème…", "Demander au national"),
    ]
