"""The cells of an exported file, whichever way it was saved: text in columns, or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import islice

from bot.core.errors import Refusal
from bot.framaforms.workbook import BadWorkbookError, read_workbook
from bot.talk.render import sentence
from bot.talk.spreadsheet import decoded

MOST_ROWS = 5_000
"""Rows of a file, headers included: far more than a survey of advisers gets."""

MOST_COLUMNS = 300
"""Columns of a file: more are left out."""

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SEPARATORS = "\t;,"
_HEADERS = 3

WHERE = (
    "dans Framaforms, onglet Résultats, puis Téléchargement, prenez « Texte délimité » ou "
    "« Microsoft Excel »"
)
"""Where a coordinator finds the file."""

NOT_READ = Refusal(
    "export unreadable: {why}",
    reply="Je n'arrive pas à lire ce fichier ({why}), et je n'en ai rien gardé. "
    f"{sentence(WHERE)}, et envoyez-le tel quel.",
)

MANY_ROWS = Refusal(
    "more than {most} rows",
    reply="Ce fichier a plus de {most} lignes : c'est trop pour moi, et je n'en ai rien gardé. "
    "Exportez une partie des réponses, par exemple celles d'une période.",
)


def read_cells(content: bytes) -> Sequence[Sequence[str]]:
    """Return a file's cells, row by row, its headers among them. Raises NOT_READ, MANY_ROWS."""
    if content.startswith(_ZIP):
        try:
            rows = read_workbook(content, rows=MOST_ROWS, columns=MOST_COLUMNS)
        except BadWorkbookError as error:
            raise NOT_READ(why="ce classeur est abîmé, ou trop gros") from error
    elif content.startswith(_OLD_EXCEL):
        raise NOT_READ(why="c'est un ancien format d'Excel")
    else:
        rows = _text_rows(decoded(content))
    if len(rows) > MOST_ROWS:
        raise MANY_ROWS(most=f"{MOST_ROWS:_}".replace("_", "\u202f"))
    return rows


def _text_rows(text: str) -> Sequence[Sequence[str]]:
    """Return the rows, cut at the separator that gives the third header the most columns."""
    if "\0" in text:
        raise NOT_READ(why="ce n'est pas du texte")
    separator = max(
        _SEPARATORS, key=lambda each: max(map(len, _cut(text, each, _HEADERS)), default=0)
    )
    return _cut(text, separator, MOST_ROWS + 1)


def _cut(text: str, separator: str, most: int) -> Sequence[Sequence[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return [row[:MOST_COLUMNS] for row in islice(reader, most)]
    except csv.Error as error:
        raise NOT_READ(why="ce n'est pas du texte en colonnes") from error
