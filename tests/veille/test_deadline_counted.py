"""Ends that an article counts, or tells in a row, and the clock its hours are of."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.french.dates.mentions.clocks import clock_after, leaves_a_doubt
from bot.french.dates.mentions.counted import counted_dates
from bot.french.dates.mentions.written import written_dates
from bot.veille.deadlines.passage import FoundDeadline
from bot.veille.deadlines.reading import found_in
from tests.veille.deadline_texts import local_ends

pytestmark = pytest.mark.usefixtures("each_date_ends")

PARIS = "Europe/Paris"
PUBLISHED = datetime(2026, 10, 5, 8, tzinfo=UTC)
"""A Monday."""


def _found(text: str, theme: str = "", zone: str = PARIS) -> tuple[FoundDeadline, ...]:
    return found_in(text, PUBLISHED, zone, theme)


def _said(found: FoundDeadline) -> str:
    ends = found.ends
    return ends.astimezone(ZoneInfo(PARIS)).strftime("%Y-%m-%d %H:%M") if ends else "permanent"


def _ends(text: str, theme: str = "") -> list[str]:
    return [_said(each) for each in _found(text, theme)]


def _doubtful(text: str, theme: str = "") -> list[str]:
    """Return the ends, none of which anyone reads before a coordinator's yes."""
    found = _found(text, theme)

    assert not any(each.certain for each in found)
    return [_said(each) for each in found]


@pytest.mark.parametrize(
    ("clock", "ends"),
    [
        ("17 h (heure de Mayotte)", "2026-11-20 15:00"),
        ("17h00, heure de La Réunion", "2026-11-20 14:00"),
        ("17 h, heure locale de Cayenne", "2026-11-20 21:00"),
        ("12 h, heure locale (Fort-de-France)", "2026-11-20 17:00"),
        ("12 h (Guadeloupe)", "2026-11-20 17:00"),
        ("midi, heure de Saint-Pierre-et-Miquelon", "2026-11-20 16:00"),
        ("minuit, heure de Nouméa", "2026-11-20 14:00"),
        ("8 h, heure de Papeete", "2026-11-20 19:00"),
        ("23 h 59 précises (heure de Paris)", "2026-11-20 23:59"),
        ("12 h UTC", "2026-11-20 13:00"),
    ],
)
def test_an_hour_is_that_of_the_clock_that_is_named(clock: str, ends: str) -> None:
    (found,) = _found(f"Appel à projets\nDépôt des pièces jusqu'au 20 novembre 2026 à {clock}.")

    assert (_said(found), found.certain) == (ends, True)


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("Il reste dix jours aux structures pour répondre.", "2026-10-15 23:59"),
        ("Il vous reste dix jours, pas un de plus, pour candidater.", "2026-10-15 23:59"),
        ("Vous avez exactement trois semaines à compter d'aujourd'hui.", "2026-10-26 23:59"),
        ("Délai un mois à compter de ce lundi.", "2026-11-05 23:59"),
        ("Dites-le-nous sous dix jours.", "2026-10-15 23:59"),
    ],
)
def test_the_time_that_is_left_is_counted_from_the_article(said: str, ends: str) -> None:
    assert _doubtful(f"Appel à projets\nEnvoi par courriel. {said}") == [ends]


def test_the_hour_of_paris_is_read_so_by_a_network_overseas() -> None:
    told = "Appel à projets\nDépôt jusqu'au 20 novembre 2026 à 17 h"

    (here,) = _found(f"{told}.", zone="Indian/Reunion")
    (there,) = _found(f"{told}, heure de Paris.", zone="Indian/Reunion")

    assert here.ends == datetime(2026, 11, 20, 13, tzinfo=UTC)
    assert there.ends == datetime(2026, 11, 20, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "clock",
    [
        "heure locale",
        "heure de Lomé",
        "heure de la réunion",
        "(UTC+4)",
        "à Papeete",
        "en Guyane",
        "heure d'Athènes",
        ", heure calédonienne",
        ", HEURE DE LA RÉUNION",
        "(heure de l'océan Indien)",
    ],
)
def test_an_hour_of_a_clock_that_is_not_known_is_never_certain(clock: str) -> None:
    told = f"Appel à projets\nDépôt jusqu'au 20 novembre 2026 à 12 h {clock}."

    assert _doubtful(told) == ["2026-11-20 12:00"]


def test_an_hour_told_of_a_place_overseas_is_certain_there_only() -> None:
    told = "Appel à projets de Mayotte\nDépôt jusqu'au 20 novembre 2026 à 12 h."
    (there,) = _found(told, zone="Indian/Mayotte")

    assert there.certain
    assert _doubtful(told) == ["2026-11-20 12:00"]
    assert _found(told.replace(" à 12 h", ""))[0].certain


def test_the_hour_at_which_an_office_closes_is_no_clock() -> None:
    said = "Dépôt jusqu'au 20 novembre 2026 à 12 h, heure de fermeture des bureaux."
    (found,) = _found(f"Appel à projets\n{said}")

    assert found.certain
    assert not leaves_a_doubt(said, said.index(", heure"))
    assert clock_after(said, said.index(", heure")) is None


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("Le guichet sera inaccessible à compter du 14 novembre.", "2026-11-13 23:59"),
        ("Les dossiers ne seront plus acceptés à partir du 3.", "2026-11-02 23:59"),
        ("Le dépôt est fermé à partir du lundi 9 novembre à 9 h.", "2026-11-09 09:00"),
        ("Le formulaire sera désactivé dès le 14 novembre.", "2026-11-13 23:59"),
        ("Aucune demande ne sera lue à compter du 1er décembre 2026.", "2026-11-30 23:59"),
        (
            "À partir du 3 novembre, le formulaire ne sera plus accessible aux candidatures.",
            "2026-11-02 23:59",
        ),
    ],
)
def test_what_closes_from_a_day_on_ends_the_day_before(said: str, ends: str) -> None:
    assert _doubtful(f"Appel à projets\n{said}") == [ends]


def test_the_stamp_of_the_day_before_leaves_a_doubt() -> None:
    told = "Appel à projets\nÀ poster avant le 3 novembre 2026, cachet du jour précédent exigé."

    assert len(_doubtful(told)) == 1


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Bourse des rives : J-10 !\nDéposez vos dossiers.", "2026-10-15 23:59"),
        ("Trophée des lacs : J-7 avant la fin des dépôts\nOn y croit.", "2026-10-12 23:59"),
        ("Appel à projets\nIl vous reste trois semaines pour candidater.", "2026-10-26 23:59"),
        ("Appel à projets : plus que 12 jours pour répondre", "2026-10-17 23:59"),
        ("Subventions\nVous avez encore un mois pour envoyer le dossier.", "2026-11-05 23:59"),
        ("Appel à projets : J-15 avant la clôture\nOn y croit.", "2026-10-20 23:59"),
    ],
)
def test_days_that_are_left_are_counted_from_publication(text: str, ends: str) -> None:
    assert _doubtful(text) == [ends]


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("Réponse attendue d'ici jeudi 12 h.", "2026-10-08 12:00"),
        ("Un mot suffit, réponse jeudi prochain avant midi.", "2026-10-08 12:00"),
        ("Dossier à rendre pour mardi en quinze.", "2026-10-20 23:59"),
        ("Dossier à rendre jeudi en huit au plus tard.", "2026-10-15 23:59"),
        ("Candidatez avant la fin de la semaine.", "2026-10-11 23:59"),
        ("Candidatez jusqu'à la fin de la semaine prochaine.", "2026-10-18 23:59"),
        ("À envoyer dans les vingt jours suivant la publication de l'avis.", "2026-10-25 23:59"),
        ("Candidatures dans un délai d'un mois à compter de ce jour.", "2026-11-05 23:59"),
        ("On postule dans un délai de dix jours à compter d'aujourd'hui.", "2026-10-15 23:59"),
        ("À rendre le mardi de la semaine prochaine au plus tard.", "2026-10-13 23:59"),
        ("Renvoyez votre fiche sous quinze jours.", "2026-10-20 23:59"),
        ("Vous disposez de trente jours à compter de la parution.", "2026-11-04 23:59"),
        ("Réponses d'ici trois semaines.", "2026-10-26 23:59"),
        ("Dossier à rendre après-demain au plus tard.", "2026-10-07 23:59"),
        ("Guichet ouvert à compter du 12 octobre et pendant six semaines.", "2026-11-23 23:59"),
    ],
)
def test_an_end_counted_from_publication_waits_for_a_coordinator(said: str, ends: str) -> None:
    assert _doubtful(f"Appel à projets\n{said}") == [ends]


def test_several_ends_in_a_row_are_as_many_deadlines() -> None:
    for said in (
        "Échéances : 10 novembre, 10 février et 10 mai.",
        "Dépôt des dossiers clos les 10 novembre, 10 février et 10 mai.",
        "Les dépôts s'arrêtent les 10 novembre, 10 février et 10 mai.",
        "Vagues closes : le 10 novembre, le 10 février puis le 10 mai.",
    ):
        assert _ends(f"Appel à projets\n{said}") == [
            "2026-11-10 23:59",
            "2027-02-10 23:59",
            "2027-05-10 23:59",
        ]


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("La clôture, d'abord prévue le 20 octobre, est repoussée au 30.", "2026-10-30 23:59"),
        ("La date limite du 28 octobre est décalée au 4.", "2026-11-04 23:59"),
        ("Initialement prévue le 15 octobre, la clôture passe au 29.", "2026-10-29 23:59"),
        ("La remise du 20 décembre est reportée au 5 à midi.", "2027-01-05 12:00"),
    ],
)
def test_a_new_day_is_of_the_month_that_was_told(said: str, ends: str) -> None:
    assert _doubtful(f"Appel à projets\n{said}")[-1] == ends


def test_what_is_counted_ends_by_itself_and_is_never_exact() -> None:
    text = "ferme a compter du 2 mai, j-3 avant la cloture, d'ici dix jours"
    found = tuple(counted_dates(text, tuple(written_dates(text))))

    assert len(found) > 1
    assert all(each.ends and not each.exact for each in found)


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (
            "La crue du 3 septembre a tout pris. Dossier dans les deux mois suivant la crue.",
            "11-03",
        ),
        ("Date limite de réponse : quinze jours après la réunion du 6 octobre.", "10-21 23:59"),
        (
            "Le comité siège le 15 octobre. Dossiers à remettre trois semaines avant cette séance.",
            "09-24",
        ),
        ("Commission le 10 novembre ; dossiers à expédier un mois plus tôt au plus tard.", "10-10"),
        ("Dossiers reçus avant la fin du premier trimestre 2027.", "03-31 23:59"),
        ("Dossiers reçus jusqu'au dernier jour ouvré de janvier.", "01-29 23:59"),
        ("Dossiers reçus jusqu'au premier week-end de décembre.", "12-06 23:59"),
        ("Les réponses sont closes à J+30, le 1er octobre à 18 heures.", "10-01 18:00"),
        ("Les dossiers ont jusqu'au samedi 12, à la fermeture (19 h 30).", "09-12 19:30"),
        ("Réunion le 3 novembre, dossiers à envoyer pour le 20.", "11-20 23:59"),
        ("Dossier à envoyer par courriel sous quinzaine.", "09-16 23:59"),
        ("Dossier à envoyer par courriel sous huitaine.", "09-09 23:59"),
        ("Les dossiers se ferment dans dix jours.", "09-11 23:59"),
        (
            "Réunions les 3 et 10 novembre. À envoyer pour le vendredi suivant au plus tard.",
            "11-13 23:59",
        ),
        ("Dossiers reçus jusqu'à la Saint-Valentin.", "02-14 23:59"),
        ("Retour des dossiers pour le mardi d'après Pâques.", "03-30 23:59"),
        ("Retour sous trois semaines, le 22 septembre donc.", "09-22 23:59"),
    ],
)
def test_an_end_is_counted_from_what_the_article_tells_of(said: str, ends: str) -> None:
    assert ends in {f"{each:%m-%d %H:%M}"[: len(ends)] for each in local_ends(said)}


def test_days_that_are_left_say_less_than_a_date() -> None:
    told = "Appel à projets : J-15 !\nDépôt avant le 19 octobre. Plus que quinze jours."

    assert _ends(told) == ["2026-10-19 23:59"]
    assert not _ends("Appel à projets\nVous avez un mois pour écrire : fermeture le 19 juillet.")


def test_an_end_that_is_counted_is_told_beside_a_date() -> None:
    told = "Appel à projets\nEnvoyez la fiche sous quinze jours, le dossier avant le 19 novembre."

    assert _ends(told) == ["2026-10-20 23:59", "2026-11-19 23:59"]


def test_an_answer_that_is_promised_in_some_days_is_no_end() -> None:
    assert not _ends("Appel à projets\nUne réponse vous parviendra sous dix jours.")
    assert _ends("Appel à projets\nUne réponse ? Écrivez-nous sous dix jours.")
