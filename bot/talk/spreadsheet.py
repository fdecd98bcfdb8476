"""Tables that a French spreadsheet opens: a byte order mark, `;` between, no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_BOM = "\ufeff"
_FORMULA = tuple("=+-@\t\r|%＝＋－＠")


def spreadsheet(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table as CSV.

    A text that a spreadsheet would take for a formula is kept from being one (OWASP, CSV
    injection).
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_defused(cell) for cell in row] for row in rows)
    return _BOM + text.getvalue()


def _defused(cell: object) -> object:
    """Keep a text from being a formula; line breaks stay, quoted by the writer."""
    if isinstance(cell, str) and cell.lstrip(" \u00a0\u202f\ufeff").startswith(_FORMULA):
        return f"'{cell}"
    return cell
