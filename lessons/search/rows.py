"""Turns positions of documents into results, with one query for each type of document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.schema import NOTHING_STATED
from lessons.search.model import Hit
from lessons.search.snippets import Marks, excerpt

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Sequence

    from lessons.search.index import SearchIndex
    from lessons.search.lsa import Positions
    from lessons.search.restrictions import Codes

LESSONS = """
    SELECT lessons.number, lessons.id, lessons.review_id, lessons.local_id, reviews.title, lessons.statement,
           organisations.name, reviews.date, coalesce(reviews.result, 'not-stated'), lesson_text.advice, lesson_text.body, coalesce(reviews.summary, ''),
           reviews.author, lessons.published, lessons.last_changed, reviews.sector, lessons.status, lessons.recommendation
    FROM lessons
    JOIN lesson_text ON lesson_text.number = lessons.number
    JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    WHERE lessons.number IN (SELECT value FROM json_each(?))
"""
REVIEWS = """
    SELECT reviews.number, reviews.id, reviews.title, organisations.name, reviews.date, coalesce(reviews.result, 'not-stated'),
           coalesce(reviews.summary, ''), review_files.facts,
           reviews.author, reviews.published, reviews.last_changed, reviews.sector, review_files.uses
    FROM reviews
    JOIN review_files ON review_files.number = reviews.number
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    WHERE reviews.number IN (SELECT value FROM json_each(?))
"""
SECTIONS_OF = """
    SELECT reviews.number, sections.text
    FROM reviews
    JOIN sections ON sections.review_id = reviews.id
    WHERE reviews.number IN (SELECT value FROM json_each(?))
    ORDER BY sections.review_id, sections.position
"""
_IDS = (
    "SELECT id FROM lessons WHERE number IN (SELECT value FROM json_each(?))",
    "SELECT id FROM reviews WHERE number IN (SELECT value FROM json_each(?))",
)
LESSONS_OF = """
    SELECT reviews.number, lessons.number, lessons.statement, '/reviews/' || lessons.review_id || '/' || lessons.local_id,
           lesson_text.advice, lesson_text.prose
    FROM reviews
    JOIN lessons ON lessons.review_id = reviews.id
    JOIN lesson_text ON lesson_text.number = lessons.number
    WHERE reviews.number IN (SELECT value FROM json_each(?))
    ORDER BY lessons.review_id, lessons.position
"""


@dataclass(frozen=True)
class Shown:
    """Positions of documents to show, in order, and their scores."""

    positions: Sequence[int]
    scores: Sequence[float]


def hits(
    connection: sqlite3.Connection, index: SearchIndex, shown: Shown, marks: Marks, chosen: Sequence[Codes] = ()
) -> tuple[Hit, ...]:
    """Return the results at the given positions, with their snippets marked; ``chosen`` are the values that were asked for."""
    numbers = {position: int(index.numbers[position]) for position in shown.positions}
    lessons = _by_number(rows_of(connection, LESSONS, [number for at, number in numbers.items() if at < index.lessons]))
    of_reviews = [number for at, number in numbers.items() if at >= index.lessons]
    reviews = _by_number(rows_of(connection, REVIEWS, of_reviews))
    lessons_of = rows_of(connection, LESSONS_OF, of_reviews)
    best = _best_lessons(index, lessons_of, marks, chosen)
    body_of = bodies(reviews.values(), rows_of(connection, SECTIONS_OF, of_reviews), lessons_of)
    found: list[Hit] = []
    taken: set[str] = set()
    for position, score in zip(shown.positions, shown.scores, strict=True):
        number = numbers[position]
        if position < index.lessons:
            found.append(_lesson(lessons[number], score, marks, taken))
        else:
            found.append(_review(reviews[number], body_of[number], best.get(number), score, marks, taken))
        taken.add(found[-1].snippet)
    return tuple(found)


def ids_of(connection: sqlite3.Connection, index: SearchIndex, positions: Positions) -> list[str]:
    """Return the ids of the documents at the given positions, in no order."""
    parts = (positions[positions < index.lessons], positions[positions >= index.lessons])
    return [
        row[0]
        for sql, part in zip(_IDS, parts, strict=True)
        for row in connection.execute(sql, (json.dumps(index.numbers[part].tolist()),))
    ]


def rows_of(connection: sqlite3.Connection, sql: str, numbers: list[int]) -> list[tuple[Any, ...]]:
    """Return the rows of a query about documents with these row numbers."""
    return connection.execute(sql, (json.dumps(numbers),)).fetchall() if numbers else []


def _by_number(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    """Return rows that begin with a row number by it."""
    return {row[0]: row for row in rows}


def bodies(
    reviews: Iterable[tuple[Any, ...]], sections: Iterable[tuple[Any, ...]], lessons: Iterable[tuple[Any, ...]]
) -> dict[int, str]:
    """Return the body of each review by row number: its sections, the prose of its lessons, and its uses.

    Each is given as rows that begin with the number and end with the text. It is the body that the view ``review_text`` has, which
    takes twice as long to read.
    """
    texts: dict[int, list[str]] = {}
    for row in (*sections, *lessons, *reviews):
        texts.setdefault(row[0], []).append(row[-1])
    return {number: "\n\n".join(filter(None, parts)) for number, parts in texts.items()}


def _best_lessons(
    index: SearchIndex, rows: Sequence[tuple[Any, ...]], marks: Marks, chosen: Sequence[Codes]
) -> dict[int, tuple[str, str]]:
    """Return sentence and address of the lesson of each review that fits best, by row number.

    It is the one with most of the values that were asked for, and of several the one with most of the words.
    """
    if not rows:
        return {}
    best: dict[int, tuple[tuple[int, int], tuple[str, str]]] = {}
    lessons = index.positions("lessons", np.array([row[1] for row in rows], dtype=np.int64))
    met = np.zeros(len(rows), dtype=np.int64)
    for one in chosen:
        met += index.facets.mask(list(one.codes))[lessons] != one.excluded
    in_statements, in_advice = (marks.counts([row[column] for row in rows]) for column in (2, 4))
    for row, fits, stated, advised in zip(rows, met.tolist(), in_statements, in_advice, strict=True):
        number, _, statement, address, *_ = row
        rank = fits, 2 * stated + advised
        if number not in best or rank > best[number][0]:
            best[number] = rank, (statement, address)
    return {number: lesson for number, (_, lesson) in best.items()}


def _untitled(text: str, *titles: str) -> str:
    """Return ``text`` without a title that it begins with: the result shows it already."""
    for title in titles:
        if title and text.startswith(title):
            text = text[len(title) :].lstrip(" .:\n")
    return text


def _lesson(row: Sequence[Any], score: float, marks: Marks, taken: Container[str]) -> Hit:
    """Return one lesson as a result, with an excerpt from itself, or else from its review."""
    (
        _,
        lesson,
        review,
        local,
        title,
        statement,
        organisation,
        date,
        result,
        advice,
        body,
        summary,
        author,
        published,
        changed,
        sector,
        status,
        recommendation,
    ) = row
    own = [_untitled(text, statement, title) for text in (advice, body)]
    about = [_untitled(summary, statement, title)]
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
        snippet=excerpt(own, about, marks, taken),
        score=round(score, 4),
        author=author,
        published=published,
        last_changed=changed,
        sector=sector,
        status=status,
        recommendation=recommendation,
    )


def _review(
    row: Sequence[Any], body: str, best: Sequence[str] | None, score: float, marks: Marks, taken: Container[str]
) -> Hit:
    """Return one review as a result, with its best lesson and an excerpt from its summary, its body or its facts."""
    _, review, title, organisation, date, result, summary, facts, author, published, changed, sector, _ = row
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
        snippet=excerpt([_untitled(text, title) for text in (summary, _stated(body))], (facts,), marks, taken),
        score=round(score, 4),
        lesson_url=best[1] if best else None,
        author=author,
        published=published,
        last_changed=changed,
        sector=sector,
    )


def _stated(body: str) -> str:
    """Return the text of a review without the sections that say that the source has none."""
    if NOTHING_STATED not in body:
        return body
    return "\n\n".join(part for part in body.split("\n\n") if part != NOTHING_STATED)
