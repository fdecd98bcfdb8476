"""What was published is found by its words, and by what it means where that is known."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import Connection, insert

from bot.veille import archive_store as archive
from bot.veille import meaning_store as meanings
from bot.veille.archive_store import MANY, ArchiveHit
from bot.veille.meaning_store import ToldArticle
from bot.veille.tables import articles, publications
from tests.commands.articles import collected
from tests.room import Room
from tests.veille.test_alike import pointing
from tests.veille.test_ranking import entry

WANTED, ELSE = pointing(1, 0, 0, 0), pointing(0, 1, 0, 0)


def publish(room: Room, told: Mapping[str, bytes]) -> None:
    """Publish articles of these titles, n° 1 and on, that mean this."""

    def keep(db: Connection) -> None:
        for number, (title, vector) in enumerate(told.items(), start=1):
            archive.index(db, "loire", entry(number, title=title))
            row = {"network": "loire", "article": number, "due_at": room.clock.now}
            db.execute(insert(publications), row | {"place": number})
            found = ToldArticle(id=number, title=title, summary="")
            assert meanings.keep(db, found, vector)

    collected(room, *told, later=True)
    room.store(keep)


def found(room: Room, query: str, seeking: bytes | None = WANTED, **page: int) -> list[ArchiveHit]:
    given = {"limit": 9, "offset": 0} | page
    return list(
        room.store(
            lambda db: archive.search(
                db, "loire", query, limit=given["limit"], offset=given["offset"], seeking=seeking
            )
        )
    )


def test_what_shares_no_word_is_found_when_it_is_close(room: Room) -> None:
    publish(room, {"Choisir un clavier": ELSE, "Tableur facile": WANTED})

    assert found(room, "calculer un budget", None) == []
    assert found(room, "calculer un budget") == [ArchiveHit(2, near=True)]


def test_what_shares_words_stays_and_the_closest_comes_first(room: Room) -> None:
    publish(room, {"Budget participatif": ELSE, "Budget familial": WANTED})

    assert found(room, "budget") == [ArchiveHit(2), ArchiveHit(1)]
    assert found(room, "participatif")[0] == ArchiveHit(1)


def test_pages_follow_each_other(room: Room) -> None:
    publish(room, {f"Budget {word}": WANTED for word in ("un", "deux", "trois", "quatre", "cinq")})
    whole = found(room, "budget")

    pages = [found(room, "budget", limit=2, offset=at) for at in (0, 2, 4)]

    assert [each for page in pages for each in page] == whole
    assert len(whole) == 5


def test_where_many_are_as_close_none_is_near(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MANY", 4)
    usual = {f"Titre {number}": pointing(1, 1, 0, 0) for number in range(6)}
    publish(room, usual | {"Tableur facile": pointing(1, 1, 0.1, 0)})

    assert MANY > 4
    assert all(hit.article == 7 for hit in found(room, "calculer"))


def test_only_the_network_s_own_are_read(room: Room) -> None:
    publish(room, {"Tableur facile": WANTED})

    assert room.store(lambda db: meanings.of_published(db, "national")) == {}


def test_of_copies_the_first_is_found(room: Room) -> None:
    publish(room, {"Tableur facile": WANTED, "Tableur  facile": WANTED})
    room.store(lambda db: db.execute(publications.update().values(place=1)))
    assert len(room.store(lambda db: db.execute(articles.select()).all())) == 2

    assert list(room.store(lambda db: meanings.of_published(db, "loire"))) == [1]
