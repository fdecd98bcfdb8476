"""Reads a list of places in the standard of the médiation numérique: CSV, hostile until checked.

LaMednum's « standard de données des lieux de médiation numérique », version 1.0.2. Several values
in a cell are separated by `|`, or `;` as its README says; columns of earlier versions are read too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from urllib.parse import urlsplit

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.text import tidied
from bot.french.words import terms
from bot.helping.places.rules import MOST_PLACES, ListedPlace
from bot.talk.spreadsheet import decoded


class PlacesUnreadableError(Exception):
    """What was read is no list of places; the message says why, in English."""


def read_places(body: bytes, network: str, areas: Collection[str]) -> Sequence[ListedPlace]:
    """Return the places of a list that are in some areas, MOST_PLACES at most.

    Raises PlacesUnreadableError.
    """
    lines = decoded(body).splitlines(keepends=True)
    heading = lines[0] if lines else ""
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.DictReader(lines, delimiter=delimiter, restkey="", restval="")
    columns = {each.strip().lower() for each in reader.fieldnames or ()}
    if not {"nom", "commune"} <= columns:
        raise PlacesUnreadableError("no columns nom and commune")
    wanted = frozenset(fold(each) for each in areas)
    try:
        rows = (_row(each) for each in reader)
        found = (_place(row, network) for row in rows if _is_within(row, wanted))
        kept = {_same(each): each for each in islice(_named(found), MOST_PLACES)}
    except csv.Error as error:
        raise PlacesUnreadableError(str(error)) from error
    return list(kept.values())


def _row(cells: Mapping[str, object]) -> Mapping[str, str]:
    return {
        name.strip().lower(): each for name, each in cells.items() if name and isinstance(each, str)
    }


def _named(places: Iterator[ListedPlace]) -> Iterator[ListedPlace]:
    return (each for each in places if each.name and each.commune)


def _same(place: ListedPlace) -> tuple[str, str, str]:
    return fold(place.name), fold(place.commune), fold(place.address)


def _is_within(row: Mapping[str, str], areas: Collection[str]) -> bool:
    """Tell whether a place is in some areas: by its INSEE code, its postcode, its commune."""
    code = fold(row.get("code_insee", "").strip())
    departement = (code or row.get("code_postal", "").strip())[:3]
    said = {code, departement, departement[:2], fold(row.get("commune", "").strip())}
    return not said.isdisjoint(areas)


def _place(row: Mapping[str, str], network: str) -> ListedPlace:
    name, commune = _text(row.get("nom", "")), _text(row.get("commune", ""))
    receives = _values(row, *_RECEIVES)
    programmes = _values(row, *_PROGRAMMES)
    words = " ".join((name, commune, *receives, *programmes))
    return ListedPlace(
        network=network,
        name=name,
        commune=commune,
        receives=receives,
        programmes=programmes,
        address=_text(row.get("adresse", "")),
        site=_site(row.get("site_web", "")),
        phone=_phone(row.get("telephone", "")),
        stems=f" {' '.join(terms(words))} ",
    )


_RECEIVES = (
    *("publics_specifiquement_adresses", "publics_accueillis"),
    *("prise_en_charge_specifique", "services"),
)
_PROGRAMMES = (
    *("dispositif_programmes_nationaux", "labels_nationaux"),
    *("formations_labels", "autres_formations_labels", "labels_autres"),
)
_LONGEST = 120
"""Characters of one value: two lines on a phone."""

_VALUES = 30
"""Values of a cell: all those of the standard, and some."""


def _text(cell: str) -> str:
    return " ".join(tidied(cell[: 10 * _LONGEST]).split())[:_LONGEST]


def _values(row: Mapping[str, str], *columns: str) -> tuple[str, ...]:
    cells = (re.split(r"[|;]", row.get(each, "")[:10_000]) for each in columns)
    values = (_text(value) for cell in cells for value in cell)
    return tuple(islice(dict.fromkeys(each for each in values if each), _VALUES))


def _site(cell: str) -> str:
    """Return the first address of the web in a cell, "" where it is none that may be shown."""
    found = re.match(r"https?://[^\s|;<>\"']{3,300}(?=[\s|;]|$)", cell.strip(), re.IGNORECASE)
    if found is None:
        return ""
    try:
        parts = urlsplit(found[0])
    except ValueError:
        return ""
    return found[0] if parts.hostname and "." in parts.hostname and "@" not in parts.netloc else ""


def _phone(cell: str) -> str:
    """Return a structure's phone number, « 04 77 00 00 00 »; "" for a mobile, or no number."""
    first = re.split(r"[|;/]", cell[:_LONGEST])[0]
    found = _NUMBER.fullmatch(re.sub(r"[\s.()-]", "", first))
    digits = f"0{found[1]}" if found else ""
    return " ".join(digits[start : start + 2] for start in range(0, len(digits), 2))


_NUMBER = lazy_pattern(r"(?:\+(?:33|262|590|594|596|508)|0033|0)([1-589]\d{8})")
