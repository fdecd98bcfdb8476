"""What leaves an end in doubt, what is an end though no call is named, and days told by others."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.veille.deadlines.reading import found_in
from tests.costs import grows_in_proportion

pytestmark = pytest.mark.usefixtures("rules_alone")

PARIS = "Europe/Paris"
PUBLISHED = datetime(2026, 4, 7, 8, tzinfo=UTC)


def _found(text: str, theme: str = "Social") -> list[tuple[str, bool]]:
    """Return each end, and whether everybody reads it at once."""
    return [
        (one.ends.astimezone(ZoneInfo(PARIS)).strftime("%Y-%m-%d %H:%M"), one.certain)
        for one in found_in(text, PUBLISHED, PARIS, theme)
        if one.ends
    ]


CALL = "Appel à projets Lien social\nDépôt des dossiers jusqu'au 29 mai 2026 à 17 h."


def test_a_call_that_closes_on_a_day_written_out_is_certain() -> None:
    assert _found(CALL) == [("2026-05-29 17:00", True)]


@pytest.mark.parametrize(
    "more",
    [
        " Le délai initialement annoncé a été prolongé.",
        " Erratum : une erreur s'était glissée dans le règlement.",
        " L'appel est suspendu faute de crédits.",
        " Le second relevé des dossiers se clôt le 30 septembre 2026.",
        " Contrat en CDD de six mois.",
        " Un tirage au sort départagera les candidats.",
        " CV et lettre de motivation sont demandés.",
        " Contrat d'apprentissage possible.",
    ],
)
def test_what_takes_it_back_or_tells_another_end_leaves_it_to_a_coordinator(more: str) -> None:
    assert ("2026-05-29 17:00", True) not in _found(CALL + more)


def test_an_hour_that_is_told_apart_leaves_the_end_of_a_day_to_a_coordinator() -> None:
    by_day = "Appel à projets\nDépôt des dossiers jusqu'au 29 mai 2026."

    assert _found(by_day) == [("2026-05-29 23:59", True)]
    assert _found(f"{by_day} Attention : le portail ferme à 20 h.") == [("2026-05-29 23:59", False)]


def test_the_days_on_which_a_counter_is_closed_are_not_certain() -> None:
    text = "Le guichet des subventions\nFermeture du 19 au 23 avril 2026. Les dossiers attendent."

    assert not any(certain for _, certain in _found(text))


@pytest.mark.parametrize(
    "text",
    [
        "Dossiers de l'appel à projets à déposer avant le 29 mai 2026.",
        "Appel à projets : lettre d'intention à envoyer jusqu'au 29 mai 2026.",
        "Dépôt des dossiers de l'appel à projets jusqu'au 1er décembre.",
        "L'appel à projets devrait fermer le 29 mai 2026.",
        "Appel à candidatures : dépôt des CV jusqu'au 29 mai 2026 pour le poste.",
        "L'appel à projets est doté de 2 millions jusqu'au 29 mai 2026.",
        "Appel à projets, dépôt au plus tard le 29 mai 2026, après avis du comité.",
    ],
)
def test_an_eve_a_first_step_a_far_day_a_post_or_a_budget_is_never_certain(text: str) -> None:
    assert not any(certain for _, certain in _found(text))


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("jusqu'à la veille de Noël", "2026-12-24 23:59"),
        ("jusqu'au vendredi suivant la Pentecôte", "2026-05-29 23:59"),
        ("au plus tard le vendredi précédant le 8 mai", "2026-05-01 23:59"),
        ("au plus tard le lundi qui suit le 8 mai", "2026-05-11 23:59"),
        ("reçus de ce lundi 6 avril au dimanche 24 mai", "2026-05-24 23:59"),
        ("au plus tard le 16 du mois prochain", "2026-05-16 23:59"),
        ("au plus tard le 30 de ce mois", "2026-04-30 23:59"),
    ],
)
def test_a_day_is_told_by_a_feast_a_weekday_or_the_month(said: str, ends: str) -> None:
    assert [end for end, _ in _found(f"L'appel à projets attend vos dossiers {said}.")] == [ends]


@pytest.mark.parametrize(
    "text",
    [
        "Des séjours offerts\nLes structures renseignent leur tableau de vœux pour le 29 mai.",
        "Un artiste chez vous\nLes médiathèques lèvent la main d'ici le 29 mai, c'est gratuit.",
        "Audit gratuit\nDix structures en bénéficieront. La fenêtre se referme le 29 mai.",
        "Places offertes\nLe 29 mai au soir, la liste sera close.",
        "Carnet de vaccination offert\nLes France services écrivent à la caisse d'ici le 29 mai.",
    ],
)
def test_what_bodies_do_by_a_day_where_something_is_offered_waits_for_a_yes(text: str) -> None:
    assert _found(text) == [("2026-05-29 23:59", False)]


def test_what_a_feed_of_funding_ends_waits_for_a_yes() -> None:
    told = "Aide aux têtes de réseau\nTélédépôt au plus tard le deuxième vendredi de mai."

    assert _found(told, "Financements") == [("2026-05-08 23:59", False)]


def test_an_end_that_glides_is_the_new_one() -> None:
    told = "Bourse des clubs\nLa date limite, d'abord fixée au 4 mai, a glissé au 22 mai."

    assert _found(told) == [("2026-05-22 23:59", False)]


@pytest.mark.parametrize(
    "text",
    [
        "La médiathèque embauche\nEnvoyez votre candidature avant le 14 mai.",
        "Cantine\nLes familles remplissent la fiche avant le 14 mai.",
        "Comptes rendus\nLes associations transmettent leur compte rendu avant le 14 mai.",
    ],
)
def test_a_post_a_formality_or_an_account_to_give_is_no_deadline(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    "bit",
    [
        *("associations depos ", "seconde vague : 3 mai ", "la veille de noël ", "3 mai, la "),
        *(
            "aucune 3 mai ",
            "dossiers le 3 mai ",
            "prend les ",
            "ce sera 3 mai ",
            "à compter du 3 mai ",
            "les dossiers sont remis à le 3 mai 2026 ",
        ),
    ],
)
@pytest.mark.sample(one_in=4)
def test_the_time_stays_in_proportion_to_the_text(bit: str) -> None:
    def read(count: int) -> None:
        found_in(f"Appel à projets\n{bit * count}", PUBLISHED, PARIS, "Financements")

    assert grows_in_proportion(read, 125)
