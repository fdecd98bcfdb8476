"""One search: all that a network keeps, each with its kind; nothing where none is close."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, delete, select

from bot.index.tables import documents, postings
from bot.search import store as searched
from tests.commands.articles import collected
from tests.commands.test_tri import publishes
from tests.room import Room


@pytest.fixture
def lived(room: Room) -> Room:
    """Return a room that keeps one thing of each kind, all about bills."""
    room.says("louis", "/besoin Comment lire une facture d'énergie ?")
    room.says("zoé", "/besoin répondre 1 Avec le médiateur de l'énergie")
    room.says("amina", "/rencontre planifier confirmé 3 décembre 2026 14h, médiathèque")
    room.does("amina", "rencontre annoncer")
    room.says("amina", "/rencontre tenir confirmé")
    room.does("amina", "rencontre décision 1 Un atelier facture par trimestre")
    room.does("amina", "rencontre terminer")
    room.does("amina", "rencontre publier")
    room.does("louis", "veille garder-ressource https://exemple.org/g Une facture expliquée")
    collected(room, "La facture d'énergie change de forme")
    publishes(room)
    return room


def test_all_kinds_are_found_together_and_say_which_they_are(lived: Room) -> None:
    text = lived.says("zoé", "/besoin chercher facture").text

    for label in ("Question n°\u00a01", "Décision", "Ressource n°\u00a01", "Article"):
        assert f"**{label}**" in text, text


def test_what_is_found_is_opened_from_one_menu(lived: Room) -> None:
    [menu] = lived.says("zoé", "/besoin chercher facture").buttons

    assert {each.route for each in menu.options} == {
        "besoin voir",
        "rencontre compte-rendu",
        "veille ressource",
    }


def test_another_networks_things_are_never_found(lived: Room) -> None:
    found = lived.says("amina", "/besoin ~national chercher facture", network=None)

    assert "**Décision**" not in found.text


def test_what_an_earlier_version_kept_is_read_once(lived: Room) -> None:
    def emptied(db: Connection) -> None:
        db.execute(delete(documents))
        db.execute(delete(postings))

    lived.store(emptied)

    def numbers(db: Connection) -> int:
        return len(db.execute(select(documents.c.question)).all())

    while lived.store(lambda db: searched.read_missing(db, limit=1)):
        pass
    assert lived.store(numbers) == 4  # a decision, minutes, a resource, an article
    assert lived.store(searched.forget_gone) == 0
