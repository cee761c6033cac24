"""The data dictionary: every table, view and index with each of its columns, from their declarations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from lessons.schema.fts5 import FullText, WordList
from lessons.schema.model import Column, Table, View, quoted

PRIMARY_KEY = "primary key"
PART_OF_KEY = "part of the primary key"
UNIQUE = "unique"


class Described(NamedTuple):
    """One row of the table ``data_dictionary``; ``column_name`` is empty in the row of a table itself."""

    table_name: str
    column_name: str
    table_position: int
    position: int
    data_type: str
    key_role: str | None
    refers_to: str | None
    allowed_values: str | None
    may_be_empty: int | None
    meaning: str


def described(things: Iterable[Table | View | FullText | WordList]) -> Iterator[Described]:
    """Yield the rows of the dictionary, tables and columns in their order."""
    for place, thing in enumerate(things, 1):
        yield Described(thing.name, "", place, 0, _KINDS[type(thing)], None, None, None, None, thing.sentence)
        for position, column in enumerate(columns_of(thing), 1):
            yield Described(
                thing.name,
                column.name,
                place,
                position,
                column.type,
                _key_role(thing, column),
                ".".join(column.references) if column.references else _refers_to(thing, column),
                json.dumps(column.allowed, ensure_ascii=False) if column.allowed else None,
                int(column.null),
                column.sentence,
            )


def first_query(name: str, meaning: str) -> str:
    """Return a query to begin with: the one that the sentence of a table gives between backticks, or its first rows."""
    said = next((part for part in meaning.split("`")[1::2] if part.startswith("SELECT ")), None)
    return said or f"SELECT * FROM {quoted(name)} LIMIT 100"


_KINDS: dict[type[Any], str] = {
    Table: "table",
    View: "view",
    FullText: "full-text index",
    WordList: "list of words",
}


def columns_of(thing: Table | View | FullText | WordList) -> tuple[Column, ...]:
    """Return the columns of a table, view or index, those that a full-text index has without declaring them among them."""
    if isinstance(thing, Table | View):
        return thing.columns
    if isinstance(thing, FullText):
        hidden = (
            Column(
                "rank",
                "REAL",
                "How well a row matches, by BM25 with the weights of the columns: the lower the better, so `ORDER BY rank` has the best first.",
            ),
            Column("rowid", "INTEGER", f"Row number, the column `number` of `{thing.documents}`."),
        )
        indexed = (
            Column(name, "TEXT", f"Words of `{thing.content}.{name}`; weight {weight:g} in the ranking.")
            for name, weight in thing.weights.items()
        )
        return (*indexed, *hidden)
    return tuple(
        Column(name, "TEXT" if name == "term" else "INTEGER", sentence) for name, sentence in thing.columns().items()
    )


def _key_role(thing: object, column: Column) -> str | None:
    if isinstance(thing, Table) and column.name in thing.primary_key:
        return PART_OF_KEY if len(thing.primary_key) > 1 else PRIMARY_KEY
    return PRIMARY_KEY if column.primary_key else UNIQUE if column.unique else None


def _refers_to(thing: object, column: Column) -> str | None:
    """Return what a column refers to together with others."""
    for key in thing.foreign_keys if isinstance(thing, Table) else ():
        if column.name in key.columns:
            return f"{key.table}.{key.to[key.columns.index(column.name)]}"
    return None
