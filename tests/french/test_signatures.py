"""Where a text tells who wrote it, and where the same word is a word."""

from __future__ import annotations

import pytest

from bot.french.signatures import signatures, without


def found(text: str, *names: str) -> list[str]:
    return [text[start:end] for start, end in signatures(text, ("cnfs42", *names))]


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        ("Comment gérer un voisin pénible ? Zoé", ("Zoé",), "Zoé"),
        ("signé karim : qui prête une salle ?", ("Karim",), "karim"),
        ("Qui prête une salle ? merci ilyes", ("Ilyès",), "ilyes"),
        ("Voir avec cnfs42 pour la salle", (), "cnfs42"),
        ("Écrivez à k.benali@exemple.fr", ("Karim", "Benali"), "k.benali@exemple.fr"),
        ("Je m'excuse, dit Rose. Rose", ("Rose",), "Rose"),
        ("Qui prête ? — K.", ("Karim",), "K."),
        ("c'est Josiane de Feurs, qui prête ?", (), "Josiane"),
        ("Qui prête ? Bonne journée, Josiane", (), "Josiane"),
        ("Qui prête ? Cdlt Josiane", (), "Josiane"),
        ("Qui prête ? _Zoé_", ("Zoé",), "Zoé"),
        ("Qui prête ? (zm)", ("Zoé", "Martin"), "zm"),
        ("Écrivez à jp.legoff@exemple.fr", ("Jean-Pierre", "Le Goff"), "jp.legoff@exemple.fr"),
        ("Voir zoemartin ou le hub", ("Zoé", "Martin"), "zoemartin"),
        ("https://exemple.fr/in/zoe-martin", ("Zoé", "Martin"), "https://exemple.fr/in/zoe-martin"),
        ("Mme Durand cherche une salle", ("Anne", "Martin-Durand"), "Durand"),
        ("Demandez à Rose pour la salle", ("Rose",), "Rose"),
        ("l'ordi de karim plante", ("Karim",), "karim"),
    ],
)
def test_a_name_is_found_where_a_name_stands(text: str, names: tuple[str, ...], told: str) -> None:
    assert found(text, *names) == [told]


@pytest.mark.parametrize(
    ("account", "text", "told"),
    [
        ("jlefevre42", "jlefevre cherche une salle", "jlefevre"),
        ("loulou_42", "Qui prête ? loulou", "loulou"),
        ("marie.dupont", "Voir avec Marie Dupont", "Marie Dupont"),
        ("marie.dupont", "Qui prête ? Mme Dupont", "Dupont"),
        ("m.b", "1 Mb. Y a-t-il mieux ?", ""),
        ("cn-feurs", "Qui prête une salle à Feurs ?", ""),
    ],
)
def test_an_account_may_be_made_of_names(account: str, text: str, told: str) -> None:
    assert [text[start:end] for start, end in signatures(text, (account, "", "", ""))] == [
        each for each in [told] if each
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("un bouton rose ne marche pas", ("Rose",)),
        ("Un petit souci avec un mur en pierre", ("Pierre", "Petit")),
        ("rue Jules-Ferry, qui a la fibre ?", ("Jules",)),
        ("https://exemple.fr/karim/carte est mort", ("Karim",)),
        ("Qui a la fiche ? Cordialement,", ("Karim",)),
        ("« Signé : Mme Audibert, DGS » : a-t-elle le droit ?", ("Karim",)),
    ],
)
def test_the_same_word_elsewhere_is_a_word(text: str, names: tuple[str, ...]) -> None:
    assert found(text, *names) == []


def test_only_a_signature_after_a_whole_sentence_is_cut() -> None:
    for text, kept in (("Qui prête ? Merci, Zoé", "Qui prête ?"), ("Voir Zoé à Brest ?", "")):
        assert without(text, signatures(text, ("z", "Zoé"))) == kept
