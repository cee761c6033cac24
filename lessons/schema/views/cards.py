"""The view of lessons with what is needed to show or list them."""

from __future__ import annotations

from lessons.schema.lessons import LESSONS
from lessons.schema.model import Column, View
from lessons.schema.reviews import REVIEWS
from lessons.schema.vocabulary import ORGANISATIONS
from lessons.schemes import FIXED


def label(of: str) -> Column:
    """Return the column of the label of a term."""
    return Column(f"{of}_label", "TEXT", f"`{of}` as shown.", null=True)


ADDRESS = Column("address", "TEXT", "Address of the lesson on the site.")
STANDING = Column(
    "standing",
    "TEXT",
    "How far the lesson has come, or `recurred` when a later review repeats it.",
    allowed=FIXED["lesson_status"],
)

LESSON_CARDS = View(
    "lesson_cards",
    "One row for each lesson with what is needed to show or list it: the sentence, the advice, the status, its review, organisation and date, with labels.",
    """
    SELECT lessons.id,
           lessons.number,
           lessons.review_id,
           '/reviews/' || lessons.review_id || '/' || lessons.local_id AS address,
           lessons.statement,
           lessons.kind,
           kinds.label AS kind_label,
           lessons.basis,
           lessons.recommendation,
           lessons.applies_when,
           lessons.does_not_apply_when,
           lessons.priority,
           priorities.label AS priority_label,
           lessons.status,
           statuses.label AS status_label,
           lessons.recurred,
           CASE WHEN lessons.recurred THEN 'recurred' ELSE lessons.status END AS standing,
           lessons.owner,
           lessons.due,
           lessons.due_earliest,
           lessons.due_latest,
           lessons.respond_by,
           lessons.respond_by_earliest,
           lessons.respond_by_latest,
           lessons.published,
           lessons.published_earliest,
           lessons.published_latest,
           lessons.last_changed,
           reviews.title AS review_title,
           reviews.organisation_id,
           organisations.name AS organisation,
           reviews.date,
           reviews.date_earliest,
           reviews.date_latest,
           reviews.year,
           reviews.sector,
           sectors.label AS sector_label,
           reviews.result,
           results.label AS result_label
    FROM lessons
    JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    LEFT JOIN terms AS kinds ON kinds.id = 'kind/' || lessons.kind
    LEFT JOIN terms AS priorities ON priorities.id = 'priority/' || lessons.priority
    LEFT JOIN terms AS statuses ON statuses.id = 'lesson_status/' || lessons.status
    LEFT JOIN terms AS sectors ON sectors.id = 'sector/' || reviews.sector
    LEFT JOIN terms AS results ON results.id = 'result/' || reviews.result
    """,
    (
        *map(LESSONS.column, ("id", "number", "review_id")),
        ADDRESS,
        *map(LESSONS.column, ("statement", "kind")),
        label("kind"),
        *map(LESSONS.column, ("basis", "recommendation", "applies_when", "does_not_apply_when", "priority")),
        label("priority"),
        LESSONS.column("status"),
        label("status"),
        LESSONS.column("recurred"),
        STANDING,
        *map(LESSONS.column, ("owner", "due", "due_earliest", "due_latest")),
        *map(LESSONS.column, ("respond_by", "respond_by_earliest", "respond_by_latest")),
        *map(LESSONS.column, ("published", "published_earliest", "published_latest", "last_changed")),
        REVIEWS.column("title", called="review_title"),
        REVIEWS.column("organisation_id"),
        ORGANISATIONS.column("name", called="organisation", sentence="Preferred name of the organisation."),
        *map(REVIEWS.column, ("date", "date_earliest", "date_latest", "year", "sector")),
        label("sector"),
        REVIEWS.column("result"),
        label("result"),
    ),
)
