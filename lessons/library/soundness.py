"""Whether a database can be served: each check a function that raises with words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from lessons.library.connection import build, connect, facts_of
from lessons.problems import LessonsError
from lessons.schema import FULL_TEXT, SCHEMA_VERSION, TABLES, VIEWS

AGAIN = "build it again with `lessons build`"


def require_sound(connection: sqlite3.Connection) -> None:
    """Raise ``LessonsError`` unless the database was made by this program, in a version that it reads, and is whole."""
    build(connection)
    require_schema_version(connection)
    require_tables(connection)
    require_undamaged(connection)


def opened(path: Path) -> sqlite3.Connection:
    """Return a connection to the database at ``path``, for reading only, once it is known to be one that this program reads.

    Raises ``LessonsError`` with the path in front when it is not, also when it is one of another version of the schema.
    """
    connection = connect(path)
    try:
        build(connection)
        require_schema_version(connection)
        require_tables(connection)
    except LessonsError as error:
        connection.close()
        raise LessonsError(f"{path}: {error}") from None
    return connection


def require_schema_version(connection: sqlite3.Connection) -> None:
    """Raise ``LessonsError`` unless the schema is ours or one with additions to ours."""
    found = facts_of(connection).get("schema_version", "")
    try:
        major, minor = map(int, found.split("."))
    except ValueError:
        raise LessonsError(f'its schema version is "{found}", which is not a version; {AGAIN}') from None
    ours = [int(part) for part in SCHEMA_VERSION.split(".")]
    if major != ours[0] or minor < ours[1]:
        raise LessonsError(
            f"its schema has version {found}, but this version of lessons reads {SCHEMA_VERSION}; {AGAIN}"
        )


def require_tables(connection: sqlite3.Connection) -> None:
    """Raise ``LessonsError`` unless every table, view and full-text index is there with its columns."""
    try:
        present = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        for kind, name, columns in _declared():
            if name not in present:
                raise LessonsError(f"the {kind} {name} is missing; {AGAIN}")
            found = {column for (column,) in connection.execute("SELECT name FROM pragma_table_xinfo(?)", (name,))}
            missing = [column for column in columns if column not in found]
            if missing:
                raise LessonsError(f"the column {missing[0]} of the {kind} {name} is missing; {AGAIN}")
    except sqlite3.Error as error:
        raise _damaged(error) from error


def require_undamaged(connection: sqlite3.Connection) -> None:
    """Raise ``LessonsError`` when the pages of the file do not fit together."""
    try:
        said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise _damaged(error) from error
    if said != "ok":
        raise _damaged(said)


def _declared() -> Iterator[tuple[str, str, list[str]]]:
    """Yield kind, name and columns, in the order in which they depend on one another."""
    for table in TABLES:
        yield "table", table.name, [column.name for column in table.columns]
    for view in VIEWS:
        yield "view", view.name, [column.name for column in view.columns]
    for index in FULL_TEXT:
        yield "full-text index", index.name, list(index.weights)


def _damaged(said: object) -> LessonsError:
    return LessonsError(f"it is damaged ({said}); {AGAIN}")
