"""People who consent to be named: what they took part in, and whom to ask about a subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.rows import fetch, fetch_one

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True)
class StoredPerson:
    """A person who consents to be named."""

    id: str
    name: str


@dataclass(frozen=True)
class TakenPart:
    """A review that a person took part in, with the role they had."""

    review_id: str
    title: str
    role: str
    organisation_id: str | None
    organisation: str | None
    date: str | None
    sector: str | None
    result: str | None
    lesson_count: int


@dataclass(frozen=True)
class Contact:
    """A role to ask: of whom, and in how many reviews and uses it is named."""

    contact: str
    organisation_id: str | None
    organisation: str | None
    times: int


_CONTACTS = """
    SELECT contact, organisation_id, organisations.name AS organisation, count(*) AS times FROM (
        SELECT reviews.id, reviews.contact, reviews.organisation_id FROM reviews WHERE reviews.contact IS NOT NULL {reviews}
        UNION ALL
        SELECT uses.id, uses.contact, uses.organisation_id FROM uses
        LEFT JOIN lessons ON lessons.id = uses.lesson_id LEFT JOIN reviews ON reviews.id = lessons.review_id
        WHERE uses.contact IS NOT NULL {uses}
        UNION ALL
        SELECT DISTINCT reviews.id, lessons.owner, reviews.organisation_id FROM lessons JOIN reviews ON reviews.id = lessons.review_id
        WHERE lessons.owner IS NOT NULL {reviews}
    ) LEFT JOIN organisations ON organisations.id = organisation_id
    GROUP BY contact, organisation_id ORDER BY times DESC, contact, organisation_id LIMIT :limit"""
_HAS_TERM = """AND EXISTS (
    SELECT 1 FROM review_terms WHERE review_terms.review_id = reviews.id AND scheme = :scheme AND term IN (SELECT value FROM json_each(:terms))
    UNION ALL
    SELECT 1 FROM lesson_terms JOIN lessons AS own ON own.id = lesson_id
    WHERE own.review_id = reviews.id AND scheme = :scheme AND term IN (SELECT value FROM json_each(:terms)))"""


def person(connection: sqlite3.Connection, person_id: str) -> StoredPerson | None:
    """Return the person with this slug, or None."""
    return fetch_one(connection, StoredPerson, "SELECT id, name FROM people WHERE id = ?", (person_id,))


def people_of(connection: sqlite3.Connection, review_id: str) -> list[tuple[str, str | None]]:
    """Return in words who contributed to a review, each with the slug of a person who consents to be named."""
    return connection.execute(
        """SELECT CASE WHEN name IS NULL THEN contributor ELSE name || ' (' || contributor || ')' END, people.id
           FROM review_contributors LEFT JOIN people ON people.id = person_id WHERE review_id = ? ORDER BY position""",
        (review_id,),
    ).fetchall()


def people_of_use(connection: sqlite3.Connection, use_id: str) -> list[tuple[str, str | None]]:
    """Return in words who took part in what a use tells, each with the slug of a person who consents to be named."""
    return connection.execute(
        """SELECT CASE WHEN name IS NULL THEN contributor ELSE name || ' (' || contributor || ')' END, people.id
           FROM use_contributors LEFT JOIN people ON people.id = person_id WHERE use_id = ? ORDER BY position""",
        (use_id,),
    ).fetchall()


def uses_taken_part(connection: sqlite3.Connection, person_id: str) -> list[tuple[str, str]]:
    """Return the ids of the uses that a person took part in, the latest first, each with the role they had."""
    return connection.execute(
        """SELECT uses.id, contributor FROM use_contributors JOIN uses ON uses.id = use_id
           WHERE person_id = ? ORDER BY date_earliest DESC, uses.id, position""",
        (person_id,),
    ).fetchall()


def taken_part(connection: sqlite3.Connection, person_id: str) -> list[TakenPart]:
    """Return the reviews that a person took part in, the latest work first; once for each role."""
    sql = """
        SELECT reviews.id AS review_id, title, contributor AS role, organisation_id, organisations.name AS organisation, date, sector, result,
               lesson_count
        FROM review_contributors
        JOIN reviews ON reviews.id = review_id
        LEFT JOIN organisations ON organisations.id = organisation_id
        WHERE person_id = ? ORDER BY date_earliest DESC, reviews.id, position"""
    return fetch(connection, TakenPart, sql, (person_id,))


def contacts_of_term(connection: sqlite3.Connection, scheme: str, terms_json: str, limit: int) -> list[Contact]:
    """Return whom to ask about a term: roles that reviews with it name; ``terms_json`` is a JSON list of slugs, narrower terms too."""
    sql = _CONTACTS.format(reviews=_HAS_TERM, uses=_HAS_TERM)
    return fetch(connection, Contact, sql, {"scheme": scheme, "terms": terms_json, "limit": limit})


def contacts_of_organisation(connection: sqlite3.Connection, organisation_id: str, limit: int) -> list[Contact]:
    """Return whom to ask at an organisation."""
    sql = _CONTACTS.format(reviews="AND reviews.organisation_id = :id", uses="AND uses.organisation_id = :id")
    return fetch(connection, Contact, sql, {"id": organisation_id, "limit": limit})
