"""What one owes to an invitation, what has no end, what comes before a deposit, and ends moved."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bench.deadlines import cases, collected
from tests.veille.deadline_texts import PARIS, found_on, local_ends

pytestmark = pytest.mark.usefixtures("rules_alone")


def _ends(text: str, theme: str = "Financements") -> list[str]:
    return [f"{each:%Y-%m-%d %H:%M}" for each in local_ends(text, theme)]


@pytest.mark.parametrize(
    "text",
    [
        "Trophées : la soirée\nMerci de répondre avant le 25 septembre pour votre place.",
        "Prix du lien\nLa remise aura lieu le 9 octobre. Confirmez votre venue avant le 2 octobre.",
        "Subventions du Lac\nLa soirée est ouverte. Réponse attendue pour le 1er octobre.",
        "Prix de l'élan\nUn cocktail clôturera l'édition. RSVP avant le 18 septembre.",
        "Prix rural : remise ce vendredi\nRéponse souhaitée pour le 2 octobre au protocole.",
    ],
)
def test_saying_that_one_comes_to_what_ends_a_call_is_no_deadline(text: str) -> None:
    assert found_on(text) == ()


@pytest.mark.parametrize(
    "said",
    ["Réponse avant le 2 octobre 2026", "Retour avant le 2 octobre 2026 à midi", "Inscription"],
)
def test_an_answer_a_return_or_a_seat_is_never_certain(said: str) -> None:
    text = f"Prix du lien social\n{said}, jusqu'au 2 octobre 2026 à 12 h."

    assert not any(each.certain for each in found_on(text))


@pytest.mark.parametrize(
    "said",
    [
        "Le dossier type sera à télécharger jusqu'au 12 octobre 2026 sur l'ancien site.",
        "Les dossiers déposés pourront être complétés jusqu'au 12 octobre 2026 à 17 h.",
        "Les dossiers de demande seront traités au plus tard le 12 octobre 2026.",
        "Les structures ayant déposé un dossier recevront un accusé avant le 12 octobre 2026.",
        "Le fonds soutient les projets déposés par les associations jusqu'au 12 octobre 2026.",
        "L'aide au dépôt du dossier est ouverte jusqu'au 12 octobre 2026.",
        "Les recours contre le rejet d'un dossier sont à adresser avant le 12 octobre 2026 à 12 h.",
        "Les tirages seront à récupérer, dossiers compris, jusqu'au 12 octobre 2026.",
        "Les 40 candidatures déposées sont consultables jusqu'au 12 octobre 2026.",
        "Les candidats retenus remettent leur dossier avant le 12 octobre 2026 à 12 h.",
    ],
)
def test_a_file_that_is_fetched_read_or_completed_until_a_day_is_never_certain(said: str) -> None:
    found = found_on(f"Appel à projets Lien social\n{said}")

    assert not any(each.certain for each in found)


@pytest.mark.parametrize(
    "said",
    [
        "Les dossiers sont à déposer sur la plateforme jusqu'au 12 octobre 2026.",
        "Déposez votre projet en ligne jusqu'au 12 octobre 2026.",
        "Date limite d'envoi des candidatures : 12 octobre 2026.",
        "Dépôt des projets : jusqu'au 12 octobre 2026.",
        "L'appel à projets est ouvert jusqu'au 12 octobre 2026.",
    ],
)
def test_a_file_that_is_handed_in_and_a_call_that_closes_are_certain(said: str) -> None:
    found = found_on(f"Appel à projets Lien social\n{said}")

    assert [each.certain for each in found] == [True]


def test_what_has_no_end_is_certain_when_the_article_tells_no_day() -> None:
    told = "Appel à projets permanent\nLa fondation lit les dossiers au fil de l'eau."

    assert [(each.permanent, each.certain) for each in found_on(told)] == [(True, True)]


def test_what_has_no_end_waits_for_a_yes_beside_any_day() -> None:
    told = (
        "Appel à projets permanent\nLa fondation lit les dossiers au fil de l'eau.\n"
        "Prochaine lecture : le 14 octobre."
    )

    assert not any(each.certain for each in found_on(told))


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Bourse aux vélos\nDépôt samedi 12 septembre, vente l'après-midi.", "Numérique"),
        ("Énergie\nAucune coupure ne pourra être faite avant le 31 octobre.", "Logement"),
        ("Trêve hivernale\nPas d'expulsion jusqu'au 31 octobre.", "Logement"),
        ("Caravane\nDouze haltes sont prévues entre le 3 et le 20 octobre.", "Numérique"),
    ],
)
def test_a_sale_a_ban_or_a_tour_ends_nothing_that_is_answered(text: str, theme: str) -> None:
    assert found_on(text, theme) == ()


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Les demandes parviendront au guichet avant le 12 octobre.", "2026-10-12 23:59"),
        ("Dossier à retirer à l'accueil puis à ramener pour le 2 octobre.", "2026-10-02 23:59"),
        ("Il faudra remettre vos textes mardi 6 octobre à 17 h.", "2026-10-06 17:00"),
        ("La Ville accepte de nouveau les dossiers, jusqu'au 2 octobre.", "2026-10-02 23:59"),
        ("Fiche facultative au 9 septembre. Dossier pour le 2 octobre.", "2026-10-02 23:59"),
        ("Il fallait déposer avant le 9, ce sera finalement le 24 septembre.", "2026-09-24 23:59"),
        ("Vous aviez jusqu'au 9 septembre, ce sera plutôt le 24 septembre.", "2026-09-24 23:59"),
        ("À partir du 15 septembre et pendant trois semaines, déposez.", "2026-10-06 23:59"),
        ("À compter du 15 septembre, durant un mois, déposez un dossier.", "2026-10-15 23:59"),
    ],
)
def test_what_is_handed_in_is_told_by_where_it_goes_and_how_long(text: str, end: str) -> None:
    assert _ends(f"Bourse des associations\n{text}") == [end]


def test_nothing_that_any_hand_wrote_is_certain_and_wrong() -> None:
    for case in cases():
        told = {each.ends for each in case.deadlines}
        sure = [each for each in collected(case) if each.certain]
        zone = ZoneInfo(PARIS)
        read = {one.ends and one.ends.astimezone(zone).replace(tzinfo=None) for one in sure}

        assert read <= told
