"""How many lessons have a value that only reviews state, for lists that hold every value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

SQL = {
    "organisation": """
        SELECT organisations.id, organisations.name, sum(lesson_count)
        FROM organisations JOIN reviews ON reviews.organisation_id = organisations.id
        GROUP BY organisations.id""",
    "tag": """
        SELECT tag, tag, sum(lesson_count)
        FROM (SELECT DISTINCT review_id, tag FROM review_tags) JOIN reviews ON reviews.id = review_id
        GROUP BY tag""",
}


def lessons_by(connection: sqlite3.Connection, facet: str) -> list[tuple[str, str, int]] | None:
    """Return (value, label, lessons) for every value of a facet; None for a facet that lessons state as well."""
    return connection.execute(SQL[facet]).fetchall() if facet in SQL else None
