"""The view of what happened to each lesson, by day."""

from __future__ import annotations

from lessons.schema.lessons import LESSON_VERSIONS, LESSONS
from lessons.schema.model import Column, View
from lessons.schema.views.cards import label

LESSON_HISTORY = View(
    "lesson_history",
    "One row for each day on which a lesson was published, got another status, or was changed, as git knows it; empty where there is no git history.",
    """
    SELECT versions.lesson_id,
           lessons.review_id,
           lessons.statement,
           versions.day,
           CASE WHEN versions.place = 1 THEN 'published'
                WHEN versions.status IS NOT versions.former_status THEN 'status'
                ELSE 'changed' END AS change_type,
           versions.status,
           statuses.label AS status_label,
           versions.former_status,
           versions.owned,
           versions.due,
           versions.due_earliest,
           versions.due_latest,
           versions.former_due,
           versions.respond_by,
           versions.respond_by_earliest,
           versions.respond_by_latest
    FROM (
        SELECT lesson_id,
               day,
               status,
               owned,
               due,
               due_earliest,
               due_latest,
               respond_by,
               respond_by_earliest,
               respond_by_latest,
               row_number() OVER (PARTITION BY lesson_id ORDER BY day) AS place,
               lag(status) OVER (PARTITION BY lesson_id ORDER BY day) AS former_status,
               lag(due) OVER (PARTITION BY lesson_id ORDER BY day) AS former_due
        FROM lesson_versions
    ) AS versions
    JOIN lessons ON lessons.id = versions.lesson_id
    LEFT JOIN terms AS statuses ON statuses.id = 'lesson_status/' || versions.status
    """,
    (
        LESSON_VERSIONS.column("lesson_id"),
        *map(LESSONS.column, ("review_id", "statement")),
        LESSON_VERSIONS.column("day"),
        Column(
            "change_type",
            "TEXT",
            "What happened: published (its first version on the main line), status (it got another), or changed (its text alone).",
            allowed=("published", "status", "changed"),
        ),
        LESSON_VERSIONS.column("status"),
        label("status"),
        LESSON_VERSIONS.column(
            "status", called="former_status", sentence="Its status before; empty for its first version."
        ),
        *map(LESSON_VERSIONS.column, ("owned", "due", "due_earliest", "due_latest")),
        LESSON_VERSIONS.column(
            "due",
            called="former_due",
            sentence="The date by which it should have been carried out before; empty for its first version.",
        ),
        *map(LESSON_VERSIONS.column, ("respond_by", "respond_by_earliest", "respond_by_latest")),
    ),
)
