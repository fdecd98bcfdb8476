"""Numbers told by scraps, doors, homes and births told without the usual words; all invented."""

from __future__ import annotations

import pytest

from bot.french.personal import DataKind, personal_data


def _kinds(text: str) -> list[DataKind]:
    return [found.kind for found in personal_data(text) if found.kind is not DataKind.NAME]


@pytest.mark.parametrize(
    "text",
    [
        "pour le joindre zéro six quatre vingt quatre zéro quatre vingt sept zéro un",
        "appelez la dame, zero six cent vingt trois quarante cinq soixante sept huit",
        "son zéro sept c'est quarante quatre douze zéro un trente",
        "le zéro sept de la petite : cinquante, quarante deux, dix sept, quatre vingt onze",
        "son portable c'est le zéro sept puis quarante quatre puis douze puis zéro un puis trente",
        "le 06 de monsieur : trente neuf 98 54 puis 10",
        "c'est un 07, ensuite 12 34, et la fin je crois 56 puis 78, appeler le matin",
        "06 39 ... 98 12 ... et 44 pour joindre le papi",
        "le numéro de la voisine c'est 07 (attends) 82 11 puis (je relis) 09 40",
        "Rappeler M. Roux au 05 55 12 34 pardon 35 puis 60",
        "07 68 je répète 68 puis 12 45 90 c'est le num du jeune",
        "rappeler la dame 04 65 71 12 enfin 12 puis 88",
        "son num 06 39 98 54 1 (le dernier chiffre est illisible)",
        "mobile O6.39.98.54.lO",
    ],
)
def test_a_number_told_by_scraps_corrected_or_cut_is_seen(text: str) -> None:
    assert _kinds(text) == [DataKind.PHONE]


@pytest.mark.parametrize(
    "text",
    [
        "atelier le 06 mai, puis le 12 et 13, enfin le 14 juin",
        "le 06 et le 07 on ferme, puis le 12, ensuite 14 et 15",
        "atelier 06 : 12 inscrits, 14 présents, et à la fin 11 retours",
        "code NAF 06 puis 12 34 et 56 78",
        "départements 06 puis 13 83 84 et enfin 04 05",
        "appelez le standard 04 75 12 34 pardon 35 puis 60 c'est la mairie",
        "il faut compter zéro six fois",
        "un zéro six pour le match, zéro deux pour l'autre",
    ],
)
def test_days_counts_and_public_lines_told_by_scraps_are_nobodys(text: str) -> None:
    assert _kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "le mail du monsieur c'est jean.paul58 arobase jmail pt com",
        "paulette58 arobasse orange pt fr",
        "lili974 a robase gmail point com",
        "son adresse c'est rose point m arobace yahoo point fr",
        "m.durand arob gmail pt com",
        "son mail : gisele23 a rond orange.fr",
    ],
)
def test_an_address_is_seen_however_its_signs_are_spelt(text: str) -> None:
    assert _kinds(text) == [DataKind.EMAIL]


@pytest.mark.parametrize(
    "text",
    [
        "elle est née le jour de la fête nat en 58",
        "née un jour de l'an en 61, ça bloque sur ameli",
        "monsieur, né à la toussaint 52, ne retrouve pas son compte",
        "née la veille de Noël 1950",
        "elle est de 58, née le jour de la fête nationale",
        "né à la saint jean 1951",
    ],
)
def test_a_birth_told_by_a_feast_is_seen(text: str) -> None:
    assert _kinds(text) == [DataKind.BIRTH_DATE]


@pytest.mark.parametrize(
    "text",
    [
        "l'association est née à noël 2015",
        "notre réseau est né le jour de la fête nationale en 1998",
        "elle est née à Saint-Denis en 58",
        "né à noël, 80 ans bientôt",
    ],
)
def test_what_is_no_person_or_has_no_day_and_year_is_no_birth(text: str) -> None:
    assert _kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "pour la visite à dom jeudi en bas c 47B12 et après interphone",
        "visite à dom mardi, en bas tu tapes 4589A, 2e gauche",
        "chez le monsieur le portail c'est 7A21",
        "pour monter chez elle en bas c'est le 3614 et cloche",
        "interphone chez papi : 12A34 puis cloche",
        "portail vert = 1805 chez les parents du jeune",
    ],
)
def test_what_opens_a_home_is_a_secret_without_the_word_code(text: str) -> None:
    found = personal_data(text)

    assert [each.kind for each in found] == [DataKind.SECRET]
    assert not any(each.sure for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "porte 12B de la mairie",
        "entrée libre : 1500 personnes chez nous",
        "cliquez en bas : 12345 résultats chez ameli",
        "immeuble de 1950, chez les bailleurs c'est compliqué",
        "PC : porte USB 3B12 cassée",
        "la salle B1234, 3e étage",
    ],
)
def test_a_room_a_count_or_a_year_opens_nothing(text: str) -> None:
    assert _kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "PK 12 route de la savane la case verte après l'épicerie, il vit là le monsieur",
        "la dame vit à la case rouge après l'église de Trois-Bassins",
        "elle habite la dernière ferme à gauche après le pont",
        "3e maison à droite après le lavoir, il vit là",
        "il loge au 4e étage porte 12 tour B",
        "chemin Maunier à la ravine, elle habite là",
        "il vit RN2 PK 22",
    ],
)
def test_a_home_told_by_the_way_to_it_is_shown_and_not_refused(text: str) -> None:
    found = personal_data(text)

    assert [each.kind for each in found] == [DataKind.ADDRESS]
    assert not any(each.sure for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "la mairie est au PK 12 route de la savane",
        "la maison bleue en face de la mairie ouvre un atelier",
        "la ferme numérique derrière la mairie, ils vivent de subventions",
        "elle habite loin de tout, en face de la fracture numérique",
        "la porte reste ouverte, il vit dans la rue",
        "les gens habitent loin de la maison de santé",
    ],
)
def test_a_place_where_nobody_is_said_to_live_is_no_home(text: str) -> None:
    assert _kinds(text) == []


def test_a_code_is_seen_though_its_length_is_told_before_it() -> None:
    assert _kinds("le code de sa carte 4 chiffres : 2 5 8 0") == [DataKind.SECRET]
    assert _kinds("son numéro caf c'est le 0 123 456") == [DataKind.FILE_NUMBER]
    assert _kinds("un code de 4 chiffres est demandé") == []


def test_the_plate_of_what_goes_round_the_villages_is_nobodys() -> None:
    assert _kinds("le van GA-123-ZZ est au garage, je fais la tournée avec ma kangoo") == []
    assert _kinds("notre minibus AB-345-CD tombe en panne") == []
    assert _kinds("le camion du papi GH-456-JK carte grise bloquée") == [DataKind.NUMBER_PLATE]
