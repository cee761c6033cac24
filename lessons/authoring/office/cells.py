"""A cell of a workbook as somebody would type it: numbers without an exponent, dates as they are shown, raised text raised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from lessons.authoring.office.characters import in_font, placed
from lessons.authoring.office.package import library

# What may have to be said of a cell, after "3 cells with".
SAID = {
    "struck": "struck-through text, which was left out",
    "digits": "a whole number of more than 15 digits, of which Excel keeps 15; if it is an identifier, format the cells as text and write it again",
    "symbols": "symbols of a font that are no characters of their own, which were left out; say in words what they mean",
    "behind": "raised or lowered text without characters of its own, which was written behind ^ or _",
}
# A float of Excel has 15 digits that can be relied on; more zeros than this nobody would type.
_MOST_DIGITS, _MOST_ZEROS = 15, 21


@dataclass(frozen=True)
class CellText:
    """The text of a cell, and the kinds of what has to be said of it."""

    text: str
    kinds: frozenset[str] = frozenset()


def rows_of(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of cells of a sheet that is read row by row, with empty ones where the file has none.

    The library's own way keeps no look of text that stands in the sheet itself instead of in the workbook's table of texts.
    """
    parser = library("openpyxl.worksheet._reader", "reading Excel files").WorkSheetParser
    book = sheet.parent
    with sheet._get_source() as source:
        parsed = parser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
            rich_text=True,
        ).parse()
        due = 1
        for number, cells in parsed:
            while due < number:
                yield ()
                due += 1
            if due == number:
                yield sheet._get_row(cells)
                due += 1


def written(cell: Any) -> CellText:
    """Return the value of a cell as it would be typed; a date as precise as its number format shows it."""
    font = cell.font
    if font is not None and font.strike:
        return CellText("", frozenset({"struck"}))
    value = cell.value
    if isinstance(value, str):
        return _of_parts([(value, font)])
    if isinstance(value, list):
        # A part without a look of its own has that of the cell.
        return _of_parts([(part, font) if isinstance(part, str) else (part.text, part.font) for part in value])
    if isinstance(value, bool):
        return CellText("true" if value else "false")
    if isinstance(value, int | float):
        return _of_number(value)
    return CellText(_of_day(value, cell.number_format or ""))


def _of_parts(parts: list[tuple[str, Any]]) -> CellText:
    kinds = set()
    shown: list[tuple[str, str]] = []
    for text, font in parts:
        if font is not None and font.strike:
            kinds.add("struck")
            continue
        # The name of a font is called otherwise in a part of a text than in a cell.
        name = (font.rFont if hasattr(font, "rFont") else font.name) if font is not None else None
        known, unknown = in_font(text, name or "")
        if unknown:
            kinds.add("symbols")
        position = getattr(font, "vertAlign", None) if len(parts) > 1 else None
        shown.append((known, position if position in ("superscript", "subscript") else ""))
    texts, behind = placed(shown)
    if behind:
        kinds.add("behind")
    return CellText("".join(texts).strip(), frozenset(kinds))


def _of_number(value: int | float) -> CellText:
    # The shortest number that is the same float is the one that somebody typed, as far as Excel kept it.
    exact = Decimal(repr(value))
    exponent = exact.adjusted() if exact.is_finite() else _MOST_ZEROS + 1
    if abs(exponent) > _MOST_ZEROS:
        return CellText(str(value))
    whole = exact == exact.to_integral_value()
    text = str(int(exact)) if whole else f"{exact:f}"
    return CellText(text, frozenset({"digits"} if whole and exponent >= _MOST_DIGITS else ()))


def _of_day(value: Any, form: str) -> str:
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        shown = form.lower().split(";")[0]
        if "d" in shown or "y" not in shown:
            return value.isoformat()
        return value.isoformat()[:7] if "m" in shown else value.isoformat()[:4]
    return str(value).strip()
