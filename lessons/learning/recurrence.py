"""Lessons that were repeated: what went wrong, went wrong again, with the reviews that tell of it side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_REPEATED = """
    SELECT lessons.id, lessons.review_id, lessons.statement, lessons.recommendation, coalesce(terms.label, lessons.status), again.times
    FROM (
        SELECT to_lesson_id, count(DISTINCT from_review_id) AS times
        FROM lesson_links WHERE link_type = 'repeats' AND to_lesson_id IS NOT NULL GROUP BY to_lesson_id
    ) AS again
    JOIN lessons ON lessons.id = again.to_lesson_id
    LEFT JOIN terms ON terms.id = 'lesson_status/' || lessons.status
    ORDER BY again.times DESC, lessons.id LIMIT :limit OFFSET :offset"""
_COUNT = (
    "SELECT count(DISTINCT to_lesson_id) FROM lesson_links WHERE link_type = 'repeats' AND to_lesson_id IS NOT NULL"
)
# The review that the lesson comes from, then those that repeat it, the earliest first.
_CASES = """
    SELECT reviews.id, reviews.title, organisations.name, reviews.organisation_id, reviews.date, reviews.result,
           (SELECT text FROM sections WHERE review_id = reviews.id AND section = 'what-happened' ORDER BY position LIMIT 1),
           (SELECT text FROM sections WHERE review_id = reviews.id AND section = 'why-it-happened' ORDER BY position LIMIT 1)
    FROM reviews LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    WHERE reviews.id = :review
       OR reviews.id IN (SELECT from_review_id FROM lesson_links WHERE link_type = 'repeats' AND to_lesson_id = :lesson)
    ORDER BY reviews.id <> :review, reviews.date_earliest IS NULL, reviews.date_earliest, reviews.id"""


@dataclass(frozen=True)
class RecurrenceCase:
    """A review that tells of the case: ``happened`` and ``why`` are its sections as plain text, None where it has none."""

    review: str
    title: str
    organisation: str | None
    organisation_id: str | None
    date: str | None
    result: str | None
    happened: str | None
    why: str | None


@dataclass(frozen=True)
class RecurringLesson:
    """A lesson that later reviews repeat, so many ``times``; its own review is the first of the ``cases``."""

    id: str
    review: str
    statement: str
    recommendation: str | None
    status: str
    times: int
    cases: tuple[RecurrenceCase, ...]


def recurring_count(connection: sqlite3.Connection) -> int:
    """Return the number of lessons that a later review repeats."""
    count: int = connection.execute(_COUNT).fetchone()[0]
    return count


def recurring(connection: sqlite3.Connection, limit: int, offset: int = 0) -> list[RecurringLesson]:
    """Return lessons that later reviews repeat, those repeated most often first."""
    found = []
    repeated = connection.execute(_REPEATED, {"limit": limit, "offset": offset}).fetchall()
    for id_, review, statement, recommendation, status, times in repeated:
        rows = connection.execute(_CASES, {"review": review, "lesson": id_})
        cases = tuple(RecurrenceCase(*row) for row in rows)
        found.append(RecurringLesson(id_, review, statement, recommendation, status, times, cases))
    return found
