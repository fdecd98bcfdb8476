"""The coordinators above take, join, answer or return what reaches them, and those below know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.relay.rules import ClimbStatus
from tests.pile_cases import waiting
from tests.relay.steps import (
    ANSWER,
    ARRIVES,
    COMES,
    QUESTION,
    asked,
    becomes,
    card,
    climb,
    goes_away,
    proposes,
    question,
    sent,
    shared,
    status,
    taken,
)
from tests.relay.tree_room import TREE, TreeRoom, labels, open_tree

OTHER = "Qui prête des tablettes pour un atelier ?"


def test_the_card_tells_who_what_how_many_and_since_when_and_no_name(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.does("zoe", "besoin moi-aussi 1")
    proposes(room, "amina")
    room.presses("louis", room.last("louis", room.deliver(), "Êtes-vous d'accord"), "D'accord")
    said = room.deliver()

    [arrived] = room.told("rachid", said)
    assert "Loire" in arrived.text
    assert QUESTION in arrived.text
    assert "une ou deux personnes" in arrived.text
    assert "2\u00a0novembre" in arrived.text
    for name in ("louis", "zoe", "amina"):
        assert name not in arrived.text
    assert labels(arrived)[0] == "Prendre"


def test_a_territory_that_is_not_to_be_named_is_told_by_its_scale(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    proposes(room, "amina", place="sans")
    room.presses("louis", room.last("louis", room.deliver(), "Êtes-vous d'accord"), "D'accord")

    arrived = room.last("rachid", room.deliver(), ARRIVES)
    assert "Loire" not in arrived.text
    assert "département" in arrived.text


def test_needs_come_one_at_a_time_on_one_card(room: TreeRoom) -> None:
    first = sent(room, "amina", "louis")
    room.presses("ines", asked(room, "bruno", "ines", OTHER), "D'accord")
    said = room.deliver()
    assert len(room.told("rachid", said)) == 0
    assert "1 autre besoin attend" in room.last("rachid", said, ARRIVES).text.replace("\u00a0", " ")

    room.presses("rachid", first, "Prendre")
    said = room.deliver()

    assert OTHER in room.last("rachid", said, ARRIVES).text


def test_a_need_that_is_taken_is_a_question_of_the_channel_without_a_name(room: TreeRoom) -> None:
    found = sent(room, "amina", "louis")
    reply = room.presses("rachid", found, "Prendre")
    said = room.deliver()

    assert "question n°\u00a01" in reply.text
    shown = card(room, "aura", said)
    assert QUESTION in shown
    assert "venue des territoires" in shown
    assert "Portée par 1\u00a0département, une ou deux personnes" in shown
    assert "louis" not in shown
    assert "prise en charge" in card(room, "loire", said)
    assert question(room, "aura").author == ""


def test_those_above_say_that_it_concerns_them_too(room: TreeRoom) -> None:
    taken(room)
    room.does("zoe", "besoin moi-aussi 1", network="aura")
    room.does("amina", "besoin moi-aussi 1", network="aura")

    assert "3\u00a0personnes et plus" in card(room, "aura", room.deliver())


def test_the_same_person_in_two_networks_counts_once(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.does("zoe", "besoin moi-aussi 1", network="loire")
    proposes(room, "amina")
    room.presses("louis", room.last("louis", room.deliver(), "Êtes-vous d'accord"), "D'accord")
    room.presses("rachid", room.last("rachid", room.deliver(), ARRIVES), "Prendre")
    room.does("zoe", "besoin moi-aussi 1", network="aura")
    room.goes_round("people carried")

    assert question(room, "aura").concerned == 2


def test_two_coordinators_at_once_decide_once(room: TreeRoom) -> None:
    found = sent(room, "amina", "louis")
    room.presses("rachid", found, "Prendre")
    for label in ("Prendre", "Répondre tout de suite…", "Renvoyer…"):
        late = room.presses("rachid", found, label)
        assert late.refused
        assert "n'est plus possible" in late.text
    late = room.clicks("rachid", "besoin joindre", f"{climb(room).id} 1", network="aura")
    assert late.refused


def test_a_second_need_joins_the_first_and_may_be_detached(room: TreeRoom) -> None:
    taken(room)
    found = sent(room, "bruno", "ines")
    joined = room.picks("rachid", found, "Joindre à…", "n°\u00a01")
    said = room.deliver()
    assert "Portée par 2\u00a0départements" in card(room, "aura", said)
    assert "jointe" in card(room, "drome", said)

    assert joined.undo is not None
    room.clicks("rachid", joined.undo.route, str(climb(room, "drome").id), network="aura")
    said = room.deliver()

    assert status(room, "drome") is ClimbStatus.SENT
    assert "Portée par 1\u00a0département" in card(room, "aura", said)
    assert room.last("rachid", said, ARRIVES).text
    room.presses("rachid", room.last("rachid", said, ARRIVES), "Prendre")
    assert question(room, "aura", 2).text == QUESTION


def test_a_need_joined_to_an_answered_question_has_its_answer_at_once(room: TreeRoom) -> None:
    taken(room)
    room.says("rachid", f"/besoin répondre 1 {ANSWER}")
    room.presses("amina", room.last("amina", room.deliver(), COMES), "Publier")
    found = sent(room, "bruno", "ines")

    reply = room.picks("rachid", found, "Joindre à…", "n°\u00a01")
    said = room.deliver()

    assert "redescend tout de suite" in reply.text
    assert reply.undo is None
    assert ANSWER in room.last("bruno", said, COMES).text
    assert not room.told("amina", said)
    assert not room.told("louis", said)


def test_an_answer_at_once_makes_no_question_here(room: TreeRoom) -> None:
    found = sent(room, "amina", "louis")
    form = room.presses("rachid", found, "Répondre tout de suite…")
    assert form.dialog is not None
    assert QUESTION in form.dialog.introduction
    number = str(climb(room).id)
    room.clicks(
        "rachid", "besoin réponse-directe", f"{number} {ANSWER}", network="aura", texte=ANSWER
    )
    said = room.deliver()

    assert ANSWER in room.last("amina", said, COMES).text
    assert not room.shown("aura", said)
    assert "Plus aucun besoin" in room.last("rachid", said, "Plus aucun").text


def test_a_need_that_is_returned_says_why_and_by_whom(room: TreeRoom) -> None:
    sent(room, "amina", "louis")
    number = str(climb(room).id)
    bare = room.does("rachid", f"besoin renvoyer {number}")
    assert bare.dialog is not None
    room.does("rachid", f"besoin renvoyer {number} La CAF répond au 3230")
    said = room.deliver()

    for who in ("amina", "louis"):
        told = room.last(who, said, "a renvoyé")
        assert "Auvergne-Rhône-Alpes" in told.text
        assert "3230" in told.text
        assert "rachid" not in told.text
    assert "renvoyée" in card(room, "loire", said)
    assert question(room, "loire").status.waiting


def test_a_returned_question_may_climb_again(room: TreeRoom) -> None:
    sent(room, "amina", "louis")
    room.does("rachid", f"besoin renvoyer {climb(room).id} Précisez le public")
    room.deliver()

    proposes(room, "amina", "Qui forme des adultes à l'IA ?")
    room.presses("louis", room.last("louis", room.deliver(), "Êtes-vous d'accord"), "D'accord")

    assert "des adultes" in room.last("rachid", room.deliver(), ARRIVES).text
    assert status(room) is ClimbStatus.SENT


def test_a_reason_that_carries_personal_data_is_refused(room: TreeRoom) -> None:
    sent(room, "amina", "louis")
    assert room.does(
        "rachid", f"besoin renvoyer {climb(room).id} Appelez le 06 12 34 56 78"
    ).refused


def test_who_returns_a_private_question_reaches_its_readers_only(room: TreeRoom) -> None:
    room.says("louis", f"/besoin privé {QUESTION}")
    room.does("louis", "besoin transmettre 1")
    proposes(room, "amina")
    room.presses("louis", room.last("louis", room.deliver(), "Êtes-vous d'accord"), "D'accord")
    room.does("rachid", f"besoin renvoyer {climb(room).id} Pas chez nous")
    said = room.deliver()

    assert room.last("amina", said, "a renvoyé").text
    assert not [each for each in said if each.user is None and QUESTION in each.text]


def test_need_and_question_climb_twice_and_the_answer_reaches_everyone(room: TreeRoom) -> None:
    shared(room)
    proposes(room, "rachid")
    found = room.last("nadia", room.deliver(), ARRIVES)
    assert "Auvergne-Rhône-Alpes" in found.text
    room.presses("nadia", found, "Prendre")
    said = room.deliver()
    assert "Portée par 1\u00a0région" in card(room, "national", said)

    room.says("nadia", f"/besoin répondre 1 {ANSWER}")
    room.presses("rachid", room.last("rachid", room.deliver(), COMES), "Publier")
    said = room.deliver()
    room.presses("amina", room.last("amina", said, COMES), "Publier")
    room.presses("bruno", room.last("bruno", said, COMES), "Publier")
    said = room.deliver()

    for asker in ("louis", "ines"):
        [told] = [each for each in room.told(asker, said) if "a sa réponse" in each.text]
        assert "module 3" in told.text
        assert "réseau national" in told.text


def test_a_parent_silent_for_fifteen_working_days_is_told_of_once(room: TreeRoom) -> None:
    sent(room, "amina", "louis")
    room.clock.forward(days=14)
    room.goes_round("silent above")
    assert not room.told("amina", room.deliver())

    room.clock.forward(days=14)
    room.goes_round("silent above")
    said = room.deliver()

    assert not room.told("rachid", said)
    assert "quinze jours ouvrés" in waiting(room, "rachid", "aura")
    told = room.last("amina", said, "attend une décision")
    assert "Auvergne-Rhône-Alpes" in told.text
    assert QUESTION not in told.text
    room.clock.forward(days=10)
    room.goes_round("silent above")
    assert not room.told("amina", room.deliver())


def test_only_coordinators_of_the_network_above_decide(room: TreeRoom) -> None:
    sent(room, "amina", "louis")
    number = str(climb(room).id)
    for who, network in (("zoe", "aura"), ("nadia", "national"), ("amina", "loire")):
        assert room.clicks(who, "besoin prendre", number, network=network).refused
    assert status(room) is ClimbStatus.SENT


def test_what_was_not_sent_is_unknown_above(room: TreeRoom) -> None:
    asked(room, "amina", "louis")
    reply = room.clicks("rachid", "besoin prendre", str(climb(room).id), network="aura")

    assert reply.refused


def _tree(**changes: object) -> tuple:  # type: ignore[type-arg]
    return tuple(
        replace(each, **changes) if each.slug == "loire" else each  # type: ignore[arg-type]
        for each in TREE
    )


def test_between_organisations_without_agreement_nothing_passes(tmp_path: Path) -> None:
    room = open_tree(tmp_path, tree=_tree(organisation="Département"))
    room.says("louis", f"/besoin {QUESTION}")
    proposes(room, "amina")
    found = room.last("louis", room.deliver(), "Êtes-vous d'accord")
    assert "Auvergne" not in found.text
    room.presses("louis", found, "D'accord")

    said = room.deliver()
    assert not room.told("rachid", said)
    assert room.last("amina", said, "texte à copier").text


def test_once_an_agreement_has_ended_nothing_passes_any_more(room: TreeRoom) -> None:
    taken(room)
    becomes(room, "loire", organisation="Département")
    room.says("rachid", f"/besoin répondre 1 {ANSWER}")

    assert not room.told("amina", room.deliver())
    assert not proposes(room, "amina").refused


def test_consent_is_to_the_network_that_was_named(room: TreeRoom) -> None:
    message = asked(room, "amina", "louis")
    becomes(room, "loire", parent="national")

    reply = room.presses("louis", message, "D'accord")

    assert reply.refused
    said = room.deliver()
    assert not room.told("rachid", said)
    assert not room.told("nadia", said)


def test_a_need_whose_parent_is_gone_may_climb_elsewhere(room: TreeRoom) -> None:
    taken(room)
    goes_away(room, "aura")
    becomes(room, "loire", parent="national")

    assert "Question n°" in room.says("louis", "/besoin voir 1").text
    proposes(room, "amina")
    room.presses("louis", room.last("louis", room.deliver(), "Êtes-vous d'accord"), "D'accord")

    assert QUESTION in room.last("nadia", room.deliver(), ARRIVES).text
    room.goes_round("silent above", "people carried", "answers from above")
