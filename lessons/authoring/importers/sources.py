"""Other systems' exports as records: one reader for each kind of file, behind one small protocol.

A reader takes the file and the map's settings and yields :class:`Row` after ``Row``; a row that cannot be read
carries the reason instead of values. Values are text, or lists of text, or records of records.
"""

from __future__ import annotations

import codecs
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lessons.authoring.importers.rules import inside
from lessons.problems import LessonsError, Place
from lessons.record.types import shorten
from lessons.text import files

# What a record is known by that has no name of its own in the file.
KEY = "key"
# How files begin that hold no text: read as text they would give a message for each of their bytes.
_NO_TEXT = {
    b"PK\x03\x04": "a Word or Excel file, or another zip archive; `lessons import xlsx` reads Excel files, and `docx` Word files",
    b"\xd0\xcf\x11\xe0": "an Office file of before 2007, or one with a password; save it as .xlsx without a password, then: lessons import xlsx",
    b"%PDF-": "a PDF file; export the records as CSV or JSON",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"SQLite format 3\x00": "an SQLite database; export its records as CSV or JSON",
    b"PAR1": "a Parquet file: lessons import parquet",
}
# What a file begins with that says its encoding itself, whatever a map says; the longer marks first, since one begins as another.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_BEGINNING = 200


@dataclass(frozen=True)
class Row:
    """One record of the source: where it begins, its values by column, or what is wrong with it.

    ``name`` tells it from others of the same line, such as ``record 7``; ``path`` is that of its file inside the source's folder.
    A ``note`` is no record, but what the reader has to say about the source.
    """

    place: Place
    values: Mapping[str, Any] = field(default_factory=dict)
    fault: str | None = None
    name: str = ""
    path: str = ""
    note: str = ""

    @property
    def known_by(self) -> str:
        """Return what the record is called where another is spoken of."""
        if self.path:
            return f"the file {self.path}"
        return self.name or f"the row on line {self.place.line}"


@dataclass(frozen=True)
class Settings:
    """How a source is written: its encoding, the separator of a CSV file, the field of a JSON file or the sheet that holds the records.

    In a ``protected`` table, cells that a spreadsheet would run as formulas begin with an apostrophe. Of a package of several units, only the
    records of the ``unit`` are read.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    records: str | None = None
    protected: bool = False
    unit: str | None = None


Reader = Callable[[Path, Settings], Iterator[Row]]


def read_json(path: Path, settings: Settings) -> Iterator[Row]:
    """Yield the records of a JSON file: a list of objects, objects by their keys, or an object that holds either (``records`` names it)."""
    source = text_of(path, settings.encoding)
    twice = NamedTwice()
    try:
        data = json.loads(source, parse_float=str, parse_int=str, object_pairs_hook=twice.object)
    except (ValueError, RecursionError) as error:
        raise LessonsError(f"{path} is not JSON: {error}; a file with one record per line is ndjson") from error
    if settings.records:
        data = inside(data, settings.records.split("."))
    keyed = isinstance(data, dict) and bool(data) and all(isinstance(item, dict) for item in data.values())
    if keyed and isinstance(data, dict):
        data = [{KEY: key, **item} for key, item in data.items()]
    if not isinstance(data, list):
        where = f'"{settings.records}"' if settings.records else "the file"
        raise LessonsError(
            f"{path}: {where} contains no list of records; name it in the map: `records: name-of-the-list`"
        )
    for number, item in enumerate(data, 1):
        yield _json_row(Place(path.as_posix(), 1), f"record {number}", item)
    yield from twice.notes(path)


def read_ndjson(path: Path, settings: Settings) -> Iterator[Row]:
    """Yield the records of a file that holds one JSON object a line."""
    twice = NamedTwice()
    for number, line in enumerate(text_of(path, settings.encoding).split("\n"), 1):
        if not line.strip():
            continue
        place = Place(path.as_posix(), number)
        try:
            item = json.loads(line, parse_float=str, parse_int=str, object_pairs_hook=twice.object)
        except (ValueError, RecursionError) as error:
            yield Row(place, fault=f"this line is not JSON: {error}")
            continue
        yield _json_row(place, "", item)
    yield from twice.notes(path)


class NamedTwice:
    """Counts the names that stand twice in an object of JSON, of whose values only the last can be read."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return an object as its pairs make it."""
        made = dict(pairs)
        if len(made) < len(pairs):
            named = Counter(name for name, _ in pairs)
            self.counted.update(name for name, number in named.items() if number > 1)
        return made

    def notes(self, path: Path) -> Iterator[Row]:
        """Yield what is to be said, a note for each name."""
        for name, number in self.counted.items():
            where = "one object" if number == 1 else f"each of {number:,} objects"
            said = f'"{shorten(name)}" stands twice in {where}; the last value was taken, and the others were lost'
            yield Row(Place(path.as_posix()), note=said)


def text_of(path: Path, encoding: str) -> str:
    """Return the file's text; bytes that are none in this encoding become lone surrogates, which the rows report.

    Raises :class:`LessonsError` for a file that is empty, holds no text or cannot be read, or an encoding that does not exist.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise LessonsError(f"cannot read {path}: {files.reason(error)}") from error
    if not raw.strip():
        raise LessonsError(f"{path} is empty; was the export cut short?")
    for beginning, what in _NO_TEXT.items():
        if raw.startswith(beginning):
            raise LessonsError(f"{path} is {what}")
    name = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
    name = next((said for mark, said in _BYTE_ORDER_MARKS if raw.startswith(mark)), name)
    if name == "utf-8-sig" and (unmarked := _unmarked(raw[:_BEGINNING])):
        raise LessonsError(f"{path} is UTF-16, without the mark that says so; add to the map: `encoding: {unmarked}`")
    try:
        return raw.decode(name, "surrogateescape")
    except LookupError as error:
        raise LessonsError(f'there is no encoding "{encoding}"; common ones are utf-8, windows-1252, utf-16') from error
    except UnicodeDecodeError as error:
        raise LessonsError(f"{path} is not {encoding}: byte {error.start + 1} of the file: {error.reason}") from error


def _unmarked(beginning: bytes) -> str:
    """Return the encoding of a text of which, as in UTF-16, every second byte is zero, and nothing of others."""
    zeros = beginning[::2].count(0), beginning[1::2].count(0)
    if min(zeros) or max(zeros) * 4 < len(beginning):
        return ""
    return "utf-16-be" if zeros[0] else "utf-16-le"


def undecoded(text: str, encoding: str) -> str | None:
    """Return what is wrong with a text that holds bytes which are none in the encoding, else ``None``."""
    bad = next((character for character in text if "\udc80" <= character <= "\udcff"), None)
    if bad is None:
        return None
    at = text.index(bad)
    around = "".join(
        "�" if "\udc80" <= character <= "\udcff" else character for character in text[max(0, at - 20) : at + 20]
    )
    hint = "windows-1252" if encoding.lower() != "windows-1252" else "utf-8"
    byte = ord(bad) - 0xDC00
    return f"byte {byte:#04x} in “{' '.join(around.split())}” is not {encoding}; if the file is in another encoding, name it: `encoding: {hint}`"


def _json_row(place: Place, name: str, item: Any) -> Row:
    if not isinstance(item, dict):
        return Row(place, fault="this is not an object of named values", name=name)
    fault = undecoded(json.dumps(item, ensure_ascii=False), "utf-8")
    return Row(place, fault=fault, name=name) if fault else Row(place, item, name=name)
