"""The view of what each organisation learnt, used, repeated and was asked."""

from __future__ import annotations

from lessons.schema.model import Column, View
from lessons.schema.standing import OPEN
from lessons.schema.vocabulary import ORGANISATIONS


def number_of(name: str, what: str) -> Column:
    """Return a column that holds a number of things."""
    return Column(name, "INTEGER", f"Number of {what}.")


_TRIED = "used.decision IN ('trialled', 'adopted', 'adapted')"

ORGANISATION_LEARNING = View(
    "organisation_learning",
    "One row for each organisation with what it learnt, used, repeated and was asked, in numbers.",
    # Each is counted once for all organisations: what they used is told in two tables, of which no index knows both.
    f"""
    WITH used AS (
        SELECT uses.lesson_id, uses.organisation_id, uses.decision, uses.independent FROM uses
        UNION ALL
        SELECT lesson_links.to_lesson_id, reviews.organisation_id, lesson_links.decision, lesson_links.independent
        FROM lesson_links JOIN reviews ON reviews.id = lesson_links.from_review_id
        WHERE lesson_links.link_type = 'builds_on'
    ), own AS (
        SELECT reviews.organisation_id,
               count(*) AS lesson_count,
               sum(lessons.status = 'learned') AS learned_count,
               sum({OPEN}) AS open_count,
               sum(lessons.recurred) AS recurred_count
        FROM reviews JOIN lessons ON lessons.review_id = reviews.id
        GROUP BY reviews.organisation_id
    ), repeated AS (
        SELECT reviews.organisation_id, count(*) AS repeated_count
        FROM lesson_links JOIN reviews ON reviews.id = lesson_links.from_review_id
        WHERE lesson_links.link_type = 'repeats'
        GROUP BY reviews.organisation_id
    ), decided AS (
        SELECT used.organisation_id,
               sum({_TRIED}) AS used_count,
               sum({_TRIED} AND coalesce(used.independent, 0)) AS used_of_others_count,
               sum(used.decision = 'declined') AS declined_count
        FROM used
        GROUP BY used.organisation_id
    ), taken_up AS (
        SELECT reviews.organisation_id, count(*) AS used_by_others_count
        FROM used JOIN lessons ON lessons.id = used.lesson_id JOIN reviews ON reviews.id = lessons.review_id
        WHERE {_TRIED} AND used.independent
        GROUP BY reviews.organisation_id
    ), addressed AS (
        SELECT lesson_addressees.organisation_id, count(*) AS addressed_count, sum(answers.lesson_id IS NULL) AS unanswered_count
        FROM lesson_addressees
        LEFT JOIN (SELECT DISTINCT lesson_id, organisation_id FROM used) AS answers
          ON answers.lesson_id = lesson_addressees.lesson_id AND answers.organisation_id = lesson_addressees.organisation_id
        GROUP BY lesson_addressees.organisation_id
    )
    SELECT organisations.id,
           organisations.name AS organisation,
           organisations.review_count,
           coalesce(own.lesson_count, 0) AS lesson_count,
           coalesce(own.learned_count, 0) AS learned_count,
           coalesce(own.open_count, 0) AS open_count,
           coalesce(own.recurred_count, 0) AS recurred_count,
           coalesce(repeated.repeated_count, 0) AS repeated_count,
           coalesce(decided.used_count, 0) AS used_count,
           coalesce(decided.used_of_others_count, 0) AS used_of_others_count,
           coalesce(decided.declined_count, 0) AS declined_count,
           coalesce(taken_up.used_by_others_count, 0) AS used_by_others_count,
           coalesce(addressed.addressed_count, 0) AS addressed_count,
           coalesce(addressed.unanswered_count, 0) AS unanswered_count
    FROM organisations
    LEFT JOIN own ON own.organisation_id = organisations.id
    LEFT JOIN repeated ON repeated.organisation_id = organisations.id
    LEFT JOIN decided ON decided.organisation_id = organisations.id
    LEFT JOIN taken_up ON taken_up.organisation_id = organisations.id
    LEFT JOIN addressed ON addressed.organisation_id = organisations.id
    """,
    (
        ORGANISATIONS.column("id"),
        ORGANISATIONS.column("name", called="organisation", sentence="Preferred name of the organisation."),
        ORGANISATIONS.column("review_count"),
        number_of("lesson_count", "lessons of its reviews"),
        number_of("learned_count", "these that are learned"),
        number_of("open_count", "these that are open: not learned and not at an end, or recurred"),
        number_of("recurred_count", "these that a later review repeats"),
        number_of("repeated_count", "lessons, its own or others', whose mistake its reviews tell was made again"),
        number_of("used_count", "times that it trialled, adopted or adapted a lesson"),
        number_of("used_of_others_count", "these that were lessons of another organisation"),
        number_of("declined_count", "lessons that it declined"),
        number_of(
            "used_by_others_count", "times that another organisation trialled, adopted or adapted one of its lessons"
        ),
        number_of("addressed_count", "lessons that are addressed to it"),
        number_of("unanswered_count", "these of which it has not said whether it uses them"),
    ),
)
