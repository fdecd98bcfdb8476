"""Tables that a French spreadsheet opens: a byte order mark, `;` between, no formula.

And the text that one has saved, whatever it was saved as.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_BOM = "\ufeff"
_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""What UTF-16 begins with."""

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


def decoded(content: bytes) -> str:
    """Read what a spreadsheet or an editor wrote: UTF-8, UTF-16 with its mark, or Windows."""
    try:
        return content.decode("utf-16" if content.startswith(_MARKS) else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _defused(cell: object) -> object:
    """Keep a text from being a formula; line breaks stay, quoted by the writer."""
    if isinstance(cell, str) and cell.lstrip(" \u00a0\u202f\ufeff").startswith(_FORMULA):
        return f"'{cell}"
    return cell
