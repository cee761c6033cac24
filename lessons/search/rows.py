"""Turns positions of documents into results, with one query for each type of document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.search.model import Hit
from lessons.search.snippets import Marks, snippet

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from lessons.search.index import SearchIndex

_LESSONS = """
    SELECT lessons.number, lessons.id, lessons.review_id, lessons.local_id, reviews.title, lessons.statement,
           organisations.name, reviews.date, reviews.result, lesson_text.advice, lesson_text.body, lesson_text.context
    FROM lessons
    JOIN lesson_text ON lesson_text.number = lessons.number
    JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    WHERE lessons.number IN (SELECT value FROM json_each(?))
"""
_REVIEWS = """
    SELECT reviews.number, reviews.id, reviews.title, organisations.name, reviews.date, reviews.result,
           review_text.summary, review_text.body, review_text.facts
    FROM reviews
    JOIN review_text ON review_text.number = reviews.number
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    WHERE reviews.number IN (SELECT value FROM json_each(?))
"""
_STATEMENTS = """
    SELECT number, statement, '/reviews/' || review_id || '/' || local_id FROM lessons
    WHERE number IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True)
class Shown:
    """Positions of documents to show, in order; their scores; the best lesson of each review among them."""

    positions: Sequence[int]
    scores: Sequence[float]
    best_lessons: Mapping[int, int]


def hits(connection: sqlite3.Connection, index: SearchIndex, wanted: Shown, marks: Marks) -> tuple[Hit, ...]:
    """Return the results at the given positions, with their snippets marked."""
    numbers = {position: int(index.numbers[position]) for position in wanted.positions}
    lessons = _rows(connection, _LESSONS, [number for at, number in numbers.items() if at < index.lessons])
    reviews = _rows(connection, _REVIEWS, [number for at, number in numbers.items() if at >= index.lessons])
    best = {at: int(index.numbers[lesson]) for at, lesson in wanted.best_lessons.items()}
    statements = _rows(connection, _STATEMENTS, list(best.values()))
    found = []
    for position, score in zip(wanted.positions, wanted.scores, strict=True):
        number = numbers[position]
        if position < index.lessons:
            found.append(_lesson(lessons[number], score, marks))
        else:
            found.append(_review(reviews[number], statements.get(best.get(position, -1)), score, marks))
    return tuple(found)


def _rows(connection: sqlite3.Connection, sql: str, numbers: list[int]) -> dict[int, tuple[str, ...]]:
    """Return the rows of a query by row number."""
    if not numbers:
        return {}
    return {number: tuple(row) for number, *row in connection.execute(sql, (json.dumps(numbers),))}


def _lesson(row: Sequence[str], score: float, marks: Marks) -> Hit:
    """Return one lesson as a result."""
    lesson, review, local, title, statement, organisation, date, result, advice, body, context = row
    return Hit(
        type="lesson",
        id=lesson,
        review=review,
        title=title,
        statement=statement,
        url=f"/reviews/{review}/{local}",
        organisation=organisation,
        date=date,
        result=result,
        snippet=snippet((advice, body, context), marks),
        score=round(score, 4),
    )


def _review(row: Sequence[str], best: Sequence[str] | None, score: float, marks: Marks) -> Hit:
    """Return one review as a result, with its best lesson."""
    review, title, organisation, date, result, summary, body, facts = row
    return Hit(
        type="review",
        id=review,
        review=review,
        title=title,
        statement=best[0] if best else "",
        url=f"/reviews/{review}",
        organisation=organisation,
        date=date,
        result=result,
        snippet=snippet((summary, body, facts), marks),
        score=round(score, 4),
        lesson_url=best[1] if best else None,
    )
