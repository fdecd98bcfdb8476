"""The cells of a workbook (.xlsx), by the standard library alone: a zip of XML documents.

What comes from anyone is read under limits: of bytes once unpacked (a small zip may hold
gigabytes), of elements, rows and columns. A document that declares a type or an entity is refused
before it is parsed: no workbook needs one. Formulas are never computed: the value that was saved
beside one is read. Dates stay numbers: nothing is made of them. openpyxl wants defusedxml beside it
for as much, and calamine makes room for every cell up to the farthest one.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from xml.etree import ElementTree as ET

from bot.core.patterns import lazy_pattern

UNPACKED_LIMIT = 8_000_000
"""Bytes of all that is read of a workbook, unpacked: some 5,000 rows of 25 cells."""

ELEMENTS_LIMIT = 250_000
"""Elements of one document: as many take some 30 MB and a second to be read."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_DECLARES = lazy_pattern(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PLACE = lazy_pattern(r"([A-Z]{1,3})[0-9]{1,7}")


class BadWorkbookError(Exception):
    """What is no workbook, or is larger than a form's answers are."""


def read_workbook(content: bytes, *, rows: int, columns: int) -> Sequence[Sequence[str]]:
    """Return the cells of the first sheet, row by row; those beyond the limits are left out.

    One row more than `rows` tells that there are more. Raises BadWorkbookError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            pages = _Pages(archive)
            shared = [_text(each) for each in pages.items("xl/sharedStrings.xml", "si")]
            sheet = pages.parsed(_first_sheet(pages))
            return list(_rows(sheet, shared, rows=rows, columns=columns))
    except (
        zipfile.BadZipFile,
        zlib.error,
        LookupError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise BadWorkbookError(type(error).__name__) from error
    except (ET.ParseError, ValueError, EOFError, OSError) as error:
        raise BadWorkbookError(type(error).__name__) from error


class _Pages:
    """The documents of a workbook, of which so many bytes are unpacked in all."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = UNPACKED_LIMIT

    def parsed(self, name: str) -> ET.Element:
        with self._archive.open(name) as page:
            document = page.read(self._left + 1)
        self._left -= len(document)
        if self._left < 0:
            raise BadWorkbookError("too large once unpacked")
        if b"\0" in document[:200] or _DECLARES.search(document):
            raise BadWorkbookError("declares a type, or is no UTF-8")
        return _parsed(document)

    def items(self, name: str, tag: str) -> Iterator[ET.Element]:
        """Yield the elements of a name in a document that may be missing."""
        if name in self._archive.namelist():
            yield from self.parsed(name).iterfind(f".//{{*}}{tag}")


def _parsed(document: bytes) -> ET.Element:
    parsing = ET.iterparse(io.BytesIO(document), ("start",))  # noqa: S314  it declares nothing
    begun = (element for _, element in parsing)
    root: ET.Element = next(begun)
    if sum(1 for _ in islice(begun, ELEMENTS_LIMIT)) == ELEMENTS_LIMIT:
        raise BadWorkbookError("too many elements")
    return root


def _first_sheet(pages: _Pages) -> str:
    """Return where the first sheet is, as the workbook says."""
    wanted = pages.parsed("xl/workbook.xml").findall(".//{*}sheet")[0]
    relation = wanted.get(_RELATION) or wanted.get(_STRICT_RELATION)
    for each in pages.parsed("xl/_rels/workbook.xml.rels"):
        if each.get("Id") == relation:
            target = each.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise BadWorkbookError("no sheet")


def _rows(
    sheet: ET.Element, shared: Sequence[str], *, rows: int, columns: int
) -> Iterator[Sequence[str]]:
    """Yield the rows; one that is empty may be missing in the document: its number tells."""
    expected = 1
    for row in sheet.iterfind(".//{*}row"):
        number = int(row.get("r") or expected)
        while expected < min(number, rows + 2):
            yield ()
            expected += 1
        if expected > rows + 1:
            return
        cells: dict[int, str] = {}
        place = -1
        for cell in row.iterfind("{*}c"):
            found = _PLACE.fullmatch(cell.get("r") or "")
            place = _column(found) if found else place + 1
            if place < columns:
                cells[place] = _value(cell, shared)
        yield [cells.get(each, "") for each in range(max(cells, default=-1) + 1)]
        expected += 1


def _value(cell: ET.Element, shared: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text(each) for each in cell.iterfind("{*}is"))
    value = cell.findtext("{*}v") or ""
    if kind != "s":
        return value
    place = int(value)
    if not 0 <= place < len(shared):
        raise BadWorkbookError("no such text")
    return shared[place]


def _text(item: ET.Element) -> str:
    """Return the text of an item, its runs joined; how it is pronounced is left out."""
    parts = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return "".join(each.text or "" for each in parts)


def _column(found: re.Match[str]) -> int:
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
