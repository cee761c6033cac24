"""Worked queries for analysts: named questions that run as they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """One question with the SQL that answers it."""

    name: str
    sql: str


EXAMPLES = (
    Example(
        "Which lessons come from work that failed?",
        """SELECT statement, recommendation, review_title, organisation, date
FROM lesson_cards
WHERE result = 'failure'
ORDER BY date_earliest DESC""",
    ),
    Example(
        "Which barriers are most common, and how did the work turn out?",
        """SELECT all_terms.label AS barrier, reviews.result, count(*) AS reviews
FROM all_terms
JOIN reviews ON reviews.id = all_terms.review_id
WHERE all_terms.scheme = 'barriers' AND all_terms.lesson_id IS NULL
GROUP BY all_terms.label, reviews.result
ORDER BY reviews DESC, barrier""",
    ),
    Example(
        "What changed for the better, and how do we know?",
        """SELECT measure, unit, baseline, target, actual, change_per_cent, method, review_title
FROM outcome_results
WHERE measures = 'outcome' AND direction = 'better'
ORDER BY method, measure""",
    ),
    Example(
        "Which targets were missed?",
        """SELECT measure, unit, target, actual, organisation, review_title
FROM outcome_results
WHERE against_target = 'missed'
ORDER BY organisation, measure""",
    ),
    Example(
        "Which lessons were used again, and what was decided?",
        """SELECT lessons.statement, adoptions.decision, adoptions.independent,
       adoptions.organisation AS used_by, adoptions.date, adoptions.result
FROM adoptions
JOIN lessons ON lessons.id = adoptions.lesson_id
ORDER BY lessons.statement, adoptions.date_earliest""",
    ),
    Example(
        "How many reviews and lessons does each organisation have?",
        """SELECT organisations.name, count(*) AS reviews, sum(reviews.lesson_count) AS lessons
FROM reviews
JOIN organisations ON organisations.id = reviews.organisation_id
GROUP BY organisations.id
ORDER BY lessons DESC, organisations.name""",
    ),
    Example(
        "Which sources are cited most?",
        """SELECT cite, count(DISTINCT review_id) AS reviews
FROM sources
GROUP BY cite
ORDER BY reviews DESC, cite
LIMIT 50""",
    ),
    Example(
        "Which lessons contain the word partnership, best match first?",
        """SELECT lessons.statement, lessons.review_id
FROM lessons_fts
JOIN lessons ON lessons.number = lessons_fts.rowid
WHERE lessons_fts MATCH 'partnership'
ORDER BY rank
LIMIT 20""",
    ),
    Example(
        "How many lessons have each status?",
        """SELECT standing, count(*) AS lessons
FROM lesson_cards
GROUP BY standing
ORDER BY lessons DESC""",
    ),
)
