"""Personal data: what is seen, what is left alone, and at what cost. Every person is invented."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.french.personal import DataKind, FoundData, masked, personal_data
from bot.french.personal.digits import iban_holds, luhn, social_security_key
from bot.french.text import TEXT_LIMIT
from tests import hostile
from tests.costs import costs_at_most, grows_in_proportion


def _seen(text: str) -> list[tuple[DataKind, str]]:
    return [(found.kind, text[found.start : found.end]) for found in personal_data(text)]


def test_a_question_is_told_each_thing_it_carries_and_how_to_rephrase() -> None:
    text = (
        "Le compte CAF de M. Exemple (allocataire 0000000, tél. 06 39 98 12 34) est bloqué "
        "depuis lundi, qui a une ligne partenaires ?"
    )

    assert _seen(text) == [
        (DataKind.NAME, "M. Exemple"),
        (DataKind.FILE_NUMBER, "0000000"),
        (DataKind.PHONE, "06 39 98 12 34"),
    ]
    assert masked(text, personal_data(text)) == (
        "Le compte CAF de [nom] (allocataire [numéro de dossier], tél. [téléphone]) est bloqué "
        "depuis lundi, qui a une ligne partenaires ?"
    )


def test_a_birth_date_in_brackets_is_seen_beside_its_name_and_file() -> None:
    assert _seen("Blocage pour Mme Inventée (née le 01/01/1900, dossier 00000)") == [
        (DataKind.NAME, "Mme Inventée"),
        (DataKind.BIRTH_DATE, "01/01/1900"),
        (DataKind.FILE_NUMBER, "00000"),
    ]


@pytest.mark.parametrize("kind", DataKind)
def test_each_kind_is_named_with_its_article_and_has_a_word_to_stand_for_it(kind: DataKind) -> None:
    assert kind.label.startswith(("un ", "une ", "le "))
    assert kind.mask
    assert "[" not in kind.mask


@pytest.mark.parametrize(
    "number",
    [
        "06 39 98 12 34",
        "06.39.98.12.34",
        "06-39-98-12-34",
        "0639981234",
        "0639 98 12 34",
        "06\u00a039\u202f98\u00a012\u202f34",
        "+33 6 39 98 12 34",
        "0033 6 39 98 12 34",
        "+33 (0)6 39 98 12 34",
        "0262 00 12 34",
        "0692 00 12 34",
        "+262 692 00 12 34",
        "+590 690 00 12 34",
        "09 70 00 12 34",
    ],
)
def test_a_phone_number_is_seen_however_it_is_written(number: str) -> None:
    assert _seen(f"on peut la joindre au {number}, merci") == [(DataKind.PHONE, number)]


@pytest.mark.parametrize(
    "text",
    [
        "Le 3949, le 39 39, le 17, le 112, le 3018 et 17Cyber",
        "Info Escroqueries : 0 805 805 817 ou 0805 805 817, 0 809 401 401",
        "Standard de la mairie : 04 65 71 00 10",
        "04 65 71 00 02 (médiathèque), laissez sonner",
        "Réunion le 03 12 2026 14 h, ou 05/01/2027",
        "Le routeur est en 192.168.0.254",
        "En 2025 : 06 ateliers, 12 sorties, 45 rendez-vous",
    ],
)
def test_public_lines_dates_and_counts_are_no_phone_numbers(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    "number",
    [
        "zéro sept quatre-vingt-un vingt-deux soixante et onze zéro neuf",
        "07 quatre-vingt-un 22 soixante-et-onze 09",
        "zéro781227109",
        "O7 81 22 7I O9",
        "0 7 8 1 2 2 7 1 0 9",
        "07. 81 22.71 09",
        "07,81,22,71,09",
        "07 / 81 / 22 / 71 / 09",
        "07 81 puis 22 puis 71 09",
        "0781 2271 09",
        "781227109",
        "33 781227109",
    ],
)
def test_a_phone_number_is_seen_dictated_broken_or_badly_typed(number: str) -> None:
    assert _seen(f"joindre la dame au {number} demain") == [(DataKind.PHONE, number)]


def test_a_phone_number_is_seen_by_its_two_ends() -> None:
    text = "son numéro commence par 07 81 22 et se termine par 71 09"
    assert [kind for kind, _ in _seen(text)] == [DataKind.PHONE]


@pytest.mark.parametrize(
    "text",
    [
        "Vingt-deux personnes, trente-quatre rendez-vous, quarante et un appels",
        "L'année deux mille vingt-six commence bien, de six à huit heures",
        "Les lots 06 07 08 09 10 11 sont prêts",
        "Le numéro 02 98 11 22 33 : c'est le service client de la banque",
        "SIREN 781 227 109, budget 781 227 109 euros",
    ],
)
def test_numbers_in_words_and_counts_are_no_phone_numbers(text: str) -> None:
    assert _seen(text) == []


def test_a_landline_belongs_to_whom_is_named_last_before_it() -> None:
    assert _seen("La mairie cherche sa voisine, 04 65 71 12 13") == [
        (DataKind.PHONE, "04 65 71 12 13")
    ]
    assert _seen("Pour sa voisine, appeler le CCAS, 04 65 71 12 13") == []


@pytest.mark.parametrize(
    "address",
    [
        "lucette.inventee@fai.example",
        "rené.kéravel@fai.example",
    ],
)
def test_an_email_address_is_seen_spelt_out_or_not(address: str) -> None:
    assert _seen(f"son mail est {address} je crois") == [(DataKind.EMAIL, address)]


@pytest.mark.parametrize(
    "address",
    [
        "lucette point inventee arobase fai point example",
        "lucette tiret inventee arobase fai.example",
        "lucette . inventee @ fai . example",
        "lucette.inventee chez fai.example",
        "lucette.inventee@gmail",
    ],
)
def test_an_email_address_is_seen_said_in_words_or_badly_typed(address: str) -> None:
    assert _seen(f"écrire à {address} dès lundi") == [(DataKind.EMAIL, address)]


def test_a_persons_page_is_told_from_a_bodys() -> None:
    page = "facebook.com/lucette.inventee.44"
    assert _seen(f"le profil de la dame : {page}") == [(DataKind.PROFILE, page)]
    assert _seen(f"https://www.{page}") == [(DataKind.PROFILE, f"https://www.{page}")]
    assert _seen("suivez facebook.com/mediathequedevalcombe") == []
    assert _seen("https://www.facebook.com/groups/conseillers") == []


@pytest.mark.parametrize(
    "text",
    [
        "Merci @lucette.inventee pour le tuto",
        "prefecture-titres@prefecture99.example ne répond plus",
        "L'arobase se fait avec AltGr et 0, puis le point com",
        "Écrire à contact@filature.example ou support@lacoop.example",
        "mediatheque.valcombe@orange.example a répondu",
        "une adresse du type prenom.nom@gmail.com",
        "Merci @louis, et suivez @courroie@social.example",
    ],
)
def test_the_addresses_of_roles_examples_and_chat_names_are_left_alone(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    "number",
    ["2 54 03 99 000 000 61", "254039900000061", "260092A00001271", "1 71 04 2B 000 033 90"],
)
def test_a_social_security_number_is_known_by_its_key(number: str) -> None:
    assert _seen(f"{number} est refusé") == [(DataKind.SOCIAL_SECURITY_NUMBER, number)]


def test_corsican_departments_count_as_19_and_18() -> None:
    assert social_security_key("260092A000012") == social_security_key("2600919000012")
    assert social_security_key("171042b000033") == social_security_key("1710418000033")


def test_a_number_that_its_check_refuses_is_not_taken_for_a_card_or_a_foreign_account() -> None:
    assert luhn("4970100000000121")
    assert not luhn("4970100000000122")
    assert iban_holds("BE21000000000012")
    assert not iban_holds("BE22000000000012")
    assert _seen("sur BE21 0000 0000 0012 demain") == [(DataKind.IBAN, "BE21 0000 0000 0012")]
    assert _seen("sur BE22 0000 0000 0012 demain") == []


def test_a_card_is_known_by_its_check_or_its_name_and_a_rib_by_its_groups() -> None:
    assert _seen("payé avec 4970 1000 0000 0121") == [(DataKind.CARD_NUMBER, "4970 1000 0000 0121")]
    assert _seen("sa carte 4970 1000 0000 0122") == [(DataKind.CARD_NUMBER, "4970 1000 0000 0122")]
    assert _seen("RIB : 10278 00000 00001234567 80") == [
        (DataKind.IBAN, "10278 00000 00001234567 80")
    ]


def test_a_name_is_seen_after_who_the_person_is() -> None:
    assert _seen("Mon usager Bertonnel attend") == [(DataKind.NAME, "Bertonnel")]
    assert _seen("Les parents de Ylana Ferroudjani") == [(DataKind.NAME, "Ylana Ferroudjani")]
    assert _seen("Relance pour MARVELIN Josiane") == [(DataKind.NAME, "MARVELIN Josiane")]
    assert _seen("Mme Dupont France Travail lui dit") == [(DataKind.NAME, "Mme Dupont")]
    assert _seen("Un usager Android, la dame Facebook") == []


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("le livret A n° 00123456789 de la dame", "00123456789"),
        ("CCP Valcombe 45 678 90 B 037", "45 678 90 B 037"),
        ("IBAN FR76 1234 5987 65 et il manque la suite", "FR76 1234 5987 65"),
    ],
)
def test_an_account_is_seen_said_in_words_or_cut_short(text: str, account: str) -> None:
    assert _seen(text) == [(DataKind.IBAN, account)]


def test_a_social_security_number_is_seen_in_words_or_without_its_key() -> None:
    said = "un quarante-six zéro cinq quatre-vingt-dix-neuf cent dix-huit zéro quarante-deux"
    assert _seen(f"vitale : {said}, refusée") == [(DataKind.SOCIAL_SECURITY_NUMBER, said)]
    assert _seen("n° SS 146059911804212 refusé") == [
        (DataKind.SOCIAL_SECURITY_NUMBER, "SS 146059911804212")
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("dossier n° 4471902 bloqué", "4471902"),
        ("Numéro fiscal : 1312345678901, rien reçu", "1312345678901"),
        ("identifiant France Travail 1234567A perdu", "1234567A"),
        ("son numéro d'allocataire c'est le 0456789", "0456789"),
        ("AGDREF 7503123456 refusé", "7503123456"),
        ("n° allocataire: 9876543k", "9876543k"),
        ("plainte n° 00712/2026/004412", "00712/2026/004412"),
        ("aide juridictionnelle BAJ 2026/118842", "BAJ 2026/118842"),
        ("la commande WQ-77124-88 d'une mamie", "WQ-77124-88"),
        ("numéro fiscal ? je lis 07 45 129 880 336", "07 45 129 880 336"),
        ("avis de contravention 7745 1290 33", "7745 1290 33"),
    ],
)
def test_a_file_number_is_seen_after_its_name(text: str, number: str) -> None:
    assert _seen(text) == [(DataKind.FILE_NUMBER, number)]


@pytest.mark.parametrize(
    "text",
    [
        "Un dossier de 10 000 €, un autre de 2 400 pages",
        "Le dossier 2026-2027 est sorti, celui de 2025 aussi",
        "Le dossier est bloqué depuis le 03/11/2026",
        "Les 12 500 allocataires du secteur",
        "SIRET 123 456 789 00012, RNA W421001234, ISBN 978-2-1234-5680-3",
        "Ticket n° 458213, circulaire n° 6412, article L. 262-10",
        "https://www.exemple.fr/fiche/0639981234?dossier=1234567",
        "Visio : ID 812 3456 7890, code secret 204060",
    ],
)
def test_amounts_years_bodies_tickets_and_links_are_no_file_numbers(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("née le 01/01/1900", "01/01/1900"),
        ("né en mars 1954 à Valcombe", "mars 1954"),
        ("nee le 5/6/57", "5/6/57"),
        ("née à Valcombe le 3 mai 1948", "3 mai 1948"),
        ("né(e) le 1er avril 1960", "1er avril 1960"),
        ("Date de naissance : 14/07/1931", "14/07/1931"),
        ("la patiente, 21/02/1969, a deux dossiers", "21/02/1969"),
        ("monsieur du 21/02/1949 attend", "21/02/1949"),
        ("ddn 21021949", "21021949"),
        ("né le vingt et un février mille neuf cent quarante-neuf", None),
        ("née le premier avril quarante-trois", "premier avril quarante-trois"),
        ("née en 1949, le 21 février", "1949, le 21 février"),
        ("MARVELIN Josiane 21 02 1949", "21 02 1949"),
        ("venue au monde le 4 mars 2027", "4 mars 2027"),
    ],
)
def test_a_birth_date_is_seen(text: str, date: str | None) -> None:
    dates = [words for kind, words in _seen(text) if kind is DataKind.BIRTH_DATE]
    assert dates == [date or text.partition(" le ")[2]]


@pytest.mark.parametrize(
    "text",
    [
        "Rencontre le 12/03/2026, jusqu'au 3 décembre, avant le 15/01 à 14h",
        "L'association est née le 12 mars 2015",
        "Le réseau est né en mars 2019",
        "Les enfants nés après le 1er septembre 2019",
        "Personnes nées avant 1961, jeunes nés en 2008",
        "L'acte de naissance demandé le 12/03/2026",
        "La dame est passée le 12/03/2010",
        "Elle ne vient plus le 12 mars 2025",
        "La loi du 6 janvier 1978, l'arrêté du 12 mars 1954",
        "Le dossier de la dame du 12/03/2024",
    ],
)
def test_an_ordinary_date_or_a_bound_is_no_birth_date(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    "name",
    [
        "Mme Inventée",
        "M. Dupont",
        "M.Dupont",
        "Monsieur Ben Salah",
        "madame Le Gall",
        "la famille Martin",
        "mme bertonnel",
        "Mlle d'Aubrac",
        "Mme J. Marvelin",
        "M. de La Tour",
        "Lucette Bertonnel",
        "Jean-Claude VALTESSIER",
        "MARVELIN Josiane",
        "Mme L. Marvelin",
        "Mme veuve Marvelin",
        "mme marvelin josiane",
        "Lucette VALTESSIER",
    ],
)
def test_a_name_is_seen(name: str) -> None:
    assert _seen(f"Bonjour, {name} attend sa réponse.") == [(DataKind.NAME, name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pour Valtessier, 82 ans, seule au village", "Valtessier"),
        ("Zorglub Valtessier (06 39 98 12 34) attend", "Zorglub Valtessier"),
        ("Le titulaire s'appelait Zorglub Valtessier", "Zorglub Valtessier"),
        ("ma petite dame, Zorglub Valtessier, attend", "Zorglub Valtessier"),
        ("rappeler madame valtessin demain", "madame valtessin"),
        ("nom de naissance Valtessier prénom Zorglub", "Valtessier prénom Zorglub"),
    ],
)
def test_a_name_that_is_in_no_list_is_told_by_what_is_beside_it(text: str, name: str) -> None:
    assert (DataKind.NAME, name) in _seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "Un poème de Victor Hugo, une conférence de Josette Bertonnel",
        "Bonjour Josiane, merci Rachid",
        "Mme D., 78 ans, et M. X attendent",
        "M. le maire, Mme la préfète et Monsieur le Directeur seront là",
        "Madame, Monsieur, voici le modèle",
        "Mme souhaite vendre, mr a perdu son code, mme bloquée à l'étape 3",
        "Merci Louis et Zoé !",
        "Salle Simone Veil, rue Pierre Curie, lycée Jean Moulin",
        "France Travail, Pix Orga, Maison France Services",
        "La famille Google ou Apple ?",
    ],
)
def test_initials_roles_first_names_places_and_bodies_name_nobody(text: str) -> None:
    assert _seen(text) == []


def test_an_address_is_seen_where_somebody_lives_and_not_where_everybody_goes() -> None:
    assert _seen("elle habite au 5 impasse des Genêts et ne sort plus") == [
        (DataKind.ADDRESS, "5 impasse des Genêts")
    ]
    assert _seen("Mme Dupont, 12 rue des Tilleuls 99000 Valcombe, n'a plus internet") == [
        (DataKind.NAME, "Mme Dupont"),
        (DataKind.ADDRESS, "12 rue des Tilleuls 99000 Valcombe"),
    ]
    assert _seen("La médiathèque, 12 rue des Lilas, vous accueille") == []
    assert _seen("La dame doit passer au 3 place de la Mairie") == []


@pytest.mark.parametrize(
    "text",
    [
        "elle habite 4 lot. des Genêts",
        "chez lui : 18 ter, bd de l'Ouest 99000 Valcombe",
        "la dame au 9 sente du Loup (99000 Valcombe)",
        "monsieur vit au lieu-dit La Cabrette, 99000 Valcombe",
        "il faut aller chez lui : Kerlosquet, 99000 Valcombe",
    ],
)
def test_a_home_is_seen_without_a_street_or_with_a_flat(text: str) -> None:
    assert [kind for kind, _ in _seen(text)] == [DataKind.ADDRESS]


@pytest.mark.parametrize(
    "text",
    [
        "Permanence à la mairie, 2 place du Puits",
        "Rendez-vous au 8 boulevard Carnot, service des étrangers",
        "Le hameau n'a pas la fibre, le quartier des Ifs non plus",
    ],
)
def test_where_a_body_receives_is_no_home(text: str) -> None:
    assert _seen(text) == []


def test_papers_and_plates_are_seen() -> None:
    assert _seen("sa CNI 1 2 0 7 7 5 3 0 1 2 4 6") == [
        (DataKind.IDENTITY_DOCUMENT, "CNI 1 2 0 7 7 5 3 0 1 2 4 6")
    ]
    assert _seen("la plaque fg482kl") == [(DataKind.NUMBER_PLATE, "fg482kl")]
    assert _seen("Les plaques au format AB-123-CD") == []
    assert _seen("passeport n° 19XY00123 volé") == [(DataKind.IDENTITY_DOCUMENT, "19XY00123")]
    assert _seen("la carte grise de FG-482-KL") == [(DataKind.NUMBER_PLATE, "FG-482-KL")]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("son mot de passe est Soleil42 et il marche plus", "Soleil42"),
        ("mdp : Tulipe_1948", "Tulipe_1948"),
        ("Le mot de passe, c'est « azerty », hélas", "azerty"),
        ("son code PIN est 0000", "0000"),
        ("il a donné le code reçu par SMS : 482913", "482913"),
        ("le PUK de la dame est 87654321", "87654321"),
        ("boîte à clés 4471 derrière le volet", "4471"),
        ("code provisoire 845217", "845217"),
        ("sa question secrète c'est son chien, réponse Médor", "Médor"),
        ("il se connecte avec papyrus et Truite46", "Truite46"),
        ("login: papyrus / Truite46", "Truite46"),
        ("le mdp c'est kermit", "kermit"),
        ("wifi de chez elle, clé « marmotte-12 »", "marmotte-12"),
        ("elle a mis Truite46 comme mot de passe", "Truite46"),
    ],
)
def test_a_password_or_a_code_that_is_given_away_is_seen(text: str, secret: str) -> None:
    assert _seen(text) == [(DataKind.SECRET, secret)]


@pytest.mark.parametrize(
    "text",
    [
        "Un mot de passe de 12 caractères suffit-il ?",
        "Son mot de passe est refusé trois fois",
        "Le mot de passe « 123456 » reste le plus utilisé",
        "Code postal 42000, code erreur 0x80070005, code APE 8899B",
        "code wifi de la salle : Atelier2026",
        "Le code PIN par défaut est 0000, code promo RENTREE26",
        "Mot de passe : perdu. Il doit contenir 1 majuscule et 1 chiffre",
        "Un code à 6 chiffres par SMS, code de la visio 445566",
    ],
)
def test_lessons_shared_codes_and_other_codes_are_no_secrets(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Qui peut rappeler Mme Bertonnel au sujet de son compte ?", True),
        ("on peut la joindre au 06 39 98 12 34, merci", True),
        ("254039900000061 est refusé", True),
        ("c'est bloqué, dossier n° 4471902, que faire ?", True),
        ("un cousin, Bertonnel, demande si la carte grise est prête", False),
    ],
)
def test_a_key_or_much_weight_makes_sure(text: str, *, sure: bool) -> None:
    assert [found.sure for found in personal_data(text)] == [sure]


def test_accents_written_in_two_characters_and_invisible_ones_hide_nothing() -> None:
    text = unicodedata.normalize("NFD", "pour Mme Kéravel, née le 3 février 1950")
    hidden = "appelez le 06\u200b39\u200b98\u200b12\u200b34"

    assert _seen(text) == [
        (DataKind.NAME, unicodedata.normalize("NFD", "Mme Kéravel")),
        (DataKind.BIRTH_DATE, unicodedata.normalize("NFD", "3 février 1950")),
    ]
    assert masked(hidden, personal_data(hidden)) == "appelez le [téléphone]"


def test_nothing_to_hide_leaves_the_text_as_it_is() -> None:
    assert masked("Qui prête une salle à Brest ?", ()) == "Qui prête une salle à Brest ?"


BRICKS = (
    *(
        "06 a 1 puis ",
        "07, euh ",
        "porte est ",
        "il habite la maison après ",
        "née à noël ",
        "PK 1 ",
    ),
    *("06 39 98 12 34", "0639", "+33", "0 ", "1 ", "12/03/1954 ", "(12/03/1954 ", "née le ", "ne "),
    *("Mme ", "M. D", "Jean Aa ", "Jean Aa, ", "JEAN ", "d'", "de la ", "la famille ", "dame "),
    *("dossier ", "dossier n° ", "n° 1", "allocataire est le ", "code ", "mot de passe est "),
    *("un ", "quatre-vingt ", "zéro six ", "deux mille ", "0 6 ", "06 12 puis ", "6", "o6 l2 "),
    *("a point ", "a arobase ", "a @ b", "facebook.com/a ", "identifiant a / ", "mdp a c'est "),
    *("code de ", "code à ", "question secrète ", "Aa A. ", "AAAA A", "Aa, 80 ans ", "nom "),
    *("lieu-dit A ", "12 Aa 12345 A", "appt 1, ", "chez ", "au ", "colis de la ", "compte 1 "),
    *("FR76 A1 ", "monsieur du ", "mai ", "finit par 1 commence par 06", "signé A. "),
    *("1 rue de la ", "habite rue A ", "FR76 ", "BE21 0000 ", "4111 1111 ", "2 54 03 99 000 "),
    *(
        "a@",
        "a.",
        "a [at] ",
        "https://a ",
        "é",
        "e\u0301",
        "\u200b",
        "œ",
        "№",
        "\n",
        " ",
        "(",
        "ﬁ",
        "٣",
    ),
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
FRENCH = st.lists(st.sampled_from(BRICKS) | st.text(max_size=4), max_size=40).map("".join)


@given(FRENCH | st.text(max_size=200))
def test_whatever_is_typed_spans_are_in_the_text_in_order_and_apart(text: str) -> None:
    place = 0
    for found in personal_data(text):
        assert place <= found.start < found.end <= len(text)
        place = found.end


@given(FRENCH)
def test_what_is_masked_is_no_longer_in_the_text_and_the_rest_is(text: str) -> None:
    spans = personal_data(text)
    rest = [text[one.end : other.start] for one, other in itertools.pairwise(spans)]

    rephrased = masked(text, spans)

    assert rephrased.count("[") >= len(spans)
    assert all(part in rephrased for part in rest)


@given(FRENCH)
def test_a_line_that_carries_something_carries_it_still_after_another_line(text: str) -> None:
    """What is seen in a line does not depend on a plain line put before it."""
    line = "Bonjour à tous,\n"

    later = personal_data(line + text)

    assert later == tuple(
        FoundData(one.kind, one.start + len(line), one.end + len(line), one.sure)
        for one in personal_data(text)
    )


@pytest.mark.sample(one_in=4)
@pytest.mark.parametrize("brick", BRICKS)
def test_a_text_made_to_hurt_costs_little_more_than_one_full_of_data(brick: str) -> None:
    """The first pass leaves most of an ordinary text: what is weighed whole is the measure."""
    hurtful, full = (hostile.of(each, TEXT_LIMIT) for each in (brick, FULL))

    assert costs_at_most(4, lambda: personal_data(hurtful), lambda: personal_data(full))


FULL = (
    "Mme Inventée, née le 01/01/1900, dossier n° 4471902, au 06 39 98 12 34 ou l.inv@fai.example,"
    " habite 12 rue des Ifs à Valcombe, mdp Soleil42 ; "
)


@pytest.mark.sample(one_in=4)
@pytest.mark.parametrize("brick", BRICKS)
def test_the_time_grows_in_proportion_to_the_text(brick: str) -> None:
    assert grows_in_proportion(lambda count: personal_data(brick * count), 100)
