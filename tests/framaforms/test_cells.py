"""A file's cells are read whichever way it was saved; what would hurt is refused in time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from bot.core.errors import UserError
from bot.framaforms.cells import MANY_ROWS, MOST_COLUMNS, MOST_ROWS, NOT_READ, read_cells
from bot.framaforms.workbook import UNPACKED_LIMIT, BadWorkbookError, read_workbook
from tests.costs import costs_at_most
from tests.framaforms.exports import packed, sendings, table, text, workbook

CELLS = table(sendings(6))
LONGEST = workbook(table(sendings(MOST_ROWS - 3)))
"""As many rows as are read."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_BOMB = "<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + each)} '{('&' + chr(97 + each) + ';') * 10}'>" for each in range(9)
)
_XXE = "<!ENTITY x SYSTEM 'file:///etc/passwd'>"


@pytest.mark.parametrize(
    "content",
    [
        text(CELLS),
        text(CELLS, encoding="utf-8-sig"),
        text(CELLS, separator=";"),
        text(CELLS, separator=","),
        text(CELLS, encoding="utf-16"),
        text(CELLS, encoding="cp1252"),
        text(CELLS).replace(b"\n", b"\r\n"),
        workbook(CELLS),
        workbook(CELLS, shared=False),
    ],
    ids=["tabs", "mark", "semicolons", "commas", "xls", "windows", "crlf", "xlsx", "inline"],
)
def test_each_way_of_saving_gives_the_same_cells(content: bytes) -> None:
    found = [[*row] + [""] * (len(CELLS[2]) - len(row)) for row in read_cells(content)]

    assert found == CELLS


def test_a_quoted_cell_keeps_its_quotes_separators_and_lines() -> None:
    told = 'Il dit « oui »,\tpuis ""non""\net s\'en va ; enfin'

    assert read_cells(text([["Titre"], [""], ["Q"], [told]]))[3] == [told]


def test_a_formula_is_text_and_a_saved_value_is_read() -> None:
    command = "=cmd|' /C calc'!A0"
    sheet = (
        f"{_HEAD}<worksheet {_MAIN}><sheetData><row>"
        '<c t="str"><f>HYPERLINK("http://a.example")</f><v>vu</v></c><c><f>1+1</f></c>'
        "</row></sheetData></worksheet>"
    )

    assert read_cells(text([["Titre"], [""], ["Q"], [command]]))[3] == [command]
    assert read_workbook(packed(sheet), rows=10, columns=10) == [["vu", ""]]


def test_missing_rows_and_cells_of_a_workbook_are_empty() -> None:
    sheet = (
        f"{_HEAD}<worksheet {_MAIN}><sheetData>"
        '<row r="2"><c r="C2"><v>3</v></c></row><row><c t="b"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )

    assert read_workbook(packed(sheet), rows=10, columns=10) == [(), ["", "", "3"], ["1"]]


def test_a_cell_at_the_end_of_the_world_takes_no_room() -> None:
    sheet = (
        f"{_HEAD}<worksheet {_MAIN}><sheetData>"
        '<row r="1"><c r="XFD1"><v>9</v></c></row><row r="1048576"><c r="A9"><v>9</v></c></row>'
        "</sheetData></worksheet>"
    )

    found = read_workbook(packed(sheet), rows=20, columns=20)

    assert [*map(list, found)] == [[]] * 21


def _zip_bomb() -> bytes:
    return packed(f"{_HEAD}<worksheet {_MAIN}>{' ' * (UNPACKED_LIMIT + 1)}</worksheet>")


def _many_elements() -> bytes:
    return packed(f"{_HEAD}<worksheet {_MAIN}>{'<a/>' * 600_000}</worksheet>")


def _declaring(declared: str) -> bytes:
    return packed(f"{_HEAD}<!DOCTYPE x [{declared}]><worksheet {_MAIN}>&x;</worksheet>")


def _in_utf_16(declared: str) -> bytes:
    document = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [{declared}]><x>&x;</x>'
    return packed(document.encode("utf-16"))


def _locked() -> bytes:
    """Return a zip whose documents say that they are encrypted."""
    whole = bytearray(packed("<x/>"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := whole.find(mark, start)) >= 0:
            whole[start + place] |= 1
            start += 1
    return bytes(whole)


def _another_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return file.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        _zip_bomb,
        _many_elements,
        lambda: _declaring(_BOMB),
        lambda: _declaring(_XXE),
        lambda: _in_utf_16(_XXE),
        _locked,
        _another_zip,
        lambda: workbook(CELLS)[:-200],
        lambda: packed("<worksheet"),
        lambda: packed("", target="worksheets/none.xml"),
        lambda: packed("<x/>", target="../../etc/passwd"),
        lambda: packed(
            f'<worksheet {_MAIN}><row><c t="s"><v>7</v></c></row></worksheet>', shared="<sst/>"
        ),
        lambda: packed(f'<worksheet {_MAIN}><row r="x"/></worksheet>'),
    ],
)
def test_a_hostile_or_broken_workbook_is_refused_about_as_soon_as_the_longest_is_read(
    make: Callable[[], bytes],
) -> None:
    content = make()
    refused = []

    def read() -> None:
        with pytest.raises(UserError) as error:
            read_cells(content)
        refused.append(error.value)

    assert costs_at_most(2, read, lambda: read_cells(LONGEST))
    assert refused[0].refusal is NOT_READ
    assert isinstance(refused[0].__cause__, BadWorkbookError)


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0 an old workbook",
        b"\x00\x01\x02" * 40,
        b"%PDF-1.4\x00",
        b'"Titre"\t"' + b"x" * 200_000 + b'"',
    ],
)
def test_what_is_no_table_is_refused_and_told_what_to_send(content: bytes) -> None:
    with pytest.raises(UserError) as refused:
        read_cells(content)

    assert refused.value.refusal is NOT_READ
    assert "Microsoft Excel" in refused.value.reply


@pytest.mark.parametrize("save", [text, workbook])
def test_a_hundred_thousand_rows_are_too_many(save: Callable[[list[list[str]]], bytes]) -> None:
    rows = [["Titre"], [""], ["Q"]] + [["a"]] * (100_000 if save is text else MOST_ROWS)

    with pytest.raises(UserError) as refused:
        read_cells(save(rows))

    assert refused.value.refusal is MANY_ROWS


def test_columns_beyond_the_limit_are_left_out() -> None:
    wide = [[str(place) for place in range(MOST_COLUMNS + 50)]] * 4

    assert {len(row) for row in read_cells(text(wide))} == {MOST_COLUMNS}
    assert {len(row) for row in read_cells(workbook(wide))} == {MOST_COLUMNS}
