"""The rows of a workbook come out as text; formulas are never worked out, and what is left out is said once a kind."""

from __future__ import annotations

import re
import socket
import zipfile
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from lessons.authoring.office import sheets
from tests.support import office

SHEET = "xl/worksheets/sheet1.xml"


def rows(content: bytes) -> tuple[list[list[str]], list[str]]:
    book = sheets.read(content)
    found = [cells for sheet in book.sheets for _, cells in sheet.rows()]
    return found, book.messages


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        ("  Bins ", "", "Bins"),
        (12, "", "12"),
        (12.0, "", "12"),
        (12.5, "", "12.5"),
        (True, "", "true"),
        (datetime(1998, 4, 17), "dd/mm/yyyy", "1998-04-17"),
        (datetime(1998, 4, 1), "mmm yyyy", "1998-04"),
        (datetime(1998, 1, 1), "yyyy", "1998"),
        (datetime(1998, 4, 17, 9, 30), "dd/mm/yyyy hh:mm", "1998-04-17 09:30:00"),
        ("=not a formula?", "@", "=not a formula?"),
        (None, "", ""),
    ],
)
def test_a_cell_is_what_somebody_would_type(value: Any, form: str, expected: str) -> None:
    book = openpyxl.Workbook()
    cell = book.active["A1"]
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    if form:
        cell.number_format = form
    book.active["B1"] = "x"
    assert rows(office.saved(book)) == ([[expected, "x"]], [])


def test_rows_without_text_are_passed_over_and_keep_their_numbers() -> None:
    content = office.excel(["Title"], [None], [" "], ["Bins"])
    (sheet,) = sheets.read(content).sheets
    assert list(sheet.rows()) == [(1, ["Title"]), (4, ["Bins"])]


def test_a_formula_is_its_saved_result_and_without_one_it_is_said_where() -> None:
    content = office.excel(["=1+1", "=2+2", "x"])
    assert rows(content) == (
        [["", "", "x"]],
        [
            "2 cells with a formula whose result is not saved in the file (Sheet!A1, Sheet!B1); open it in Excel, save it and try again"
        ],
    )
    kept = office.changed(
        content,
        {
            SHEET: lambda part: (
                part.replace(b"<v></v>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>").replace(b"<v/>", b"<v>7</v>")
            )
        },
    )
    assert rows(kept) == (
        [["7", "7", "x"]],
        ["2 cells with a formula: the result saved in the file was taken, nothing was worked out"],
    )


def test_an_error_in_a_cell_is_left_empty_and_said() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "#DIV/0!"
    book.active["B1"] = "x"
    assert rows(office.saved(book)) == ([["", "x"]], ["1 cell with an error instead of a value, left empty (Sheet!A1)"])


def test_hidden_sheets_are_not_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["seen"])
    hidden = book.create_sheet("Lists")
    hidden.append(["unseen"])
    hidden.sheet_state = "hidden"
    assert rows(office.saved(book)) == ([["seen"]], [])


def test_rows_are_read_as_they_are_asked_for_and_of_more_than_the_limit_the_rest_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 40)
    book = sheets.read(office.excel(*[[number] for number in range(1, 50)], title="Log"))
    read: list[str] = []
    text = book.text
    monkeypatch.setattr(book, "text", lambda *cell: read.append("cell") or text(*cell))
    found = book.sheets[0].rows()
    assert (next(found), len(read)) == ((1, ["1"]), 1)
    assert len(list(found)) == 39
    assert book.messages == ['of the sheet "Log" only the first 40 rows were read']


def test_the_cells_of_a_sheet_are_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_CELLS", 10)
    assert rows(office.excel(*[[1, 2, 3]] * 5)) == (
        [["1", "2", "3"]] * 3,
        ['of the sheet "Sheet" only the first 3 rows were read'],
    )


def test_a_cell_in_the_last_row_and_column_costs_no_more_than_the_limits() -> None:
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>far</v></c></row></sheetData>'
    content = office.changed(office.excel(["Title"]), {SHEET: lambda part: part.replace(b"</sheetData>", far)})
    assert rows(content) == ([["Title"]], [f'of the sheet "Sheet" only the first {sheets.MOST_ROWS:,} rows were read'])


def test_links_to_other_workbooks_and_functions_that_fetch_are_never_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    content = office.excel(['=WEBSERVICE("http://127.0.0.1:9/")', "='[http://127.0.0.1:9/a.xlsx]Sheet'!A1", "x"])
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: asked.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments: asked.append(arguments))
    found, said = rows(content)
    assert (found, asked) == ([["", "", "x"]], [])
    assert said[0].startswith("2 cells with a formula whose result is not saved in the file")


class TestLooks:
    """What a look alone tells of a cell's text stands there as characters, or is said to be gone."""

    @pytest.mark.parametrize("shared", [True, False], ids=["in the table of texts", "in the sheet"])
    @pytest.mark.parametrize(
        ("parts", "expected", "said"),
        [
            (["10", ("6", {"vertAlign": "superscript"}), " people"], "10⁶ people", []),
            (["CO", ("2", {"vertAlign": "subscript"})], "CO₂", []),
            (["5", ("\u00b0", {"rFont": "Symbol"}), "C"], "5°C", []),
            (["5 ", ("m", {"rFont": "Symbol"}), "g"], "5 μg", []),
            (
                ["12 ", ("99", {"strike": True})],
                "12",
                ["1 cell with struck-through text, which was left out (Sheet!A1)"],
            ),
            (
                ["Go", ("p", {"rFont": "Webdings"})],
                "Go",
                [
                    "1 cell with symbols of a font that are no characters of their own, which were left out; say in words what they mean (Sheet!A1)"
                ],
            ),
            (
                ["10", ("1,5", {"vertAlign": "superscript"})],
                "10^(1,5)",
                [
                    "1 cell with raised or lowered text without characters of its own, which was written behind ^ or _ (Sheet!A1)"
                ],
            ),
        ],
    )
    def test_parts_of_a_text_are_read_by_their_look(
        self, parts: list[Any], expected: str, said: list[str], *, shared: bool
    ) -> None:
        book = openpyxl.Workbook()
        blocks = [one if isinstance(one, str) else TextBlock(InlineFont(**one[1]), one[0]) for one in parts]
        book.active["A1"] = CellRichText(blocks)
        book.active["B1"] = "x"
        content = office.saved(book)
        if shared:
            content = office.changed(
                content,
                {SHEET: into_the_table, "[Content_Types].xml": with_a_table},
                {"xl/sharedStrings.xml": table_of(content)},
            )
        assert rows(content) == ([[expected, "x"]], said)

    def test_a_cell_that_is_struck_through_is_left_out_and_named(self) -> None:
        book = openpyxl.Workbook()
        book.active.append(["kept", "gone", 12])
        book.active["B1"].font = book.active["C1"].font = Font(strike=True)
        assert rows(office.saved(book)) == (
            [["kept"]],
            ["2 cells with struck-through text, which was left out (Sheet!B1, Sheet!C1)"],
        )

    def test_a_cell_in_a_font_of_symbols_is_what_it_shows(self) -> None:
        book = openpyxl.Workbook()
        book.active.append(["ü", "x"])
        book.active["A1"].font = Font(name="Wingdings")
        assert rows(office.saved(book)) == ([["✓", "x"]], [])


DIGITS = "with a whole number of more than 15 digits, of which Excel keeps 15; if it is an identifier, format the cells as text and write it again"


@pytest.mark.parametrize(
    ("value", "expected", "said"),
    [
        ("1.23456789012345E16", "12345678901234500", [f"1 cell {DIGITS} (Sheet!A1)"]),
        ("12345678901234500", "12345678901234500", [f"1 cell {DIGITS} (Sheet!A1)"]),
        ("1E20", "100000000000000000000", [f"1 cell {DIGITS} (Sheet!A1)"]),
        ("123456789012345", "123456789012345", []),
        ("-1E15", "-1000000000000000", [f"1 cell {DIGITS} (Sheet!A1)"]),
        ("1E-7", "0.0000001", []),
        ("0.30000000000000004", "0.30000000000000004", []),
        ("6.02E23", "6.02e+23", []),
        ("0", "0", []),
    ],
)
def test_a_number_has_all_its_digits(value: str, expected: str, said: list[str]) -> None:
    content = office.changed(
        office.excel([7, "x"]), {SHEET: lambda part: part.replace(b"<v>7</v>", f"<v>{value}</v>".encode())}
    )
    assert rows(content) == ([[expected, "x"]], said)


INLINE = re.compile(rb'<c r="(\w+)" t="inlineStr"><is>(.*?)</is></c>')


def into_the_table(sheet: bytes) -> bytes:
    """Return a sheet whose texts stand in the workbook's table of texts, as Excel keeps them."""
    number = count()
    return INLINE.sub(lambda match: b'<c r="%b" t="s"><v>%d</v></c>' % (match[1], next(number)), sheet)


def with_a_table(types: bytes) -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    return types.replace(b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/></Types>' % kind)


def table_of(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as package:
        texts = [match[2] for match in INLINE.finditer(package.read(SHEET))]
    items = b"".join(b"<si>%b</si>" % text for text in texts)
    return b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%b</sst>' % items
