"""CSV as every spreadsheet reads it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv; charset=utf-8"
# A spreadsheet takes text that begins so for a formula and would run it.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(rows: Iterable[Sequence[object]]) -> str:
    """Return rows, the headings first, as CSV (RFC 4180); text that a spreadsheet would run gets an apostrophe."""
    text = io.StringIO()
    csv.writer(text).writerows([safe(value) for value in row] for row in rows)
    return text.getvalue()


def safe(value: object) -> object:
    """Return a value as it may stand in a spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
