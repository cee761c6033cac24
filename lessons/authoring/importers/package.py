"""Entries from the tables of a data package or bundle that :mod:`lessons` itself wrote: every review and use as it was written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lessons.authoring.importers.sources import Row, Settings
from lessons.authoring.importers.tables import read_csv
from lessons.problems import LessonsError, Place
from lessons.text.files import reason

DESCRIPTION = "datapackage.json"
# The tables that hold every file of a library: which reviews there are and where, their text, and the uses with theirs.
TABLES = ("reviews", "review_files", "uses")
UNITS = "units"
_COLUMNS = {
    "reviews": ("id", "file"), "review_files": ("review_id", "markdown"), "uses": ("id", "file", "markdown"), UNITS: ("id",),
}  # fmt: skip


def read_package(path: Path, settings: Settings) -> Iterator[Row]:
    """Yield each review and use of a folder that holds a data package, in the form of the ndjson export.

    Raises :class:`LessonsError` when there is none, when it is not one of a library, when a table was changed since it was written, or
    when it is not as :mod:`lessons` writes it.
    """
    reviews, texts, uses = (
        list(_rows(path, name, table, settings)) for name, table in zip(TABLES, tables_of(path), strict=True)
    )
    files = {row.values["id"]: row.values["file"] for row in reviews}
    before = f"{settings.unit}:" if settings.unit else ""
    for row in texts:
        id_ = row.values["review_id"]
        if id_.startswith(before):
            yield _entry(row, "review", id_.removeprefix(before), files.get(id_, ""))
    for row in uses:
        id_ = row.values["id"]
        if id_.startswith(before):
            yield _entry(row, "use", id_.removeprefix(before), row.values["file"])


def units_of(path: Path) -> list[Mapping[str, str]]:
    """Return what the folder of a data package says of each unit whose reviews it holds: its `id`, `name` and more.

    Raises :class:`LessonsError` as :func:`read_package`.
    """
    (table,) = tables_of(path, (UNITS,))
    return [row.values for row in _rows(path, UNITS, table, Settings())]


def _rows(path: Path, name: str, table: str, settings: Settings) -> Iterator[Row]:
    """Yield the rows of a table, each with the columns that are read from it."""
    for row in read_csv(path / table, settings):
        if row.fault is not None:
            raise LessonsError(f"{table}:{row.place.line}: {row.fault}")
        missing = [column for column in _COLUMNS[name] if column not in row.values]
        if missing:
            raise LessonsError(f'{table}: has no column "{missing[0]}", so it is not a table that lessons wrote')
        yield row


def tables_of(path: Path, names: Sequence[str] = TABLES) -> list[str]:
    """Return the paths of tables inside the folder of a data package, whose bytes are as they were written.

    Raises :class:`LessonsError` as :func:`read_package`.
    """
    described = _resources(path)
    missing = [name for name in names if name not in described]
    if missing:
        raise LessonsError(
            f"{DESCRIPTION}: describes no table {missing[0]}, so it is not the data package of a library"
        )
    found = []
    for name in names:
        # No path holds a NUL; to ask for one is an error of its own.
        inside = str(described[name].get("path")).replace("\0", "\ufffd")
        table = path / inside
        if not table.resolve().is_relative_to(path.resolve()):
            raise LessonsError(f"{DESCRIPTION}: {name}: the path {inside} leads out of the package")
        try:
            digest = hashlib.sha256(table.read_bytes()).hexdigest()
        except OSError as error:
            raise LessonsError(f"{inside}: cannot be read ({reason(error)})") from error
        expected = str(described[name].get("hash")).removeprefix("sha256:")
        if digest != expected:
            raise LessonsError(
                f"{inside}: was changed: its SHA-256 is {digest}, and {DESCRIPTION} has {expected}; "
                "to import what was changed on purpose, take the file alone, as CSV with a map"
            )
        found.append(inside)
    return found


def _resources(path: Path) -> dict[str, Any]:
    try:
        package = json.loads((path / DESCRIPTION).read_bytes())
    except OSError as error:
        raise LessonsError(
            f"is neither a bundle nor a data package: {DESCRIPTION} cannot be read ({reason(error)})"
        ) from error
    except (ValueError, RecursionError) as error:
        raise LessonsError(f"{DESCRIPTION} is not JSON") from error
    listed = package.get("resources") if isinstance(package, dict) else None
    return {str(one.get("name")): one for one in (listed if isinstance(listed, list) else []) if isinstance(one, dict)}


def _entry(row: Row, kind: str, id_: str, file: str) -> Row:
    values = {"kind": kind, "id": id_, "path": file, "markdown": row.values["markdown"]}
    # The file of the entry is a better place than the line of a table that nobody wrote by hand.
    return Row(Place(file or row.place.path), values)
