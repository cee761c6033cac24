"""Run a statement that a page of Datasette makes of a reader's request; this is what a worker process does."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lessons.library.bounds import Size, bounded, limit_heap, take
from lessons.library.version import connection_to
from lessons.schema import quoted
from lessons.workers.process import function_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lessons.library.version import Identity

    Parameters = Mapping[str, Any] | Sequence[Any]


@dataclass(frozen=True)
class FoundRows:
    """The rows of a statement with the names of its columns; ``more`` says that there were more rows than were asked for."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    more: bool


@dataclass(frozen=True)
class SqlFunction:
    """A function that SQL may call: its name there, its number of arguments, and where it is, ``package.module:function``."""

    name: str
    arguments: int
    where: str
    deterministic: bool = False


def fetch(
    path: str,
    identity: Identity,
    sql: str,
    parameters: Parameters,
    seconds: float,
    most: Size,
    functions: tuple[SqlFunction, ...] = (),
) -> FoundRows:
    """Return what a statement finds in one version of the database; it may call ``functions``.

    Raises ``sqlite3.Error`` in the database's words, :class:`ReplacedError` when that version is no longer there, and
    ``MemoryError`` when the statement needs too much.
    """
    connection = connection_to(path, identity)
    limit_heap(connection)
    rows: list[tuple[Any, ...]] = []
    connection.text_factory = readable
    add(connection, sql, functions)
    try:
        with bounded(connection, seconds):
            cursor = connection.execute(sql, parameters)
            columns = tuple(column[0] for column in cursor.description or ())
            more = take(cursor, len(columns), most, rows)
            cursor.close()
    finally:
        connection.text_factory = str
    return FoundRows(columns, rows, more)


def add(connection: sqlite3.Connection, sql: str, functions: tuple[SqlFunction, ...]) -> None:
    """Add the functions that a statement may call; to import them costs more than most statements."""
    for function in functions:
        if function.name.lower() in sql.lower():
            connection.create_function(
                function.name, function.arguments, function_of(function.where), deterministic=function.deterministic
            )


def readable(text: bytes) -> str:
    """Return stored text as Datasette reads it: what is no UTF-8 is shown as such."""
    return text.decode("utf-8", "replace")


def named(found: FoundRows) -> list[sqlite3.Row]:
    """Return the rows as the type that programs expect of SQLite, which only a cursor with such columns can make."""
    if not found.rows:
        return []
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        names = ", ".join(f"NULL AS {quoted(name)}" for name in found.columns)
        cursor = connection.execute(f"SELECT {names}")
        return [sqlite3.Row(cursor, row) for row in found.rows]
    finally:
        connection.close()
