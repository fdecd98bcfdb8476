"""An export gives what was answered, and nothing of who answered."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.core.errors import UserError
from bot.framaforms.export import LINES_MOST, FormExport, read_export
from bot.framaforms.headings import NOT_AN_EXPORT
from bot.french.themes import THEMES, Themes
from tests.framaforms.exports import (
    ASKED,
    BARRIERS,
    NEEDS,
    SENT,
    SENT_IN_FRENCH,
    Asked,
    sendings,
    table,
    text,
)

_THEMES = Themes(THEMES)


def read(cells: Sequence[Sequence[str]]) -> FormExport:
    return read_export(text(cells), _THEMES)


def answers(export: FormExport) -> list[object]:
    return [(each.chosen, each.lines, each.themes) for each in export.sendings]


def lines(export: FormExport) -> list[str]:
    return [line.text for each in export.sendings for line in each.lines]


USUAL = read(table(sendings(7)))


def test_choices_lines_and_themes_are_read_from_the_third_row() -> None:
    third = USUAL.sendings[2]

    assert USUAL.title == "Vos besoins pour 2027"
    assert third.chosen == {
        "Votre rythme": ("Chaque mois",),
        "Vos freins": ("Le temps", "Le matériel", "Autre…"),
    }
    assert [line.text for line in third.lines] == [NEEDS[2]]
    assert third.lines[0].question == "Votre besoin"
    assert "Prévention en sécurité numérique" in USUAL.sendings[1].themes


def test_any_of_the_nine_columns_may_be_left_out_and_be_named_in_french() -> None:
    for sent in (SENT_IN_FRENCH, *(SENT[:place] + SENT[place + 1 :] for place in range(9)), ()):
        found = read(table(sendings(7), sent=sent))

        assert answers(found) == answers(USUAL), sent
        assert found.left_out == ("Votre nom", "Adresse de courriel")


def test_columns_about_the_sending_in_another_language_go_with_those_that_are_known() -> None:
    cells = table(sendings(7))
    cells[2][:9] = ["Rann", "SID", *["Amzer"] * 4, "Chomlec'h IP", "Anv", "Username"]

    assert answers(read(cells)) == answers(USUAL)


def test_names_may_also_stand_above_questions_of_one_column() -> None:
    assert answers(read(table(sendings(7), named_above=True))) == answers(USUAL)


def test_nobody_who_answered_is_in_what_is_read() -> None:
    told = repr(
        [
            (each.chosen, each.lines, [line.text for line in each.lines], each.mark)
            for each in USUAL.sendings
        ]
    )

    for who in ("Personne 1", "exemple.fr", "90.12.3", "compte1", "70001"):
        assert who not in told
    assert "4001" not in repr(USUAL)


@pytest.mark.parametrize(
    "name",
    [
        *("Nom", "Prénom", "Nom de votre structure", "Votre courriel", "E-mail", "N° de tél."),
        *("Votre adresse postale", "Vos coordonnées", "Pseudo Mattermost", "Âge", "Votre commune"),
    ],
)
def test_a_question_that_asks_who_is_dropped_whatever_it_holds(name: str) -> None:
    asked = (Asked(name), Asked("Votre besoin"))
    rows = [["Une réponse tout à fait banale", each] for each in NEEDS]

    found = read(table(rows, asked=asked))

    assert found.left_out == (name,)
    assert lines(found) == list(NEEDS)


@pytest.mark.parametrize(
    "name",
    ["À qui s'adresse votre atelier ?", "Un tel stage vous plairait-il ?", "Ateliers sur portable"],
)
def test_a_question_that_merely_sounds_so_is_kept(name: str) -> None:
    rows = [[each] for each in NEEDS]

    assert lines(read(table(rows, asked=(Asked(name),)))) == list(NEEDS)


def test_an_option_or_a_line_of_a_grid_that_sounds_so_is_kept() -> None:
    asked = (
        Asked("Thèmes souhaités", ("E-mail", "Santé")),
        Asked("Votre aisance", ("E-mail", "Téléphone")),
    )

    found = read(
        table([["X", "", "Bonne", "Faible"], ["X", "X", "Faible", "Bonne"]] * 3, asked=asked)
    )

    assert found.left_out == ()
    assert found.sendings[0].chosen == {
        "Thèmes souhaités": ("E-mail",),
        "Votre aisance : E-mail": ("Bonne",),
        "Votre aisance : Téléphone": ("Faible",),
    }
    assert found.sendings[1].themes >= {"E-mail", "Santé"}


def test_a_column_of_addresses_or_of_names_is_dropped_whatever_it_is_called() -> None:
    asked = (Asked("Origine"), Asked("Référente"), Asked("Votre besoin"))
    rows = [["192.168.1.7", "Mme Sandrine Dupont", each] for each in NEEDS]

    assert read(table(rows, asked=asked)).left_out == ("Origine", "Référente")


def test_a_line_that_tells_of_someone_is_not_kept() -> None:
    rows = [[each] for each in NEEDS]
    rows[1] = ["Appelez Mme Martin au 06 12 34 56 78 pour en parler"]
    rows[2] = ["x " * 1_500]
    rows += [["Qui prête une salle à Brest le mardi ? Cordialement, Josiane"]]

    found = read(table(rows, asked=(Asked("Votre besoin"),)))

    assert lines(found) == [NEEDS[0], *NEEDS[3:]]
    assert found.unkept == 2


def test_what_says_nothing_or_is_said_by_several_is_no_need() -> None:
    said = ["RAS", "non merci", "2026-11-02 10:00", "Voir avec la mairie"]
    rows = [[each] for each in [*said, "voir avec la mairie", "", *NEEDS]]

    found = read(table(rows, asked=(Asked("Un besoin ?"),)))

    assert lines(found) == list(NEEDS)
    assert found.bare == len(said) + 1


@pytest.mark.parametrize(
    "line",
    [
        "+ de temps pour préparer les ateliers",
        "@Louis propose un atelier sur les mots de passe",
        "= le même besoin que l'an dernier",
        "- un vidéoprojecteur et un écran",
        "=cmd|' /C calc'!A0 dans une cellule",
    ],
)
def test_a_line_is_text_however_it_begins(line: str) -> None:
    found = read(table([[each] for each in (line, *NEEDS)], asked=(Asked("Un besoin ?"),)))

    assert lines(found)[0] == line
    assert (found.bare, found.unkept, found.beyond) == (0, 0, 0)


def test_drafts_are_not_counted() -> None:
    cells = table(sendings(7))
    cells[4][5] = "1"

    found = read(cells)

    assert (len(found.sendings), found.drafts) == (6, 1)
    assert NEEDS[1] not in lines(found)


def test_several_choices_in_one_cell_are_cut_but_for_commas_of_an_option() -> None:
    asked = (Asked("Formats"), Asked("Aimez-vous ?"))
    rows = [
        ["En salle, Oui, mais court, À distance", "Oui, beaucoup"],
        ["En salle, À distance", "Non, pas du tout"],
        ["Oui, mais court, À distance", "Oui, beaucoup"],
        ["En salle", "Non, pas du tout"],
        ["En salle, Oui, mais court", "Oui, un peu"],
        ["À distance", "Oui, un peu"],
    ]

    found = read(table(rows, asked=asked))

    assert found.sendings[0].chosen == {
        "Formats": ("En salle", "Oui, mais court", "À distance"),
        "Aimez-vous ?": ("Oui, beaucoup",),
    }


def test_numbers_that_are_no_options_are_numbers_with_a_dot_or_a_comma() -> None:
    given = ["12", "7.5", "8,5", "", "31", "-2"]
    asked = (Asked("Kilomètres"), Asked("Code postal"))

    found = read(table([[each, "42000"] for each in given], asked=asked))

    assert [each.numbers.get("Kilomètres") for each in found.sendings] == [
        *(12, 7.5, 8.5, None, 31, -2)
    ]
    assert lines(found) == []
    assert found.left_out == ("Code postal",)


def test_what_follows_choices_or_a_grid_is_a_question_of_its_own() -> None:
    asked = (BARRIERS, Asked("Votre besoin"), Asked("Notes", ("Accueil", "Rythme")), Asked("Mot"))
    rows = [["X", "", "", "", each, "4", "5", f"Un mot de la fin {each}"] for each in NEEDS]

    found = read(table(rows, asked=asked))

    assert {line.question for each in found.sendings for line in each.lines} == {
        "Votre besoin",
        "Mot",
    }
    assert set(found.sendings[0].chosen) == {"Vos freins", "Notes : Accueil", "Notes : Rythme"}


def test_the_last_lines_are_taken_where_they_are_too_many() -> None:
    rows = [[f"Il me faudrait un atelier numéro {each}"] for each in range(LINES_MOST + 20)]

    export = read(table(rows, asked=(Asked("Votre besoin"),)))

    found = lines(export)
    assert (len(found), found[-1]) == (LINES_MOST, rows[-1][0])
    assert export.beyond == 20


def test_without_numbers_the_same_answers_twice_are_two_sendings() -> None:
    rows = [["Chaque mois"], ["Chaque mois"], ["Jamais"]] * 2

    found = read(table(rows, asked=(Asked("Rythme"),), sent=()))

    assert len({each.mark for each in found.sendings}) == 6
    assert [each.mark for each in found.sendings] == [
        each.mark for each in read(table(rows, asked=(Asked("Rythme"),), sent=())).sendings
    ]


USUAL_CELLS = table(sendings(6))


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [["Titre"], [""]],
        [USUAL_CELLS[0], *USUAL_CELLS[2:]],
        USUAL_CELLS[1:],
        USUAL_CELLS[2:],
        [["Titre", "Autre"], ["", ""], ["a", "b"]],
        [["Titre", ""], ["Rythme", "Jour"], ["Chaque mois", "2026-10-03"]],
        [[""], [""], ["a"]],
        [["Titre"], ["", "", ""], ["a"]],
        [["Titre"], [""], [""]],
    ],
)
def test_what_has_not_three_rows_of_headings_is_refused(cells: list[list[str]]) -> None:
    with pytest.raises(UserError) as refused:
        read(cells)

    assert refused.value.refusal is NOT_AN_EXPORT
    assert "trois lignes de titres" in refused.value.reply


def test_a_form_that_nobody_answered_is_read() -> None:
    assert read(table([], asked=ASKED)).sendings == ()
