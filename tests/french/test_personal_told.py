"""Personal data as tired people tell it: in pieces, spelt, in passing. Every person is invented."""

from __future__ import annotations

import pytest

from bot.french.personal import DataKind, personal_data


def _seen(text: str) -> list[tuple[DataKind, str]]:
    return [(found.kind, text[found.start : found.end]) for found in personal_data(text)]


def _kinds(text: str) -> list[DataKind]:
    return [found.kind for found in personal_data(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            "son portable 06 39 puis 98 puis 54 et à la fin 10",
            "06 39 puis 98 puis 54 et à la fin 10",
        ),
        ("joignable au 0639984 et la suite 702", "0639984 et la suite 702"),
        ("portable 06 39 98 puis deux fois 12", "06 39 98 puis deux fois 12"),
        ("au 0639984 et 512 à la fin, il répond", "0639984 et 512"),
        ("06 39 98 (la suite : 55 20), sa nièce", "06 39 98 (la suite : 55 20"),
    ],
)
def test_a_phone_number_told_in_pieces_is_seen_whole(text: str, number: str) -> None:
    assert _seen(text) == [(DataKind.PHONE, number)]


@pytest.mark.parametrize(
    "text",
    [
        "la joindre au zéro six trente neuf nonante-huit septante-deux onze",
        "je dicte : zéro six... trente-neuf... quatre-vingt-dix-huit... onze... vingt-deux",
        "la maman au 0 5 5 5 2 6 1 2 1 4",
        "ma voisine attend un appel : 06 39 98 11",
    ],
)
def test_a_phone_number_is_seen_as_it_is_dictated_or_cut_short(text: str) -> None:
    assert _kinds(text) == [DataKind.PHONE]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "sécu du monsieur : 1 49 11 puis 13 055 puis 208, pas la clé",
            DataKind.SOCIAL_SECURITY_NUMBER,
        ),
        ("Numéro d'immatriculation CPAM : 1730669388042", DataKind.SOCIAL_SECURITY_NUMBER),
        ("le code de sa tablette c'est 1 puis 9 puis 5 puis 2", DataKind.SECRET),
        ("le code PIN de son tel est deux fois 19", DataKind.SECRET),
        ("le PUK : huit fois le 1", DataKind.SECRET),
        ("son code de carte c'est quatre zéros", DataKind.SECRET),
        ("Carte de la dame : cinq un trois deux, 4455 6677 8899", DataKind.CARD_NUMBER),
        ("compteur du monsieur, 21345678901234", DataKind.FILE_NUMBER),
        ("le code pr déverrouiller son tel cest 1936", DataKind.SECRET),
        ("numéro fiscal -> 30 12 345 678 901", DataKind.FILE_NUMBER),
    ],
)
def test_other_numbers_told_in_pieces_are_seen_too(text: str, kind: DataKind) -> None:
    assert _kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "on a eu 6 personnes puis 12 puis 18 puis 25 puis 30 sur la journée",
        "14 rdv lundi, 12 mardi puis 9 mercredi",
        "le plan : 5000 postes en 2022 puis 4000 en 2024",
        "réglez la luminosité à 100 puis 80 puis 60",
        "3 fois 20 minutes d'atelier puis pause",
        "ANTS : 34 00 puis 1 puis 3, 12 min d'attente",
        "après 3 codes faux ça bloque 24 heures",
        "Le siret de l'asso est 842 517 930 00021",
    ],
)
def test_counts_that_follow_each_other_are_nobodys_number(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("réponse à sa question secrète : le chien s'appelle Filou", "Filou"),
        ("il a mis comme réponse secrète le nom de son chien, Filou, si besoin", "Filou"),
        ("à la question de sécurité il a répondu Médor", "Médor"),
        ('réponse à la question "nom de votre premier animal" : Pompon', "Pompon"),
        ("question secrète = ville de naissance, réponse = Oran", "Oran"),
        ("le schéma de sa tablette c'est un carré", "un carré"),
        ("motif pour déverrouiller la tablette du monsieur : en forme de N", "en forme de N"),
        (
            "schéma de déverrouillage du tel de la dame : un L en partant du haut",
            "un L en partant du haut",
        ),
    ],
)
def test_what_opens_without_being_a_password_is_seen(text: str, answer: str) -> None:
    assert _seen(text) == [(DataKind.SECRET, answer)]


@pytest.mark.parametrize(
    "text",
    [
        "question secrète : on conseille de mentir dans la réponse",
        "la réponse à sa question secrète elle l'a oubliée, on fait quoi",
        "questions de sécurité : supprimées sur les nouveaux comptes Microsoft",
        "schéma de déverrouillage : trois essais puis 30 secondes d'attente",
        "comment retirer le schéma de déverrouillage d'un Samsung A12",
    ],
)
def test_advice_on_secret_questions_and_patterns_gives_nothing_away(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "mot de passe de la dame : le nom du chat suivi de 12, Minou12",
        "son mdp c'est le prénom de sa fille puis 1970 donc Nadine1970",
        "mdp ameli : M majuscule arie 1947",
        "mdp tout en minuscule papillon point d'exclamation 34",
        "elle a écrit le mdp dans sa main : Ch@ton",
        "mot de passe -- Pivoine_77",
        "elle utilise bichette comme mot de passe",
        "identifiants de la dame pour pronote : mjo.castaing / Basilic7",
        "clef wifi de la dame 8C4F-22AA-91B0",
        "cadenas du portail de la dame 308",
        "pour entrer chez elle faites 1512A",
        "code porte 7412 puis sonner à Martin",
        "les 3 chiffres derrière sa carte 447",
        "code visiophone 8841B chez la dame",
    ],
)
def test_a_password_told_in_a_sentence_is_seen(text: str) -> None:
    assert _kinds(text) == [DataKind.SECRET]


@pytest.mark.parametrize(
    "text",
    [
        "j'explique : mot de passe, 1 majuscule, 1 chiffre, 1 signe et 12 caractères",
        "mdp : 12 caractères mini, une majuscule, un chiffre à la fin",
        "mot de passe de session oublié, vous faites comment (win11)",
        "réunion zoom ID 845 1122 3344 code 778899",
    ],
)
def test_rules_of_passwords_give_none_away(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "son mail : clé puis le chiffre 2 puis mentine, tout attaché, chez free.fr",
            "clé puis le chiffre 2 puis mentine, tout attaché, chez free.fr",
        ),
        (
            "son mail : daniel, point, roche, arobase, wanadoo.fr",
            "daniel, point, roche, arobase, wanadoo.fr",
        ),
        (
            "son mail c'est martin-du-59-arobase-orange-point-fr",
            "martin-du-59-arobase-orange-point-fr",
        ),
        ("jean2laforet [chez] gmail [point] com", "jean2laforet [chez] gmail [point] com"),
        ("c'est nadia.b@gmailcom, je crois", "nadia.b@gmailcom"),
    ],
)
def test_an_address_is_seen_as_it_is_dictated(text: str, address: str) -> None:
    assert _seen(text) == [(DataKind.EMAIL, address)]


@pytest.mark.parametrize(
    "text",
    [
        "elle veut une adresse mail chez free.fr ou chez laposte.net, vous conseillez quoi",
        "son mail est chez sfr mais la box est chez bouygues",
        "à envoyer à pole-numerique@cc-exemple.fr",
        "l'interface est en 10.0.0.138 chez orange",
    ],
)
def test_a_provider_alone_and_a_role_are_no_address(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("snap de la jeune : lilou_xx06", "lilou_xx06"),
        ("elle est sur leboncoin sous le pseudo mamie_tricot71", "mamie_tricot71"),
        ("elle poste sur tiktok en tant que @mamieconfiture", "@mamieconfiture"),
        ("son linkedin /in/jean-marc-pottier-88 est à refaire", "/in/jean-marc-pottier-88"),
        ("fb.com/jeanlouis.marty.9 s'est fait usurper", "fb.com/jeanlouis.marty.9"),
    ],
)
def test_a_pseudonym_is_a_persons_page(text: str, page: str) -> None:
    assert _seen(text) == [(DataKind.PROFILE, page)]


def test_a_bodys_account_is_no_persons_page() -> None:
    assert _seen("compte twitter @labase_num") == []
    assert _seen("facebook.com/mairie.de.tulle pour les annonces") == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (
            "usager né un quatorze juillet mille neuf cent quarante-huit",
            "quatorze juillet mille neuf cent quarante-huit",
        ),
        ("née le vingt-trois du deux soixante-huit", "vingt-trois du deux soixante-huit"),
        ("née en 58 le 3 novembre, retraite refusée", "58 le 3 novembre"),
        ("une dame née un vendredi 13 mai 1955", "13 mai 1955"),
        ("elle est née la même année que moi, le 2 octobre 1975", "2 octobre 1975"),
        ("elle a 71 ans depuis le 4 avril", "4 avril"),
    ],
)
def test_a_birth_date_is_seen_as_it_is_told(text: str, date: str) -> None:
    assert _seen(text) == [(DataKind.BIRTH_DATE, date)]


@pytest.mark.parametrize(
    "text",
    [
        "Macron né le 21 décembre 1977 à Amiens, quiz culture",
        "Ada Lovelace est née le 10 décembre 1815",
        "le web est né le 12 mars 1989",
    ],
)
def test_the_famous_and_things_have_no_birth_date_to_hide(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("passer chez papi au vingt-deux rue du Moulin", "vingt-deux rue du Moulin"),
        ("la dame du 4e au 12 rue Carnot, Tulle", "12 rue Carnot, Tulle"),
        ("chez l'usager : chemin du Bac, la maison aux volets bleus", "chemin du Bac"),
        ("sa nouvelle adresse pour la CAF : résidence du Parc, appt 207, 93200 Stains", None),
        ("il demeure Kergroas Vihan 29270 Carhaix", "Kergroas Vihan 29270 Carhaix"),
    ],
)
def test_a_home_is_seen_without_a_number_in_digits(text: str, address: str | None) -> None:
    seen = _seen(text)

    assert [kind for kind, _ in seen] == [DataKind.ADDRESS]
    assert address is None or seen[0][1] == address


@pytest.mark.parametrize(
    "text",
    [
        "Claire Hédon a sorti un rapport sur la dématérialisation",
        "Le rapport du sénateur Raymond Vall date de 2020",
        "Le député Sylvain Marchandeau propose un amendement",
        "Odette Pruvost, la sénatrice, sera à l'ouverture",
        "webinaire de Vincent Bernard mardi à 11h",
        "« Jean Dupont » pour l'exemple de carte vitale",
        "le monsieur de Bastia a rappelé",
        "Monsieur sourd : comment activer le sous-titrage",
    ],
)
def test_who_is_spoken_of_by_everybody_is_no_user_of_the_service(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Sylvain Marchandeau n'est pas venu à l'atelier",
        "jacqueline moreau a encore perdu son mot de passe",
        "madame lopez du 3e étage a rappelé",
        "qui a le dossier, par exemple, de Josette Ferrand ?",
    ],
)
def test_a_name_is_seen_without_its_capitals_and_beside_par_exemple(text: str) -> None:
    assert _kinds(text) == [DataKind.NAME]


BRICKS = (
    *(
        "deux fois 19 ",
        "code deux fois 1 ",
        "puis ",
        "1 puis ",
        "et la suite ",
        "06 39 (la suite : ",
    ),
    *(
        "réponse secrète A",
        "question de sécurité, ",
        "schéma du tel : un ",
        "motif c'est ",
        "cest ",
    ),
    *(
        "mdp a majuscule ",
        "mot de passe tout attaché ",
        "mdp a-1",
        "utilise a comme ",
        "code code ",
    ),
    *("mail : a puis ", "boîte est a, ", "snap c'est a_", "insta @", "un du deux ", "né a, le "),
    *(
        "habite la maison du chemin A",
        "chez la dame, rue A ",
        "jean dupond a ",
        "rapport de ",
        "madame a ",
    ),
    *("exemple ", "Jean Aa a sorti un ", "septante ", "->", "adresse pour la caf "),
    *("passeport A1 1A ", "AB12 3456 78 ", "a.b", "M. D", "4127 WX "),
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("sous sa box : 7F7F puis A9C2 puis 00EE et c'est faux", DataKind.SECRET),
        ("wifi de la mamie, clé : aT5 kk9 PPz2 wq", DataKind.SECRET),
        ("son mdp est le nom du chien puis une année, donc Pompon1962", DataKind.SECRET),
        ("à la question nom de jeune fille de la mère il a mis Viallatte", DataKind.SECRET),
        ("la clé est dans la boîte, faire 2-5-8-0 en tirant", DataKind.SECRET),
        ("06 39 98 attends je relis son papier 71 05 c'est le fils", DataKind.PHONE),
        ("dossier mdph numéro 023 barre 2025 barre 0918", DataKind.FILE_NUMBER),
        ("né le 3 du 2 quatre vingt onze", DataKind.BIRTH_DATE),
        ("elle a donné sa CB, la 4970 1O12 3344 5566", DataKind.CARD_NUMBER),
        ("NIR 1 84 12 99 (né à l'étranger) puis 352 et enfin 108", DataKind.SOCIAL_SECURITY_NUMBER),
        ("la dame : lot les flamboyants numéro 8 au morne rouge", DataKind.ADDRESS),
        ("son insta lil.dydy_mrs13 est piraté", DataKind.PROFILE),
        ("facebook com slash mariejo.ti974 c'est elle", DataKind.PROFILE),
    ],
)
def test_what_is_told_in_groups_with_signs_or_in_passing_is_seen(text: str, kind: DataKind) -> None:
    assert _kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "le collectif Mère Teresa de la Duchère cherche 8 bénévoles",
        "Le maire, Bernard Lafon, inaugure l'espace le 4 juillet",
        "erreur 0x8007 puis A9C2 00EE sur les postes, licence Windows",
        "le 06 12 nous serons 40 30 places",
        "la résidence autonomie compte 12 logements",
    ],
)
def test_what_bodies_and_machines_are_called_or_count_names_nobody(text: str) -> None:
    assert _kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "un soi-disant conseiller a eu son iban : fr 76 3000 4008 2200 0113 5572 z61",
            DataKind.IBAN,
        ),
        ("j'accompagne D. Castagnet pour le chèque énergie", DataKind.NAME),
        ("K. Vasseroud du groupe du jeudi a reçu un drôle de courrier", DataKind.NAME),
        ("le petit Koulibato en 4e a perdu ses codes", DataKind.NAME),
        ("crit'air pour le fourgon de la dame, ER.207.QW", DataKind.NUMBER_PLATE),
        ("pv de la trottinette, immat FB 93O LP", DataKind.NUMBER_PLATE),
        ("elle a mis comme adresse 41 Kervoaziou et le site refuse", DataKind.ADDRESS),
        ("une dame du 27 Gutenberg ne peut plus descendre", DataKind.ADDRESS),
        ("Lui c'est l'appart 12 bat C, 8 allée des Sorbiers", DataKind.ADDRESS),
        ("elle a fait France Identité avec la carte X4RTBPFK9", DataKind.IDENTITY_DOCUMENT),
        ("code d'activation reçu de l'identité numérique : 7Q4-881", DataKind.SECRET),
        ("bailleur, numéro locataire L-0048172/03, l'espace bloque", DataKind.FILE_NUMBER),
    ],
)
def test_what_advisers_really_deposit_is_seen(text: str, kind: DataKind) -> None:
    assert _kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "windows refuse de s'installer, code 0x80070002 sur les 4 pc",
        "pour les gens nés à partir du 1er septembre 1961 c'est bien 62 ans ?",
        "il scanne mais rien dans le dossier, W10 22H2",
        "Chèque énergie : le 0 805 204 805 est toujours bon ?",
        "CDAD 04 66 49 12 07, ça sonne dans le vide",
        "vous avez l'adresse de la sous-pref de Dinan ? j'ai 17 rue Michel",
        "la rue V. Hugo est barrée devant la médiathèque",
    ],
)
def test_what_advisers_say_of_machines_and_bodies_is_left(text: str) -> None:
    assert _kinds(text) == []
