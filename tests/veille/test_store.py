"""The veille on both databases: what is brought, chosen, proposed, published and found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.database import Database
from bot.veille.article import Article
from bot.veille.feeds.rules import Collected
from tests.commands.articles import collected, outcome
from tests.commands.gestures import fills, told
from tests.commands.test_flux import GOOD, Web, adds, good, tries
from tests.commands.test_proposer import gathers
from tests.commands.test_tri import brought_by_another, publishes
from tests.commands.test_veille_traps import REFUSED
from tests.pile_cases import waiting
from tests.room import Room

PAGE = "https://flux.example.org/2"


def test_a_month_of_the_veille(database: Database) -> None:
    room = Room(database)
    collected(room, "Déclarer ses impôts", "Un atelier", "À écarter", "En tête")
    brought_by_another(room, PAGE)
    room.does("amina", "veille écarter 3")
    room.does("amina", "veille épingler 4")
    room.does("amina", "veille pourquoi 4 Un déroulé complet")
    room.says("zoé", f"/veille proposer {PAGE} Clair")
    room.does("louis", "veille utile 1")
    gathers(room, "louis", "#veille https://exemple.fr/guide", post="m1")
    gathers(room, "louis", "#veille https://exemple.fr/guide", by="louis", post="m1", back=True)
    assert "écarter" not in waiting(room)

    text, _ = publishes(room)

    order = [text.index(f"[{title}]") for title in ("En tête", "Un atelier", "Déclarer ses impôts")]
    assert order == sorted(order)
    assert "écarter" not in text
    assert "exemple.fr/guide" not in text
    assert "3\u00a0articles" in room.does("louis", "veille archives").text
    assert "Un déroulé complet" in room.says("louis", "/veille chercher deroule").text
    assert "Déclarer" in room.says("louis", "/veille chercher declaration impot").text
    assert "Rien d'assez proche" in room.says("louis", "/veille chercher %' OR 1=1 --").text
    assert "Rien de neuf" in room.says("louis", "/veille").text
    room.forgets(days=400)
    assert "Un atelier" in room.says("louis", "/veille chercher atelier").text


def test_feeds_by_command(database: Database) -> None:
    room = Room(database)
    adds(room, "a.example.org", nom="Mon site", theme="santé")
    assert "suit **Mon site**" in tries(room, Web({GOOD: good(room.clock.now)}))
    changed = fills(room, "amina", "veille flux régler", "2", sauf="bourse", plafond="3")
    assert "bourse" in changed.text
    room.does("amina", "veille flux suspendre 2")
    assert "⏸" in room.says("louis", "/veille flux").text
    room.does("amina", "veille flux exporter")
    assert told(room, "amina")[-1].file is not None
    for days in (0, 4):
        room.clock.forward(days=days)
        outcome(room, REFUSED)

    assert "1 flux ne se lit plus" in waiting(room)


HOSTILE = (
    "chercher \x00 \ud800",
    "chercher impot page 999999999",
    "proposer https://exemple.fr/a\x00b mot\x00s",
    "flux http://\x00",
    "flux exemple.fr/\ud800 un\x00nom",
)
"""No number is too large, and what PostgreSQL refuses in a text is left out of it."""


def test_hostile_words_break_nothing(database: Database) -> None:
    room = Room(database)
    collected(room, "Un impôt")
    publishes(room)
    collected(room, "Un impôt", "Autre", later=True)
    for line in HOSTILE:
        for who in ("amina", "zoé"):
            assert "a cassé" not in room.says(who, f"/veille {line}").text, line


def test_an_article_is_known_by_all_that_it_was_called(database: Database) -> None:
    room = Room(database)
    collected(room, "Une bourse", "Autre chose", later=True)
    first = Article(
        guid="urn:1",
        link="https://flux.example.org/1",
        title="Une bourse",
        published=room.clock.now - timedelta(hours=1),
    )
    renamed = replace(first, title="Une bourse, prolongée", link="https://flux.example.org/bourse")
    moved = replace(renamed, guid="urn:b", title="Bourse : dernier rappel")

    for called in ((renamed,), (moved,), (first,), (moved, renamed, first)):
        outcome(room, Collected(articles=called))

    assert "2\u00a0articles" in room.does("louis", "veille articles").text


def test_another_feed_brings_it_from_where_it_was_before(database: Database) -> None:
    room = Room(database)
    collected(room, "Une bourse", later=True)
    publishes(room)
    moved = Article(guid="urn:1", link="https://flux.example.org/bourse", title="Une bourse")
    outcome(room, Collected(articles=(moved,)))

    proposed = room.says("zoé", "/veille proposer https://flux.example.org/1").text
    brought_by_another(room, "https://flux.example.org/1", title="La bourse")

    assert "déjà" in proposed
    assert "Rien de neuf" in room.says("louis", "/veille").text


def test_a_page_that_moved_is_one_with_its_copy_from_before(database: Database) -> None:
    room = Room(database)
    collected(room, "Autre chose", later=True)
    brought_by_another(room, "https://flux.example.org/bourse", title="La bourse")
    publishes(room)

    for link in ("https://flux.example.org/bourse", "https://flux.example.org/1"):
        outcome(room, Collected(articles=(Article(guid="urn:7", link=link, title="Une bourse"),)))

    assert "Rien de neuf" in room.says("louis", "/veille").text


def test_two_feeds_bring_it_from_where_it_was_and_from_where_it_is(database: Database) -> None:
    room = Room(database)
    collected(room, "Une bourse", "Autre chose", later=True)
    brought_by_another(room, "https://flux.example.org/1", title="La bourse")
    moved = Article(guid="urn:1", link="https://flux.example.org/bourse", title="Une bourse")

    outcome(room, Collected(articles=(moved,)))

    assert "2\u00a0articles" in room.does("louis", "veille articles").text
