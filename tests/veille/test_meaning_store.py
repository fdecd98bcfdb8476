"""What articles mean, as it is kept: of which, how long, until what."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, delete, update

from bot.veille import meaning_store as meanings
from bot.veille.feeds import following_store as followings
from bot.veille.meaning_store import ToldArticle
from bot.veille.tables import article_vectors, articles
from tests.commands.articles import collected
from tests.room import Room


@pytest.fixture
def brought(room: Room) -> Room:
    collected(room, "Un guide", "Une étude")
    return room


def waiting(room: Room) -> list[ToldArticle]:
    return list(room.store(lambda db: meanings.missing(db, limit=9)))


def keep_all(room: Room) -> list[bool]:
    def keep(db: Connection) -> list[bool]:
        return [meanings.keep(db, each, b"\x01") for each in meanings.missing(db, limit=9)]

    return room.store(keep)


def test_the_newest_come_first(brought: Room) -> None:
    assert [each.id for each in waiting(brought)] == [2, 1]


def test_what_is_understood_waits_no_more(brought: Room) -> None:
    assert keep_all(brought) == [True, True]
    assert waiting(brought) == []


def test_what_changed_meanwhile_is_not_kept(brought: Room) -> None:
    old = ToldArticle(id=1, title="Un guide d'avant", summary="")

    assert not brought.store(lambda db: meanings.keep(db, old, b"\x01"))
    assert brought.store(lambda db: meanings.of_articles(db, [1, 2])) == {}


def test_what_another_model_made_is_made_anew(brought: Room) -> None:
    keep_all(brought)

    brought.store(meanings.make_anew)
    assert waiting(brought) == []
    brought.store(lambda db: db.execute(update(article_vectors).values(model="another")))
    assert brought.store(lambda db: meanings.of_articles(db, [1, 2])) == {}
    brought.store(meanings.make_anew)
    assert len(waiting(brought)) == 2


def test_articles_of_a_feed_that_nobody_follows_are_left(brought: Room) -> None:
    brought.store(lambda db: followings.remove(db, followings.of_network(db, "loire")[0]))

    assert waiting(brought) == []


def test_a_link_without_title_waits_for_it(room: Room) -> None:
    room.says("louis", "/veille proposer https://exemple.fr/a")

    assert waiting(room) == []


def test_a_vector_goes_with_its_article(brought: Room) -> None:
    keep_all(brought)

    brought.store(lambda db: db.execute(delete(articles).where(articles.c.id == 1)))

    assert list(brought.store(lambda db: meanings.of_articles(db, [1, 2]))) == [2]
