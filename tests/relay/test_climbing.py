"""A need climbs from two départements to the national level, and its answer comes back to each."""

from __future__ import annotations

from bot.core import counters
from tests.relay.steps import climb
from tests.relay.tree_room import TreeRoom, labels

QUESTION = "Qui forme à l'intelligence artificielle sans anglais ?"


def _transmits(room: TreeRoom, who: str, asker: str, text: str = QUESTION) -> None:
    """Have a coordinator transmit their question n° 1, its asker agreeing."""
    room.says(asker, f"/besoin {text}")
    opened = room.does(who, "besoin transmettre 1")
    assert opened.dialog is not None
    room.clicks(who, "besoin transmettre", f"1 {text}", texte=text, territoire="nom")
    said = room.deliver()
    asked = room.last(asker, said, "Êtes-vous d'accord")
    room.presses(asker, asked, "D'accord")


def test_the_need_that_waits_behind_may_join_the_one_that_was_just_taken(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    _transmits(room, "bruno", "ines")
    first = room.last("rachid", room.deliver(), "Un besoin monte")
    assert "autre besoin attend" in first.text

    room.presses("rachid", first, "Prendre")

    second = room.last("rachid", room.deliver(), "transmis par")
    room.picks("rachid", second, "Joindre à…", "n°\u00a01")
    assert "Portée par 2\u00a0départements" in room.shown("aura", room.deliver())[-1].text


def test_a_need_climbs_two_levels_and_its_answer_comes_back_to_each_asker(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    first = room.last("rachid", room.deliver(), "Un besoin monte")
    assert labels(first)[0] == "Prendre"
    room.presses("rachid", first, "Prendre")
    assert "Question n°" in room.shown("aura", room.deliver())[0].text

    _transmits(room, "bruno", "ines")
    second = room.last("rachid", room.deliver(), "Un besoin monte")
    room.picks("rachid", second, "Joindre à…", "n°\u00a01")
    said = room.deliver()
    assert "Portée par 2\u00a0départements" in room.shown("aura", said)[-1].text

    room.does("rachid", "besoin transmettre 1")
    room.clicks("rachid", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    above = room.last("nadia", room.deliver(), "Un besoin monte")
    room.presses("nadia", above, "Prendre")
    room.says("nadia", "/besoin répondre 1 Le parcours « IA pour tous », module 3")

    down = room.last("rachid", room.deliver(), "répond à la question")
    room.presses("rachid", down, "Publier")
    said = room.deliver()
    room.presses("amina", room.last("amina", said, "répond à la question"), "Publier")
    room.presses("bruno", room.last("bruno", said, "répond à la question"), "Publier")
    said = room.deliver()

    for asker in ("louis", "ines"):
        [told] = [each for each in room.told(asker, said) if "a sa réponse" in each.text]
        assert "module 3" in told.text
        assert "réseau national" in told.text


def test_a_number_that_those_above_read_before_a_restore_names_no_other_need(
    room: TreeRoom,
) -> None:
    _transmits(room, "amina", "louis")
    before = climb(room).id
    room.store(lambda db: counters.leap(db, ()))
    _transmits(room, "bruno", "ines")

    assert climb(room, "drome").id > before + counters.LEAP


def test_nothing_leaves_without_a_yes(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.clicks("amina", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="sans")
    said = room.deliver()
    assert not room.told("rachid", said)

    room.presses("louis", room.last("louis", said, "Êtes-vous d'accord"), "Non merci")
    assert not room.told("rachid", room.deliver())
    assert room.says("louis", "/besoin voir 1").text.startswith("**Question n°")


def test_a_need_that_is_returned_says_why_and_by_whom(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    card = room.last("rachid", room.deliver(), "Un besoin monte")
    room.clicks(
        "rachid",
        "besoin renvoyer",
        f"{card.buttons[0].argument} La CAF répond au 3230",
        texte="La CAF répond au 3230",
        network="aura",
    )
    said = room.deliver()

    for who in ("amina", "louis"):
        told = room.last(who, said, "a renvoyé")
        assert "Auvergne-Rhône-Alpes" in told.text
        assert "3230" in told.text
    assert "Plus aucun besoin" in room.last("rachid", said, "Plus aucun").text


def test_a_need_that_waits_behind_the_same_one_can_be_joined_to_it(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    _transmits(room, "bruno", "ines")
    card = room.last("rachid", room.deliver(), "1\u00a0autre besoin attend")

    room.presses("rachid", card, "Prendre")

    card = room.last("rachid", room.deliver(), "Un besoin monte")
    room.picks("rachid", card, "Joindre à…", "n°\u00a01")
    assert "Portée par 2" in room.shown("aura", room.deliver())[-1].text
