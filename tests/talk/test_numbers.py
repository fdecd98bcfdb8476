"""Where nothing can be pressed: a number, a label, or the lines of a form, under a message."""

from __future__ import annotations

import pytest

from bot.core.message import Button, Option, menu
from bot.talk.numbers import chosen, filled, in_words
from bot.talk.reply import Choice, Dialog, Field

ANSWER = Button("reponse", "J'ai une réponse…", "besoin répondre", "12")
JOIN = Button("moiaussi", "Moi aussi", "besoin moi-aussi", "12", emoji="raising_hand")
LATER = (Option("À la lettre", "besoin reporter", "12 lettre"), Option("La fermer", "besoin x"))

FORM = Dialog(
    title="Planifier",
    submit="Planifier",
    fields=(
        Field(name="date", label="Date"),
        Field(name="sûr", label="Sûr", box=True, optional=True),
        Field(
            name="lieu",
            label="Lieu",
            choices=(Choice(label="En visio", value="v"), Choice(label="Sur place", value="p")),
        ),
        Field(name="texte", label="Quelques mots", multiline=True, optional=True),
    ),
)


def test_what_can_be_chosen_is_numbered_on_one_line() -> None:
    assert in_words((ANSWER, JOIN)) == (
        "Répondez dans ce fil : **1** J'ai une réponse · **2** Moi aussi (ou :raising_hand:)"
    )


def test_a_menu_is_one_choice_where_its_route_lists_it_and_else_as_many_as_it_has() -> None:
    assert "**1** Plus" in in_words((menu("m", "Plus…", *LATER, route="besoin voir"),))
    assert in_words((menu("m", "Plus…", *LATER),)) == (
        "Répondez dans ce fil : **1** À la lettre · **2** La fermer"
    )


def test_many_choices_stand_one_a_line() -> None:
    options = [Option(f"Le {rank}", "besoin voir", str(rank)) for rank in range(1, 8)]

    assert in_words((menu("m", "Plus…", *options),)).splitlines()[1] == "- **1** Le 1"


def test_what_is_written_in_the_thread_is_no_choice() -> None:
    assert in_words((Button("saisie", "Titre", "besoin voir", in_thread=True),)) == ""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1", ("besoin répondre", "")),
        ("1 La Manufacture, le mardi", ("besoin répondre", "La Manufacture, le mardi")),
        ("n° 2", ("besoin moi-aussi", "")),
        ("moi aussi !", ("besoin moi-aussi", "")),
        ("J’AI UNE RÉPONSE", ("besoin répondre", "")),
        ("3", None),
        ("0", None),
        ("12/11 à Brest", None),
        ("merci à tous", None),
        ("", None),
    ],
)
def test_a_number_or_a_label_chooses(said: str, meant: tuple[str, str] | None) -> None:
    found = chosen(said, (ANSWER, JOIN))

    assert (found and (found[0].route, found[1])) == meant


def test_the_entries_of_a_form_are_its_lines_in_order() -> None:
    assert filled(FORM, "jeudi 3 à 14 h\nsur place\nBadge à l'accueil\net un café") == {
        "date": "jeudi 3 à 14 h",
        "lieu": "p",
        "texte": "Badge à l'accueil\net un café",
    }


def test_an_entry_is_left_out_by_a_dash_and_a_choice_given_by_its_number() -> None:
    assert filled(FORM, "jeudi\n1\n-") == {"date": "jeudi", "lieu": "v"}


def test_a_number_longer_than_any_is_no_choice() -> None:
    assert filled(FORM, f"jeudi\n{'9' * 5_000}")["lieu"] == "9" * 5_000
