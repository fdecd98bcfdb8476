"""Numbers and networks as busy people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.french.folding import fold
from bot.talk.arguments import (
    TypedText,
    certified_first,
    channel_first,
    confirmed_first,
    first_word,
    names_in,
    number_first,
    paged,
    text_first,
    without_thanks,
)


@pytest.mark.parametrize(
    "typed",
    [
        "12",
        " 12 ",
        "012",
        "n°12",
        "n° 12",
        "N°12",
        "N° 12",
        "n\u00b0\u00a012",
        "nº12",
        "no 12",
        "No12",
        "n12",
        "n. 12",
        "№ 12",
        "#12",
        "# 12",
        "numéro 12",
        "Numero 12",
        "nume\u0301ro 12",
        "question 12",
        "Question n° 12",
        "question numéro 12",
        "la question 12",
        "la question n°12",
        "à la question 12",
        "la n° 12",
        "la 12",
        "q12",
        "12.",
        "12 :",
        "12,",
        "12)",
        "12 -",
        "12 —",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert number_first(typed) == (12, "")


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("12 La Manufacture", "La Manufacture"),
        ("12 : La Manufacture", "La Manufacture"),
        ("12: La Manufacture", "La Manufacture"),
        ("12. La Manufacture", "La Manufacture"),
        ("12 - La Manufacture", "La Manufacture"),
        ("n° 12, La Manufacture", "La Manufacture"),
        ("12\nLa Manufacture\nle mardi", "La Manufacture\nle mardi"),
        ("12\u00a0:\u00a0La Manufacture", "La Manufacture"),
        ("12 14 h 30", "14 h 30"),
        ("12 -10 % partout", "-10 % partout"),
        ("12 :smile: oui", ":smile: oui"),
    ],
)
def test_what_follows_the_number_is_kept_as_it_is(typed: str, rest: str) -> None:
    assert number_first(typed) == (12, rest)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "douze",
        "le 12 mars",
        "12e étage",
        "12ème",
        "12h",
        "1,5 Go",
        "1.5 Go",
        "12/11 à 14 h",
        "12-14 ans",
        "14:30",
        "1234567890",
        "99999999999999999999",
        "non 12",
        "nantes 12",
        "-12",
    ],
)
def test_what_is_no_number_of_a_question_is_left_alone(typed: str) -> None:
    assert number_first(typed) is None


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("", "", ""),
        ("aide", "aide", ""),
        ("  besoin   liste  2 ", "besoin", "liste  2"),
        ("besoin\nQui ?\nQuand ?", "besoin", "Qui ?\nQuand ?"),
        ("besoin\tliste", "besoin", "liste"),
        ("besoin\u00a0liste", "besoin", "liste"),
        ("besoin : qui prête ?", "besoin", "qui prête ?"),
        ("besoin, qui prête ?", "besoin,", "qui prête ?"),
        ("besoin :smile:", "besoin", ":smile:"),
    ],
)
def test_the_first_word_ends_at_any_space(text: str, word: str, rest: str) -> None:
    assert first_word(text) == (word, rest)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("~loire qui ?", ("loire", "qui ?")),
        ("~Loire", ("loire", "")),
        (" ~42-loire_sud\nqui ?", ("42-loire_sud", "qui ?")),
        ("loire qui ?", None),
        ("~ loire", None),
        ("qui, dans ~loire ?", None),
    ],
)
def test_a_network_is_named_by_its_channel_first(typed: str, found: tuple[str, str] | None) -> None:
    assert channel_first(typed) == found


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("RÉPONDRE", "repondre"), ("L’été", "l'ete"), ("Cœur", "coeur"), ("moi‑aussi", "moi-aussi")],
)
def test_folding_forgets_accents_case_and_typography(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(max_size=40))
def test_any_text_has_a_number_or_not(text: str) -> None:
    found = number_first(text)

    assert found is None or 0 <= found[0] < 1_000_000_000


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("hôte @zoe", ("zoe",)),
        ("hôte @Zoe.", ("zoe",)),
        ("(@zoe.l-42_b), @louis et @zoe.l-42_b", ("zoe.l-42_b", "louis")),
        ("écrire à a@b.fr, ou https://social.fr/@zoe", ()),
        ("@ zoe, @", ()),
    ],
)
def test_names_typed_with_an_at_sign_are_read(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


def test_no_more_names_are_read_than_a_long_agenda_has() -> None:
    assert len(names_in(" ".join(f"@u{number}" for number in range(50)))) == 40


@pytest.mark.parametrize("word", ["certifié", "Certifiée", "certifie", "certifiés :"])
def test_a_text_may_be_certified_first(word: str) -> None:
    assert certified_first(f"{word} La Manufacture") == (True, "La Manufacture")
    assert certified_first("La Manufacture certifiée") == (False, "La Manufacture certifiée")


def test_a_text_is_read_after_its_number_and_certified_or_not() -> None:
    assert text_first("12 certifié La salle", numbered=True) == TypedText(
        number=12, certified=True, text="La salle"
    )
    assert text_first("n° 12 : La salle", numbered=True) == TypedText(
        number=12, certified=False, text="La salle"
    )
    assert text_first("certifié La salle", numbered=True) == TypedText(
        number=None, certified=True, text="La salle"
    )
    assert text_first("12 salles", numbered=False) == TypedText(
        number=None, certified=False, text="12 salles"
    )


@pytest.mark.parametrize("word", ["confirmé", "Confirmée", " confirme :", "confirmé,"])
def test_one_insists_by_saying_so_first(word: str) -> None:
    assert confirmed_first(f"{word} 12") == (True, "12")
    assert confirmed_first("12 confirmé") == (False, "12 confirmé")
    assert confirmed_first("confirmé's 12") == (False, "confirmé's 12")


@pytest.mark.parametrize("thanks", ["svp", ", stp", "merci !", "s'il vous plaît", "S’il te plait."])
def test_what_is_asked_politely_is_asked(thanks: str) -> None:
    assert without_thanks(f"liste {thanks}").strip(" ,") == "liste"
    assert without_thanks(f"{thanks} liste") == f"{thanks} liste"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bureautique", ("bureautique", 1)),
        ("bureautique page 2", ("bureautique", 2)),
        ("aide à domicile 3 svp", ("aide à domicile", 3)),
        ("Page 2", ("", 2)),
        ("2", ("", 2)),
        ("page 0", ("", 1)),
        ("12 logements", ("12 logements", 1)),
        ("", ("", 1)),
    ],
)
def test_a_page_is_read_last(typed: str, found: tuple[str, int]) -> None:
    assert paged(typed) == found


def test_a_channel_s_name_is_read_folded() -> None:
    assert channel_first("~LOIRE qui ?") == ("loire", "qui ?")
    assert channel_first("qui ?") is None
