"""The view of who used which lesson, whether a use or a review tells it."""

from __future__ import annotations

from lessons.schema.lessons import LESSON_LINKS
from lessons.schema.model import Column, View
from lessons.schema.reviews import REVIEWS
from lessons.schema.uses import USES
from lessons.schema.vocabulary import ORGANISATIONS

ADOPTIONS = View(
    "adoptions",
    "One row for each time a team used a lesson or decided not to: told in a review that builds on it, or in a use.",
    """
    SELECT uses.id,
           uses.lesson_id,
           uses.cited_as,
           uses.organisation_id,
           organisations.name AS organisation,
           NULL AS from_review_id,
           uses.id AS use_id,
           uses.decision,
           uses.date,
           uses.date_earliest,
           uses.date_latest,
           uses.independent,
           NULL AS result,
           uses.why
    FROM uses
    LEFT JOIN organisations ON organisations.id = uses.organisation_id
    UNION ALL
    SELECT lesson_links.from_review_id || '/' || lesson_links.position,
           lesson_links.to_lesson_id,
           lesson_links.cited_as,
           reviews.organisation_id,
           organisations.name,
           lesson_links.from_review_id,
           NULL,
           lesson_links.decision,
           reviews.date,
           reviews.date_earliest,
           reviews.date_latest,
           lesson_links.independent,
           reviews.result,
           lesson_links.why
    FROM lesson_links
    JOIN reviews ON reviews.id = lesson_links.from_review_id
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    WHERE lesson_links.link_type = 'builds_on'
    """,
    (
        Column(
            "id", "TEXT", "The use's id; where a review tells it, the review's id and the position in its `builds_on`."
        ),
        USES.column("lesson_id"),
        USES.column("cited_as"),
        USES.column("organisation_id"),
        ORGANISATIONS.column(
            "name", called="organisation", sentence="Preferred name of the organisation that decided."
        ),
        LESSON_LINKS.column("from_review_id", sentence="The review that tells it; empty when a use does."),
        Column(
            "use_id", "TEXT", "The use that tells it; empty when a review does.", null=True, references=("uses", "id")
        ),
        USES.column("decision"),
        USES.column(
            "date", sentence="Date of the decision, or of the review that tells it, as written; empty when not stated."
        ),
        USES.column("date_earliest"),
        USES.column("date_latest"),
        USES.column("independent"),
        REVIEWS.column(
            "result", sentence="Overall result of the review that tells it; empty when not stated, and for a use."
        ),
        USES.column("why"),
    ),
)
