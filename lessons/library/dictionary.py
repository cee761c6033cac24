"""The data dictionary: what is in the database, read from the database itself."""

from __future__ import annotations

import json
import math
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.limits import limited
from lessons.library.rows import fetch, scalar
from lessons.schema import Described, first_query, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

# Counting what is missing reads a whole table; a table that takes longer is described without counts.
SECONDS_FOR_A_TABLE = 0.5
EXAMPLE_CHARACTERS = 60
# Where Datasette 1.0 keeps what it says of a column: all are written in one transaction, since each alone waits for the disk.
DESCRIBE_COLUMN = """INSERT INTO metadata_columns (database_name, resource_name, column_name, key, value) VALUES (?, ?, ?, 'description', ?)
    ON CONFLICT (database_name, resource_name, column_name, key) DO UPDATE SET value = excluded.value"""
# What a full-text index has besides what it indexes; it can be asked for, and never counted.
HIDDEN = ("rank", "rowid")


@dataclass(frozen=True)
class ColumnEntry:
    """One column. ``allowed`` are the only values that it takes, where these are few; ``key`` says whether it is a key.

    ``missing`` is the share of rows without a value (0 to 1), None when it was not counted.
    """

    name: str
    type: str
    meaning: str
    key: str | None
    refers_to: str | None
    allowed: tuple[str, ...]
    may_be_empty: bool
    example: str | None = None
    missing: float | None = None


@dataclass(frozen=True)
class TableEntry:
    """One table, view or index, with its number of rows where that was counted; ``definition`` is the SQL that made it."""

    name: str
    kind: str
    meaning: str
    rows: int | None
    columns: tuple[ColumnEntry, ...]
    definition: str

    @property
    def query(self) -> str:
        """Return a query to begin with: the one that its sentence gives, or its first rows."""
        return first_query(self.name, self.meaning)


@dataclass(frozen=True)
class Sample:
    """What reading a table found: its rows, and by column the share without a value and one value that occurs."""

    rows: int | None
    missing: dict[str, float]
    examples: dict[str, str]


FIELDS = """table_name, column_name, table_position, position, data_type, key_role, refers_to, allowed_values, may_be_empty, meaning"""


def dictionary(connection: sqlite3.Connection, *, hurried: bool = True) -> list[TableEntry]:
    """Return every table, view and full-text index with its columns, in the order in which the schema lists them.

    Where ``hurried``, what takes long to count is left uncounted.
    """
    sql = f"SELECT {FIELDS} FROM data_dictionary ORDER BY table_position, position"
    tables: dict[str, list[Described]] = {}
    for row in fetch(connection, Described, sql):
        tables.setdefault(row.table_name, []).append(row)
    seconds = SECONDS_FOR_A_TABLE if hurried else math.inf
    return [entry(connection, rows, seconds) for rows in tables.values()]


def entry(connection: sqlite3.Connection, rows: list[Described], seconds: float) -> TableEntry:
    """Return one table from its rows of the dictionary and from what reading it finds."""
    own, *columns = rows
    counted = [column.column_name for column in columns if column.column_name not in HIDDEN]
    binary = {column.column_name for column in columns if column.data_type == "BLOB"}
    sample = read(connection, own.table_name, counted, binary, seconds)
    definition = scalar(connection, "SELECT sql FROM sqlite_master WHERE name = ?", (own.table_name,))
    return TableEntry(
        name=own.table_name,
        kind=own.data_type.capitalize(),
        meaning=own.meaning,
        rows=sample.rows,
        columns=tuple(
            ColumnEntry(
                name=column.column_name,
                type=column.data_type,
                meaning=column.meaning,
                key=column.key_role,
                refers_to=column.refers_to,
                allowed=tuple(json.loads(column.allowed_values or "[]")),
                may_be_empty=bool(column.may_be_empty),
                example=sample.examples.get(column.column_name),
                missing=sample.missing.get(column.column_name),
            )
            for column in columns
        ),
        definition=definition or "",
    )


def read(connection: sqlite3.Connection, name: str, columns: list[str], binary: set[str], seconds: float) -> Sample:
    """Count rows and missing values and find an example for each column, within a time limit."""
    rows: int | None = None
    missing: dict[str, float] = {}
    examples: dict[str, str] = {}
    try:
        with limited(connection, seconds):
            rows = scalar(connection, f"SELECT count(*) FROM {quoted(name)}")
            examples = dict(examples_of(connection, name, [column for column in columns if column not in binary]))
            counts = ", ".join(f"count({quoted(column)})" for column in columns)
            present = connection.execute(f"SELECT {counts} FROM {quoted(name)}").fetchone()
            if rows:
                missing = {column: 1 - count / rows for column, count in zip(columns, present, strict=True)}
    except sqlite3.OperationalError:
        # It took too long: what was found so far stands.
        pass
    return Sample(rows, missing, examples)


def examples_of(connection: sqlite3.Connection, name: str, columns: list[str]) -> Iterator[tuple[str, str]]:
    """Yield for each column the first value that says something, cut when it is long."""
    for column in columns:
        value = scalar(
            connection,
            f"SELECT substr({quoted(column)}, 1, {EXAMPLE_CHARACTERS + 1}) FROM {quoted(name)} "
            f"WHERE {quoted(column)} IS NOT NULL AND {quoted(column)} <> '' LIMIT 1",
        )
        if value is not None:
            text = " ".join(str(value).split())
            yield column, text if len(text) <= EXAMPLE_CHARACTERS else text[: EXAMPLE_CHARACTERS - 1] + "…"
