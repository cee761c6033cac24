"""One way from an SQL query to typed values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")
Parameters = Sequence[Any] | Mapping[str, Any]


def fetch(connection: sqlite3.Connection, kind: type[T], sql: str, parameters: Parameters = ()) -> list[T]:
    """Return one ``kind`` for each row; the query's column names are the names of its fields."""
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [kind(**dict(zip(names, row, strict=True))) for row in cursor]


def fetch_one(connection: sqlite3.Connection, kind: type[T], sql: str, parameters: Parameters = ()) -> T | None:
    """Return the first row as ``kind``, or None when there is none."""
    return next(iter(fetch(connection, kind, sql, parameters)), None)


def column(connection: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> list[Any]:
    """Return the first column of every row."""
    return [row[0] for row in connection.execute(sql, parameters)]


def scalar(connection: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> Any:
    """Return the first column of the first row, or None when there is no row."""
    return next(iter(column(connection, sql, parameters)), None)


def placeholders(values: Iterable[object]) -> str:
    """Return as many ``?`` as there are values, for an IN (...) list."""
    return ", ".join("?" for _ in values)
