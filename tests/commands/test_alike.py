"""Articles understood: told together when they tell one news, found by what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from sqlalchemy import Connection, delete

from bot.index import meaning
from bot.index.rules import DocumentKind, SearchedDocument
from bot.letter import store as letters
from bot.search import finding
from bot.veille import digests
from bot.veille import meaning_store as meanings
from bot.veille import pages as veille_pages
from bot.veille.article import Article
from bot.veille.feeds.rules import Collected
from bot.veille.tables import article_vectors
from tests.commands.articles import outcome
from tests.commands.test_tri import publishes
from tests.room import LOIRE, Room
from tests.veille.test_alike import PRESS, TOWN, pointing

FERRY, NEARLY, OTHER = pointing(1, 1, 1, 0.2), pointing(1, 1, 0.9, 0.2), pointing(-1, 1, -1, 1)
MEANS = {PRESS[0]: FERRY, TOWN[0]: NEARLY, "Choisir un clavier": OTHER}
SAME = "Sur le même sujet"


def understand(room: Room, means: Mapping[str, bytes]) -> None:
    def keep(db: Connection) -> None:
        for each in meanings.missing(db, limit=99):
            meanings.keep(db, each, means[each.title])

    room.store(keep)


@pytest.fixture
def brought(room: Room) -> Room:
    """Three articles, n° 1 to 3: a news, the same by another, and something else."""
    now = room.clock.now
    told = (PRESS, TOWN, ("Choisir un clavier", "Gros caractères et couleurs vives."))
    articles = tuple(
        Article(
            guid=f"urn:{number}",
            link=f"https://flux.example.org/{number}",
            title=title,
            summary=summary,
            published=now,
        )
        for number, (title, summary) in enumerate(told, start=1)
    )
    outcome(room, Collected(articles=articles))
    understand(room, MEANS)
    return room


def test_one_news_is_told_once_with_the_other_under_it(brought: Room) -> None:
    main, text = publishes(brought)

    assert (main.count("](https://flux"), main.count(SAME), text.count(SAME)) == (2, 0, 1)
    assert text.index("Traversée") < text.index(SAME) < text.index("/1")


def test_before_they_are_understood_all_is_told_apart(brought: Room) -> None:
    brought.store(lambda db: db.execute(delete(article_vectors)))

    assert SAME not in publishes(brought)[1]


def test_it_is_told_so_again(brought: Room) -> None:
    publishes(brought)

    due = brought.clock.now
    digest = brought.store(lambda db: digests.again(db, "loire", [due])[0])
    assert [[one.article for one in each.alike] for each in digest.shown] == [[], [1]]
    assert digest.count == 3


def test_each_can_be_sorted(brought: Room) -> None:
    listed = brought.does("amina", "veille articles").text
    assert "3\u00a0articles" in listed
    assert re.search(rf"{SAME}.*n°\u00a01 ", listed)

    brought.does("amina", "veille garder 1")

    kept = brought.does("amina", "veille articles").text
    assert kept.index("Le bac") < kept.index(SAME) < kept.index("Traversée")


def test_what_is_dropped_leaves_its_place_to_the_other(brought: Room) -> None:
    brought.does("amina", "veille écarter 2")

    text = publishes(brought)[0]
    assert SAME not in text
    assert "Le bac de Lampaul" in text


def test_two_that_are_kept_stand_apart(brought: Room) -> None:
    brought.does("amina", "veille garder 1 2")

    assert SAME not in publishes(brought)[1]


def test_what_is_told_under_another_is_found_again(brought: Room) -> None:
    publishes(brought)

    assert "Le bac de Lampaul" in brought.says("zoé", "/veille chercher passagers guichet").text


def test_the_letter_tells_them_together(brought: Room) -> None:
    publishes(brought)
    brought.does("louis", "veille utile 2")

    brought.does("amina", "lettre publier confirmé")

    letter = brought.store(lambda db: letters.latest(db, "loire"))
    assert letter is not None
    for told in (letter.text, letter.html):
        assert told.index("Traversée") < told.index(SAME) < told.index("Le bac de Lampaul")
        assert "Choisir un clavier" not in told


def test_the_page_and_its_feed_tell_them_together(brought: Room) -> None:
    publishes(brought)
    reading = brought.store(lambda db: veille_pages.read(db, "loire", 5, brought.clock.now))

    assert [len(each.alike) for each in reading.digests[0].shown] == [0, 1]


def test_a_search_finds_what_says_it_otherwise(brought: Room) -> None:
    publishes(brought)
    keyboard = SearchedDocument(DocumentKind.ARTICLE, 3).number
    brought.store(lambda db: meaning.keep(db, keyboard, "loire", OTHER))

    assert "Rien d'assez proche" in brought.says("zoé", "/veille chercher pianoter aisément").text
    found, close = brought.store(
        lambda db: finding.find(
            brought.bot.context(db, LOIRE, brought.clock.now), "pianoter aisément", seeking=OTHER
        )
    )
    assert close
    assert [each.text for each in found] == ["Choisir un clavier"]
    assert found[0].more.startswith("Gros caractères")
