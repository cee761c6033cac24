"""Text in the formats of other programs: cells that no spreadsheet runs, XML without what it cannot hold."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MEDIA_TYPE = "text/csv; charset=utf-8"
# A spreadsheet takes text that begins so for a formula and would run it.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# https://www.w3.org/TR/xml/#charsets
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def csv_of(rows: Iterable[Sequence[object]]) -> str:
    """Return rows, the headings first, as CSV (RFC 4180).

    Text that a spreadsheet would run gets an apostrophe; binary data are hexadecimal digits.
    """
    text = io.StringIO()
    csv.writer(text).writerows([safe(value) for value in row] for row in rows)
    return text.getvalue()


def safe(value: object) -> object:
    """Return a value as it may stand in a spreadsheet."""
    if isinstance(value, bytes):
        return value.hex()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def json_of(columns: Sequence[str], rows: Iterable[Sequence[Any]], head: Mapping[str, Any]) -> str:
    """Return an object with what ``head`` holds and, under "rows", one object for each row."""
    written_rows = ", ".join(written(dict(zip(columns, map(jsonable, row), strict=True))) for row in rows)
    return f'{written(head)[:-1]}, "rows": [{written_rows}]}}'


def written(value: Any) -> str:
    """Return a value as JSON, which has no infinity and no NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def jsonable(value: Any) -> Any:
    """Return a value of the database as JSON has it: binary data in hexadecimal digits, infinity as null like Datasette."""
    if isinstance(value, bytes):
        return value.hex()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def xml_text(text: str) -> str:
    """Return text with a mark in place of each character that XML 1.0 cannot hold, not even as a reference."""
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
