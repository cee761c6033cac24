"""The data dictionary: what is in the database, read from the database itself."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.limits import limited
from lessons.library.rows import scalar
from lessons.schema import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

ALLOWED = re.compile(r'CHECK \("(\w+)" IN \(([^()]*)\)\)')
# Counting what is missing reads a whole table; a table that takes longer is described without counts.
SECONDS_FOR_A_TABLE = 0.5
EXAMPLE_CHARACTERS = 60
KINDS = {"table": "Table", "view": "View", "full-text index": "Full-text index"}


@dataclass(frozen=True)
class ColumnEntry:
    """One column: ``missing`` is the share of rows without a value (0 to 1), None when it was not counted."""

    name: str
    type: str
    meaning: str
    refers_to: str | None
    allowed: tuple[str, ...]
    example: str | None
    missing: float | None


@dataclass(frozen=True)
class TableEntry:
    """One table, view or index, with its number of rows where that was counted."""

    name: str
    kind: str
    meaning: str
    rows: int | None
    columns: tuple[ColumnEntry, ...]


@dataclass(frozen=True)
class Sample:
    """What reading a table found: its rows, and by column the share without a value and one value that occurs."""

    rows: int | None
    missing: dict[str, float]
    examples: dict[str, str]


def dictionary(connection: sqlite3.Connection) -> list[TableEntry]:
    """Return every table, view and full-text index with its columns, in the order in which the schema lists them."""
    described: dict[str, list[tuple[str, str, str]]] = {}
    for table, column, type_, meaning in connection.execute(
        "SELECT table_name, column_name, data_type, meaning FROM data_dictionary"
    ):
        described.setdefault(table, []).append((column, type_, meaning))
    definitions = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"))
    return [entry(connection, name, described[name], definitions[name]) for name in definitions if name in described]


def entry(
    connection: sqlite3.Connection, name: str, described: list[tuple[str, str, str]], definition: str
) -> TableEntry:
    """Return one table with what its definition, its description and its rows say."""
    meanings = {column: meaning for column, _, meaning in described}
    kind = next((type_ for column, type_, _ in described if not column), "table")
    info = connection.execute(f"PRAGMA table_info({quoted(name)})").fetchall()
    references = {
        row[3]: f"{row[2]}.{row[4]}" for row in connection.execute(f"PRAGMA foreign_key_list({quoted(name)})")
    }
    columns = [row[1] for row in info if row[1] in meanings]
    sample = read(connection, name, columns, [row[1] for row in info if row[2] == "BLOB"])
    allowed = {column: tuple(re.findall("'([^']*)'", values)) for column, values in ALLOWED.findall(definition)}
    return TableEntry(
        name=name,
        kind=KINDS.get(kind, kind),
        meaning=meanings.get("", ""),
        rows=sample.rows,
        columns=tuple(
            ColumnEntry(
                name=row[1],
                type=row[2] or "TEXT",
                meaning=meanings[row[1]],
                refers_to=references.get(row[1]),
                allowed=allowed.get(row[1], ()),
                example=sample.examples.get(row[1]),
                missing=sample.missing.get(row[1]),
            )
            for row in info
            if row[1] in columns
        ),
    )


def read(connection: sqlite3.Connection, name: str, columns: list[str], blobs: list[str]) -> Sample:
    """Count rows and missing values and find an example for each column, within a time limit."""
    rows: int | None = None
    missing: dict[str, float] = {}
    examples: dict[str, str] = {}
    try:
        with limited(connection, SECONDS_FOR_A_TABLE):
            rows = scalar(connection, f"SELECT count(*) FROM {quoted(name)}")
            examples = dict(examples_of(connection, name, [column for column in columns if column not in blobs]))
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
