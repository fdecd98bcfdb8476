"""« Réglages du réseau »: each form, who is told, what is kept of it, what takes it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.message import Button
from bot.entry.changing import SET
from bot.network.parts import DEFAULT_PARTS, PartKind, PartPlan
from bot.network.rights import Role
from bot.talk.gestures.rules import LIST
from commands.reseau.rhythm import CHANGE
from commands.reseau.settings import SETTINGS
from tests.entry.entering import ROSE, SLUG, joins, presses, told
from tests.entry.living import fills, living, takes
from tests.room import Room, open_room


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    return living(tmp_path, monkeypatch)


def options(buttons: tuple[Button, ...]) -> list[str]:
    return [each.label for button in buttons for each in button.options]


def test_the_year_leads_who_coordinates_to_the_settings(room: Room) -> None:
    assert "Réglages du réseau" in options(presses(room, "marc", "reseau").buttons)
    assert "Réglages du réseau" not in options(presses(room, "zoé", "reseau").buttons)
    assert presses(room, "zoé", SETTINGS).refused

    shown = presses(room, "marc", SETTINGS)

    assert "Réglages de l'Ardèche" in shown.text
    assert "Département de l'Ardèche" in shown.text
    assert "Changer la salle de visio…" in options(shown.buttons)
    assert "Retirer ce réseau…" in options(shown.buttons)


def test_what_is_set_is_taken_up_without_a_restart(room: Room) -> None:
    fills(room, "marc", SET, "nom", "les Ardèches")
    fills(room, "marc", SET, "visio", "https://visio.example.org/ardeche")
    fills(room, "marc", SET, "vacances", "A")
    agenda = "20 min, accueil : Café\n1h"
    assert fills(room, "marc", SET, "agenda", agenda).refused
    fills(room, "marc", SET, "agenda", "20 min, accueil : Café\n70 min Questions : besoins\n")

    network = room.bot.networks[SLUG]
    assert network.spoken == "les Ardèches"
    assert (network.video, network.school_zone) == ("https://visio.example.org/ardeche", "A")
    assert network.agenda == (
        PartPlan(PartKind.WELCOME, "Café", 20),
        PartPlan(PartKind.FREE, "Questions : besoins", 70),
    )


def test_what_is_wrong_is_said_at_its_entry_and_nothing_changes(room: Room) -> None:
    before = room.bot.networks[SLUG]

    for setting, typed, said in (
        ("nom", "x" * 61, "60 caractères"),
        ("visio", "visio.example.org", "adresse https entière"),
        ("visio", "https://un.example deux", "adresse https entière"),
        ("vacances", "D", "A, B, C et Corse"),
        ("données", "Hub du Sud", "comment joindre"),
        ("agenda", "0 min : Rien", "0 min : Rien"),
        ("agenda", "Tour de table", "« Tour de table »"),
    ):
        reply = fills(room, "marc", SET, setting, typed)
        assert reply.field == "texte"
        assert said in reply.text.replace("\xa0", " ")

    assert room.bot.networks[SLUG] == before


def test_the_form_shows_what_is_there_and_nothing_brings_the_usual_back(room: Room) -> None:
    fills(room, "marc", SET, "agenda", "90 : Besoins")
    dialog = presses(room, "marc", SET, "agenda").dialog
    assert dialog is not None
    assert dialog.fields[0].default == "90 min, libre : Besoins"

    fills(room, "marc", SET, "agenda", "")
    assert room.bot.networks[SLUG].agenda == DEFAULT_PARTS
    fills(room, "marc", SET, "agenda", " ")
    assert "rien n'a changé" in told(room, "marc")[-1].text


def test_each_change_is_told_kept_and_taken_back(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes(room, monkeypatch, "louis")
    already = len(told(room, "louis"))

    reply = fills(room, "marc", SET, "visio", "https://visio.example.org/ardeche")

    (news,) = told(room, "louis")[already:]
    assert "a changé la salle de visio" in news.text
    assert "au lieu de « rien »" in news.text
    assert "a changé la salle de visio" in presses(room, "louis", SETTINGS).text
    gestures = presses(room, "marc", LIST)
    assert "Réglages\xa0: la salle de visio" in gestures.text
    (back,) = news.buttons
    assert reply.undo is not None
    assert (back.route, back.argument) == (reply.undo.route, reply.undo.argument)

    presses(room, "louis", back.route, back.argument)
    assert room.bot.networks[SLUG].video == ""
    assert room.bot.networks[SLUG].agenda == DEFAULT_PARTS


def test_who_answers_for_the_data_is_corrected_and_another_organisation_told(room: Room) -> None:
    before = len(told(room, "rose"))
    fills(room, "marc", SET, "données", "Département de l'Ardèche\nnumerique@ardeche.example")

    network = room.bot.networks[SLUG]
    assert (network.contact, network.protection) == ("numerique@ardeche.example", "")
    assert len(told(room, "rose")) == before

    fills(room, "marc", SET, "données", "Hub du Sud\nhub@sud.example\nNadia Ferrand")
    (news,) = told(room, "rose")[before:]
    assert "désormais **Hub du Sud**" in news.text
    presses(room, ROSE, news.buttons[0].route, "confirmé")
    assert SLUG not in room.bot.networks


def test_a_changed_rhythm_is_told_and_kept_too(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    takes(room, monkeypatch, "louis")

    presses(room, "marc", CHANGE, "veille le 2 à 9 h")

    assert "a changé le rythme (veille)" in told(room, "louis")[-1].text
    assert "a changé le rythme (veille)" in presses(room, "louis", SETTINGS).text


def test_what_comes_from_above_is_chosen_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "amina", national=Role.COORDINATOR)
    room = living(tmp_path, monkeypatch, above="national")
    offered = presses(room, "marc", SETTINGS)
    assert "sous le réseau national" in offered.text
    assert "Choisir ce qui vient du réseau au-dessus" in options(offered.buttons)


def test_a_network_of_the_file_is_shown_and_changed_in_the_file(tmp_path: Path) -> None:
    room = open_room(tmp_path)

    shown = room.does("amina", SETTINGS)

    assert "dans ma configuration" in shown.text
    assert options(shown.buttons) == [
        "Changer le rythme…",
        "Choisir ce qui vient du réseau au-dessus",
        "Passer le relais",
    ]
    refused = room.fills("amina", SET, "visio", texte="https://visio.example.org/x")
    assert refused.refused
    assert "dans ma configuration" in refused.text
