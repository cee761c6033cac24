"""The view of figures with what they say: by how much, whether for the better, and whether the target was met."""

from __future__ import annotations

from lessons.schema.model import Column, View
from lessons.schema.outcomes import OUTCOMES
from lessons.schema.reviews import REVIEWS
from lessons.schema.uses import USES
from lessons.schema.vocabulary import ORGANISATIONS

# What somebody reckons, or expects, has not changed yet as far as anybody knows, and meets no target.
_NOT_MEASURED = "(outcomes.actual IS NULL OR outcomes.method IS 'estimate')"

OUTCOME_RESULTS = View(
    "outcome_results",
    "One row for each figure of `outcomes`, of reviews and of uses, with what it says: by how much it changed, whether for the better, and whether the target "
    "was met or missed. Only what `measures` an outcome tells of a change for people; where the `method` is a comparison or a trial, that is a difference "
    "from those compared with and not a change; an estimate tells of neither.",
    f"""
    SELECT outcomes.id,
           outcomes.review_id,
           outcomes.use_id,
           uses.lesson_id,
           reviews.title AS review_title,
           organisations.id AS organisation_id,
           organisations.name AS organisation,
           reviews.sector,
           coalesce(reviews.year, CAST(substr(uses.date_earliest, 1, 4) AS INTEGER)) AS year,
           outcomes.position,
           outcomes.measure,
           outcomes.unit,
           outcomes.baseline,
           outcomes.target,
           outcomes.actual,
           outcomes.change,
           outcomes.change_per_cent,
           CASE WHEN {_NOT_MEASURED} OR outcomes.baseline IS NULL THEN NULL
                WHEN outcomes.actual = outcomes.baseline THEN 'no change'
                WHEN (outcomes.actual < outcomes.baseline) = (outcomes.better = 'lower') THEN 'better'
                ELSE 'worse' END AS direction,
           CASE WHEN {_NOT_MEASURED} OR outcomes.target IS NULL THEN NULL
                WHEN outcomes.better = 'lower' THEN outcomes.actual <= outcomes.target
                ELSE outcomes.actual >= outcomes.target END AS target_met,
           CASE WHEN outcomes.target IS NULL THEN 'none'
                WHEN {_NOT_MEASURED} THEN 'not measured'
                WHEN outcomes.better = 'lower' AND outcomes.actual <= outcomes.target THEN 'met'
                WHEN outcomes.better = 'higher' AND outcomes.actual >= outcomes.target THEN 'met'
                ELSE 'missed' END AS against_target,
           outcomes.better,
           outcomes.measures,
           measured.label AS measures_label,
           outcomes.method,
           methods.label AS method_label,
           outcomes.period,
           outcomes.note,
           outcomes.source
    FROM outcomes
    LEFT JOIN reviews ON reviews.id = outcomes.review_id
    LEFT JOIN uses ON uses.id = outcomes.use_id
    LEFT JOIN organisations ON organisations.id = coalesce(reviews.organisation_id, uses.organisation_id)
    LEFT JOIN terms AS measured ON measured.id = 'measures/' || outcomes.measures
    LEFT JOIN terms AS methods ON methods.id = 'method/' || outcomes.method
    """,
    (
        *map(OUTCOMES.column, ("id", "review_id", "use_id")),
        USES.column(
            "lesson_id",
            sentence="The lesson that was used, of a figure that a use states; empty when it is in another unit.",
        ),
        REVIEWS.column("title", called="review_title", sentence="Title of the review; empty for a use."),
        USES.column("organisation_id", sentence="Organisation whose work was measured; empty when not stated."),
        ORGANISATIONS.column("name", called="organisation", sentence="Preferred name of the organisation."),
        REVIEWS.column("sector", sentence="Sector of the review; empty when not stated, and for a use."),
        REVIEWS.column("year", sentence="Year of the review, or of the use."),
        *map(
            OUTCOMES.column,
            ("position", "measure", "unit", "baseline", "target", "actual", "change", "change_per_cent"),
        ),
        Column(
            "direction",
            "TEXT",
            "Whether actual is better than the baseline, be that before or those compared with; empty when either is missing, and for an estimate.",
            null=True,
            allowed=("better", "worse", "no change"),
        ),
        Column(
            "target_met",
            "INTEGER",
            "1 when the actual value reached the target, 0 when not; empty when either is missing, and for an estimate.",
            null=True,
        ),
        Column(
            "against_target",
            "TEXT",
            "What became of the target: met, missed, not measured (there is a target, and no actual value or an estimate), or none (there is no target).",
            allowed=("met", "missed", "not measured", "none"),
        ),
        *map(OUTCOMES.column, ("better", "measures")),
        Column("measures_label", "TEXT", "`measures` as shown.", null=True),
        OUTCOMES.column("method"),
        Column("method_label", "TEXT", "`method` as shown.", null=True),
        *map(OUTCOMES.column, ("period", "note", "source")),
    ),
)
