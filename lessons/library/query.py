"""Run an analyst's own SQL: reading only, within limits that are said before they bite."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lessons.library.bounds import COLUMNS, SECONDS, SQL_BYTES, VALUE_BYTES, Size, bounded, limit_heap, taken
from lessons.library.version import connection_to
from lessons.schema import FULL_TEXT, WORD_LISTS, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.library.version import Identity

MOST = Size(rows=1000, cells=20_000, bytes=5_000_000)
TOO_LONG = f"The query took longer than {SECONDS:g} seconds and was stopped."
TOO_MUCH_MEMORY = "The query needed more memory than is allowed, and was stopped."
WORDS = {
    "interrupted": TOO_LONG,
    "not authorized": "Only queries that read this database are run here.",
    "string or blob too big": f"A value in the query grew larger than {VALUE_BYTES // 1_000_000} MB, so the query was stopped.",
    "too many columns in result set": f"The query asks for more than {COLUMNS} columns: name only those that you need.",
    "query string is too large": f"The query is longer than {SQL_BYTES:,} bytes.",
}
READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
NEAR = re.compile(r'near "(?P<near>.+)"|no such (?:column|table|function): (?:\w+\.)*(?P<missing>\w+)')


@dataclass(frozen=True)
class Answer:
    """The rows of a query with the names of its columns; ``cut`` says that there were more rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cut: bool


@dataclass(frozen=True)
class RefusedQuery:
    """Why a query gave no rows, in the database's words, and the line where it stumbled (from 1), if that is known.

    ``again`` says that nothing is wrong with the query: it may be asked again.
    """

    message: str
    line: int | None = None
    again: bool = False


def answer(path: str, identity: Identity, sql: str, seconds: float = SECONDS) -> Answer | RefusedQuery:
    """Run one statement on one version of the database; this is what a worker process does.

    Raises :class:`ReplacedError` when that version is no longer there, ``MemoryError`` when the query needs too much.
    """
    connection = connection_to(path, identity)
    limit_heap(connection)
    return run(connection, sql, seconds)


def run(connection: sqlite3.Connection, sql: str, seconds: float = SECONDS) -> Answer | RefusedQuery:
    """Run one statement; a wrong one, a writing one or one that takes too long is refused."""
    try:
        with bounded(connection, seconds), reading_only(connection):
            cursor = connection.execute(sql)
            columns = tuple(column[0] for column in cursor.description or ())
            rows, cut = taken(cursor, MOST)
            cursor.close()
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        return RefusedQuery(reason(error), line_of(sql, str(error)))
    if not columns:
        return RefusedQuery("The query is empty, or asks for nothing: it should begin with SELECT.")
    return Answer(columns, rows, cut)


def reason(error: Exception) -> str:
    """Return the database's message; its shortest ones are put into words."""
    message = str(error)
    return WORDS.get(message, message)


def line_of(sql: str, message: str) -> int | None:
    """Return the line of the query that holds the word at which the database stumbled."""
    found = NEAR.search(message)
    if not found:
        return None
    place = sql.lower().find((found["near"] or found["missing"]).lower())
    return sql.count("\n", 0, place) + 1 if place >= 0 else None


@contextmanager
def reading_only(connection: sqlite3.Connection) -> Iterator[None]:
    """Let the connection read and nothing else: no pragma and no attached file."""
    for index in (*FULL_TEXT, *WORD_LISTS):
        # An index sets itself up at first use, with statements that a reader may not run.
        connection.execute(f"SELECT 1 FROM {quoted(index.name)} LIMIT 0")
    connection.set_authorizer(permit)
    try:
        yield
    finally:
        connection.set_authorizer(None)


def permit(action: int, first: str | None, *_: str | None) -> int:
    """Return SQLite's word for yes or no; full-text search asks for the version of the data."""
    if action in READING or (action == sqlite3.SQLITE_PRAGMA and first == "data_version"):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
