"""The view of all terms: what facets are counted from."""

from __future__ import annotations

from lessons.schema.model import Column, View
from lessons.schemes import REPLACED_BY_LESSONS

# A lesson states these for itself; where it does, what its review states of them does not hold for it.
_REPLACED = ", ".join(f"'{scheme}'" for scheme in REPLACED_BY_LESSONS)

ALL_TERMS = View(
    "all_terms",
    "Every term of every review and of every lesson, each once: what facets are counted from. A review has what it states and what its lessons "
    "state of change, barriers and enablers; a lesson has what its review states, but for those of these three of which it states any itself.",
    f"""
    SELECT review_terms.review_id, NULL AS lesson_id, review_terms.scheme, review_terms.term, terms.label, 'review' AS stated_by
    FROM review_terms JOIN terms ON terms.scheme = review_terms.scheme AND terms.slug = review_terms.term
    UNION ALL
    SELECT own.review_id, NULL, own.scheme, own.term, terms.label, 'lesson'
    FROM (
        SELECT DISTINCT lessons.review_id, lesson_terms.scheme, lesson_terms.term
        FROM lesson_terms JOIN lessons ON lessons.id = lesson_terms.lesson_id
        WHERE lesson_terms.scheme IN ({_REPLACED})
    ) AS own
    JOIN terms ON terms.scheme = own.scheme AND terms.slug = own.term
    WHERE NOT EXISTS (
        SELECT 1 FROM review_terms
        WHERE review_terms.review_id = own.review_id AND review_terms.scheme = own.scheme AND review_terms.term = own.term
    )
    UNION ALL
    SELECT reviews.id, NULL, 'organisation', organisations.id, organisations.name, 'review'
    FROM reviews JOIN organisations ON organisations.id = reviews.organisation_id
    UNION ALL
    SELECT id, NULL, 'year', CAST(year AS TEXT), CAST(year AS TEXT), 'review' FROM reviews WHERE year IS NOT NULL
    UNION ALL
    SELECT review_id, NULL, 'tag', tag, tag, 'review' FROM review_tags
    UNION ALL
    SELECT lessons.review_id, lessons.id, review_terms.scheme, review_terms.term, terms.label, 'review'
    FROM lessons
    JOIN review_terms ON review_terms.review_id = lessons.review_id
    JOIN terms ON terms.scheme = review_terms.scheme AND terms.slug = review_terms.term
    WHERE review_terms.scheme NOT IN ({_REPLACED}) OR NOT EXISTS (
        SELECT 1 FROM lesson_terms WHERE lesson_terms.lesson_id = lessons.id AND lesson_terms.scheme = review_terms.scheme
    )
    UNION ALL
    SELECT reviews.id, lessons.id, 'organisation', organisations.id, organisations.name, 'review'
    FROM lessons
    JOIN reviews ON reviews.id = lessons.review_id
    JOIN organisations ON organisations.id = reviews.organisation_id
    UNION ALL
    SELECT reviews.id, lessons.id, 'year', CAST(reviews.year AS TEXT), CAST(reviews.year AS TEXT), 'review'
    FROM lessons JOIN reviews ON reviews.id = lessons.review_id WHERE reviews.year IS NOT NULL
    UNION ALL
    SELECT lessons.review_id, lessons.id, 'tag', review_tags.tag, review_tags.tag, 'review'
    FROM lessons JOIN review_tags ON review_tags.review_id = lessons.review_id
    UNION ALL
    SELECT lessons.review_id, lesson_terms.lesson_id, lesson_terms.scheme, lesson_terms.term, terms.label, 'lesson'
    FROM lesson_terms
    JOIN lessons ON lessons.id = lesson_terms.lesson_id
    JOIN terms ON terms.scheme = lesson_terms.scheme AND terms.slug = lesson_terms.term
    """,
    (
        Column("review_id", "TEXT", "The review.", references=("reviews", "id")),
        Column(
            "lesson_id",
            "TEXT",
            "The lesson; empty where the row speaks of the review as a whole.",
            null=True,
            references=("lessons", "id"),
        ),
        Column("scheme", "TEXT", "Scheme of the term; also `organisation`, `year` and `tag`."),
        Column("term", "TEXT", "Slug of the term; the organisation's id, the year or the tag itself."),
        Column("label", "TEXT", "The term as shown."),
        Column(
            "stated_by",
            "TEXT",
            "Who states it: the review, or a lesson (of a review as a whole: one of its lessons, and not the review itself).",
            allowed=("review", "lesson"),
        ),
    ),
)
