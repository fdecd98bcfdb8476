"""Kinds of articles whose dates nobody applies by, each beside what looks like it and is a call.

They were written apart from the articles of other hands, for each rule that those led to.
"""

from __future__ import annotations

import pytest

from tests.veille.deadline_texts import found_on, local_ends

pytestmark = pytest.mark.usefixtures("rules_alone")


def _ends(text: str, theme: str = "Financements") -> list[str]:
    return [f"{each:%m-%d %H:%M}" for each in local_ends(text, theme)]


@pytest.mark.parametrize(
    "text",
    [
        "Prix du livre : le public vote\nVous avez jusqu'au 14 octobre pour choisir votre album.",
        "Prix des lecteurs\nGlissez votre bulletin dans l'urne avant le 30 septembre.",
        "Budget participatif\nLe vote est possible en mairie jusqu'au 24 octobre.",
        "Prix du public : élisez votre coup de cœur\nC'est ouvert jusqu'au 2 octobre.",
    ],
)
def test_who_chooses_hands_nothing_in(text: str) -> None:
    assert found_on(text, "Culture") == ()


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Prix du public : candidatez\nDossiers jusqu'au 2 octobre. Vote en mai.", "10-02 23:59"),
        ("Budget participatif\nDéposez vos idées avant le 5 octobre ; on vote ensuite.", "10-05"),
        ("Le Département vote 9 000 €\nSaisie des demandes du 1er au 30 octobre.", "10-30 23:59"),
    ],
)
def test_what_will_be_voted_on_is_handed_in(text: str, ends: str) -> None:
    assert [each[: len(ends)] for each in _ends(text)] == [ends]


@pytest.mark.parametrize(
    "text",
    [
        "Appel à projets Mobilités\nLa Région suspend l'appel. Ceux qui visaient le 15 octobre…",
        "Appel à projets : enveloppe consommée\nLes porteurs seront avisés avant le 15 octobre.",
        "Fonds : fermeture anticipée\nLe guichet devait fermer le 30 octobre.",
        "Appel à projets X : pas d'appel cette année\nRetour au plus tard le 3 mai 2027.",
        "Un faux appel à projets circule\nIl demande votre RIB avant le 31 octobre.",
        "Appel à projets Montagne : les lauréats\nLes conventions courent jusqu'au 30 juin 2027.",
        "Appel à projets Rural\nLes demandes reçues seront instruites avant le 30 octobre.",
        "Appel à projets Rural\nLes porteurs ont jusqu'au 5 octobre pour former un recours.",
        "Appel à projets Rural\nLes actions devront être achevées le 31 décembre.",
        "Prix rural\nRemise des chèques le 29 octobre à Bressuire.",
        "Prix rural\nLe podcast est à écouter jusqu'au 31 octobre.",
        "Prix rural\nLes œuvres seront exposées du 8 septembre au 2 octobre.",
        "Prix rural\nLa résidence débutera le 6 octobre pour s'achever le 5 novembre.",
        "Appel à projets Rural\nDes précisions peuvent être sollicitées jusqu'au 4 octobre.",
        "Appel à projets Rural\nL'assistance n'est assurée que jusqu'au 26 octobre à 16 h.",
        "Abandon de l'appel « Ruches »\nOuvert jusqu'au 30 octobre, il est retiré.",
        "Fonds de soutien\nLes attestations de fin d'action sont à rendre pour le 30 octobre.",
        "Prix rural\nLes équipes seront prévenues, et l'avenant sera signé avant le 30 octobre.",
        "Appel à projets Rural\nWebinaire le 16 octobre (inscription avant le 12).",
    ],
)
def test_what_others_do_then_is_no_end(text: str) -> None:
    assert found_on(text) == ()


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (
            "AAP Rural\nLe guichet ferme dès l'enveloppe épuisée, au plus tard le 9 octobre.",
            "10-09",
        ),
        ("AAP Rural\nTout dossier incomplet sera annulé. Dépôt avant le 9 octobre.", "10-09"),
        ("AAP Rural\nSans saisie avant le 9 octobre, le poste est réputé abandonné.", "10-09"),
        ("AAP Rural\nRemise des candidatures : 9 octobre. Remise des prix le 3 mars.", "10-09"),
        ("AAP Rural\nLes demandes sont étudiées si elles arrivent avant le 9 octobre.", "10-09"),
        ("Prix rural\nLe dossier est à verser en ligne avant le 9 octobre.", "10-09"),
        ("Prix rural\nOn dépose jusqu'au 9 octobre, et le 20 on ouvre les enveloppes.", "10-09"),
        (
            "Retour sur la journée\nComme annoncé, l'AAP « Aidants » court jusqu'au 9 octobre.",
            "10-09",
        ),
        ("Où en est-on ?\nElle ouvre un fonds, les demandes devant arriver le 9 octobre.", "10-09"),
        ("Le salaire aidé\nL'aide couvre 30 % du salaire. Dossier avant le 9 octobre.", "10-09"),
        ("Trophées\nFiche à retourner pour le 9 octobre. Remise le 3 décembre à Nancy.", "10-09"),
        ("AAP Rural\nLe maire informe les communes qu'elles déposent avant le 9 octobre.", "10-09"),
        (
            "Un fonds de 9 000 €\nLes CCAS qui veulent en bénéficier écrivent avant le 9 octobre.",
            "10-09",
        ),
        ("Devenez relais\nGratuit ! Questionnaire de positionnement avant le 9 octobre.", "10-09"),
    ],
)
def test_what_one_hands_in_beside_it_is_one(text: str, ends: str) -> None:
    assert [each[:5] for each in _ends(text)] == [ends]


@pytest.mark.parametrize(
    "text",
    [
        "Obligation comptable\nLes associations ont jusqu'au 31 décembre pour s'équiper.",
        "Le plan de quartier\nLes riverains peuvent formuler leurs remarques avant le 9 octobre.",
        "Foire aux plants\nEmplacement à 3 €, à réserver avant le 9 octobre.",
        "Galette\nOn se retrouve le 20. Dites-le à Corinne avant le 9 octobre !",
        "La boutique éphémère\nElle vous accueille gratuitement jusqu'au 9 octobre, 18 h.",
        "Le van des droits\nIl stationne à Vabre jusqu'au 9 octobre, conseils gratuits.",
        "Le rapport\nIl est téléchargeable gratuitement jusqu'au 9 octobre.",
        "Une aide exceptionnelle\nElle sera payée au plus tard le 9 octobre.",
        "Le numérique en débat\nEntrée libre sur inscription avant le 9 octobre.",
        "Stage de kayak, 95 €\nS'inscrire à la base avant le 9 octobre.",
        "La mairie cherche son ou sa responsable\nCandidature au maire avant le 9 octobre.",
        "Il nous manque un formateur\n35 € de l'heure. Écrire à la direction avant le 9 octobre.",
        "Tarif solidaire\nLes cartes 2025 sont acceptées jusqu'au 9 octobre, gratuitement.",
        "Fin des licences gratuites\nLes comptes seront clos le 9 octobre.",
        "Dépistages gratuits\nPrenez rendez-vous avant le 9 octobre.",
    ],
)
def test_a_law_a_party_a_shop_and_a_payment_are_no_call(text: str) -> None:
    assert found_on(text, "Solidarité") == ()


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
        ("Dossiers reçus jusqu'à la Saint-Valentin.", "02-14 23:59"),
        ("Retour des dossiers pour le mardi d'après Pâques.", "03-30 23:59"),
        ("Retour sous trois semaines, le 22 septembre donc.", "09-22 23:59"),
    ],
)
def test_an_end_is_counted_from_what_the_article_tells_of_and_never_certain(
    said: str, ends: str
) -> None:
    found = found_on(f"Appel à projets « Rural »\n{said}")

    assert ends in {each[: len(ends)] for each in _ends(f"Appel à projets « Rural »\n{said}")}
    assert not any(each.certain for each in found)


@pytest.mark.parametrize(
    "said",
    [
        "L'aide sera versée dans les deux mois suivant la commission du 6 octobre.",
        "Les lauréats seront prévenus quinze jours après le jury du 6 octobre.",
        "La Région versera un acompte sous quinzaine.",
        "Les résultats seront connus avant la fin du premier trimestre 2027.",
    ],
)
def test_what_others_do_so_many_days_after_is_no_end(said: str) -> None:
    assert found_on(f"Appel à projets « Rural »\n{said}") == ()


def test_a_date_is_never_read_by_half_where_a_passage_is_cut() -> None:
    title = "Appel à projets « Rural »"
    for size in range(230, 330):
        said = f"Dossiers avant le 9 octobre. {'a' * size} avant le 15 octobre 2026 à 16 h."
        found = set(_ends(f"{title}\n{said} {'Et puis rien de plus ici. ' * 12}"))

        assert found <= {"10-09 23:59", "10-15 16:00"}
