"""What a source seems to hold: its encoding, its delimiter, where its records are, and how the dates of a column are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from lessons.authoring.importers.dates import ISO, MILLISECONDS, SECONDS, dated
from lessons.authoring.importers.rules import texts
from lessons.authoring.importers.sources import Row, Settings
from lessons.authoring.importers.tables import DELIMITERS
from lessons.problems import LessonsError
from lessons.text.files import reason

# Rows that are looked at.
MOST_ROWS = 500
_DEEPEST = 3
_FORMS = (
    ("%Y-%m-%d", "%Y-%m", "%Y"), (ISO,), ("%d/%m/%Y",), ("%m/%d/%Y",), ("%d.%m.%Y",), ("%d %B %Y", "%B %Y"), ("%d %b %Y", "%b %Y"), ("%B %d, %Y",),
    ("%d-%b-%y",), ("%d/%m/%y",), ("%m/%d/%y",), ("%d/%m/%Y %H:%M",), ("%m/%d/%Y %H:%M",), ("%Y/%m/%d",), ("%Y%m%d",), (MILLISECONDS,), (SECONDS,),
)  # fmt: skip
AMBIGUOUS = {"%d/%m/%Y": "%m/%d/%Y", "%d/%m/%y": "%m/%d/%y", "%d/%m/%Y %H:%M": "%m/%d/%Y %H:%M"}
NEEDS_NO_FORM = _FORMS[0]


@dataclass
class SourceColumn:
    """One column, or one field of the records in it, with all of its cells."""

    name: str
    cells: list[Any] = field(default_factory=list)

    def stated(self) -> list[str]:
        """Return what the cells state, as texts."""
        return [text for cell in self.cells for text in texts(cell) if text.strip()]

    def holds(self, test: Callable[[str], bool], share: float = 0.9) -> bool:
        """Return whether most of what is stated passes a test."""
        stated = self.stated()
        return bool(stated) and sum(map(test, stated)) >= share * len(stated)


def settings_for(kind: str, source: Path) -> Settings:
    """Return the encoding, the delimiter and the place of the records that a source probably has. Raises :class:`LessonsError`."""
    if kind in ("xlsx", "markdown"):
        files = sorted(source.rglob("*.md")) if kind == "markdown" else []
        return Settings(encoding=_encoding(b"".join(file.read_bytes() for file in files[:MOST_ROWS])))
    try:
        raw = source.read_bytes()
    except OSError as error:
        raise LessonsError(f"cannot read {source}: {reason(error)}") from error
    encoding = _encoding(raw)
    text = raw.decode("utf-8-sig" if encoding == "utf-8" else encoding, "replace")
    if kind == "csv":
        first = next((line for line in text.splitlines() if line.strip() and not line.lower().startswith("sep=")), "")
        return Settings(encoding, max(DELIMITERS, key=first.count) if any(map(first.count, DELIMITERS)) else ",")
    return Settings(encoding, records=_records_in(text) if kind == "json" else None)


def columns_of(rows: Iterable[Row]) -> dict[str, SourceColumn]:
    """Return the columns of rows by name, those of records inside as ``a.b``."""
    found: dict[str, SourceColumn] = {}
    for row in rows:
        for name, cell in _flat(row.values):
            found.setdefault(name, SourceColumn(name)).cells.append(cell)
    return found


def _flat(values: Mapping[str, Any], before: str = "", depth: int = 1) -> Iterable[tuple[str, Any]]:
    for name, cell in values.items():
        yield f"{before}{name}", cell
        for inner in cell if isinstance(cell, list) else [cell]:
            if isinstance(inner, Mapping) and depth < _DEEPEST:
                yield from _flat(inner, f"{before}{name}.", depth + 1)


def form_of_dates(column: SourceColumn) -> tuple[str, ...] | None:
    """Return the forms in which all dates of a column can be written, or ``None`` when it holds something else."""

    def fits(forms: tuple[str, ...]) -> bool:
        return column.holds(lambda text: dated(text, forms) is not None, 1.0)

    return next(filter(fits, _FORMS), None)


def _encoding(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def _records_in(text: str) -> str | None:
    """Return where the list of records stands in a JSON text, ``None`` at its top."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    waiting: list[tuple[str, Any]] = [("", data)]
    for _ in range(200):
        if not waiting:
            break
        path, value = waiting.pop(0)
        items = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        if items and all(isinstance(item, dict) for item in items) and (len(items) > 1 or isinstance(value, list)):
            inner = (
                isinstance(value, list)
                and len(items) == 1
                and any(isinstance(one, list | dict) and one for one in items[0].values())
            )
            if not inner or not path:
                return path.strip(".") or None
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
        waiting += [(f"{path}.{name}", item) for name, item in islice(pairs, 20)]
    return None
