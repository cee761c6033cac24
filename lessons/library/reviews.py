"""Reviews: cards for lists, and everything that one review states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.rows import column, fetch, fetch_one, scalar

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True)
class ReviewCard:
    """What a list needs to show a review. ``date`` is as written; slugs are terms of the vocabulary."""

    id: str
    title: str
    summary: str
    organisation_id: str | None
    organisation: str | None
    date: str | None
    sector: str | None
    result: str
    lesson_count: int
    author: str
    published: str | None
    last_changed: str | None


@dataclass(frozen=True)
class StoredReview(ReviewCard):
    """Every single-valued fact of a review, as in the table ``reviews``."""

    unit_id: str
    unit: str
    type: str
    event: str | None
    phase: str | None
    delivery_model: str | None
    level: str | None
    country: str | None
    place: str | None
    mission: str | None
    contact: str | None
    period_from: str | None
    period_to: str | None
    people_affected: int | None
    cost_amount: float | None
    cost_currency: str | None
    cost_year: int | None
    cost_note: str | None
    handling: str
    status: str
    review_due: str | None
    language: str | None
    licence: str | None
    source_system: str | None
    source_system_id: str | None
    source_system_url: str | None
    source_system_imported: str | None
    path: str


@dataclass(frozen=True)
class StoredSection:
    """One section of a review as sanitised HTML; ``section`` is empty for a heading that the record does not know."""

    section: str | None
    heading: str
    html: str


@dataclass(frozen=True)
class StoredSource:
    """One source that a review cites."""

    cite: str
    url: str | None
    section: str | None


@dataclass(frozen=True)
class StoredReviewed:
    """One time that somebody reviewed the review."""

    date: str
    by: str
    note: str | None


@dataclass(frozen=True)
class StoredLink:
    """A link between two reviews; ``review_id`` and ``title`` are those of the other one, empty in another unit."""

    kind: str
    target: str
    review_id: str | None
    title: str | None
    lesson_id: str | None
    statement: str | None


CARD = """reviews.id, reviews.title, coalesce(reviews.summary, '') AS summary, reviews.organisation_id, organisations.name AS organisation,
    reviews.date, reviews.sector, coalesce(reviews.result, 'not-stated') AS result, reviews.lesson_count, reviews.author,
    reviews.published, reviews.last_changed"""
FROM = "FROM reviews LEFT JOIN organisations ON organisations.id = reviews.organisation_id"
# By publication, or else by the date of what was reviewed; SQLite puts what has none last.
ORDER = """ORDER BY CASE WHEN :newest THEN reviews.published_earliest END DESC,
    reviews.date_earliest DESC, reviews.id LIMIT :limit OFFSET :offset"""
CHOSEN = "WHERE :first IS NULL OR reviews.published_earliest BETWEEN :first AND :last"


@dataclass(frozen=True)
class Listing:
    """Which reviews a list holds: all, or those published from a day to a day; ``newest`` first, or latest event first."""

    newest: bool = True
    published: tuple[str, str] | None = None

    def parameters(self, limit: int = 0, offset: int = 0) -> dict[str, object]:
        """Return the values of the parameters of ``CHOSEN`` and ``ORDER``."""
        first, last = self.published or (None, None)
        return {"newest": self.newest, "first": first, "last": last, "limit": limit, "offset": offset}


def listed(connection: sqlite3.Connection, listing: Listing, limit: int, offset: int = 0) -> list[ReviewCard]:
    """Return the cards of at most ``limit`` reviews."""
    return fetch(connection, ReviewCard, f"SELECT {CARD} {FROM} {CHOSEN} {ORDER}", listing.parameters(limit, offset))


def count(connection: sqlite3.Connection, listing: Listing) -> int:
    """Return how many reviews a list holds."""
    found: int = scalar(connection, f"SELECT count(*) FROM reviews {CHOSEN}", listing.parameters())
    return found


def of_organisation(connection: sqlite3.Connection, organisation_id: str, limit: int, offset: int) -> list[ReviewCard]:
    """Return the cards of an organisation's reviews, newest first."""
    sql = f"SELECT {CARD} {FROM} WHERE reviews.organisation_id = :organisation {ORDER}"
    return fetch(connection, ReviewCard, sql, {"organisation": organisation_id, **Listing().parameters(limit, offset)})


def review(connection: sqlite3.Connection, review_id: str) -> StoredReview | None:
    """Return the review with this id, or None."""
    sql = f"""
        SELECT {CARD}, unit_id, units.name AS unit, type, event, phase, delivery_model, level, country, place, mission,
               reviews.contact, period_from, period_to, people_affected, cost_amount, cost_currency, cost_year, cost_note,
               handling, editorial_status AS status, review_due, language, reviews.licence, source_system, source_system_id, source_system_url,
               source_system_imported, file AS path
        {FROM} JOIN units ON units.id = reviews.unit_id
        WHERE reviews.id = ?"""
    return fetch_one(connection, StoredReview, sql, (review_id,))


def markdown(connection: sqlite3.Connection, review_id: str) -> str | None:
    """Return the whole original Markdown file of a review, or None."""
    text: str | None = scalar(connection, "SELECT markdown FROM review_text WHERE review_id = ?", (review_id,))
    return text


def sections(connection: sqlite3.Connection, review_id: str) -> list[StoredSection]:
    """Return the sections of a review in its own order, without its lessons."""
    sql = "SELECT section, heading, html FROM sections WHERE review_id = ? ORDER BY position"
    return fetch(connection, StoredSection, sql, (review_id,))


def sources(connection: sqlite3.Connection, review_id: str) -> list[StoredSource]:
    """Return the sources that a review cites, in its own order."""
    sql = "SELECT cite, url, section FROM sources WHERE review_id = ? ORDER BY position"
    return fetch(connection, StoredSource, sql, (review_id,))


def reviewed(connection: sqlite3.Connection, review_id: str) -> list[StoredReviewed]:
    """Return who reviewed the review and when, in its own order."""
    sql = 'SELECT date, checked_by AS "by", note FROM review_checks WHERE review_id = ? ORDER BY position'
    return fetch(connection, StoredReviewed, sql, (review_id,))


def terms(connection: sqlite3.Connection, review_id: str) -> dict[str, tuple[str, ...]]:
    """Return the review's terms by scheme, those that its lessons state among them, in the vocabulary's order."""
    return _by_scheme(
        connection,
        """SELECT all_terms.scheme, all_terms.term
           FROM all_terms JOIN terms ON terms.scheme = all_terms.scheme AND terms.slug = all_terms.term
           WHERE review_id = ? AND lesson_id IS NULL ORDER BY all_terms.scheme, terms.position, all_terms.term""",
        review_id,
    )


def terms_for_lesson(connection: sqlite3.Connection, review_id: str, lesson_id: str) -> dict[str, tuple[str, ...]]:
    """Return by scheme what a review states that holds for one of its lessons: all but what the lesson states otherwise."""
    return _by_scheme(
        connection,
        """SELECT all_terms.scheme, all_terms.term
           FROM all_terms JOIN terms ON terms.scheme = all_terms.scheme AND terms.slug = all_terms.term
           WHERE review_id = ? AND lesson_id = ? AND stated_by = 'review'
           ORDER BY all_terms.scheme, terms.position, all_terms.term""",
        review_id,
        lesson_id,
    )


def _by_scheme(connection: sqlite3.Connection, sql: str, *parameters: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for scheme, term in connection.execute(sql, parameters):
        found[scheme] = (*found.get(scheme, ()), term)
    return found


def partners(connection: sqlite3.Connection, review_id: str) -> list[str]:
    """Return the partners of the work reviewed."""
    return column(connection, "SELECT partner FROM review_partners WHERE review_id = ? ORDER BY position", (review_id,))


def contributors(connection: sqlite3.Connection, review_id: str) -> list[str]:
    """Return the roles of those who contributed, with the names of those who consent to be named."""
    sql = """SELECT CASE WHEN name IS NULL THEN contributor ELSE name || ' (' || contributor || ')' END
        FROM review_contributors LEFT JOIN people ON people.id = person_id WHERE review_id = ? ORDER BY position"""
    return column(connection, sql, (review_id,))


def tags(connection: sqlite3.Connection, review_id: str) -> list[str]:
    """Return the free tags of a review."""
    return column(connection, "SELECT tag FROM review_tags WHERE review_id = ? ORDER BY position", (review_id,))


def links_from(connection: sqlite3.Connection, review_id: str) -> list[StoredLink]:
    """Return the reviews and lessons that a review states as related or superseded."""
    sql = """
        SELECT link_type AS kind, cited_as AS target, to_review_id AS review_id, reviews.title, to_lesson_id AS lesson_id, lessons.statement
        FROM review_links LEFT JOIN reviews ON reviews.id = to_review_id LEFT JOIN lessons ON lessons.id = to_lesson_id
        WHERE from_review_id = ? AND link_type <> 'mentions' ORDER BY link_type DESC, cited_as"""
    return fetch(connection, StoredLink, sql, (review_id,))


def links_to(connection: sqlite3.Connection, review_id: str) -> list[StoredLink]:
    """Return the reviews that state this one as related, or that take its place."""
    sql = """
        SELECT link_type AS kind, cited_as AS target, from_review_id AS review_id, reviews.title, to_lesson_id AS lesson_id,
               NULL AS statement
        FROM review_links JOIN reviews ON reviews.id = from_review_id
        WHERE to_review_id = ? AND link_type <> 'mentions' ORDER BY link_type DESC, from_review_id"""
    return fetch(connection, StoredLink, sql, (review_id,))
