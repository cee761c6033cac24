"""Views for the questions that are asked most."""

from __future__ import annotations

from lessons.schema.model import View
from lessons.schema.outcomes import OUTCOME_RESULTS
from lessons.schemes import REPLACED_BY_LESSONS

LESSON_CARDS = View(
    "lesson_cards",
    "One row for each lesson with what is needed to show or list it: the sentence, the advice, its review, organisation and date.",
    """
    SELECT lessons.id AS lesson_id,
           lessons.review_id,
           '/reviews/' || lessons.review_id || '/' || lessons.local_id AS path,
           lessons.statement,
           lessons.kind,
           lessons.recommendation,
           lessons.applies_when,
           lessons.does_not_apply_when,
           lessons.priority,
           CASE WHEN lessons.recurred THEN 'recurred' ELSE lessons.status END AS standing,
           lessons.owner,
           lessons.due,
           reviews.title AS review_title,
           organisations.name AS organisation,
           reviews.date,
           reviews.date_earliest,
           reviews.sector,
           reviews.result
    FROM lessons
    JOIN reviews ON reviews.id = lessons.review_id
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    """,
    {
        "lesson_id": "Permanent id of the lesson.",
        "review_id": "The review it comes from.",
        "path": "Address of the lesson on the site.",
        "statement": "The lesson in one sentence.",
        "kind": "sustain or improve.",
        "recommendation": "What to do.",
        "applies_when": "When it applies.",
        "does_not_apply_when": "When it does not.",
        "priority": "How urgent it is.",
        "standing": "The lesson's status, or `recurred` when a later review repeats it.",
        "owner": "Role that owns the lesson.",
        "due": "Date by which it should be carried out.",
        "review_title": "Title of the review.",
        "organisation": "Preferred name of the organisation.",
        "date": "Date of the review as written.",
        "date_earliest": "First day that the date can mean.",
        "sector": "Sector of the review.",
        "result": "Overall result of the review.",
    },
)


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
    {
        "review_id": "The review.",
        "lesson_id": "The lesson; empty where the row speaks of the review as a whole.",
        "scheme": "Scheme of the term; also `organisation`, `year` and `tag`.",
        "term": "Slug of the term; the organisation's id, the year or the tag itself.",
        "label": "The term as shown.",
        "stated_by": "Who states it: the review, or a lesson (of a review as a whole: one of its lessons, and not the review itself).",
    },
)

ADOPTIONS = View(
    "adoptions",
    "One row for each time a team used a lesson or decided not to: told in a review that builds on it, or in a use.",
    """
    SELECT uses.id,
           uses.lesson_id,
           uses.organisation_id,
           NULL AS from_review_id,
           uses.id AS use_id,
           uses.decision,
           uses.date,
           uses.date_earliest,
           uses.independent,
           uses.why
    FROM uses
    UNION ALL
    SELECT lesson_links.from_review_id || '/' || lesson_links.position,
           lesson_links.to_lesson_id,
           reviews.organisation_id,
           lesson_links.from_review_id,
           NULL,
           lesson_links.decision,
           reviews.date,
           reviews.date_earliest,
           lesson_links.independent,
           lesson_links.why
    FROM lesson_links
    JOIN reviews ON reviews.id = lesson_links.from_review_id
    WHERE lesson_links.kind = 'builds_on'
    """,
    {
        "id": "The use's id; where a review tells it, the review's id and the position in its `builds_on`.",
        "lesson_id": "The lesson; empty when it is in another unit.",
        "organisation_id": "The organisation that decided; empty when not stated.",
        "from_review_id": "The review that tells it; empty when a use does.",
        "use_id": "The use that tells it; empty when a review does.",
        "decision": "What was decided about the lesson: considered, trialled, adopted, adapted, declined or abandoned.",
        "date": "Date of the decision, or of the review that tells it, as written; empty when not stated.",
        "date_earliest": "First day that the date can mean, YYYY-MM-DD, for sorting.",
        "independent": "1 when another organisation than the lesson's own decided, 0 when it was its own; empty when that is not known.",
        "why": "Why it was decided so.",
    },
)

VIEWS = (LESSON_CARDS, OUTCOME_RESULTS, ALL_TERMS, ADOPTIONS)
