"""Run an analyst's own SQL: reading only, within limits that are said before they bite."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lessons.library import formats, query_errors
from lessons.library.bounds import SECONDS, Size, bounded, limit_heap, take
from lessons.library.charts.of_query import Charted, charted
from lessons.library.statement import readable
from lessons.library.version import connection_to
from lessons.schema import FULL_TEXT, WORD_LISTS, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lessons.library.version import Identity

# What a page bears, and what a program is given at once.
PAGE = Size(rows=1000, cells=20_000, bytes=5_000_000)
DATA = Size(rows=100_000, cells=500_000, bytes=10_000_000)
READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
# Pragmas that tell of the schema, have nothing to set, and say nothing of the machine.
PRAGMAS = (
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list", "function_list"
)  # fmt: skip
TABLE_FUNCTIONS = ("json_each", "json_tree", *(f"pragma_{name}" for name in PRAGMAS))
# It lists the statements of this connection, which are those of other readers.
HIDDEN = "sqlite_stmt"
EXPLAINED = re.compile(r"\s*EXPLAIN\b", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """The rows of a query, and its columns by names that differ; ``cut`` says that there were more rows.

    ``parameters`` are the names of its parameters, in the order in which they come; ``charted`` is what a chart needs of all rows of two
    columns, of those too that a page does not show.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cut: bool
    parameters: tuple[str, ...] = ()
    charted: Charted | None = None


@dataclass(frozen=True)
class Written:
    """The rows of a query, written as CSV or JSON."""

    text: str


@dataclass(frozen=True)
class RefusedQuery:
    """Why a query gave no rows, and the line where it stumbled (from 1), if that is known.

    ``again`` says that nothing is wrong with the query: it may be asked again. ``parameters`` are its parameters, as far as they are
    known, ``missing`` those that were given no value.
    """

    message: str
    line: int | None = None
    again: bool = False
    parameters: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Noted(dict[str, None]):
    """Parameters that notes, in order, which names a statement asks for, and has no value for any."""

    def __missing__(self, name: str) -> None:
        """Note a name."""
        self[name] = None


def answer(
    path: str, identity: Identity, sql: str, values: Mapping[str, str], seconds: float = SECONDS
) -> Answer | RefusedQuery:
    """Run one statement on one version of the database, for a page; this is what a worker process does.

    ``values`` are those of its parameters. Raises :class:`ReplacedError` when that version is no longer there, ``MemoryError``
    when the query needs too much.
    """
    return run_on(path, identity, sql, values, seconds)


def as_csv(
    path: str, identity: Identity, sql: str, values: Mapping[str, str], seconds: float = SECONDS
) -> Written | RefusedQuery:
    """Return all rows as CSV. More than may be given at once is refused: CSV has no place to say that it was cut.

    Raises what :func:`answer` raises.
    """
    found = run_on(path, identity, sql, values, seconds, DATA)
    if isinstance(found, RefusedQuery):
        return found
    if found.cut:
        return RefusedQuery(query_errors.too_much(DATA), parameters=found.parameters)
    return Written(formats.csv_of([found.columns, *found.rows]))


def as_json(
    path: str, identity: Identity, sql: str, values: Mapping[str, str], seconds: float = SECONDS
) -> Written | RefusedQuery:
    """Return the rows as JSON, with ``truncated`` true where there were more than may be given at once.

    Raises what :func:`answer` raises.
    """
    found = run_on(path, identity, sql, values, seconds, DATA)
    if isinstance(found, RefusedQuery):
        return found
    head = {"ok": True, "columns": found.columns, "truncated": found.cut}
    return Written(formats.json_of(found.columns, found.rows, head))


def run_on(
    path: str, identity: Identity, sql: str, values: Mapping[str, str], seconds: float, most: Size | None = None
) -> Answer | RefusedQuery:
    """Run one statement as :func:`run` does, on one version of the database and with a limit on memory."""
    connection = connection_to(path, identity)
    limit_heap(connection)
    return run(connection, sql, values, seconds, most)


def run(
    connection: sqlite3.Connection,
    sql: str,
    values: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
    most: Size | None = None,
) -> Answer | RefusedQuery:
    """Run one statement; a wrong one, a writing one or one that takes too long is refused, and so is one without its values.

    Without ``most`` it is for a page, which shows values that the query has no use for as such.
    """
    parameters: tuple[str, ...] = ()
    rows, drawn = list[tuple[Any, ...]](), None
    given = dict(values or {})
    connection.text_factory = readable
    try:
        with bounded(connection, seconds), reading_only(connection):
            parameters = parameters_of(connection, sql)
            if most is None:
                given = {name: given[name] for name in parameters if name in given}
            refused = query_errors.wrong_values(parameters, given)
            if refused:
                return RefusedQuery(refused, parameters=parameters, missing=lacking(parameters, given))
            cursor = connection.execute(sql, given)
            columns = tuple(column[0] for column in cursor.description or ())
            if most is None and len(columns) == 2:
                rows, cut, drawn = with_chart(cursor)
            else:
                cut = take(cursor, len(columns), most or PAGE, rows)
            cursor.close()
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        return replace(refusal(connection, sql, error), parameters=parameters)
    finally:
        connection.text_factory = str
    if not columns:
        return RefusedQuery(query_errors.in_words("incomplete input"))
    return Answer(told_apart(columns), rows, cut, parameters, drawn)


def with_chart(cursor: sqlite3.Cursor) -> tuple[list[tuple[Any, ...]], bool, Charted | None]:
    """Return the rows of two columns that a page shows, whether there are more, and what a chart needs of all that are given at once."""
    whole: list[tuple[Any, ...]] = []
    try:
        more = take(cursor, 2, DATA, whole)
    except sqlite3.Error:
        # The page has its rows: that there is no time for the others, or a mistake in one of them, takes nothing from it.
        if len(whole) <= PAGE.rows:
            raise
        more = True
    rows: list[tuple[Any, ...]] = []
    cut = take(whole, 2, PAGE, rows) or more
    return rows, cut, charted(whole, more=more) if whole else None


def refusal(connection: sqlite3.Connection, sql: str, error: Exception) -> RefusedQuery:
    """Return why the database refused a query: its own message, the shortest ones in words, with the name that was meant."""
    message = str(error)
    return RefusedQuery(query_errors.reason(connection, sql, message), query_errors.line_of(sql, message))


def parameters_of(connection: sqlite3.Connection, sql: str) -> tuple[str, ...]:
    """Return the names of the parameters of a query, as the database reads it, without running it.

    Raises ``sqlite3.Error`` when it cannot be read.
    """
    noted = Noted()
    connection.execute(explained(sql), noted).close()
    return tuple(noted)


def explained(sql: str) -> str:
    """Return the statement that tells how a query would be run, and does not run it."""
    return sql if EXPLAINED.match(sql) else f"EXPLAIN {sql}"


def lacking(parameters: tuple[str, ...], given: Mapping[str, str]) -> tuple[str, ...]:
    """Return the parameters that have no value."""
    return tuple(name for name in parameters if name not in given)


def told_apart(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return names of columns that differ: the second ``id`` is ``id_2``, the third ``id_3``."""
    found: list[str] = []
    taken_names = set(columns)
    for column in columns:
        name, number = column, 1
        while name in found or (number > 1 and name in taken_names):
            number += 1
            name = f"{column}_{number}"
        found.append(name)
    return tuple(found)


@contextmanager
def reading_only(connection: sqlite3.Connection) -> Iterator[None]:
    """Let the connection read and nothing else: no attached file, no pragma but those that describe the schema."""
    # These set themselves up at first use, with statements that a reader may not run.
    for index in (*FULL_TEXT, *WORD_LISTS):
        connection.execute(f"SELECT 1 FROM {quoted(index.name)} LIMIT 0")
    for function in TABLE_FUNCTIONS:
        connection.execute(f"SELECT 1 FROM {quoted(function)} LIMIT 0")
    connection.set_authorizer(permit)
    try:
        yield
    finally:
        connection.set_authorizer(None)


def permit(action: int, first: str | None, *_: str | None) -> int:
    """Return SQLite's word for yes or no; full-text search asks for the version of the data."""
    if action in READING and first != HIDDEN:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first in ("data_version", *PRAGMAS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
