"""Questions found by what they mean, where their words differ; on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, select, update

from bot.core.columns import metadata
from bot.index import meaning, wording
from bot.index import store as search
from bot.index.rules import DocumentKind, SearchedDocument
from bot.index.tables import documents, postings, terms, vectors, vocabulary
from bot.meaning.vector import SCALE

ROOM, SCREEN, CODE = 1, 2, 3
KEPT = {
    ROOM: "Qui prête une salle à Brest ?",
    SCREEN: "L'ordinateur ne s'allume plus",
    CODE: "Une dame ne reçoit plus le code",
}


def pointing(*weights: float) -> bytes:
    """Return a vector of length one, as it is kept."""
    length = sum(each * each for each in weights) ** 0.5
    steps = [round(SCALE * 0.4 * each / length) for each in (*weights, 0, 0, 0)[:3]]
    return bytes(each % 256 for each in steps)


MEANS = {ROOM: pointing(1, 0, 0), SCREEN: pointing(0, 1, 0.1), CODE: pointing(-0.2, 0, 1)}


@pytest.fixture
def db(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        tables = [documents, terms, vocabulary, postings, vectors]
        metadata.create_all(connection, tables=tables)
        for number, text in KEPT.items():
            wording.index(connection, number, "loire", text=text)
            keep(connection, number, MEANS[number])
        yield connection
    engine.dispose()


def keep(db: Connection, number: int, told: bytes, network: str = "loire") -> None:
    meaning.keep(db, number, network, told)


def found(db: Connection, query: str, seeking: bytes | None, network: str = "loire") -> list[int]:
    hits = search.search(db, network, query, limit=3, seeking=seeking)
    return [hit.question for hit in hits]


def to_understand(db: Connection) -> list[int]:
    found = meaning.missing(db, ["loire", "rhone"], DocumentKind.QUESTION, limit=9)
    return [number for _, number in found]


def test_what_shares_no_word_is_found(db: Connection) -> None:
    assert found(db, "moniteur tout noir", None) == []
    assert found(db, "moniteur tout noir", pointing(0.1, 1, 0))[0] == SCREEN


def test_words_still_count(db: Connection) -> None:
    unsure = pointing(1, 1, 1)

    assert found(db, "code", unsure)[0] == CODE
    assert found(db, "salle", unsure)[0] == ROOM


def test_another_network_is_never_read(db: Connection) -> None:
    wording.index(db, 9, "rhone", text="Un écran noir")
    keep(db, 9, MEANS[SCREEN], network="rhone")

    assert 9 not in found(db, "écran", MEANS[SCREEN])
    assert found(db, "écran", MEANS[SCREEN], network="rhone") == [9]


def test_what_is_forgotten_is_found_no_more(db: Connection) -> None:
    assert SCREEN in found(db, "moniteur", MEANS[SCREEN])

    search.forget(db, SearchedDocument(DocumentKind.QUESTION, SCREEN), "loire")

    assert SCREEN not in found(db, "moniteur", MEANS[SCREEN])
    assert SCREEN not in db.execute(select(vectors.c.question)).scalars().all()


def test_a_question_that_changes_is_understood_anew(db: Connection) -> None:
    assert to_understand(db) == []
    found(db, "moniteur", MEANS[SCREEN])  # its signs are at hand now

    wording.index(db, ROOM, "loire", text="Un écran qui reste noir")
    assert to_understand(db) == [ROOM]
    keep(db, ROOM, pointing(0, 1, 0))

    assert to_understand(db) == []
    assert set(found(db, "moniteur", MEANS[SCREEN])[:2]) == {ROOM, SCREEN}


def test_what_another_model_made_is_made_anew(db: Connection) -> None:
    meaning.make_anew(db)
    assert to_understand(db) == []

    db.execute(update(vectors).values(model="another"))
    meaning.make_anew(db)
    assert to_understand(db) == [ROOM, SCREEN, CODE]


def test_what_another_model_made_is_found_by_its_words_until_then(db: Connection) -> None:
    db.execute(update(vectors).where(vectors.c.question == SCREEN).values(model="another"))

    assert meaning.of(db, SCREEN, "loire") is None
    assert ROOM in found(db, "salle", MEANS[ROOM])
    assert SCREEN not in meaning.close(db, "loire", MEANS[ROOM])
    assert found(db, "ordinateur qui ne s'allume pas", MEANS[SCREEN])[0] == SCREEN


def test_signs_leave_memory_when_nobody_seeks(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(db, "salle", MEANS[ROOM])
    monkeypatch.setattr(meaning, "IDLE", -1.0)

    found(db, "salle", MEANS[ROOM], network="rhone")

    assert set(meaning._at_hand[db.engine]) == {"rhone"}


def test_the_closest_of_many_are_looked_at(db: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "CLOSE", 1)
    for number in range(10, 60):
        wording.index(db, number, "loire", text=f"Autre chose {number}")
        keep(db, number, pointing(-1, -1, -1))

    assert set(meaning.close(db, "loire", MEANS[SCREEN])) <= {ROOM, SCREEN}


def test_a_few_words_find_what_is_close_and_nothing_else(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeking, story = pointing(1, 0.1, 0), "une tablette pour une personne qui ne voit rien"
    monkeypatch.setattr(search, "LEAST", 0.5)

    assert found(db, "tablette", seeking) == [ROOM]
    assert len(found(db, story, seeking)) == len(KEPT)
    monkeypatch.setattr(search, "LEAST", 0.999)
    assert found(db, "tablette", seeking) == []


def test_what_is_not_understood_yet_is_close_by_its_words(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "LEAST", 0.999)
    wording.index(db, 9, "loire", text="Une tablette pour le bus ?")

    assert found(db, "tablette", pointing(1, 0.1, 0)) == [9]
    assert found(db, "tablette", None) == [9]


def test_by_words_alone_a_few_words_find_what_holds_enough_of_them(db: Connection) -> None:
    assert found(db, "salle", None) == [ROOM]
    assert found(db, "barnum chauffage tonnelle vidéoprojecteur sonorisation salle", None) == []
