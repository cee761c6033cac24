"""The rows of an Excel workbook as text, read one after the other, and what was left out, in sentences.

Formulas are never worked out: the result that was saved with the file is the value, and where there is none it is said.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from typing import Any

from lessons.authoring.office.cells import SAID, rows_of, written
from lessons.authoring.office.package import OfficeError, inspect, library, reading

EXCEL = "Excel"
# What is read of one sheet: a single cell in the last of its million rows or 16,384 columns costs as much as full ones.
MOST_ROWS = 100_000
MOST_CELLS = 5_000_000
_NAMED = 3


@dataclass
class Sheet:
    """One sheet: its name and its rows, each with its number in the sheet; rows without any text are passed over."""

    name: str
    _cells: Any
    _book: Workbook

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows, each up to its last cell with text, as they are read. What was left out is then in the workbook's messages."""
        seen = 0
        for number in count(1):
            with reading(EXCEL), _without_warnings():
                row = next(self._cells, None)
            if row is None:
                return
            seen += len(row[0])
            if number > MOST_ROWS or seen > MOST_CELLS:
                self._book.rows_left_out.append((self.name, number - 1))
                return
            cells = [self._book.text(self.name, value, formula) for value, formula in zip(*row, strict=True)]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield number, cells


@dataclass
class Workbook:
    """The sheets of a workbook that are not hidden, and what was left out of what was read of them."""

    sheets: list[Sheet] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    formulas: int = 0
    unsaved: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    rows_left_out: list[tuple[str, int]] = field(default_factory=list)
    # What was written otherwise than it stands there, by kind.
    otherwise: dict[str, list[str]] = field(default_factory=dict)

    @property
    def messages(self) -> list[str]:
        """Return everything that is to be said, in sentences, one a kind."""
        return [*self.notices, *self.losses]

    @property
    def notices(self) -> list[str]:
        """Return what was passed over or written otherwise on purpose."""
        found = list(self.said)
        if self.formulas:
            found.append(
                f"{_cells(self.formulas)} with a formula: the result saved in the file was taken, nothing was worked out"
            )
        for kind, what in SAID.items():
            if named := self.otherwise.get(kind):
                found.append(f"{_cells(len(named))} with {what} ({_named(named)})")
        return found

    @property
    def losses(self) -> list[str]:
        """Return what of the cells' values is missing."""
        found = []
        if self.unsaved:
            found.append(
                f"{_cells(len(self.unsaved))} with a formula whose result is not saved in the file "
                f"({_named(self.unsaved)}); open it in Excel, save it and try again"
            )
        if self.errors:
            found.append(
                f"{_cells(len(self.errors))} with an error instead of a value, left empty ({_named(self.errors)})"
            )
        found += [f'of the sheet "{name}" only the first {rows:,} rows were read' for name, rows in self.rows_left_out]
        return found

    def text(self, sheet: str, cell: Any, formula: Any) -> str:
        """Return a cell's value as text; ``formula`` is the same cell as its formula was written."""
        is_formula = getattr(formula, "data_type", "") == "f"
        self.formulas += is_formula and cell.value is not None
        if cell.value is None:
            if is_formula:
                self.unsaved.append(f"{sheet}!{formula.coordinate}")
            return ""
        if cell.data_type == "e":
            self.errors.append(f"{sheet}!{cell.coordinate}")
            return ""
        found = written(cell)
        for kind in found.kinds:
            self.otherwise.setdefault(kind, []).append(f"{sheet}!{cell.coordinate}")
        return found.text


def read(content: bytes) -> Workbook:
    """Read the bytes of an Excel workbook; the rows of its sheets are read when they are asked for.

    Raises :class:`~lessons.authoring.office.package.OfficeError` for what is none, must not be unpacked, or cannot be read
    for want of the library.
    """
    openpyxl = library("openpyxl", "reading Excel files")
    book = Workbook(said=inspect(content, EXCEL))
    with reading(EXCEL), _without_warnings():
        # The same sheets twice: what a formula came to when the file was saved, and whether there is one.
        values, formulas = (
            openpyxl.load_workbook(
                BytesIO(content), read_only=True, keep_links=False, data_only=data_only, rich_text=True
            )
            for data_only in (True, False)
        )
        for sheet in values.worksheets:
            if sheet.sheet_state == "visible":
                both = (rows_of(sheet), rows_of(formulas[sheet.title]))
                book.sheets.append(Sheet(sheet.title, zip(*both, strict=True), book))
    if not book.sheets:
        raise OfficeError("the Excel file has no sheet that can be seen; save it with one")
    return book


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep the library from remarking on what it does not keep, such as drop-down lists: nothing is written back."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _cells(number: int) -> str:
    return f"{number:,} cell{'' if number == 1 else 's'}"


def _named(cells: list[str]) -> str:
    return ", ".join(cells[:_NAMED]) + (", …" if len(cells) > _NAMED else "")
