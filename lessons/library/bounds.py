"""What a query of a reader may use of the database engine, and what it may give back."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lessons.library.limits import limited

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

SECONDS = 2.0
# No value may be longer: a query could otherwise fill the memory within its time.
VALUE_BYTES = 5_000_000
COLUMNS = 200
SQL_BYTES = 100_000
# Below what the worker process may use, so that the engine itself says no.
HEAP_BYTES = 200_000_000
# https://www.sqlite.org/c3ref/c_limit_attached.html
ENGINE_LIMITS = (
    (0, VALUE_BYTES),  # SQLITE_LIMIT_LENGTH
    (1, SQL_BYTES),  # SQLITE_LIMIT_SQL_LENGTH
    (2, COLUMNS),  # SQLITE_LIMIT_COLUMN
    (7, 0),  # SQLITE_LIMIT_ATTACHED
)


@dataclass(frozen=True)
class Size:
    """How much of an answer is taken: its rows, the cells in all of them, and the bytes of text and binary data."""

    rows: int
    cells: int
    bytes: int


@contextmanager
def bounded(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Hold the engine to its limits; time is that of the processor, so that a busy machine does not use it up."""
    before = [(number, connection.setlimit(number, most)) for number, most in ENGINE_LIMITS]
    # What a query sorts is kept in memory, which is limited, and not in files, which are not.
    connection.execute("PRAGMA temp_store = 2")
    try:
        with limited(connection, seconds, time.process_time):
            yield
    finally:
        for number, value in before:
            connection.setlimit(number, value)


def limit_heap(connection: sqlite3.Connection) -> None:
    """Limit the memory of SQLite in this whole process, which is a worker's; it cannot be taken back."""
    connection.execute(f"PRAGMA hard_heap_limit = {HEAP_BYTES}")


def take(found: Iterable[tuple[Any, ...]], columns: int, most: Size, rows: list[tuple[Any, ...]]) -> bool:
    """Add the rows within the size to ``rows``, one by one, and return whether there are more."""
    count = min(most.rows, most.cells // max(columns, 1))
    size = 0
    for row in found:
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(rows) >= count or size > most.bytes:
            return True
        rows.append(row)
    return False
