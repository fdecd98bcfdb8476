"""Open lists of places, hostile until checked: what is kept of them, and what never is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.helping.places import reading
from bot.helping.places.reading import PlacesUnreadableError, read_places
from bot.helping.places.rules import ListedPlace

HEADING = (
    "id,nom,commune,code_postal,code_insee,adresse,telephone,courriels,site_web,services,"
    "publics_specifiquement_adresses,prise_en_charge_specifique,dispositif_programmes_nationaux"
)
ROANNE = (
    '1,Médiathèque,Roanne,42300,42187,5 rue des Fossés,+33477000000,"anne.petit@example.org",'
    "https://media.example.org/,Aide aux démarches administratives|Maîtrise des outils,"
    "Seniors;Jeunes,Surdité,Conseillers numériques|Promeneurs du net"
)


def read(
    *rows: str, heading: str = HEADING, areas: Sequence[str] = ("42",)
) -> Sequence[ListedPlace]:
    """Read a list of these rows."""
    return read_places("\n".join((heading, *rows)).encode(), "loire", areas)


def test_a_place_is_kept_in_a_few_columns_its_values_separated_either_way() -> None:
    [place] = read(ROANNE)

    assert place == ListedPlace(
        network="loire",
        name="Médiathèque",
        commune="Roanne",
        receives=(
            *("Seniors", "Jeunes", "Surdité"),
            *("Aide aux démarches administratives", "Maîtrise des outils"),
        ),
        programmes=("Conseillers numériques", "Promeneurs du net"),
        address="5 rue des Fossés",
        site="https://media.example.org/",
        phone="04 77 00 00 00",
        stems=place.stems,
    )
    assert " surdit " in place.stems or " surd" in place.stems


def test_no_persons_contact_is_kept() -> None:
    [place] = read(ROANNE.replace("+33477000000", "06 12 34 56 78"))

    assert place.phone == ""
    assert "petit" not in repr(place)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("04.77.00.00.00", "04 77 00 00 00"),
        ("0033 4 77 00 00 00", "04 77 00 00 00"),
        ("+262262000000", "02 62 00 00 00"),
        ("0477000000|0612345678", "04 77 00 00 00"),
        ("+33612345678", ""),
        ("07 12 34 56 78", ""),
        ("+262692000000", ""),
        ("3960", ""),
        ("appelez Anne", ""),
    ],
)
def test_a_structures_phone_is_kept_and_no_mobile(typed: str, kept: str) -> None:
    [place] = read(ROANNE.replace("+33477000000", typed))

    assert place.phone == kept


@pytest.mark.parametrize(
    "site",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://anne:secret@example.org/",
        "http://localhost/",
        "https://[",
        "www.example.org",
    ],
)
def test_a_site_that_is_no_plain_address_of_the_web_is_dropped(site: str) -> None:
    [place] = read(ROANNE.replace("https://media.example.org/", site))

    assert place.site == ""


@pytest.mark.parametrize(
    ("areas", "found"),
    [
        (["42"], True),
        (["42187"], True),
        (["roanne"], True),
        (["26", "Roanne"], True),
        (["4"], False),
        (["69"], False),
        (["42000"], False),
    ],
)
def test_what_is_elsewhere_is_left(areas: list[str], found: object) -> None:
    assert bool(read(ROANNE, areas=areas)) is found


@pytest.mark.parametrize(
    ("insee", "postcode", "area", "found"),
    [
        ("2A004", "20000", "2a", True),
        ("2B033", "20200", "2A", False),
        ("97411", "97400", "974", True),
        ("", "26000", "26", True),
        ("01004", "01500", "01", True),
    ],
)
def test_a_departement_is_that_of_the_insee_code_else_of_the_postcode(
    insee: str, postcode: str, area: str, found: object
) -> None:
    row = ROANNE.replace("42187", insee).replace("42300", postcode)

    assert bool(read(row, areas=[area])) is found


def test_semicolons_between_cells_and_the_names_of_earlier_versions_are_read_too() -> None:
    heading = "\ufeffID;Nom;Commune;Code_INSEE;publics_accueillis;labels_nationaux"
    [place] = read("1;La Poste;Feurs;42094;Familles|Seniors;France Services", heading=heading)

    assert place.receives == ("Familles", "Seniors")
    assert place.programmes == ("France Services",)


def test_windows_bytes_are_read() -> None:
    body = f"{HEADING}\n{ROANNE}".encode("cp1252")

    [place] = read_places(body, "loire", ["42"])
    assert place.name == "Médiathèque"


def test_one_place_given_twice_is_kept_once_and_nameless_ones_are_dropped() -> None:
    nameless = ROANNE.replace("Médiathèque", "\u202e ")

    assert len(read(ROANNE, ROANNE, nameless)) == 1


def test_what_hides_or_never_ends_is_cut() -> None:
    [place] = read(ROANNE.replace("Médiathèque", f'"Mé\u202ediathèque\n{"a" * 5_000}"'))

    assert place.name.startswith("Médiathèque a")
    assert len(place.name) == 120


def test_rows_that_are_too_long_or_too_short_break_nothing() -> None:
    assert len(read(f"{ROANNE},de,trop", "2,Mairie,Feurs,42110,42094", "3")) == 2


def test_no_more_than_the_most_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_PLACES", 3)
    rows = [ROANNE.replace("Médiathèque", f"Lieu {number}") for number in range(9)]

    assert len(read(*rows)) == 3


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>Portail</body></html>", b"\x00\xff\x00", b"a,b\n1,2"]
)
def test_what_is_no_list_of_places_is_refused(body: bytes) -> None:
    with pytest.raises(PlacesUnreadableError):
        read_places(body, "loire", ["42"])


def test_a_cell_that_is_longer_than_any_is_refused_whole() -> None:
    with pytest.raises(PlacesUnreadableError):
        read(ROANNE.replace("Médiathèque", f'"{"a" * 200_000}"'))
