"""Reviews and lessons that are alike, as the builder found them, with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.rows import fetch

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True)
class Neighbour:
    """One review or lesson that is like another. ``id`` is its permanent id, ``title`` its title or sentence."""

    id: str
    title: str
    review_title: str
    reason: str


def of_review(connection: sqlite3.Connection, review_id: str, limit: int) -> list[Neighbour]:
    """Return the reviews most like this one, most alike first."""
    sql = """
        SELECT reviews.id, reviews.title, reviews.title AS review_title, related_reviews.reason
        FROM related_reviews JOIN reviews ON reviews.id = related_review_id
        WHERE related_reviews.review_id = ? ORDER BY related_reviews.position LIMIT ?"""
    return fetch(connection, Neighbour, sql, (review_id, limit))


def of_lesson(connection: sqlite3.Connection, lesson_id: str, limit: int) -> list[Neighbour]:
    """Return the lessons most like this one, most alike first."""
    sql = """
        SELECT lessons.id, lessons.statement AS title, reviews.title AS review_title, related_lessons.reason
        FROM related_lessons
        JOIN lessons ON lessons.id = related_lesson_id JOIN reviews ON reviews.id = lessons.review_id
        WHERE related_lessons.lesson_id = ? ORDER BY related_lessons.position LIMIT ?"""
    return fetch(connection, Neighbour, sql, (lesson_id, limit))
