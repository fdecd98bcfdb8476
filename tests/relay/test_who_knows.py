"""A need that climbed is put to those who know: above, and in other territories that agreed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.core.message import Message, MessageKind
from bot.core.message_tables import outbox
from bot.helping import store as askings
from bot.helping.rules import Asking
from bot.question.rules import QuestionStatus
from bot.relay.tables import climbs
from bot.talk.reply import Reply
from tests.relay.steps import COMES, QUESTION, asked, becomes, goes_away, question, sent, taken
from tests.relay.tree_room import TreeRoom, button, labels, open_tree

IA = "Intelligence artificielle (IA)"
KNOWS = "Pouvez-vous aider"
ANSWER = "Les fiches « IA en clair »"


@pytest.fixture
def room(tmp_path: Path) -> TreeRoom:
    """Open a tree where Zoé knows, in the région, and Inès, in another territory."""
    tree = open_tree(tmp_path)
    tree.does("zoe", f"besoin aider {IA}", network="aura")
    tree.does("ines", f"besoin aider {IA}")
    tree.does("ines", "besoin aider-ailleurs ailleurs")
    return tree


def put(room: TreeRoom) -> list[Message]:
    """Have the need of Louis taken above and put to those who know; return what is said."""
    reply = take(room)
    room.clicks("rachid", *pressed(reply, "Demander à qui sait"), network="aura")
    room.goes_round("who knows")
    return room.deliver()


def take(room: TreeRoom) -> Reply:
    """Have it taken; return what Rachid reads."""
    reply = room.presses("rachid", sent(room, "amina", "louis"), "Prendre")
    room.deliver()
    return reply


def pressed(shown: Reply | Message, label: str) -> tuple[str, str]:
    found = button(shown, label)
    return found.route, found.argument


def of_need(room: TreeRoom) -> list[Asking]:
    need = question(room, "aura")
    return [*room.store(lambda db: askings.asked_about(db, need.id))]


def answers(room: TreeRoom, said: list[Message]) -> Reply:
    """Have Inès answer from the Drôme by the form of her message."""
    route, number = pressed(room.last("ines", said, KNOWS), "Je peux répondre")
    return room.clicks("ines", route, f"{number} {ANSWER}", texte=ANSWER)


def test_the_level_above_is_one_press_away(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    reply = room.does("amina", "besoin demander 1")

    assert "peut aussi être proposée à la région" in reply.text
    form = room.clicks("amina", *pressed(reply, "Demander à la région")).dialog
    assert form is not None
    assert form.route == "besoin transmettre"
    assert "d'autres territoires" in form.introduction


def test_an_asker_agrees_to_what_may_be_asked_further(room: TreeRoom) -> None:
    assert "à qui peut aider dans d'autres territoires" in asked(room, "amina", "louis").text


def test_whoever_takes_a_need_is_offered_to_ask_those_who_know(room: TreeRoom) -> None:
    assert "Demander à qui sait" in labels(take(room))


def test_each_is_asked_on_their_own_server_without_any_name(room: TreeRoom) -> None:
    said = put(room)

    own, elsewhere = room.last("zoe", said, KNOWS), room.last("ines", said, KNOWS)
    assert (own.server, own.network) == ("france", "aura")
    assert (elsewhere.server, elsewhere.network) == ("drome", "drome")
    for each in (own, elsewhere):
        assert QUESTION in each.text
        assert "Loire" not in each.text
        assert "louis" not in f"{each.text}{each.key}{each.buttons}"
    assert "Auvergne-Rhône-Alpes" in elsewhere.text


OFFERED = "a trouvé une réponse"


def test_an_answer_from_another_territory_is_an_offer_that_those_above_take(room: TreeRoom) -> None:
    said = put(room)

    assert not answers(room, said).refused
    after = room.deliver()

    mine = room.last("ines", after, "Votre réponse part").text
    assert "vers la coordination de la région Auvergne-Rhône-Alpes" in mine
    assert question(room, "aura").status.waiting
    assert not room.told("louis", after)
    offer = room.last("rachid", after, OFFERED)
    assert "La Drôme" in offer.text
    assert ANSWER in offer.text
    assert "ines" not in f"{offer.text}{offer.key}{offer.buttons}"
    own = room.last("bruno", after, ANSWER)
    assert "ines" in own.text
    assert QUESTION not in own.text
    assert answers(room, said).refused

    room.presses("rachid", offer, "Reprendre cette réponse")
    after = room.deliver()

    above = question(room, "aura")
    assert above.status is QuestionStatus.ANSWERED
    assert above.answer is not None
    assert (above.answer.by, above.answer.source) == ("", "drome")
    assert "transmise par la Drôme" in room.shown("aura", after)[0].text
    taken = room.last("rachid", after, OFFERED)
    assert "C'est repris" in taken.text
    assert labels(taken) == []
    assert "a trouvé sa réponse" in room.last("zoe", after, "réponse").text
    assert "Votre réponse est gardée" in room.last("ines", after, "réponse").text
    room.presses("amina", room.last("amina", after, COMES), "Publier")
    [told] = room.told("louis", room.deliver())
    assert ANSWER in told.text
    assert "ines" not in told.text
    assert room.presses("rachid", offer, "Reprendre cette réponse").refused


def test_only_those_who_coordinate_above_take_what_is_offered(room: TreeRoom) -> None:
    answers(room, put(room))
    offer = room.last("rachid", room.deliver(), OFFERED)

    for who, network in (("amina", "aura"), ("bruno", "drome"), ("nadia", "national")):
        number = offer.buttons[0].argument
        assert room.does(who, f"besoin reprendre-réponse {number}", network=network).refused
    assert question(room, "aura").status.waiting


def test_who_said_no_or_is_late_answers_no_more(room: TreeRoom) -> None:
    said = put(room)
    room.presses("ines", room.last("ines", said, KNOWS), "Pas cette fois")
    assert "n'est plus possible" in answers(room, said).text
    assert not room.told("rachid", room.deliver())


def test_an_answer_that_comes_late_is_refused_before_the_round_too(room: TreeRoom) -> None:
    said = put(room)
    room.clock.forward(days=8)

    assert "n'est plus possible" in answers(room, said).text


def test_an_answer_with_someones_data_crosses_nothing(room: TreeRoom) -> None:
    said = put(room)
    route, number = pressed(room.last("ines", said, KNOWS), "Je peux répondre")

    text = "Appelez Anne Petit au 06 12 34 56 78"
    assert room.clicks("ines", route, f"{number} {text}", texte=text).refused
    assert question(room, "aura").status.waiting


def test_the_form_shows_the_words_and_says_what_leaves(room: TreeRoom) -> None:
    said = put(room)

    form = room.presses("ines", room.last("ines", said, KNOWS), "Je peux répondre").dialog

    assert form is not None
    assert QUESTION in form.introduction
    assert "sans votre nom" in form.fields[0].help


def test_a_second_answer_is_thanked_and_kept_nowhere(room: TreeRoom) -> None:
    said = put(room)
    room.says("rachid", "/besoin répondre 1 Le module 3", network="aura")

    reply = answers(room, said)

    assert reply.refused
    assert question(room, "aura").answer.text == "Le module 3"  # type: ignore[union-attr]


def test_whoever_asked_below_is_not_asked_above(room: TreeRoom) -> None:
    reply = room.presses("rachid", sent(room, "amina", "zoe"), "Prendre")
    room.clicks("rachid", *pressed(reply, "Demander à qui sait"), network="aura")
    room.goes_round("who knows")

    assert [each.user for each in of_need(room)] == ["ines"]


def test_a_no_from_another_territory_is_read_by_nobody(room: TreeRoom) -> None:
    said = put(room)
    room.presses("ines", room.last("ines", said, KNOWS), "Pas cette fois")

    after = room.deliver()

    assert [each.user for each in after] == ["ines"]
    assert after[0].kind is MessageKind.EDIT


def test_only_whoever_agreed_is_asked_by_other_territories(room: TreeRoom) -> None:
    room.does("ines", "besoin aider-ailleurs ici")

    assert not room.told("ines", put(room))
    assert [each.user for each in of_need(room)] == ["zoe"]


def test_the_territory_that_asks_is_not_asked_what_it_asked(room: TreeRoom) -> None:
    room.does("amina", f"besoin aider {IA}", network="loire")
    room.does("amina", "besoin aider-ailleurs ailleurs", network="loire")

    put(room)

    assert {(each.network, each.user) for each in of_need(room)} == {
        ("aura", "zoe"),
        ("drome", "ines"),
    }


def test_what_was_agreed_to_before_is_asked_in_no_other_territory(room: TreeRoom) -> None:
    reply = take(room)
    room.store(lambda db: db.execute(update(climbs).values(around=False)))
    room.clicks("rachid", *pressed(reply, "Demander à qui sait"), network="aura")
    room.goes_round("who knows")

    assert [each.user for each in of_need(room)] == ["zoe"]


def test_a_question_of_the_level_above_itself_is_asked_there_only(room: TreeRoom) -> None:
    room.says("amina", f"/besoin {QUESTION}", network="aura")
    room.does("rachid", "besoin demander 1", network="aura")
    room.goes_round("who knows")

    assert [each.user for each in of_need(room)] == ["zoe"]


def test_the_levels_own_members_come_first(room: TreeRoom) -> None:
    room.does("amina", f"besoin aider {IA}", network="aura")

    put(room)

    assert {each.network for each in of_need(room)} == {"aura"}


def test_what_is_taken_back_leaves_no_word_where_it_was_asked(room: TreeRoom) -> None:
    message = sent(room, "amina", "louis")
    reply = room.presses("rachid", message, "Prendre")
    room.clicks("rachid", *pressed(reply, "Demander à qui sait"), network="aura")
    room.goes_round("who knows")
    room.deliver()

    room.does("louis", "besoin désaccord 1")
    after = room.deliver()

    for who in ("zoe", "ines"):
        last = [each for each in after if each.user == who][-1]
        assert QUESTION not in last.text


def test_a_territory_that_left_the_tree_is_asked_nothing_and_answers_nothing(
    room: TreeRoom,
) -> None:
    said = put(room)
    becomes(room, "drome", organisation="Une autre")

    assert answers(room, said).refused
    assert question(room, "aura").status.waiting
    goes_away(room, "drome")
    room.clock.forward(days=7)
    room.goes_round("who knows")
    assert not any(each.waits for each in of_need(room))


def test_the_parent_has_no_row_of_anyone_below(room: TreeRoom) -> None:
    put(room)

    rows = room.store(lambda db: db.execute(select(outbox).where(outbox.c.network == "aura")).all())
    assert not any("ines" in str(row) or "louis" in str(row) for row in rows)
    assert {each.network for each in of_need(room) if each.user == "ines"} == {"drome"}


def test_who_is_forgotten_there_is_asked_nothing_here_either(room: TreeRoom) -> None:
    put(room)

    room.says("ines", "/reseau oublie-moi confirmé")

    assert [each.user for each in of_need(room)] == ["zoe"]
    room.says("rachid", "/besoin répondre 1 Le module 3", network="aura")
    assert not [each for each in room.deliver() if each.user == "ines" and "asked" in each.key]


def test_two_servers_have_their_own_working_hours(room: TreeRoom) -> None:
    becomes(room, "drome", timezone="Pacific/Noumea")

    assert not room.told("ines", put(room))
    assert [each.user for each in of_need(room)] == ["zoe"]


def test_the_next_ones_are_asked_in_other_territories_once_it_is_late(room: TreeRoom) -> None:
    room.does("amina", f"besoin aider {IA}", network="aura")
    put(room)
    room.clock.forward(days=4)

    room.goes_round("who knows")

    assert [each.user for each in of_need(room)][-1] == "ines"
    assert room.clock.now - of_need(room)[0].at == timedelta(days=4)


def test_taken_by_a_card_the_need_is_one_that_the_menu_puts(room: TreeRoom) -> None:
    taken(room)
    shown = room.says("rachid", "/besoin voir 1", network="aura")

    [menu] = [each for each in shown.buttons if each.label == "Plus…"]
    assert "Demander à qui sait" in [each.label for each in menu.options]
