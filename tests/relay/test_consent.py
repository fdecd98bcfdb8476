"""Nothing of a question leaves before its asker said yes, or its coordinator found own words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.network.rights import Role
from bot.people import store as preferences
from bot.privacy import forgetting
from bot.question.rules import Place
from bot.relay import climbing
from bot.relay.rules import NAMES_TERRITORY, TAKEN_BACK, ClimbStatus
from tests.refusals import refused
from tests.relay.steps import (
    ARRIVES,
    ASKS,
    QUESTION,
    asked,
    card,
    climb,
    proposes,
    question,
    sent,
    shared,
    status,
    taken,
)
from tests.relay.tree_room import PEOPLE, TreeRoom, button, labels, open_tree
from tests.room import LOIRE

SUMMARY = "Existe-t-il une formation à l'IA en français ?"


@pytest.mark.parametrize(
    ("network", "told", "not_told"),
    [
        ("42 - Loire", "Qui aide en LOIRE ?", "Qui aide en Haute-Loire ?"),
        ("42 - Loire", "Qui aide en loire ?", "Qui aide en Loire-Atlantique ?"),
        ("59 - Nord", "Qui aide dans le Nord ?", "Nordine aide au nord de la ville. Nord ou sud ?"),
        ("59 - Nord", "Du Nord au sud, qui aide ?", "Nord ou sud ? « Nord » ?"),
        ("59 - Nord", "Nord (59) : qui aide ?", "Le nord du 590, le nord sans le 5 ?"),
        ("59 - Nord", "Qui aide, 59 nord ?", "Qui perd le nord ?"),
        ("50 - Manche", "Qui aide dans la Manche ?", "Manche ou zone ? Sans manche"),
        ("40 - Landes", "Qui aide dans les Landes ?", "Qui cultive des landes ?"),
        ("23 - Creuse", "Qui aide en Creuse ?", "Creuse-t-on ? Une assiette creuse"),
        ("83 - Var", "Qui aide du Var ?", "Qui écrit « var x » ?"),
        ("01 - Ain", "Qui aide dans l’Ain ?", "Qui aide Ainhoa ?"),
        ("46 - Lot", "Qui aide dans le Lot ?", "Un lot de tablettes. Lot perdu"),
        ("61 - Orne", "Qui aide dans l'Orne ?", "Une fresque orne le mur"),
        ("18 - Cher", "Qui aide dans le Cher ?", "Cher Louis, est-ce trop cher ?"),
        ("974 - La Réunion", "Qui aide à La Réunion ?", "Qui anime la réunion ?"),
        ("26 - Drôme", "Qui aide dans la DROME ?", "Qui aide un dromadaire ?"),
        ("Saint-Étienne Métropole", "Qui aide à Saint-Étienne ?", "Qui aide Étienne-Paul ?"),
        ("Saint-Étienne Métropole", "Qui aide a saint etienne ?", "Qui aide une métropole ?"),
    ],
)
def test_words_that_are_not_to_name_a_territory_tell_neither_its_name_nor_its_town(
    network: str, told: str, not_told: str
) -> None:
    unnamed = replace(LOIRE, name=network)

    climbing.require_unnamed_territory(not_told, unnamed, mend="")
    with refused(NAMES_TERRITORY):
        climbing.require_unnamed_territory(told, unnamed, mend="")


def test_the_asker_reads_what_leaves_who_reads_it_and_what_happens_next(room: TreeRoom) -> None:
    message = asked(room, "amina", "louis")

    assert QUESTION in message.text
    assert "Auvergne-Rhône-Alpes" in message.text
    assert "sans votre nom" in message.text
    assert "à son tour" in message.text
    for place in Place:
        assert place.label.removeprefix("les autres ") in message.text
    assert "ne peut plus être rappelé" in message.text
    assert "cinq jours ouvrés" in message.text
    assert labels(message) == ["D'accord", "Non merci"]
    assert climb(room).consent_at is None


def test_nothing_leaves_without_a_yes(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    assert proposes(room, "amina", place="sans").did == "Question n° 1 : accord demandé"
    said = room.deliver()
    assert not room.told("rachid", said)
    refusing = room.last("louis", said, ASKS)
    assert "ni celui du territoire" in refusing.text

    reply = room.presses("louis", refusing, "Non merci")
    said = room.deliver()

    assert "ne sera pas transmise" in reply.text
    assert not room.told("rachid", said)
    assert room.last("louis", said, "n'est pas transmise").text
    assert status(room) is ClimbStatus.STOPPED
    assert question(room, "loire").status.waiting


def test_words_that_tell_a_territory_that_is_not_named_are_asked_about(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    told = "Qui forme à l'IA dans la Loire ?"
    asked_about = proposes(room, "amina", told, place="sans")

    assert "« Loire »" in asked_about.text.replace("\u00a0", " ")
    assert not room.told("louis", room.deliver())
    for words, place in ((told, "nom"), ("Qui forme en Haute-Loire ?", "sans")):
        assert not proposes(room, "amina", words, place=place).refused
        room.does("amina", "besoin ne-plus-transmettre 1")
    proposes(room, "amina", f"certifié {told}", place="sans")
    assert told in room.last("louis", room.deliver(), ASKS).text


def test_a_yes_is_kept_with_its_date(room: TreeRoom) -> None:
    sent(room, "amina", "louis")
    assert climb(room).consent_at == room.clock.now

    room.says("louis", "/reseau mes-données")
    copies = [each.file for each in room.deliver() if each.file is not None]
    assert len(copies) == 2
    for each in copies:
        assert "accord donné le" in str(each.content)


def test_only_the_asker_agrees(room: TreeRoom) -> None:
    message = asked(room, "amina", "louis")
    agreeing = button(message, "D'accord")

    for who in ("zoe", "amina"):
        reply = room.clicks(who, agreeing.route, agreeing.argument, network="loire")
        assert reply.refused
    assert status(room) is ClimbStatus.WAITING


def test_a_yes_to_other_words_is_refused(room: TreeRoom) -> None:
    first = asked(room, "amina", "louis")
    room.does("amina", "besoin ne-plus-transmettre 1")
    proposes(room, "amina", "D'autres mots, très différents")

    reply = room.presses("louis", first, "D'accord")

    assert reply.refused
    assert "n'est plus celui qui partirait" in reply.text
    assert not room.told("rachid", room.deliver())


def test_a_double_yes_sends_once(room: TreeRoom) -> None:
    message = asked(room, "amina", "louis")
    room.presses("louis", message, "D'accord")
    again = room.presses("louis", message, "D'accord")

    assert again.refused
    assert len(room.told("rachid", room.deliver())) == 1


def test_the_asker_agrees_by_a_number_or_a_check_mark(tmp_path: Path) -> None:
    room = open_tree(tmp_path, buttons=False)
    message = asked(room, "amina", "louis")
    assert button(message, "D'accord").emoji == "white_check_mark"
    assert button(message, "Non merci").emoji == "x"

    yes = button(message, "D'accord")
    room.clicks("louis", yes.route, yes.argument)

    arrived = room.last("rachid", room.deliver(), ARRIVES)
    assert "**1** Prendre" in arrived.text


def test_after_five_working_days_a_summary_leaves_in_own_words(room: TreeRoom) -> None:
    asked(room, "amina", "louis")
    room.clock.forward(days=4)
    assert room.does("amina", f"besoin transmettre 1 {SUMMARY}").refused

    room.clock.forward(days=5)
    for words in (QUESTION, QUESTION.upper()):
        as_it_is = room.does("amina", f"besoin transmettre 1 {words}")
        assert as_it_is.refused
        assert "avec les vôtres" in as_it_is.text
    room.does("amina", f"besoin transmettre 1 {SUMMARY}")
    said = room.deliver()

    arrived = room.last("rachid", said, ARRIVES)
    assert SUMMARY in arrived.text
    assert "résumé" in arrived.text
    assert QUESTION not in arrived.text
    assert "a transmis un résumé" in room.last("louis", said, SUMMARY).text
    assert climb(room).consent_at is None


def test_an_asker_who_coordinates_too_agrees_by_sending_it_in_their_own_words(
    room: TreeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(room, "amina", "louis")
    server, roles = PEOPLE["louis"]
    monkeypatch.setitem(PEOPLE, "louis", (server, {**roles, "loire": Role.COORDINATOR}))

    room.does("louis", f"besoin transmettre 1 {SUMMARY}")

    arrived = room.last("rachid", room.deliver(), ARRIVES)
    assert SUMMARY in arrived.text
    assert "résumé" not in arrived.text
    assert climb(room).consent_at == room.clock.now
    assert not climb(room).summary


def test_the_days_count_from_when_the_asker_was_reached(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    proposes(room, "amina")
    room.clock.forward(days=9)
    room.deliver()

    assert room.does("amina", f"besoin transmettre 1 {SUMMARY}").refused


@pytest.mark.parametrize("word", ["anonyme", "privé"])
def test_an_anonymous_or_private_question_never_climbs_without_a_yes(
    room: TreeRoom, word: str
) -> None:
    room.says("louis", f"/besoin {word} {QUESTION}")
    if word == "privé":
        room.does("louis", "besoin transmettre 1")
    proposes(room, "amina")
    said = room.deliver()
    assert "Sans votre accord, rien ne part" in room.last("louis", said, ASKS).text
    room.clock.forward(days=60)

    reply = room.does("amina", f"besoin transmettre 1 {SUMMARY}")

    assert reply.refused
    room.presses("louis", room.last("louis", said, ASKS), "D'accord")
    assert QUESTION in room.last("rachid", room.deliver(), ARRIVES).text


def test_a_private_question_climbs_for_those_who_read_it_only(room: TreeRoom) -> None:
    room.says("louis", f"/besoin privé {QUESTION}")

    assert proposes(room, "amina").refused


def test_of_an_asker_who_left_only_a_summary_climbs(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.store(lambda db: preferences.leave(db, "loire", "louis", room.clock.now))

    form = room.does("amina", "besoin transmettre 1")
    assert "vos propres mots" in form.text or "vos propres mots" in str(form.dialog)
    assert proposes(room, "amina").refused
    proposes(room, "amina", SUMMARY)

    said = room.deliver()
    assert not room.told("louis", said)
    assert SUMMARY in room.last("rachid", said, ARRIVES).text


def test_nothing_climbs_of_someone_who_left_and_had_not_signed(room: TreeRoom) -> None:
    room.says("louis", f"/besoin anonyme {QUESTION}")
    room.store(lambda db: preferences.leave(db, "loire", "louis", room.clock.now))

    assert proposes(room, "amina", SUMMARY).refused


def test_a_coordinator_s_own_question_leaves_at_once(room: TreeRoom) -> None:
    room.says("amina", f"/besoin {QUESTION}")
    proposes(room, "amina")
    said = room.deliver()

    assert "part vers" in room.last("amina", said, "Auvergne-Rhône-Alpes").text
    assert QUESTION in room.last("rachid", said, ARRIVES).text
    assert climb(room).consent_at == room.clock.now


def test_words_taken_back_leave_the_card_above(room: TreeRoom) -> None:
    card_above = sent(room, "amina", "louis")
    reply = room.does("louis", "besoin désaccord 1")
    said = room.deliver()

    assert "ne peut pas être rappelé" in reply.text
    assert "Plus aucun besoin" in room.last("rachid", said, "Plus aucun").text
    late = room.presses("rachid", card_above, "Prendre")
    assert late.refused
    assert QUESTION not in late.text


def test_words_taken_back_leave_every_level(room: TreeRoom) -> None:
    taken(room)
    room.does("rachid", "besoin reporter 1 mattermost")
    proposes(room, "rachid")
    room.presses("nadia", room.last("nadia", room.deliver(), ARRIVES), "Prendre")
    room.deliver()

    room.does("louis", "besoin désaccord 1")
    said = room.deliver()

    for network in ("aura", "national"):
        assert QUESTION not in question(room, network).text
        assert not question(room, network).status.waiting
        assert QUESTION not in card(room, network, said)
    calls = [each for each in room.shown("aura", said) if "Qui peut répondre" in each.text]
    assert calls
    assert all(QUESTION not in each.text for each in calls)
    assert question(room, "loire").status.waiting


def test_words_taken_back_after_the_answer_leave_the_answer(room: TreeRoom) -> None:
    taken(room)
    room.says("rachid", "/besoin répondre 1 Le module 3")
    room.deliver()

    room.does("louis", "besoin désaccord 1")
    said = room.deliver()

    assert question(room, "aura").text == TAKEN_BACK
    assert "Le module 3" in card(room, "aura", said)
    assert QUESTION not in card(room, "aura", said)


def test_another_territory_s_words_stand_in_the_place_of_those_taken_back(room: TreeRoom) -> None:
    taken(room)
    other = "Qui forme à l'intelligence artificielle sans anglais, le samedi ?"
    found = sent(room, "bruno", "ines", other)
    room.picks("rachid", found, "Joindre à…", "n°\u00a01")
    room.deliver()

    room.does("louis", "besoin désaccord 1")
    said = room.deliver()

    assert question(room, "aura").text == other
    assert "1 département" in card(room, "aura", said).replace("\u00a0", " ")
    assert question(room, "aura").status.waiting


@pytest.mark.parametrize("gesture", ["besoin retirer 1", "besoin rendre-privée 1"])
def test_a_question_that_is_taken_back_here_is_taken_back_above(
    room: TreeRoom, gesture: str
) -> None:
    taken(room)
    room.does("louis", gesture)
    room.deliver()

    assert status(room) is ClimbStatus.STOPPED
    assert QUESTION not in question(room, "aura").text


def test_words_are_taken_back_once_the_question_has_ended_here_too(room: TreeRoom) -> None:
    taken(room)
    room.says("zoe", "/besoin répondre 1 La médiathèque")
    room.deliver()
    assert status(room) is ClimbStatus.ENDED

    assert not room.does("louis", "besoin désaccord 1").refused
    assert QUESTION not in question(room, "aura").text


def test_what_nobody_decided_on_is_taken_back_by_its_coordinator(room: TreeRoom) -> None:
    card_above = sent(room, "amina", "louis")
    room.does("amina", "besoin ne-plus-transmettre 1")
    said = room.deliver()

    assert "ne transmet finalement pas" in room.last("louis", said, "finalement").text
    assert room.presses("rachid", card_above, "Prendre").refused
    assert not proposes(room, "amina").refused


def test_personal_data_is_looked_for_in_what_climbs(room: TreeRoom) -> None:
    room.says("louis", "/besoin certifié Qui aide au 06 12 34 56 78 ?")
    typed = room.does("amina", "besoin transmettre 1 Appeler le 06 12 34 56 78")
    words = "Qui aide au 06 12 34 56 78 ?"
    as_it_is = room.clicks("amina", "besoin transmettre", f"1 {words}", texte=words)

    assert typed.refused
    assert as_it_is.refused
    assert not [each for each in room.deliver() if ASKS in each.text]
    room.clicks("amina", "besoin transmettre", f"1 {words}", texte=words, certifie="oui")
    assert room.last("louis", room.deliver(), ASKS).text


def test_a_local_answer_meanwhile_makes_the_consent_needless(room: TreeRoom) -> None:
    message = asked(room, "amina", "louis")
    room.says("zoe", "/besoin répondre 1 La médiathèque")

    assert "n'a plus besoin" in room.last("louis", room.deliver(), "n'a plus besoin").text
    assert room.presses("louis", message, "D'accord").refused


def test_someone_forgotten_leaves_what_climbed_without_a_name(room: TreeRoom) -> None:
    shared(room)
    room.says("louis", "/reseau oublie-moi confirmé")
    room.deliver()

    assert climb(room).asker == ""
    assert climb(room).consent_at is not None
    room.clock.forward(days=1)
    room.goes_round("people carried")
    assert question(room, "aura").carried == 1


def key_told(room: TreeRoom, who: str) -> str:
    """Return the key that someone was given as they were forgotten."""
    reply = room.says(who, "/reseau oublie-moi confirmé")
    (typed,) = re.findall(r"double\u00a0: `(\w+)`", reply.text)
    [kept] = [each for each in room.deliver() if each.user == who and typed in each.text]
    assert "je n'ai pas de double" in kept.text
    return str(typed)


def test_who_was_forgotten_takes_back_by_their_key_what_they_had_agreed_to(room: TreeRoom) -> None:
    taken(room)
    key = key_told(room, "louis")
    room.clock.forward(days=40)
    assert key not in str(climb(room))

    assert room.does("louis", "reseau reprendre 0123456789abcdef").refused
    reply = room.does("louis", f"reseau reprendre {key}")

    assert "C'est repris" in reply.text
    assert status(room) is ClimbStatus.STOPPED
    assert climb(room).text == ""
    assert QUESTION not in question(room, "aura").text
    assert room.does("louis", f"reseau reprendre {key}").refused


def test_who_let_nothing_climb_is_given_no_key(room: TreeRoom) -> None:
    asked(room, "amina", "louis")

    assert "reprendre" not in room.says("louis", "/reseau oublie-moi confirmé").text


def test_names_around_a_climb_are_kept_for_a_year(room: TreeRoom) -> None:
    sent(room, "amina", "louis")
    room.store(lambda db: forgetting.forget_names(db, room.clock.now + timedelta(days=364)))
    assert climb(room).asker == "louis"
    room.store(lambda db: forgetting.forget_names(db, room.clock.now + timedelta(days=366)))
    assert (climb(room).asker, climb(room).sent_by) == ("", "")
