"""Who used which lesson, told in a use or in a review that builds on it, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.rows import fetch, fetch_one, placeholders, scalar

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

# How a decision about a lesson is said of the team that took it, by the key of the message.
DECIDED: dict[str, str] = {
    "considered": "uses.did.considered",
    "trialled": "uses.did.trialled",
    "adopted": "uses.did.adopted",
    "adapted": "uses.did.adapted",
    "declined": "uses.did.declined",
    "abandoned": "uses.did.abandoned",
}
DECIDED_OTHERWISE = "uses.did.used"


@dataclass(frozen=True)
class Adoption:
    """One time a team used a lesson or decided not to; ``use_id`` or ``from_review_id`` says what tells of it.

    ``lesson_id`` to ``review_title`` are empty for a lesson of another unit, whose id is ``target``. ``independent`` is 1 for
    another organisation's use, 0 for one's own, None when that is not known; ``result`` is that of the review that tells it.
    """

    id: str
    target: str
    lesson_id: str | None
    statement: str | None
    review_title: str | None
    organisation_id: str | None
    organisation: str | None
    decision: str
    date: str | None
    independent: int | None
    why: str | None
    from_review_id: str | None
    from_review_title: str | None
    result: str | None
    use_id: str | None


@dataclass(frozen=True)
class StoredUse(Adoption):
    """One use as its file tells it; ``html`` is its text, sanitised."""

    evidence: str | None
    contact: str | None
    author: str
    handling: str
    status: str
    published: str | None
    last_changed: str | None
    path: str
    text: str
    html: str


@dataclass(frozen=True)
class UsedLesson:
    """A lesson that somebody used or decided about, and how often."""

    lesson_id: str
    statement: str
    review_title: str
    decisions: int


FIELDS = """adoptions.id, coalesce(uses.cited_as, adoptions.lesson_id, '') AS target, adoptions.lesson_id, lessons.statement,
    reviews.title AS review_title, adoptions.organisation_id, organisations.name AS organisation, adoptions.decision, adoptions.date,
    adoptions.independent, adoptions.why, adoptions.from_review_id, teller.title AS from_review_title,
    CASE WHEN teller.id IS NOT NULL THEN coalesce(teller.result, 'not-stated') END AS result, adoptions.use_id"""
FROM = """FROM adoptions
    LEFT JOIN lessons ON lessons.id = adoptions.lesson_id
    LEFT JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN organisations ON organisations.id = adoptions.organisation_id
    LEFT JOIN reviews AS teller ON teller.id = adoptions.from_review_id
    LEFT JOIN uses ON uses.id = adoptions.use_id"""
OLDEST_FIRST = "ORDER BY adoptions.date_earliest IS NULL, adoptions.date_earliest, adoptions.id"
OWN = """uses.evidence, uses.contact, uses.author, uses.handling, uses.editorial_status AS status, uses.published, uses.last_changed,
    uses.file AS path, coalesce(uses.text, '') AS text, coalesce(uses.html, '') AS html"""


def use(connection: sqlite3.Connection, use_id: str) -> StoredUse | None:
    """Return the use with this id, or None."""
    sql = f"SELECT {FIELDS}, {OWN} {FROM} WHERE adoptions.use_id = ?"
    return fetch_one(connection, StoredUse, sql, (use_id,))


def newest(connection: sqlite3.Connection, limit: int) -> list[StoredUse]:
    """Return the uses that were published last; those whose day is not known are left out."""
    sql = f"""SELECT {FIELDS}, {OWN} {FROM}
        WHERE uses.published_earliest IS NOT NULL ORDER BY uses.published_earliest DESC, uses.id LIMIT ?"""
    return fetch(connection, StoredUse, sql, (limit,))


def markdown(connection: sqlite3.Connection, use_id: str) -> str | None:
    """Return the Markdown file of a use as it was written, or None."""
    text: str | None = scalar(connection, "SELECT markdown FROM uses WHERE id = ?", (use_id,))
    return text


def of_review(connection: sqlite3.Connection, review_id: str) -> list[Adoption]:
    """Return who used the lessons of a review, oldest first."""
    sql = f"SELECT {FIELDS} {FROM} WHERE adoptions.lesson_id IN (SELECT id FROM lessons WHERE review_id = ?) {OLDEST_FIRST}"
    return fetch(connection, Adoption, sql, (review_id,))


def of_lessons(connection: sqlite3.Connection, lesson_ids: Sequence[str]) -> list[Adoption]:
    """Return who used some lessons, oldest first."""
    sql = f"SELECT {FIELDS} {FROM} WHERE adoptions.lesson_id IN ({placeholders(lesson_ids)}) {OLDEST_FIRST}"
    return fetch(connection, Adoption, sql, lesson_ids)


def of_organisation(connection: sqlite3.Connection, organisation_id: str) -> list[Adoption]:
    """Return the lessons that an organisation used or decided about, oldest decision first."""
    sql = f"SELECT {FIELDS} {FROM} WHERE adoptions.organisation_id = ? {OLDEST_FIRST}"
    return fetch(connection, Adoption, sql, (organisation_id,))


def told_in(connection: sqlite3.Connection, review_id: str) -> list[Adoption]:
    """Return the lessons that a review tells that its team used or decided about, in its own order."""
    return fetch(
        connection,
        Adoption,
        f"SELECT {FIELDS} {FROM} WHERE adoptions.from_review_id = ? ORDER BY adoptions.id",
        (review_id,),
    )


def used_count(connection: sqlite3.Connection) -> int:
    """Return the number of lessons that somebody used or decided about."""
    count: int = scalar(connection, "SELECT count(DISTINCT lesson_id) FROM adoptions")
    return count


def most_used(connection: sqlite3.Connection, limit: int, offset: int = 0) -> list[UsedLesson]:
    """Return the lessons that were decided about most often."""
    sql = """
        SELECT lessons.id AS lesson_id, lessons.statement, reviews.title AS review_title, count(*) AS decisions
        FROM adoptions JOIN lessons ON lessons.id = adoptions.lesson_id JOIN reviews ON reviews.id = lessons.review_id
        GROUP BY lessons.id ORDER BY decisions DESC, lessons.id LIMIT ? OFFSET ?"""
    return fetch(connection, UsedLesson, sql, (limit, offset))
