"""The tables and views about reviews with their rows, for exports that write one file for each."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from lessons import schema
from lessons.building.outputs.exported import Exported
from lessons.building.outputs.shared import Row
from lessons.building.outputs.writing import write_rows
from lessons.schema.model import Column
from lessons.schema.views import ASKED_MOST

# About the database and the site rather than about reviews, or worked out from them when a database is built.
_NOT_EXPORTED = frozenset({"build_info", "data_dictionary", "documents"})
_EXPORTED_TYPES = frozenset({"TEXT", "INTEGER", "REAL"})


@dataclass(frozen=True)
class Relation:
    """One table or view with its rows; each of the ``foreign_keys`` is the columns, the other table, and the columns there."""

    name: str
    sentence: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    key: tuple[str, ...] = ()
    foreign_keys: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()


def relations(exported: Exported) -> list[Relation]:
    """Return the tables about reviews, and the views for the questions that are asked most; not those that repeat another version, or long text."""
    tables = [
        Relation(
            table.name,
            table.sentence,
            table.columns,
            exported.rows[table.name],
            table.key,
            (*_references(table.columns), *((key.columns, key.table, key.to) for key in table.foreign_keys)),
        )
        for table in schema.TABLES
        if not table.search_only
        and table.name not in _NOT_EXPORTED
        and all(column.type in _EXPORTED_TYPES for column in table.columns)
    ]
    with closing(sqlite3.connect(":memory:")) as connection:
        write_rows(connection, exported.rows)
        views = [
            Relation(view.name, view.sentence, view.columns, _rows(connection, view), (), _references(view.columns))
            for view in ASKED_MOST
        ]
    return [*tables, *views]


def _rows(connection: sqlite3.Connection, view: schema.View) -> list[Row]:
    names = [column.name for column in view.columns]
    return [dict(zip(names, row, strict=True)) for row in connection.execute(view.selection())]


def _references(columns: Sequence[Column]) -> tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]:
    return tuple(
        ((column.name,), column.references[0], (column.references[1],)) for column in columns if column.references
    )
