"""Weights: what is weighed of a text, and what they decide."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from bench.personal import OLDER, count, marked
from bot.french.personal import DataKind, FoundData, personal_data, weighing
from bot.french.personal.chunks import GIVEN, RARE, chunks, told
from bot.french.personal.reading import PlainText
from bot.french.personal.shapes import shapes
from bot.french.personal.weighing import read


def _cut(text: str) -> list[str]:
    plain = read(text).plain
    return [plain[each.start : each.end] for each in chunks(plain, shapes(plain))]


def test_a_number_is_one_chunk_with_its_letters_and_so_is_a_mail() -> None:
    assert _cut("dossier RG 24/00917, code t7x4k, à 9 h : a.b@fai.example") == [
        *("dossier", "RG 24/00917", ",", "code", "t7x4k", ",", "a", "9", "h", ":"),
        "a.b@fai.example",
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


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("12  34", ["12  34"]),
        ("12   34", ["12", "34"]),
        ("12--34", ["12--34"]),
        ("12---34", ["12", "-", "-", "-", "34"]),
    ],
)
def test_a_number_goes_on_over_two_signs_or_spaces(text: str, cut: list[str]) -> None:
    assert _cut(text) == cut


def test_words_are_told_by_their_shape_and_the_lists_that_know_them() -> None:
    assert told("et")[:2] == ("et", "x")
    assert told("Atelier")[:2] == ("atelier", "Xx")
    sorts = [told(word).sort.rstrip("?") for word in ("a", "A", "SNCF", "Zgurtz", "McZgurtz")]
    assert sorts == ["x1", "X1", "XX", "Xx", "xX"]
    assert "H" in told("dame").lists


def test_spaces_dashes_figures_and_marks_of_all_kinds_are_plain_ones() -> None:
    assert PlainText.of("06\u00a012\u2009–\u200b34 ٣é\u0301œ").plain == "06 12 -34 3eo"


@pytest.mark.parametrize(
    ("name", "other"), [("Josette", "Rachid"), ("KERVELLA", "ZGURTZ"), ("Le Guen", "Le Zgurtz")]
)
def test_a_name_weighs_as_any_other(name: str, other: str) -> None:
    weighed = [
        {feature for each in weighing.features(line, range(len(line))) for feature in each}
        for text in (name, other)
        for line in weighing.lines_of(f"la dame, {text}, attend")
    ]

    ends = [{feature for feature in each if feature[:2] not in {"z2", "z3"}} for each in weighed]
    assert ends[0] == ends[1]
    assert told("Josette").word == told("Rachid").word == GIVEN
    assert told("Kervella").word == told("Zgurtz").word == RARE


def test_what_is_cut_stands_in_order_apart_and_loses_no_word() -> None:
    text = "rappeler M. Exemple au 06 39 98 12 34 (le soir), code 4-2-1 !\nMerci à tous…"
    plain = read(text).plain
    some = chunks(plain, shapes(plain))

    assert all(one.end <= other.start for one, other in pairwise(some))
    between = [plain[one.end : other.start] for one, other in pairwise(some)]
    assert not "".join(between).strip()


@pytest.mark.parametrize(
    "text",
    [
        "son schéma : un L en partant d'en haut à gauche, et il ne s'ouvre pas",
        "la dame a noté Jasmin&Rose27 sur son carnet et Gmail n'en veut pas",
        "un monsieur, Wurtzeller, n'arrive pas à ouvrir son compte ameli",
    ],
)
def test_what_has_no_shape_is_seen_by_what_stands_around_it(text: str) -> None:
    assert not shapes(read(text).plain)
    assert personal_data(text)


def test_the_phone_of_a_body_is_left_by_what_stands_around_it() -> None:
    text = "la CNIL a bien un numéro, le 01 99 00 22 22 ? c'est pour une question de droits"

    assert shapes(read(text).plain)
    assert personal_data(text) == ()


def test_nothing_is_weighed_where_the_first_pass_sees_nothing() -> None:
    (line,) = weighing.lines_of(read("Comment imprimer une attestation le mardi matin ?").plain)

    assert weighing.suspects(line) == []


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


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (DataKind.PHONE, "02 39 98 12 34"),
        (DataKind.PHONE, "0639981234"),
        (DataKind.PHONE, "06.39.98.12.34"),
        (DataKind.PHONE, "0262 39 98 12"),
        (DataKind.PHONE, "+590 690 39 98 12"),
        (DataKind.PHONE, "+33 (0)2 39 98 12 34"),
        (DataKind.IBAN, "FR14 2004 1010 0505 0001 3M02 60"),
        (DataKind.IBAN, "fr7620041010050500013m026066"),
        (DataKind.EMAIL, "exemple.jeanne arobase courriel point test"),
        (DataKind.EMAIL, "exemple (at) courriel.test"),
        (DataKind.EMAIL, "exemple[at]courriel.test"),
    ],
)
@pytest.mark.parametrize("text", ["{}", "noté : {}", "{} vous voyez ce que c'est ?"])
def test_what_is_certain_by_its_shape_is_seen_whole_whatever_stands_around_it(
    kind: DataKind, words: str, text: str
) -> None:
    seen = text.format(words)
    found = {each.kind: seen[each.start : each.end] for each in personal_data(seen)}

    assert words in found[kind]


@pytest.mark.parametrize(
    "text",
    [
        "le 3646 ne répond pas, ni le 39 39",
        "le CCAS répond au 02 39 98 12 34 de 9 h à 12 h",
        "médiathèque de Brest, 02 39 98 12 34, fermée le lundi",
        "l'atelier du 06.11.2026 14h00 est complet",
        "TVA FR 12 345678901 sur la facture",
        "FR76 est le début d'un IBAN, qui a 27 caractères",
        "où est l'arobase sur ce clavier ?",
    ],
)
def test_what_merely_looks_so_is_weighed_as_any_other(text: str) -> None:
    assert list(personal_data(text)) == []


def test_a_shape_without_a_word_of_whose_it_is_is_only_asked_about() -> None:
    (alone,) = personal_data("02 39 98 12 34, c'est quel opérateur ?")
    (hers,) = personal_data("ma bénéficiaire est joignable au 02 39 98 12 34, son numéro")
    (account,) = personal_data("FR14 2004 1010 0505 0001 3M02 60 est refusé")

    assert [alone.sure, hers.sure, account.sure] == [False, True, True]


def test_nothing_is_found_in_nothing() -> None:
    assert list(weighing.weighed("")) == []
    assert list(weighing.weighed(" \t")) == []


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


def test_older_texts_are_read_as_they_were_marked() -> None:
    """What rules were once made for, wording by wording, is learnt: few are read otherwise."""
    counted = Counter[str]()
    for one in marked():
        if one.hand == OLDER:
            text, spans = one.read()
            counted.update(count([kind for _, _, kind in spans], personal_data(text)))

    assert counted["right"] / counted["carried"] > 0.97
    assert counted["right"] / counted["seen"] > 0.97
    assert counted["alarms"] / (counted["texts"] - counted["carrying"]) < 0.01
