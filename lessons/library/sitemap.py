"""The addresses that a library has, for those who list its pages elsewhere."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from lessons.library.rows import fetch

_EVERY = """
    SELECT '/reviews/' || id AS path, last_changed AS changed FROM reviews
    UNION ALL
    SELECT '/reviews/' || review_id || '/' || local_id, last_changed FROM lessons
    UNION ALL
    SELECT '/uses/' || id, last_changed FROM uses
    UNION ALL
    SELECT '/organisations/' || id, NULL FROM organisations
"""


@dataclass(frozen=True)
class ListedAddress:
    """A path of the site, and the day on which what it shows was last changed, where that is known."""

    path: str
    changed: str | None


def addresses(connection: sqlite3.Connection, limit: int, offset: int) -> list[ListedAddress]:
    """Return the addresses of reviews, lessons, uses and organisations, in an order that stays."""
    sql = f"SELECT path, changed FROM ({_EVERY}) ORDER BY path LIMIT :limit OFFSET :offset"
    return fetch(connection, ListedAddress, sql, {"limit": limit, "offset": offset})


def count(connection: sqlite3.Connection) -> int:
    """Return how many addresses there are."""
    found: int = connection.execute(f"SELECT count(*) FROM ({_EVERY})").fetchone()[0]
    return found
