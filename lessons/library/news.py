"""What came to the library and what changed in it, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.rows import fetch, scalar

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True)
class NewsItem:
    """One piece of news and its day, as precise as it is known.

    ``kind`` is ``review`` for one that was published, ``lesson`` for one that joined its review in a later month, ``use`` for
    one of a lesson, ``change`` and ``use-change`` for a review or a use whose text changed in a later month than it was
    published. ``id`` is that of the use, else of the review; ``statement`` the lesson's sentence, ``organisation`` and ``decision`` who decided what about it.
    """

    kind: str
    day: str
    id: str
    title: str | None
    summary: str | None
    lesson_count: int | None
    local_id: str | None
    statement: str | None
    organisation: str | None
    decision: str | None


# Of a month known by its year alone, the news stand after those of its January.
_NEWS = """
    SELECT 'review' AS kind, published AS day, published_earliest AS first, id, title, summary, lesson_count,
           NULL AS local_id, NULL AS statement, NULL AS organisation, NULL AS decision, 0 AS position
    FROM reviews WHERE published IS NOT NULL
    UNION ALL
    SELECT 'lesson', lessons.published, lessons.published_earliest, review_id, title, summary, lesson_count,
           local_id, statement, NULL, NULL, position
    FROM lessons JOIN reviews ON reviews.id = lessons.review_id
    WHERE substr(lessons.published_earliest, 1, 7) > substr(reviews.published_earliest, 1, 7)
    UNION ALL
    SELECT told.kind, told.day, told.first, uses.id, NULL, NULL, NULL, NULL, lessons.statement,
           organisations.name, uses.decision, 0
    FROM (
        SELECT 'use' AS kind, published AS day, published_earliest AS first, id FROM uses WHERE published IS NOT NULL
        UNION ALL
        SELECT 'use-change', last_changed, last_changed, id
        FROM uses WHERE substr(last_changed, 1, 7) > substr(published_earliest, 1, 7)
    ) AS told
    JOIN uses ON uses.id = told.id
    LEFT JOIN lessons ON lessons.id = uses.lesson_id
    LEFT JOIN organisations ON organisations.id = uses.organisation_id
    UNION ALL
    SELECT 'change', last_changed, last_changed, id, title, summary, lesson_count, NULL, NULL, NULL, NULL, 0
    FROM reviews WHERE substr(last_changed, 1, 7) > substr(published_earliest, 1, 7)
"""


def news(connection: sqlite3.Connection, limit: int, offset: int = 0) -> list[NewsItem]:
    """Return at most ``limit`` pieces of news; those of one month stand together."""
    sql = f"""
        SELECT kind, day, id, title, summary, lesson_count, local_id, statement, organisation, decision FROM ({_NEWS})
        ORDER BY substr(first, 1, 7) DESC, length(day) = 4, first DESC, id, position, kind
        LIMIT ? OFFSET ?"""
    return fetch(connection, NewsItem, sql, (limit, offset))


def news_count(connection: sqlite3.Connection) -> int:
    """Return how many pieces of news there are."""
    found: int = scalar(connection, f"SELECT count(*) FROM ({_NEWS})")
    return found


def without_day(connection: sqlite3.Connection) -> int:
    """Return how many reviews have no known day of publication."""
    found: int = scalar(connection, "SELECT count(*) FROM reviews WHERE published IS NULL")
    return found
