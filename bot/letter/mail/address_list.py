"""A list of addresses as a spreadsheet saves it: one a line, somewhere in the line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from bot.core.errors import Refusal
from bot.letter.mail.address import BadMailAddressError, mail_address
from bot.talk.spreadsheet import decoded

MOST = 10_000
"""Lines that a list may have."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line without an address that can be written to: its number in the file, and why."""

    number: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressList:
    """What a file holds: each address once, in order; lines not understood; how many came twice."""

    addresses: tuple[str, ...]
    bad: tuple[RefusedLine, ...]
    doubles: int


NOT_A_LIST = Refusal(
    "not a list of addresses",
    reply="Je ne lis pas de liste d'adresses dans ce fichier : {why}. Enregistrez votre tableau au "
    "format CSV, avec une adresse par ligne.",
)


def read_list(content: bytes) -> AddressList:
    """Read a CSV file, whatever its separator, encoding, header and other columns.

    Raises NOT_A_LIST when it holds no address at all, or far too many lines.
    """
    rows = _rows(decoded(content))
    if len(rows) > MOST:
        raise NOT_A_LIST(why=f"il a plus de {MOST:_} lignes".replace("_", "\u202f"))
    found: dict[str, None] = {}
    bad: list[RefusedLine] = []
    good = 0
    for number, cells in _lines(rows):
        try:
            found[_address_in(cells)] = None
            good += 1
        except BadMailAddressError as error:
            bad.append(RefusedLine(number, error.why))
    if not found:
        raise NOT_A_LIST(why="aucune ligne ne contient d'adresse complète")
    return AddressList(addresses=tuple(found), bad=tuple(bad), doubles=good - len(found))


def _rows(text: str) -> Sequence[tuple[int, list[str]]]:
    """Return the lines' cells with the number of the line; quotes that never close are no matter.

    A cell that is quoted may hold line breaks: the number is then that of its last line.
    """
    text = text.replace("\0", "")
    separator = max(";,\t", key=text.count)
    lines = text.splitlines(keepends=True)
    # A quote that means nothing would swallow all that follows: it is then read as any other sign.
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        reader = csv.reader(lines, delimiter=separator, strict=True, quoting=quoting)
        with suppress(csv.Error):
            return [(reader.line_num, cells) for cells in islice(reader, MOST + 1)]
    raise NOT_A_LIST(why="ce n'est pas du texte en colonnes")


def _lines(rows: Sequence[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that should hold an address: neither empty ones nor the header."""
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    for place, (number, cells) in enumerate(filled):
        if place or any("@" in cell for cell in cells):
            yield number, cells


def _address_in(cells: Sequence[str]) -> str:
    """Return the address of a line. Raises the BadMailAddressError of its likeliest cell."""
    refused = []
    for cell in cells:
        try:
            if "@" in cell:
                return mail_address(cell)
        except BadMailAddressError as error:
            refused.append(error)
    raise refused[0] if refused else BadMailAddressError("pas d'adresse")
