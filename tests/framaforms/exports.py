"""Exports as Framaforms writes them, of our own making: three rows of headings, then the sendings.

A question is a name and what its columns are: one of text, one an option, or one a grid's line.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

SENT = (
    *("Serial", "SID", "Submitted Time", "Completed Time", "Modified Time", "Draft"),
    *("IP Address", "UID", "Username"),
)
SENT_IN_FRENCH = (
    *("Numéro de série", "SID", "Date de soumission", "Date d'achèvement"),
    *("Date de modification", "Brouillon", "Adresse IP", "UID", "Nom d'utilisateur"),
)


@dataclass(frozen=True)
class Asked:
    """A question; without `columns` it takes one, which bears its name."""

    name: str
    columns: tuple[str, ...] = ()


BARRIERS = Asked("Vos freins", ("Le temps", "Le matériel", "La distance", "Autre…"))
ASKED = (
    Asked("Votre rythme"),
    BARRIERS,
    Asked("Votre nom"),
    Asked("Adresse de courriel"),
    Asked("Votre besoin"),
)
"""A form of the field: a choice, several choices with « Autre », who answers, a free line."""

NEEDS = (
    "Comment aider une personne à créer son compte Ameli ?",
    "Qui connaît un bon support sur les arnaques par SMS ?",
    "J'aimerais visiter un autre espace France Services",
    "Où trouver des ordinateurs reconditionnés pour les ateliers ?",
    "Un modèle de convention avec la mairie me serait utile",
    "Comment parler de l'intelligence artificielle en atelier ?",
)
RHYTHMS = ("Chaque mois", "Chaque mois", "Chaque mois", "Tous les deux mois")
TICKS = (("X", "X", "", ""), ("X", "", "X", ""), ("X", "X", "", "Le bruit dans la salle"))


def sendings(count: int, *, first: int = 1) -> list[list[str]]:
    """Return so many sendings to ASKED, those of these numbers; each answers otherwise."""
    return [
        [
            RHYTHMS[number % 4],
            *TICKS[number % 3],
            f"Personne {number}",
            f"personne{number}@exemple.fr",
            NEEDS[number] if number < len(NEEDS) else "RAS",
        ]
        for number in range(first - 1, first - 1 + count)
    ]


def table(  # noqa: PLR0913  an export is set in as many ways
    rows: Sequence[Sequence[str]],
    *,
    title: str = "Vos besoins pour 2027",
    asked: Sequence[Asked] = ASKED,
    sent: Sequence[str] = SENT,
    first: int = 1,
    named_above: bool = False,
) -> list[list[str]]:
    """Return a whole export, cell by cell; `sent` names the ticked columns about the sending.

    `named_above` has the names of questions of one column in the second row too.
    """
    above, names = ["Submission Details", *[""] * 8][: len(sent)], list(sent)
    for each in asked:
        several = bool(each.columns) or named_above
        above += [each.name if several else "", *[""] * (len(each.columns) - 1)]
        names += each.columns or [each.name]
    head = [[title, *[""] * (len(names) - 1)], above, names]
    return head + [
        [*_sent(sent, number), *answers] for number, answers in enumerate(rows, start=first)
    ]


def _sent(sent: Sequence[str], number: int) -> list[str]:
    """Return what is told of a sending, in the columns that were ticked."""
    moment = f"2026-10-{number % 28 + 1:02} 10:00"
    values = (
        *(str(number), str(4_000 + number), moment, moment, moment, "0"),
        *(f"90.12.3.{number % 250}", str(70_000 + number), f"compte{number}"),
    )
    every = dict(zip(SENT, values, strict=True)) | dict(zip(SENT_IN_FRENCH, values, strict=True))
    return [every[name] for name in sent]


def text(
    cells: Sequence[Sequence[str]], *, separator: str = "\t", encoding: str = "utf-8"
) -> bytes:
    """Write cells as text in columns, each quoted."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows(cells)
    return written.getvalue().encode(encoding)


_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK = f"""<?xml version="1.0" encoding="UTF-8"?>
<workbook {_MAIN} xmlns:r="{_RELATED}"><sheets>
<sheet name="Réponses" sheetId="1" r:id="rId7"/></sheets></workbook>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId7" Type="sheet" Target="{target}"/></Relationships>"""


def workbook(cells: Sequence[Sequence[str]], *, shared: bool = True) -> bytes:
    """Write cells as a real workbook, its texts beside (`shared`) or inside its cells.

    Empty cells are left out, as spreadsheets do.
    """
    texts = list(dict.fromkeys(cell for row in cells for cell in row if cell))
    places = {each: place for place, each in enumerate(texts)}
    rows = []
    for number, row in enumerate(cells, start=1):
        written = "".join(
            f'<c r="{_letters(place)}{number}" t="s"><v>{places[cell]}</v></c>'
            if shared
            else f'<c t="inlineStr" r="{_letters(place)}{number}">{_inline(cell)}</c>'
            for place, cell in enumerate(row)
            if cell
        )
        rows.append(f'<row r="{number}">{written}</row>')
    sheet = f"<worksheet {_MAIN}><sheetData>{''.join(rows)}</sheetData></worksheet>"
    items = "".join(f"<si><r><t>{escape(each)}</t></r></si>" for each in texts)
    return packed(sheet, shared=f"<sst {_MAIN}>{items}</sst>" if shared else "")


def packed(sheet: str | bytes, *, shared: str = "", target: str = "worksheets/first.xml") -> bytes:
    """Pack a sheet's document, and its shared texts if any, into a workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format(target=target))
        archive.writestr("xl/worksheets/first.xml", sheet)
        if shared:
            archive.writestr("xl/sharedStrings.xml", shared)
    return file.getvalue()


def _inline(cell: str) -> str:
    return f"<is><t>{escape(cell)}</t></is>"


def _letters(place: int) -> str:
    found = ""
    while place >= 0:
        found = chr(ord("A") + place % 26) + found
        place = place // 26 - 1
    return found
