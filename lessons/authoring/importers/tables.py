"""Records from tables: CSV and its relatives, and the sheets of Excel workbooks."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from lessons.authoring.importers.sources import Row, Settings, text_of, undecoded
from lessons.authoring.office import sheets
from lessons.library.formats import FORMULA
from lessons.problems import LessonsError, Place
from lessons.text.files import reason

# A cell of a spreadsheet holds at most 32,767 characters; the csv module's own limit is four times that.
_LARGEST_CELL = 10_000_000
# The line by which Excel is told the delimiter.
_TOLD = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
DELIMITERS = {",": ",", ";": ";", "\t": "tab", "|": "|"}


def read_csv(path: Path, settings: Settings) -> Iterator[Row]:
    """Yield the rows of a CSV file with a header; rows without any text are passed over.

    Raises :class:`LessonsError` when the header cannot be used.
    """
    csv.field_size_limit(_LARGEST_CELL)
    text = text_of(path, settings.encoding)
    told = _TOLD.match(text)
    delimiter = told[1] if told else settings.delimiter
    reader = csv.reader(StringIO(text[told.end() :] if told else text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next((cells for cells in reader if any(map(str.strip, cells))), [])
    except csv.Error as error:
        raise LessonsError(f"{path}: the header cannot be read as CSV: {error}") from error
    names = _header(path, header, delimiter)
    before = bool(told)
    while True:
        place = Place(path.as_posix(), reader.line_num + 1 + before)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(place, fault=f"cannot be read as CSV: {error}; nothing after this line was read")
            return
        if any(map(str.strip, cells)):
            yield _row(place, names, cells, settings)


def read_xlsx(path: Path, settings: Settings) -> Iterator[Row]:
    """Yield the rows of the first sheet of an Excel workbook, or of the one that ``records`` names, below its header.

    Raises :class:`LessonsError` when the workbook or its header cannot be used.
    """
    try:
        book = sheets.read(path.read_bytes())
    except OSError as error:
        raise LessonsError(f"cannot read {path}: {reason(error)}") from error
    except LessonsError as error:
        raise LessonsError(f"{path}: {error}") from error
    sheet = next((one for one in book.sheets if settings.records in (None, one.name)), None)
    if sheet is None:
        known = ", ".join(one.name for one in book.sheets)
        raise LessonsError(f'{path} has no sheet "{settings.records}"; its sheets are: {known}')
    rows = sheet.rows()
    _, header = next(rows, (1, []))
    names = _header(path, header, "")
    for number, cells in rows:
        yield _row(Place(path.as_posix(), number), names, cells + [""] * (len(names) - len(cells)), settings)
    for message in book.losses:
        yield Row(Place(path.as_posix()), fault=message)
    for message in book.notices:
        yield Row(Place(path.as_posix()), note=message)


def _header(path: Path, cells: list[str], delimiter: str) -> list[str]:
    header = [name.strip() for name in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise LessonsError(f"{path} has no header: its first line must name the columns")
    if len(header) == 1 and delimiter:
        other = next((mark for mark in DELIMITERS if mark != delimiter and mark in header[0]), None)
        if other is not None:
            named = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}[other]
            raise LessonsError(
                f'{path}: there are {named} between the columns; add to the map: `delimiter: "{DELIMITERS[other]}"`'
            )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice and not twice[0]:
        raise LessonsError(f"{path}: two columns in the middle of the header have no name; name them or delete them")
    if twice:
        raise LessonsError(f'{path}: the header names "{twice[0]}" twice; columns need names of their own')
    return header


def _row(place: Place, header: list[str], cells: list[str], settings: Settings) -> Row:
    while len(cells) > len(header) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != len(header):
        return Row(
            place, fault=f"the row has {len(cells)} cells, the header {len(header)}; is a quotation mark missing?"
        )
    for name, cell in zip(header, cells, strict=True):
        fault = undecoded(cell, settings.encoding)
        if fault:
            return Row(place, fault=f'column "{name}": {fault}')
    if settings.protected:
        cells = [cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell for cell in cells]
    return Row(place, dict(zip(header, cells, strict=True)))
