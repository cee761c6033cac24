"""Other systems' exports as records: one reader for each kind of file, behind one small protocol.

A reader takes the file and the map's settings and yields :class:`Row` after ``Row``; a row that cannot be read
carries the reason instead of values. Values are text, or lists of text, or records of records.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from lessons.problems import LessonsError, Place
from lessons.text import files, nodes

# A cell of a spreadsheet holds at most 32,767 characters; the csv module's own limit is four times that.
_LARGEST_CELL = 10_000_000


@dataclass(frozen=True)
class Row:
    """One record of the source: where it begins, its values by column, or what is wrong with it."""

    place: Place
    values: Mapping[str, Any] = field(default_factory=dict)
    fault: str | None = None


@dataclass(frozen=True)
class Settings:
    """How a source is written: its encoding, the separator of a CSV file, the field of a JSON file that holds the records."""

    encoding: str = "utf-8"
    delimiter: str = ","
    records: str | None = None


Reader = Callable[[Path, Settings], Iterator[Row]]


def read_csv(path: Path, settings: Settings) -> Iterator[Row]:
    """Yield the rows of a CSV file with a header.

    Raises :class:`LessonsError` when the header cannot be used.
    """
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(StringIO(_text(path, settings.encoding), newline=""), delimiter=settings.delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise LessonsError(f"{path}: the header cannot be read as CSV: {error}") from error
    _refuse_header(path, header)
    while True:
        place = Place(path.as_posix(), reader.line_num + 1)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(place, fault=f"cannot be read as CSV: {error}; nothing after this line was read")
            return
        if cells:
            yield _csv_row(place, header, cells, settings.encoding)


def read_json(path: Path, settings: Settings) -> Iterator[Row]:
    """Yield the records of a JSON file: a list of objects, or an object that holds one (``records`` names it)."""
    text = _text(path, settings.encoding)
    try:
        data = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise LessonsError(f"{path} is not JSON: {error}; a file with one record per line is ndjson") from error
    for name in settings.records.split(".") if settings.records else ():
        data = data.get(name) if isinstance(data, dict) else None
    if not isinstance(data, list):
        where = f'"{settings.records}"' if settings.records else "the file"
        raise LessonsError(
            f"{path}: {where} contains no list of records; name it in the map: `records: name-of-the-list`"
        )
    for number, item in enumerate(data, 1):
        yield _json_row(Place(path.as_posix(), 1), f"record {number}", item)


def read_ndjson(path: Path, settings: Settings) -> Iterator[Row]:
    """Yield the records of a file that holds one JSON object a line."""
    for number, line in enumerate(_text(path, settings.encoding).split("\n"), 1):
        if not line.strip():
            continue
        place = Place(path.as_posix(), number)
        try:
            item = json.loads(line, parse_float=str, parse_int=str)
        except (ValueError, RecursionError) as error:
            yield Row(place, fault=f"this line is not JSON: {error}")
            continue
        yield _json_row(place, "the line", item)


def read_markdown(path: Path, settings: Settings) -> Iterator[Row]:
    """Yield each Markdown file under a folder: its front matter by name, ``file`` (its stem) and ``body``.

    Level-2 sections of the body are there too, each under ``# `` and its heading.
    """
    for file in files.find(path):
        place = Place(file.as_posix())
        try:
            text = files.read_text(file, file.as_posix(), inside=path)
        except files.Unreadable as unreadable:
            first = unreadable.problems[0]
            yield Row(first.place, fault=first.message)
            continue
        front, body = _front_and_body(text)
        parsed = nodes.parse(front, file.as_posix(), first_line=2)
        if parsed.faults:
            yield Row(parsed.faults[0].place, fault=parsed.faults[0].message)
            continue
        values = nodes.data(parsed.root) or {}
        yield Row(place, {**values, "file": file.stem, "body": body, **_sections(body)})


READERS: dict[str, Reader] = {"csv": read_csv, "json": read_json, "ndjson": read_ndjson, "markdown": read_markdown}


def _text(path: Path, encoding: str) -> str:
    """Return the file's text; bytes that are none in this encoding become lone surrogates, which the rows report."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise LessonsError(f"cannot read {path}: {files.reason(error)}") from error
    name = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
    try:
        return raw.decode(name, "surrogateescape")
    except LookupError as error:
        raise LessonsError(f'there is no encoding "{encoding}"; common ones are utf-8, windows-1252, utf-16') from error
    except UnicodeDecodeError as error:
        raise LessonsError(f"{path} is not {encoding}: byte {error.start + 1} of the file: {error.reason}") from error


def _undecoded(text: str, encoding: str) -> str | None:
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


def _refuse_header(path: Path, header: list[str]) -> None:
    if not any(header):
        raise LessonsError(f"{path} has no header: its first line must name the columns")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise LessonsError(f'{path}: the header names "{twice[0]}" twice; columns need names of their own')


def _csv_row(place: Place, header: list[str], cells: list[str], encoding: str) -> Row:
    if len(cells) != len(header):
        return Row(
            place, fault=f"the row has {len(cells)} cells, the header {len(header)}; is a quotation mark missing?"
        )
    for name, cell in zip(header, cells, strict=True):
        undecoded = _undecoded(cell, encoding)
        if undecoded:
            return Row(place, fault=f'column "{name}": {undecoded}')
    return Row(place, dict(zip(header, cells, strict=True)))


def _json_row(place: Place, what: str, item: Any) -> Row:
    if not isinstance(item, dict):
        return Row(place, fault=f"{what} is not an object of named values")
    undecoded = _undecoded(json.dumps(item, ensure_ascii=False), "utf-8")
    return Row(place, fault=undecoded) if undecoded else Row(place, item)


def _front_and_body(text: str) -> tuple[str, str]:
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return "", text
    end = next((number for number in range(1, len(lines)) if lines[number].rstrip() == "---"), None)
    return ("", text) if end is None else ("\n".join(lines[1:end]), "\n".join(lines[end + 1 :]))


def _sections(body: str) -> dict[str, str]:
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    fenced = False
    for line in body.split("\n"):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if line.startswith("## ") and not fenced:
            lines = sections.setdefault(f"# {line[3:].strip()}", [])
        else:
            lines.append(line)
    return {heading: "\n".join(lines).strip() for heading, lines in sections.items()}
