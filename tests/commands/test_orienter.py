"""`/besoin orienter`: members' structures first, then the places of the open list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.helping.places import store as places
from bot.helping.places.reading import read_places
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.talk.command import Via
from bot.talk.reply import Reply
from tests.room import Room, open_room
from tests.typable import doing

HEADING = (
    "nom,commune,code_insee,adresse,telephone,site_web,services,dispositif_programmes_nationaux"
)
ROWS = (
    "Mairie,Feurs,42094,1 place Carnot,0477000000,,Surdité|Seniors,",
    "EPN,Roanne,42187,2 rue Mably,,https://epn.example.org,Surdité,Promeneurs du net",
    "Association *Relais*,Roanne,42187,,,,Illettrisme,",
)


def knows(room: Room, *rows: str) -> None:
    """Have the open list of the Loire read."""
    found = read_places("\n".join((HEADING, *rows)).encode(), "loire", ["42"])
    room.store(lambda db: places.keep(db, "loire", found))


def receives(room: Room, who: str, text: str) -> Reply:
    words, structure, commune = text.split(" ; ")
    entries = {"texte": words, "structure": structure, "commune": commune}
    reply = room.fills(who, "besoin recevoir", **entries)
    return (
        reply
        if reply.refused
        else replace(reply, text=room.said()[-1], buttons=room.outbox()[-1].buttons)
    )


def lines(reply: Reply) -> list[str]:
    """Return the places of an answer, in order, by name."""
    found = [line for line in reply.text.splitlines() if line.startswith("- **")]
    return [line.removeprefix("- **").partition("**")[0] for line in found]


def asked(room: Room) -> int:
    return room.store(lambda db: questions.count(db, "loire", QuestionFilter()))


@pytest.fixture
def known(room: Room) -> Room:
    """Return a room where two structures and three places are known."""
    knows(room, *ROWS)
    receives(room, "zoé", "Personnes sourdes, en LSF ; La médiathèque ; Feurs")
    receives(room, "louis", "Sourds et malentendants ; Centre social ; Roanne")
    return room


def test_members_structures_come_first_then_places_by_the_alphabet(known: Room) -> None:
    reply = known.does("amina", "besoin orienter personnes sourdes")

    assert lines(reply) == ["Centre social", "La médiathèque", "EPN", "Mairie"]
    assert "Dit par Zoé" in reply.text


def test_the_commune_that_is_named_comes_first(known: Room) -> None:
    assert lines(known.does("amina", "besoin orienter sourds à Feurs")) == [
        *("La médiathèque", "Centre social"),
        *("Mairie", "EPN"),
    ]


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
def test_it_is_asked_wherever_one_speaks(known: Room, via: Via) -> None:
    reply = known.clicks("louis", "besoin orienter", "sourds", via=via)
    text = reply.text if via is Via.SLASH else known.said()[-1]

    assert "Centre social" in text
    assert asked(known) == 0


@pytest.mark.parametrize("need", [";", "-", "ici", "quelqu'un"])
def test_a_need_that_says_nothing_finds_nothing(known: Room, need: str) -> None:
    reply = known.clicks("louis", "besoin orienter", need)

    assert "Je ne connais pas encore de lieu" in reply.text


def test_programmes_are_found_too(known: Room) -> None:
    reply = known.does("amina", "besoin orienter Promeneurs du net")

    assert lines(reply) == ["EPN"]
    assert "https://epn.example.org" in reply.text


def test_others_words_are_shown_as_they_are(known: Room) -> None:
    reply = known.does("amina", "besoin orienter illettrisme")

    assert "Association \\*Relais\\*" in reply.text


def test_five_at_most_are_shown_and_the_rest_is_behind_a_button(room: Room) -> None:
    knows(room, *(f"Lieu {number},Feurs,42094,,,,Surdité," for number in range(7)))

    reply = room.does("louis", "besoin orienter surdité")
    assert len(lines(reply)) == 5
    [more] = [each for each in reply.buttons if each.label == "La suite"]
    rest = room.clicks("louis", more.route, more.argument)

    assert lines(rest) == ["Lieu 5", "Lieu 6"]
    assert "La suite" not in [each.label for each in rest.buttons]


def test_where_nothing_is_known_the_network_may_be_asked(known: Room) -> None:
    reply = known.does("louis", "besoin orienter réparer un vélo électrique")

    assert "Je ne connais pas encore de lieu" in reply.text
    asking = reply.buttons[0]
    known.clicks("louis", asking.route, asking.argument)
    assert asked(known) == 1


def test_who_can_help_is_found_neither_by_a_count_nor_before_and_after(known: Room) -> None:
    before = known.does("louis", "besoin orienter logement")

    known.does("zoé", "besoin aider Logement")

    assert known.does("louis", "besoin orienter logement") == before
    assert "à qui a dit connaître «\u00a0Logement\u00a0»" in before.text


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
@pytest.mark.parametrize(
    "typed", ["Qui prête une salle", "qui reçoit des sourds", "Qui prête un barnum à Roanne ?"]
)
def test_what_is_typed_after_besoin_is_a_question_whatever_members_receive(
    known: Room, typed: str, via: Via
) -> None:
    known.says("louis", f"/besoin {typed}", via=via)

    assert known.store(lambda db: questions.get(db, "loire", 1)).text == typed


def test_who_asks_by_form_is_shown_who_receives_too(known: Room) -> None:
    receipt = known.clicks("louis", "besoin", "Qui reçoit des sourds ?", via=Via.DIALOG)

    assert "paraît dans le canal" in known.said()[-1] + receipt.text
    assert "Voir qui reçoit" in [each.label for each in known.outbox()[-1].buttons]


@pytest.mark.parametrize(
    "typed",
    [
        "Qui reçoit des personnes sourdes à Roanne ?",
        "Bonjour, qui accueille des personnes sourdes à Roanne",
        "Où orienter des personnes sourdes à Roanne ?",
    ],
)
def test_who_receives_is_offered_under_the_receipt(known: Room, typed: str) -> None:
    receipt = known.says("amina", f"/besoin {typed}")
    [places] = [each for each in receipt.buttons if each.label == "Voir qui reçoit"]

    reply = known.clicks("amina", places.route, places.argument)

    assert lines(reply)[:2] == ["Centre social", "La médiathèque"]
    assert asked(known) == 1


@pytest.mark.parametrize(
    "typed", ["Qui prête une salle ?", "Comment aider des personnes sourdes ?", "Qui ?"]
)
def test_nothing_is_offered_where_nobody_receives_or_nobody_asks_who(
    known: Room, typed: str
) -> None:
    receipt = known.says("louis", f"/besoin {typed}")

    assert "Voir qui reçoit" not in [each.label for each in receipt.buttons]


def test_without_a_need_a_form_asks_for_it(known: Room) -> None:
    reply = known.does("louis", "besoin orienter")

    assert reply.dialog is not None
    assert reply.dialog.title == "Où orienter quelqu'un"


# What one's structure receives


def test_what_is_received_is_told_by_a_form_of_three_entries(room: Room) -> None:
    form = room.clicks("louis", "besoin recevoir", "").dialog
    assert form is not None
    assert [each.name for each in form.fields] == ["texte", "structure", "commune", "certifie"]
    assert "avec votre nom" in form.introduction


def test_what_is_received_is_taken_back_by_a_menu(room: Room) -> None:
    shown = receives(room, "louis", "Sourds ; Centre social ; Roanne")
    assert "**Centre social** (Roanne) reçoit\u00a0: Sourds" in shown.text
    [menu] = [each for each in shown.buttons if each.label == "Ne plus recevoir…"]

    back = room.does("louis", doing(menu.options[0]))

    assert "Centre social" not in back.text
    assert room.does("louis", doing(menu.options[0])).refused


def test_nobody_takes_back_what_another_receives(room: Room) -> None:
    receives(room, "louis", "Sourds ; Centre social ; Roanne")

    assert room.does("zoé", "besoin ne-plus-recevoir 1").refused
    assert "Centre social" in room.does("louis", "besoin aider").text


@pytest.mark.parametrize("typed", ["Sourds ;  ; Roanne", "Sourds ; Centre ; -"])
def test_what_lacks_its_structure_or_place_is_refused(room: Room, typed: str) -> None:
    reply = receives(room, "louis", typed)

    assert reply.refused
    assert "Il me manque" in reply.text


def test_someones_data_is_kept_nowhere(room: Room) -> None:
    assert "Un doute" in receives(room, "louis", "Sourds ; Appelez le 06 12 34 56 78 ; Roanne").text
    assert "06" not in room.does("louis", "besoin aider").text


def test_the_same_twice_is_kept_once_and_five_are_enough(room: Room) -> None:
    for number in (1, 1, 2, 3, 4, 5):
        receives(room, "louis", f"Public {number} ; Centre social ; Roanne")

    assert room.does("louis", "besoin aider").text.count("Centre social") == 5
    assert receives(room, "louis", "Public 6 ; Centre social ; Roanne").refused


def test_without_buttons_a_need_is_typed(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    knows(room, *ROWS)

    room.clicks("louis", "besoin orienter", "", via=Via.MENTION)

    assert "dans son fil" in room.said()[-1]
    room.database.close()


def test_the_door_leads_there(room: Room) -> None:
    more = room.says("louis", "/besoin").buttons[-1]
    options = {option.label for option in more.options}

    assert {"Où orienter quelqu'un…", "Ce que je sais et reçois…"} <= options


def test_what_is_asked_of_the_network_is_ones_own_words(known: Room) -> None:
    reply = known.does("amina", "besoin orienter personnes sourdes à Roanne")

    assert "pour « personnes sourdes à Roanne »" in reply.text.replace("\u00a0", " ")
    assert reply.buttons[-2].argument == "personnes sourdes à Roanne"
