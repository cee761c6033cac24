"""Views for the questions that are asked most, and the full-text indexes."""

from __future__ import annotations

from lessons.schema.model import FullText, View

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
        "priority": "How pressing it is.",
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

OUTCOME_RESULTS = View(
    "outcome_results",
    "One row for each outcome with the change worked out: by how much, whether for the better, and whether the target was met.",
    """
    SELECT outcomes.id,
           outcomes.review_id,
           reviews.title AS review_title,
           organisations.name AS organisation,
           reviews.sector,
           outcomes.measure,
           outcomes.unit,
           outcomes.baseline,
           outcomes.target,
           outcomes.result,
           outcomes.result - outcomes.baseline AS change,
           CASE WHEN outcomes.baseline <> 0
                THEN 100.0 * (outcomes.result - outcomes.baseline) / abs(outcomes.baseline) END AS change_per_cent,
           CASE WHEN outcomes.result IS NULL OR outcomes.baseline IS NULL THEN NULL
                WHEN outcomes.result = outcomes.baseline THEN 'no change'
                WHEN (outcomes.result < outcomes.baseline) = (outcomes.better = 'lower') THEN 'better'
                ELSE 'worse' END AS direction,
           CASE WHEN outcomes.result IS NULL OR outcomes.target IS NULL THEN NULL
                WHEN outcomes.better = 'lower' THEN outcomes.result <= outcomes.target
                ELSE outcomes.result >= outcomes.target END AS target_met,
           outcomes.better,
           outcomes.method,
           outcomes.period,
           outcomes.note,
           outcomes.source
    FROM outcomes
    JOIN reviews ON reviews.id = outcomes.review_id
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    """,
    {
        "id": "Row number of the outcome in this build.",
        "review_id": "The review.",
        "review_title": "Title of the review.",
        "organisation": "Preferred name of the organisation.",
        "sector": "Sector of the review.",
        "measure": "What was measured.",
        "unit": "Unit of the figures.",
        "baseline": "Value before.",
        "target": "Value aimed at.",
        "result": "Value after.",
        "change": "Result less baseline, in the unit.",
        "change_per_cent": "Change as a percentage of the baseline.",
        "direction": "better, worse or no change; empty when baseline or result is missing.",
        "target_met": "1 when the result reached the target, 0 when not; empty when either is missing.",
        "better": "Which direction is an improvement.",
        "method": "How it is known.",
        "period": "Period of the measurement.",
        "note": "Hedges of the source.",
        "source": "Where the figures stand.",
    },
)

VIEWS = (LESSON_CARDS, OUTCOME_RESULTS)

REVIEWS_FTS = FullText(
    "reviews_fts",
    "Full-text index of reviews: words of title, lessons' sentences, summary, advice, facts and body.",
    content="review_text",
    rowid="number",
    weights={"title": 3.0, "statements": 2.5, "summary": 1.5, "advice": 1.5, "facts": 1.5, "body": 1.0},
)

LESSONS_FTS = FullText(
    "lessons_fts",
    "Full-text index of lessons: words of the sentence, the advice, the prose and the review around it.",
    content="lesson_text",
    rowid="number",
    weights={"statement": 4.0, "advice": 2.0, "body": 1.0, "context": 1.5},
)

FULL_TEXT = (REVIEWS_FTS, LESSONS_FTS)
