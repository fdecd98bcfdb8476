"""Weights: what they are, what they decide, and that rules alone read what is no prose."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bench.personal import marked
from bot.french.personal import DataKind, by_rules, personal_data, read, weighing
from bot.french.personal.chunks import chunks
from bot.french.personal.kinds import FoundData


def _cut(text: str) -> list[str]:
    plain = read(text).plain
    return [plain[each.start : each.end] for each in chunks(plain, by_rules(plain))]


def test_a_number_is_one_token_and_so_is_what_rules_found() -> None:
    assert _cut("Mme Kervella, dossier RG 24/00917 : passez à 9 h") == [
        *("Mme Kervella", ",", "dossier", "RG 24/00917", ":", "passez", "a", "9", "h")
    ]


@pytest.mark.parametrize(
    ("text", "shape", "digits", "letters"),
    [
        ("FR76 3000", "A2_4", "763000", 2),
        ("12-345 AB", "2-3_A", "12345", 2),
        ("22 000417", "2_6", "22000417", 0),
    ],
)
def test_a_number_is_told_by_its_parts(text: str, shape: str, digits: str, letters: int) -> None:
    (chunk,) = chunks(text, [])

    assert chunk.number is not None
    assert (chunk.number.shape, chunk.number.digits) == (shape, digits)
    assert chunk.number.letters == letters


def test_words_are_told_by_their_shape_and_the_lists_that_know_them() -> None:
    told = {each.word: (each.sort, each.lists) for each in chunks("Josette et SNCF Zgurtz", [])}

    assert told["josette"] == ("Xx?", "G")
    assert told["et"][0] == "x"
    assert told["zgurtz"] == ("Xx?", "")


def test_what_is_cut_stands_in_order_apart_and_loses_no_word() -> None:
    text = "rappeler M. Exemple au 06 39 98 12 34 (le soir), code 4-2-1 !\nMerci à tous…"
    plain = read(text).plain
    some = chunks(plain, by_rules(plain))

    assert all(one.end <= other.start for one, other in pairwise(some))
    between = [plain[one.end : other.start] for one, other in pairwise(some)]
    assert not "".join(between).strip()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("son schéma : un L en partant d'en haut à gauche, et il ne s'ouvre pas", "secret"),
        ("la dame a noté Jasmin&Rose27 sur son carnet et Gmail n'en veut pas", "secret"),
        ("un monsieur, Wurtzeller, n'arrive pas à ouvrir son compte ameli", "name"),
    ],
)
def test_what_no_rule_knows_is_seen_by_what_stands_around_it_and_is_doubtful(
    text: str, kind: str
) -> None:
    assert not by_rules(read(text).plain)
    assert [(each.kind.value, each.sure) for each in personal_data(text)] == [(kind, False)]


@pytest.mark.parametrize(
    "text",
    [
        "la CNIL a bien un numéro, le 01 99 00 22 22 ? c'est pour une question de droits",
        "Clé WPA2 ou WPA3, la tablette de l'atelier ne voit pas le réseau, on change ça où ?",
        "Le code PIN d'une SIM neuve, c'est 0000 chez Orange et 1234 chez Free ?",
    ],
)
def test_what_rules_took_for_personal_is_left_by_what_stands_around_it(text: str) -> None:
    assert by_rules(read(text).plain)
    assert personal_data(text) == ()


@pytest.mark.parametrize("text", ["Доступ заборонено, que dit ce message ?", "تم رفض الوصول"])
def test_words_of_other_scripts_name_nobody(text: str) -> None:
    assert personal_data(text) == ()


@pytest.mark.parametrize(
    "number",
    [
        "FR1420041010050500013M02606",
        "FR14 2004 1010 0505 0001 3M02 606",
        "4970 1000 0000 0154",
        "4970100000000154",
        "2 69 05 49 588 157 80",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "Pour l'atelier de jeudi, {} est affiché au mur",
        "Notre association a {} comme numéro",
        "le site n'accepte pas {}, pourquoi ?",
    ],
)
def test_a_number_whose_check_digit_is_right_is_never_left(number: str, text: str) -> None:
    seen = text.format(number)
    places = [(each.start, each.end) for each in personal_data(seen)]

    assert (seen.index(number), seen.index(number) + len(number)) in places


def test_what_is_no_prose_is_read_by_rules_alone() -> None:
    plain = read("a@ " * weighing.MOST + "06 39 98 12 34").plain
    found = by_rules(plain)

    assert [each.kind for each in found] == [DataKind.PHONE]
    assert list(weighing.weighed(plain, found)) == found


def test_nothing_is_found_in_nothing() -> None:
    assert list(weighing.weighed("", [])) == []
    assert list(weighing.weighed(" \t", [])) == []


def test_two_finds_of_a_kind_side_by_side_stay_two() -> None:
    text = "ses numéros : 06 39 98 12 34, 07 44 12 01 30"
    found = personal_data(text)

    assert [text[each.start : each.end] for each in found] == ["06 39 98 12 34", "07 44 12 01 30"]


def test_every_mark_to_learn_from_has_words_and_a_kind() -> None:
    for one in marked():
        text, spans = one.read()
        assert "[[" not in text
        assert "]]" not in text
        assert all(text[start:end].strip() == text[start:end] != "" for start, end, _ in spans)


def test_finds_are_in_order_and_apart() -> None:
    for one in marked()[::97]:
        text, _ = one.read()
        found = personal_data(text)
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert all(isinstance(each, FoundData) for each in found)
