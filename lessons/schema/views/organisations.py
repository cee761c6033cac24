"""The view of what each organisation learnt, used, repeated and was asked."""

from __future__ import annotations

from lessons.schema.model import Column, View
from lessons.schema.vocabulary import ORGANISATIONS


def number_of(name: str, what: str) -> Column:
    """Return a column that holds a number of things."""
    return Column(name, "INTEGER", f"Number of {what}.")


_OWN_LESSONS = """SELECT count(*) FROM reviews JOIN lessons ON lessons.review_id = reviews.id
            WHERE reviews.organisation_id = organisations.id"""
_DECISIONS = "SELECT count(*) FROM adoptions WHERE adoptions.organisation_id = organisations.id"
_TRIED = "adoptions.decision IN ('trialled', 'adopted', 'adapted')"
_ADDRESSED = "SELECT count(*) FROM lesson_addressees WHERE lesson_addressees.organisation_id = organisations.id"

ORGANISATION_LEARNING = View(
    "organisation_learning",
    "One row for each organisation with what it learnt, used, repeated and was asked, in numbers.",
    f"""
    SELECT organisations.id,
           organisations.name AS organisation,
           organisations.review_count,
           ({_OWN_LESSONS}) AS lesson_count,
           ({_OWN_LESSONS} AND lessons.status = 'learned') AS learned_count,
           ({_OWN_LESSONS} AND (lessons.recurred OR lessons.status NOT IN ('learned', 'rejected', 'superseded', 'closed-not-implemented'))) AS open_count,
           ({_OWN_LESSONS} AND lessons.recurred) AS recurred_count,
           (SELECT count(*) FROM reviews JOIN lesson_links ON lesson_links.from_review_id = reviews.id
            WHERE reviews.organisation_id = organisations.id AND lesson_links.link_type = 'repeats') AS repeated_count,
           ({_DECISIONS} AND {_TRIED}) AS used_count,
           ({_DECISIONS} AND {_TRIED} AND adoptions.independent = 1) AS used_of_others_count,
           ({_DECISIONS} AND adoptions.decision = 'declined') AS declined_count,
           (SELECT count(*) FROM reviews JOIN lessons ON lessons.review_id = reviews.id JOIN adoptions ON adoptions.lesson_id = lessons.id
            WHERE reviews.organisation_id = organisations.id AND {_TRIED} AND adoptions.independent = 1) AS used_by_others_count,
           ({_ADDRESSED}) AS addressed_count,
           ({_ADDRESSED} AND NOT EXISTS (
                SELECT 1 FROM adoptions
                WHERE adoptions.lesson_id = lesson_addressees.lesson_id AND adoptions.organisation_id = organisations.id
            )) AS unanswered_count
    FROM organisations
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
