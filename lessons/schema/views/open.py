"""The view of lessons that still ask for something: overdue, without owner, unmeasured, unanswered."""

from __future__ import annotations

from lessons.schema.lessons import LESSONS
from lessons.schema.model import Column, View
from lessons.schema.reviews import REVIEWS
from lessons.schema.standing import OPEN, TO_CARRY_OUT
from lessons.schema.views.cards import ADDRESS, STANDING, label
from lessons.schema.vocabulary import ORGANISATIONS


def flag(name: str, sentence: str) -> Column:
    """Return a column that holds 1 or 0."""
    return Column(name, "INTEGER", f"1 when {sentence}; else 0.")


# What shows that a lesson works: the rule `status-gates` asks the same of a lesson that is called learned.
_MEASURED = "outcomes.measures = 'outcome' AND outcomes.actual IS NOT NULL AND outcomes.method IN ('before-after', 'comparison', 'trial')"
_TRIED = "decision IN ('trialled', 'adopted', 'adapted')"

OPEN_LESSONS = View(
    "open_lessons",
    "One row for each lesson that still asks for something: its status is none of the ends and not learned, or it recurred. Days are compared with `as_of`, the newest day "
    "in this database, so that the answer is the same whenever it is asked.",
    f"""
    SELECT lessons.id,
           lessons.review_id,
           '/reviews/' || lessons.review_id || '/' || lessons.local_id AS address,
           lessons.statement,
           lessons.recommendation,
           lessons.kind,
           lessons.priority,
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
           reviews.organisation_id,
           organisations.name AS organisation,
           reviews.sector,
           as_of.value AS as_of,
           coalesce(lessons.due_latest < as_of.value AND {TO_CARRY_OUT}, 0) AS overdue,
           lessons.owner IS NULL AS without_owner,
           NOT EXISTS (
               SELECT 1 FROM uses JOIN outcomes ON outcomes.use_id = uses.id
               WHERE uses.lesson_id = lessons.id AND uses.{_TRIED} AND {_MEASURED}
                 AND coalesce(uses.date_latest >= reviews.date_earliest, 1)
           ) AND NOT EXISTS (
               SELECT 1 FROM lesson_links
               JOIN reviews AS later ON later.id = lesson_links.from_review_id
               JOIN outcomes ON outcomes.review_id = later.id
               WHERE lesson_links.to_lesson_id = lessons.id AND lesson_links.{_TRIED} AND {_MEASURED}
                 AND later.id <> lessons.review_id AND coalesce(later.date_latest >= reviews.date_earliest, 1)
           ) AS unmeasured,
           lessons.unanswered_count > 0 AS unanswered,
           lessons.unanswered_count > 0 AND coalesce(lessons.respond_by_latest < as_of.value, 0) AS response_overdue
    FROM (
        SELECT lessons.*, (
            SELECT count(*) FROM lesson_addressees
            WHERE lesson_addressees.lesson_id = lessons.id AND NOT EXISTS (
                SELECT 1 FROM adoptions
                WHERE adoptions.lesson_id = lessons.id AND adoptions.organisation_id = lesson_addressees.organisation_id
            )
        ) AS unanswered_count
        FROM lessons
        WHERE {OPEN}
    ) AS lessons
    JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN build_info AS as_of ON as_of.key = 'newest_day'
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    LEFT JOIN terms AS statuses ON statuses.id = 'lesson_status/' || lessons.status
    """,
    (
        *map(LESSONS.column, ("id", "review_id")),
        ADDRESS,
        *map(LESSONS.column, ("statement", "recommendation", "kind", "priority", "status")),
        label("status"),
        LESSONS.column("recurred"),
        STANDING,
        *map(LESSONS.column, ("owner", "due", "due_earliest", "due_latest")),
        *map(LESSONS.column, ("respond_by", "respond_by_earliest", "respond_by_latest")),
        REVIEWS.column("organisation_id"),
        ORGANISATIONS.column("name", called="organisation", sentence="Preferred name of the organisation."),
        REVIEWS.column("sector"),
        Column(
            "as_of",
            "TEXT",
            "The newest day in this database, YYYY-MM-DD, as `build_info` states it.",
            null=True,
            day=True,
        ),
        flag(
            "overdue",
            "`due_latest` is past and the recommendation has not been carried out, or the lesson has recurred",
        ),
        flag("without_owner", "nobody owns it"),
        flag(
            "unmeasured",
            "no use and no later review that builds on it has measured an outcome, by comparison with something",
        ),
        flag("unanswered", "an organisation that it is addressed to has not said whether it uses it"),
        flag("response_overdue", "that is so and `respond_by_latest` is past"),
    ),
)
