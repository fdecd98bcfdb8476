"""What is found, what never is, on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import Connection, create_engine

from bot.core.columns import metadata
from bot.index import store as search
from bot.index import wording
from bot.index.rules import DocumentKind, SearchedDocument
from bot.index.tables import documents, postings, terms, vectors, vocabulary

ROOM, LABEL, CODE, IMMATRICULATION, LINUX = 1, 2, 3, 4, 5
KEPT = {
    ROOM: "Qui prête une salle à Brest pour un atelier ?",
    LABEL: "Votre structure a-t-elle demandé l'attestation sur l'honneur pour le label ?",
    CODE: "Une dame ne reçoit plus le code de FranceConnect",
    IMMATRICULATION: "Changement d'adresse sur la carte grise : la fiche est-elle à jour ?",
    LINUX: "LibreOffice ou Windows 11 sur nos ordinateurs ?",
}
HOSTILE = [
    "",
    "   ",
    "?",
    "🎉 🙂",
    '"',
    '"salle',
    "'; DROP TABLE search_terms; --",
    "salle*",
    "NEAR(salle brest, 2)",
    "text:salle AND NOT OR (",
    "^salle -brest +",
    "a & b | !c <-> :*",
    "%_\\",
    "\x00\x01",
    "x" * 2_000,
    "mot de passe " * 160,
    " ".join(f"mot{number}" for number in range(400)),
]


@pytest.fixture
def db(url: str) -> Iterator[Connection]:
    """Return a connection, with five questions kept for « loire »."""
    engine = create_engine(url)
    with engine.begin() as connection:
        metadata.create_all(connection, tables=[documents, terms, vocabulary, postings, vectors])
        for number, text in KEPT.items():
            wording.index(connection, number, "loire", text=text)
        yield connection
    engine.dispose()


def found(db: Connection, query: str, *, network: str = "loire") -> Sequence[int]:
    return [hit.question for hit in search.search(db, network, query, limit=5)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("prêtes", ROOM),
        ("PRETE", ROOM),
        ("salles", ROOM),
        ("l'honneur", LABEL),
        ("l’honneur", LABEL),
        ("attesttion", LABEL),
        ("atestation", LABEL),
        ("attestatino", LABEL),
        ("honeur", LABEL),
        ("france connect", CODE),
        ("carte grise", IMMATRICULATION),
        ("certificat d'immatriculation", IMMATRICULATION),
        ("tuto", IMMATRICULATION),
        ("pc", LINUX),
        ("libre office", LINUX),
        ("windows 11", LINUX),
        ("bonjour, je cherche une salle svp, merci", ROOM),
    ],
)
def test_other_spellings_and_other_words_find(db: Connection, query: str, expected: int) -> None:
    assert found(db, query)[:1] == [expected]


def test_two_words_in_one_find(db: Connection) -> None:
    wording.index(db, 6, "loire", text="Un café numérique à la ferme")

    assert found(db, "cafénumérique") == [6]


def test_a_short_unknown_word_is_not_corrected(db: Connection) -> None:
    assert found(db, "cide") == []


def test_another_networks_question_is_never_found(db: Connection) -> None:
    wording.index(db, 6, "rhone", text="Qui prête une salle à Lyon ?")

    assert found(db, "salle Lyon") == [ROOM]
    assert found(db, "salle", network="rhone") == [6]
    assert found(db, "sale", network="nowhere") == []


def test_another_networks_words_correct_nothing(db: Connection) -> None:
    wording.index(db, 6, "rhone", text="Un vidéoprojecteur ?")

    assert found(db, "videoprojecteurr") == []


def test_a_forgotten_question_is_found_no_more(db: Connection) -> None:
    search.forget(db, SearchedDocument(DocumentKind.QUESTION, ROOM), "loire")
    search.forget(db, SearchedDocument(DocumentKind.QUESTION, ROOM), "loire")

    assert found(db, "salle à Brest") == []
    assert found(db, "label") == [LABEL]


def test_an_answer_and_a_theme_are_searched_too(db: Connection) -> None:
    wording.index(
        db, ROOM, "loire", text=KEPT[ROOM], answer="La Manufacture, le mardi", theme="Vie du réseau"
    )

    assert found(db, "manufacture") == [ROOM]
    assert found(db, "vie du réseau") == [ROOM]
    assert found(db, "Brest") == [ROOM]


def test_a_question_counts_more_than_an_answer(db: Connection) -> None:
    wording.index(db, 6, "loire", text="Où garer le bus ?", answer="À la ressourcerie")
    wording.index(db, 7, "loire", text="Où est la ressourcerie ?", answer="Place du marché")

    assert found(db, "ressourcerie") == [7, 6]


def test_a_text_kept_again_replaces_the_first(db: Connection) -> None:
    wording.index(db, ROOM, "loire", text="Qui prête un barnum ?")

    assert found(db, "salle Brest") == []
    assert found(db, "barnum") == [ROOM]


def test_the_rarest_word_decides(db: Connection) -> None:
    for number in range(10, 30):
        wording.index(db, number, "loire", text="Une salle pour une réunion ?")

    assert found(db, "salle Brest")[0] == ROOM


def test_equal_questions_come_newest_first(db: Connection) -> None:
    for number in (7, 8, 9):
        wording.index(db, number, "loire", text="Un barnum ?")

    assert found(db, "barnum") == [9, 8, 7]


def test_no_more_than_asked_for(db: Connection) -> None:
    for number in range(10, 20):
        wording.index(db, number, "loire", text="Un barnum ?")

    assert len(search.search(db, "loire", "barnum", limit=3)) == 3


def test_a_word_in_every_question_still_finds_the_newest(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "COMMON", 3)
    monkeypatch.setattr(wording, "READ", 4)
    monkeypatch.setattr(wording, "_HELD", wording._counting(3))
    for number in range(10, 30):
        wording.index(db, number, "loire", text=f"Un barnum jaune {number} ?")

    assert found(db, "barnum jaune")[0] == 29
    assert found(db, "barnum 12")[0] == 12


def test_a_paraphrase_is_near(db: Connection) -> None:
    hits = search.nearest(db, "loire", "code france connect jamais reçu par une usagère", limit=3)

    assert [hit.question for hit in hits] == [CODE]


def test_one_common_word_is_no_likeness(db: Connection) -> None:
    assert search.nearest(db, "loire", "Une salle de bain adaptée au handicap ?", limit=3) == []


def test_the_same_question_is_a_double(db: Connection) -> None:
    hits = search.nearest(db, "loire", KEPT[LABEL], limit=3)

    assert [hit.question for hit in hits if hit.score >= search.DOUBLE] == [LABEL]


def test_a_question_does_not_rival_those_that_ask_the_same(db: Connection) -> None:
    text = KEPT[ROOM].replace("un atelier", "un atelier smartphone")
    wording.index(db, 6, "loire", text=text)

    hits = search.nearest(db, "loire", text, limit=3, but=6)

    assert [hit.question for hit in hits if hit.score >= search.DOUBLE] == [ROOM]


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_is_an_error(db: Connection, query: str) -> None:
    search.search(db, "loire", query, limit=5)
    search.nearest(db, "loire", query, limit=5)

    assert found(db, "salle") == [ROOM]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_can_be_kept_and_forgotten(db: Connection, text: str) -> None:
    wording.index(db, 99, "loire", text=text, answer=text, theme=text)
    search.forget(db, SearchedDocument(DocumentKind.QUESTION, 99), "loire")

    assert found(db, "Brest") == [ROOM]


def test_sweeping_leaves_no_word_of_forgotten_questions(db: Connection) -> None:
    search.forget(db, SearchedDocument(DocumentKind.QUESTION, ROOM), "loire")

    swept = wording.sweep(db)

    assert swept == 4
    assert db.execute(vocabulary.select().where(vocabulary.c.word == "brest")).all() == []
    assert found(db, "label") == [LABEL]
    wording.index(db, ROOM, "loire", text=KEPT[ROOM])
    assert found(db, "Brest") == [ROOM]
