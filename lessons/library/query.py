"""Run an analyst's own SQL: reading only, within limits that are said before they bite."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lessons.library.limits import limited
from lessons.schema import FULL_TEXT, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 2.0
ROWS = 1000
# No value may be longer: a query could otherwise fill the memory within its time.
VALUE_BYTES = 5_000_000
ANSWER_BYTES = 20_000_000
# SQLITE_LIMIT_LENGTH, https://www.sqlite.org/c3ref/c_limit_attached.html
LIMIT_LENGTH = 0
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
class Refused:
    """Why a query gave no rows, in the database's words, and the line where it stumbled (from 1), if that is known."""

    message: str
    line: int | None = None


def run(connection: sqlite3.Connection, sql: str) -> Answer | Refused:
    """Run one statement; a wrong one, a writing one or one that takes too long is refused."""
    try:
        with reading_only(connection), limited(connection, SECONDS):
            cursor = connection.execute(sql)
            columns = tuple(column[0] for column in cursor.description or ())
            rows, cut = taken(cursor)
            cursor.close()
    except (sqlite3.Error, sqlite3.Warning, MemoryError, ValueError, OverflowError) as error:
        return Refused(reason(error), line_of(sql, str(error)))
    if not columns:
        return Refused("The query is empty, or asks for nothing: it should begin with SELECT.")
    return Answer(columns, rows, cut)


def taken(cursor: sqlite3.Cursor) -> tuple[list[tuple[Any, ...]], bool]:
    """Return the rows within the limits, and whether there are more."""
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in cursor:
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(rows) == ROWS or size > ANSWER_BYTES:
            return rows, True
        rows.append(row)
    return rows, False


def reason(error: Exception) -> str:
    """Return the database's message; its shortest ones are put into words."""
    message = str(error)
    return {
        "interrupted": f"The query took longer than {SECONDS:g} seconds and was stopped.",
        "not authorized": "Only queries that read this database are run here.",
        "string or blob too big": "A value in the query grew too long, and it was stopped.",
    }.get(message, message)


def line_of(sql: str, message: str) -> int | None:
    """Return the line of the query that holds the word at which the database stumbled."""
    found = NEAR.search(message)
    if not found:
        return None
    place = sql.lower().find((found["near"] or found["missing"]).lower())
    return sql.count("\n", 0, place) + 1 if place >= 0 else None


@contextmanager
def reading_only(connection: sqlite3.Connection) -> Iterator[None]:
    """Let the connection read and nothing else: no pragma, no attached file, no value beyond the limit."""
    for index in FULL_TEXT:
        # An index sets itself up at first use, with statements that a reader may not run.
        connection.execute(f"SELECT 1 FROM {quoted(index.name)} LIMIT 0")
    before = connection.setlimit(LIMIT_LENGTH, VALUE_BYTES)
    connection.set_authorizer(permit)
    try:
        yield
    finally:
        connection.set_authorizer(None)
        connection.setlimit(LIMIT_LENGTH, before)


def permit(action: int, first: str | None, *_: str | None) -> int:
    """Return SQLite's word for yes or no; full-text search asks for the version of the data."""
    if action in READING or (action == sqlite3.SQLITE_PRAGMA and first == "data_version"):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
