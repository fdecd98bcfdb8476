"""The words that carry sense, whatever way they are typed."""

from __future__ import annotations

import pytest

from bot.french import words
from bot.french.words import SNIPPET, clauses, shape, snippet, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Déclaration d'impôts", "declaration d impots"),
        ("l’œil", "l'oeil"),
        ("les ordinateurs", "UN ORDINATEUR"),
        ("renouveler", "le renouvellement"),
        ("la sécurité", "SECURITES"),
        ("un compte piraté", "piratage du compte"),
        ("jusqu'au Wi-Fi", "wi fi"),
        ("la 5ème", "la 5e"),
        ("dossiers bloqués", "dossier bloquée"),
        ("paramétrer", "le paramétrage"),
        ("qu'est-ce que la fibre", "bonjour, quelqu'un connaît la fibre ? merci"),
    ],
)
def test_two_spellings_of_one_thing_have_the_same_terms(one: str, other: str) -> None:
    assert set(terms(one)) == set(terms(other))


def test_the_chat_around_a_question_is_dropped() -> None:
    assert terms("Bonjour, est-ce que quelqu'un a une imprimante ? Je cherche, merci !") == (
        "imprim",
    )


def test_codes_are_kept_whole() -> None:
    found = terms("17Cyber, Windows 11 et FranceConnect+")

    assert {"17cyber", "11", "franceconnect+", "franceconnect"} <= set(found)


def test_publicity_and_the_public_are_two_things() -> None:
    assert not set(terms("publicité")) & set(terms("publics"))


def test_empty_words_alone_are_all_there_is_to_look_for() -> None:
    assert terms("comment faire") == ("comment", "fair")


@pytest.mark.parametrize("text", ["", "   ", "?!", "🎉🎉", "a", "'", "\x00", "++"])
def test_a_text_without_words_has_no_terms(text: str) -> None:
    assert terms(text) == ()
    assert clauses(text) == []


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("caf", "un allocataire"),
        ("mdp", "mot de passe"),
        ("pc", "ordinateur"),
        ("tuto", "une fiche"),
        ("certificat d'immatriculation", "la carte grise"),
        ("cni", "carte d'identité"),
        ("phishing", "une escroquerie"),
        ("personnes âgées", "des seniors"),
        ("courriels", "un e-mail"),
        ("avis d'imposition", "le fisc"),
    ],
)
def test_what_the_field_says_in_two_ways_meets(query: str, kept: str) -> None:
    others = {other for clause in clauses(query) for other in clause.others}

    assert others & set(terms(kept))


def test_half_of_a_saying_brings_no_synonym() -> None:
    (clause,) = clauses("grise")

    assert clause.others == {}


def test_a_word_of_the_trade_weighs_less() -> None:
    trade, telling = clauses("usager malvoyant")

    assert trade.weight == words.WEAK < telling.weight


def test_neighbours_are_also_sought_as_one_word() -> None:
    libre, office = clauses("libre office")

    assert libre.joined == office.joined == ("libreoffice",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ordinnateur", "ordinateur"), ("abonement", "abonnement"), ("fotos", "photo")],
)
def test_words_that_sound_alike_have_one_shape(typed: str, meant: str) -> None:
    assert shape(typed) == shape(meant)


def test_a_short_text_is_its_own_snippet() -> None:
    assert snippet("La Manufacture,\nle mardi", "salle") == "La Manufacture, le mardi"


def test_a_snippet_shows_the_words_that_were_sought() -> None:
    text = "Rien ici. " * 30 + "Le mot de passe est au dos de l'ordinateur. " + "Ni là. " * 30

    shown = snippet(text, "mdp du PC")

    assert "mot de passe est au dos de l'ordinateur" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= SNIPPET


def test_without_the_words_a_snippet_is_the_beginning() -> None:
    shown = snippet("Première phrase. " * 20, "zèbre")

    assert shown.startswith("Première phrase.")
    assert shown.endswith(" …")


def test_a_snippet_at_the_end_of_a_text_says_nothing_follows() -> None:
    shown = snippet("Rien ici. " * 40 + "Voir la ressourcerie", "ressourcerie")

    assert shown.endswith("Voir la ressourcerie")


@pytest.mark.parametrize("limit", [20, 60, 160])
@pytest.mark.parametrize("text", ["a" * 500, "mot " * 200, "é🎉" * 300])
def test_a_snippet_never_passes_its_limit(text: str, limit: int) -> None:
    assert len(snippet(text, "mot", limit=limit)) <= limit
