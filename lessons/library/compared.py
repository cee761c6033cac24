"""Lessons and reviews side by side, by their ids."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library import outcomes, reviews
from lessons.library.rows import column, fetch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from lessons.library.outcomes import StoredOutcome
    from lessons.library.reviews import StoredReview


@dataclass(frozen=True)
class ComparedLesson:
    """One lesson with what tells it from others: what to do and when, how its work turned out, and what came of it elsewhere.

    ``uses`` counts those who used it, ``repeats`` how often the same thing went wrong again.
    """

    id: str
    review_id: str
    local_id: str
    statement: str
    recommendation: str | None
    prose: str
    applies_when: str | None
    does_not_apply_when: str | None
    evidence_strength: str | None
    evidence_reason: str | None
    status: str
    review_title: str
    result: str
    organisation: str | None
    organisation_id: str | None
    sector: str | None
    date: str | None
    uses: int
    repeats: int


@dataclass(frozen=True)
class ComparedReview:
    """One review with its terms by scheme, its figures, and its lessons in its own order."""

    review: StoredReview
    terms: dict[str, tuple[str, ...]]
    outcomes: list[StoredOutcome]
    lessons: list[ComparedLesson]

    @property
    def id(self) -> str:
        """The id of the review."""
        return self.review.id


def compared(connection: sqlite3.Connection, ids: Sequence[str]) -> list[ComparedLesson]:
    """Return the lessons with these ids that are here, in the order of the ids."""
    sql = """
        SELECT lessons.id, lessons.review_id, lessons.local_id, lessons.statement, lessons.recommendation, lesson_text.prose, lessons.applies_when,
               lessons.does_not_apply_when, lessons.evidence_strength, lessons.evidence_reason, lessons.status,
               reviews.title AS review_title, coalesce(reviews.result, 'not-stated') AS result,
               organisations.name AS organisation, reviews.organisation_id, reviews.sector, reviews.date,
               (SELECT count(*) FROM adoptions WHERE adoptions.lesson_id = lessons.id
                AND decision IN ('trialled', 'adopted', 'adapted')) AS uses,
               (SELECT count(*) FROM lesson_links WHERE to_lesson_id = lessons.id AND link_type = 'repeats') AS repeats
        FROM json_each(:ids) AS asked
        JOIN lessons ON lessons.id = asked.value
        JOIN lesson_text ON lesson_text.lesson_id = lessons.id
        JOIN reviews ON reviews.id = lessons.review_id
        LEFT JOIN organisations ON organisations.id = reviews.organisation_id
        ORDER BY asked.key"""
    return fetch(connection, ComparedLesson, sql, {"ids": json.dumps(list(ids))})


def compared_reviews(connection: sqlite3.Connection, ids: Iterable[str]) -> list[ComparedReview]:
    """Return the reviews with these ids that are here, in the order of the ids."""
    found = [review for id_ in ids if (review := reviews.review(connection, id_))]
    sql = (
        """SELECT id FROM lessons WHERE review_id IN (SELECT value FROM json_each(:ids)) ORDER BY review_id, position"""
    )
    of_each: dict[str, list[ComparedLesson]] = {review.id: [] for review in found}
    for lesson in compared(connection, column(connection, sql, {"ids": json.dumps(list(of_each))})):
        of_each[lesson.review_id].append(lesson)
    return [
        ComparedReview(
            review,
            reviews.terms(connection, review.id),
            outcomes.of_review(connection, review.id),
            of_each[review.id],
        )
        for review in found
    ]
