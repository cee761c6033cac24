"""What a database that was changed in place says of itself: counted in its tables, as a build from nothing counts its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from lessons import schema
from lessons.building.outputs.newest import DATED, DAYS

_COUNTED = {
    "review_count": "SELECT count(*) FROM reviews",
    "lesson_count": "SELECT count(*) FROM lessons",
    "use_count": "SELECT count(*) FROM uses",
    "newest_date": "SELECT max(date_earliest) FROM reviews",
    "newest_published": "SELECT max(published) FROM reviews WHERE published_earliest = (SELECT max(published_earliest) FROM reviews)",
}
_STATED = "UPDATE build_info SET value = :value WHERE key = :key"


def restate(connection: sqlite3.Connection, facts: Mapping[str, str]) -> None:
    """Let ``build_info`` say ``facts``, which the tables do not hold, and what they do."""
    found = {key: _value(connection, query) for key, query in _COUNTED.items()}
    tables = [table for table in schema.TABLES if table.name in DATED]
    days = (
        table.largest(name) for table in tables for name in DAYS if name in {column.name for column in table.columns}
    )
    found["newest_day"] = max((_value(connection, query) for query in days), default="")
    connection.executemany(_STATED, [{"key": key, "value": value} for key, value in {**found, **facts}.items()])


def _value(connection: sqlite3.Connection, query: str) -> str:
    value = connection.execute(query).fetchone()[0]
    return "" if value is None else str(value)
