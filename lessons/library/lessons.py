"""Lessons: the sentence, the advice, the status with its evidence, and who used or repeated it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.rows import fetch, fetch_one

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True)
class StoredLesson:
    """One lesson as its review states it; ``html`` is its prose, sanitised."""

    id: str
    review_id: str
    local_id: str
    position: int
    statement: str
    kind: str | None
    basis: str | None
    recommendation: str | None
    applies_when: str | None
    does_not_apply_when: str | None
    priority: str | None
    status: str
    recurred: int
    evidence_strength: str | None
    evidence_reason: str | None
    owner: str | None
    due: str | None
    respond_by: str | None
    reason: str | None
    superseded_by: str | None
    published: str | None
    last_changed: str | None
    html: str


@dataclass(frozen=True)
class LessonLink:
    """A review whose team used a lesson (builds_on) or saw the same thing go wrong again (repeats).

    ``review_id`` to ``result`` are those of the review at the other end, empty in another unit. ``independent`` is 1 for another organisation's use, 0 for one's own, None when that is not known.
    """

    kind: str
    lesson_id: str | None
    target: str
    review_id: str | None
    review_title: str | None
    organisation: str | None
    date: str | None
    result: str | None
    decision: str | None
    why: str | None
    independent: int | None
    statement: str | None


@dataclass(frozen=True)
class Addressed:
    """A lesson that an organisation is asked to answer, with the review it comes from."""

    lesson_id: str
    statement: str
    review_title: str
    respond_by: str | None


FIELDS = """lessons.id, lessons.review_id, local_id, position, lessons.statement, kind, basis, recommendation, applies_when,
    does_not_apply_when, priority, status, recurred, evidence_strength, evidence_reason, owner, due, respond_by, reason, superseded_by, lessons.published, lessons.last_changed,
    lesson_text.html"""
FROM = "FROM lessons JOIN lesson_text ON lesson_text.lesson_id = lessons.id"


def of_review(connection: sqlite3.Connection, review_id: str) -> list[StoredLesson]:
    """Return the lessons of a review in its own order."""
    sql = f"SELECT {FIELDS} {FROM} WHERE lessons.review_id = ? ORDER BY position"
    return fetch(connection, StoredLesson, sql, (review_id,))


def lesson(connection: sqlite3.Connection, review_id: str, local_id: str) -> StoredLesson | None:
    """Return one lesson by its review and its id inside it, or None."""
    sql = f"SELECT {FIELDS} {FROM} WHERE lessons.id = ?"
    return fetch_one(connection, StoredLesson, sql, (f"{review_id}#{local_id}",))


def evidence(connection: sqlite3.Connection, review_id: str) -> dict[str, tuple[str, ...]]:
    """Return the evidence for each lesson of a review, by lesson id."""
    found: dict[str, tuple[str, ...]] = {}
    for lesson_id, statement in connection.execute(
        """SELECT lesson_id, evidence FROM lesson_evidence JOIN lessons ON lessons.id = lesson_id
           WHERE review_id = ? ORDER BY lessons.position, lesson_evidence.position""",
        (review_id,),
    ):
        found[lesson_id] = (*found.get(lesson_id, ()), statement)
    return found


def addressees(connection: sqlite3.Connection, review_id: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the organisations that each lesson of a review is addressed to, by lesson id, as (slug, name)."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for lesson_id, slug, name in connection.execute(
        """SELECT lesson_id, organisations.id, organisations.name
           FROM lesson_addressees JOIN lessons ON lessons.id = lesson_id JOIN organisations ON organisations.id = organisation_id
           WHERE review_id = ? ORDER BY lessons.position, lesson_addressees.position""",
        (review_id,),
    ):
        found[lesson_id] = (*found.get(lesson_id, ()), (slug, name))
    return found


def addressed_to(connection: sqlite3.Connection, organisation_id: str) -> list[Addressed]:
    """Return the lessons that are addressed to an organisation, those to be answered soonest first."""
    sql = """
        SELECT lessons.id AS lesson_id, lessons.statement, reviews.title AS review_title, lessons.respond_by
        FROM lesson_addressees JOIN lessons ON lessons.id = lesson_id JOIN reviews ON reviews.id = lessons.review_id
        WHERE lesson_addressees.organisation_id = ?
        ORDER BY lessons.respond_by_latest IS NULL, lessons.respond_by_latest, lessons.id"""
    return fetch(connection, Addressed, sql, (organisation_id,))


def terms(connection: sqlite3.Connection, review_id: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the terms that each lesson of a review itself states, by lesson id, as (scheme, slug)."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for lesson_id, scheme, term in connection.execute(
        """SELECT lesson_id, lesson_terms.scheme, term
           FROM lesson_terms JOIN lessons ON lessons.id = lesson_id
           LEFT JOIN terms ON terms.scheme = lesson_terms.scheme AND terms.slug = term
           WHERE review_id = ? ORDER BY lessons.position, lesson_terms.scheme, terms.position, term""",
        (review_id,),
    ):
        found[lesson_id] = (*found.get(lesson_id, ()), (scheme, term))
    return found


LESSON_LINK = """SELECT link_type AS kind, to_lesson_id AS lesson_id, cited_as AS target, reviews.id AS review_id, reviews.title AS review_title,
    organisations.name AS organisation, reviews.date, coalesce(reviews.result, 'not-stated') AS result, decision, why, independent, lessons.statement
    FROM lesson_links"""


def uses_of(connection: sqlite3.Connection, review_id: str) -> list[LessonLink]:
    """Return the reviews that used or repeated a lesson of this review, oldest first."""
    sql = f"""{LESSON_LINK}
        JOIN lessons ON lessons.id = to_lesson_id
        JOIN reviews ON reviews.id = from_review_id
        LEFT JOIN organisations ON organisations.id = reviews.organisation_id
        WHERE lessons.review_id = ?
        ORDER BY reviews.date_earliest IS NULL, reviews.date_earliest, reviews.id, lesson_links.position"""
    return fetch(connection, LessonLink, sql, (review_id,))


def used_by(connection: sqlite3.Connection, review_id: str) -> list[LessonLink]:
    """Return the lessons that this review's team used or saw repeated, with the review that each comes from."""
    sql = f"""{LESSON_LINK}
        LEFT JOIN lessons ON lessons.id = to_lesson_id
        LEFT JOIN reviews ON reviews.id = lessons.review_id
        LEFT JOIN organisations ON organisations.id = reviews.organisation_id
        WHERE from_review_id = ?
        ORDER BY link_type, lesson_links.position"""
    return fetch(connection, LessonLink, sql, (review_id,))
