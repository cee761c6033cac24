"""The columns of a source: which there are, which a map names, and which rows it passes over or takes together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lessons.authoring.importers.items import ITEM
from lessons.authoring.importers.map_model import Map
from lessons.authoring.importers.map_rules import suggestion
from lessons.authoring.importers.rules import Values, texts
from lessons.authoring.importers.sources import Row
from lessons.problems import LessonsError

# The column of a group that holds its rows.
ROWS = "rows"
# What a reader says of a file beside its content, and the column of all of its text.
OF_FILES = ("file", "path", "folder", "heading")
BODY = "body"
# Records within records deeper than this are not looked into for names.
_DEEPEST = 6
# The place of an item in a list: `orgs.0.name`.
_NUMBER = re.compile(r"\.\d+(?=\.|$)")


def passed_over(row: Row, map_: Map) -> bool:
    """Return whether the map passes the row over."""
    values = Values(row.values)
    return row.fault is None and any(
        condition.holds([text for text in texts(values.cell(condition.column)) if text.strip()])
        for condition in map_.skip
    )


def grouped(rows: Iterable[Row], column: str | None) -> Iterator[Row]:
    """Yield the rows, those with the same value of a column as one: the values of the first, and all of them in the column ``rows``."""
    if column is None:
        yield from rows
        return
    together: dict[str, list[Row]] = {}
    for row in rows:
        key = ", ".join(texts(Values(row.values).cell(column))).strip()
        if row.fault is not None:
            yield row
        elif key:
            together.setdefault(key, []).append(row)
        else:
            yield replace(row, fault=f'the column "{column}", by which rows are grouped, is empty')
    for found in together.values():
        first = found[0]
        yield replace(first, values={ROWS: [row.values for row in found], **first.values})


def refuse_unknown_columns(map_: Map, rows: list[Row]) -> None:
    """Raise :class:`LessonsError` for the first column of the map that no row has, inside records too."""
    known = {name: None for row in rows for name in _names(row.values)}
    if not known:
        return
    for column, place in map_.columns():
        if column not in known and _NUMBER.sub("", column) not in known:
            raise LessonsError(
                f'{place}: the source has no column "{column}"{suggestion(column, _near(column, known))}'
            )
    items = {column: place for lesson in map_.lessons for column, place in lesson.item_columns()}
    for column, place in items.items():
        if column not in known and column != ITEM and not any(name.endswith(f".{column}") for name in known):
            raise LessonsError(f'{place}: no item of the list has "{column}"{suggestion(column, _last(known))}')


def unmapped(map_: Map, rows: list[Row]) -> list[str]:
    """Return the columns that the map neither names nor leaves out on purpose."""
    if map_.as_written is not None:
        return []
    used = {name for column, _ in map_.columns() for name in (column, column.split(".")[0])} | {
        *map_.left_out,
        ROWS,
        *OF_FILES,
    }
    used |= {column for lesson in map_.lessons for column, _ in lesson.item_columns()}
    if BODY in used:
        used |= {name for row in rows for name in row.values if name.startswith("# ")}
    return list(dict.fromkeys(name for row in rows for name in row.values if name not in used))


def _names(value: Any, before: str = "", depth: int = 0) -> Iterator[str]:
    """Yield the names of columns, and of fields of the records in them as ``a.b``."""
    if isinstance(value, list):
        for item in value:
            yield from _names(item, before, depth)
    elif isinstance(value, Mapping) and depth < _DEEPEST:
        for name, item in value.items():
            yield f"{before}{name}"
            yield from _names(item, f"{before}{name}.", depth + 1)


def _near(column: str, known: Iterable[str]) -> list[str]:
    """Return the names among which to look for what was meant: those of the same record where there is one."""
    before = column.rpartition(".")[0]
    same = sorted(name for name in known if name.rpartition(".")[0] == before)
    return same or sorted(name for name in known if "." not in name)


def _last(known: Iterable[str]) -> list[str]:
    return sorted({name.rpartition(".")[2] for name in known})
