"""Figures of reviews and of uses: the table of what they state, and the view with the change worked out."""

from __future__ import annotations

from lessons.schema.model import Column, Table, View
from lessons.schemes import FIXED

OUTCOMES = Table(
    "outcomes",
    "One row for each figure of the `outcomes` of a review or a use: what was measured, from what, to what, and how that is known; `measures` tells outcomes from the rest.",
    (
        Column("id", "INTEGER", "Row number in this build.", primary_key=True),
        Column(
            "review_id",
            "TEXT",
            "The review that states it; empty when a use does.",
            null=True,
            references=("reviews", "id"),
        ),
        Column(
            "use_id", "TEXT", "The use that states it; empty when a review does.", null=True, references=("uses", "id")
        ),
        Column("position", "INTEGER", "Order in the review or use, from 1."),
        Column("measure", "TEXT", "What was measured."),
        Column("unit", "TEXT", "Unit of baseline, target and result.", null=True),
        Column("baseline", "REAL", "Value before.", null=True),
        Column("target", "REAL", "Target value.", null=True),
        Column("result", "REAL", "Value after.", null=True),
        Column("better", "TEXT", "Which direction is an improvement.", allowed=FIXED["better"]),
        Column(
            "measures",
            "TEXT",
            "What the figure measures: what changed for people (outcome), what was produced or done (output), what was put in (input), or the "
            "circumstances (context); empty when not stated, which never counts as an outcome.",
            null=True,
            allowed=FIXED["measures"],
        ),
        Column("period", "TEXT", "Period of the measurement, in words.", null=True),
        Column(
            "method",
            "TEXT",
            "How we know that the work made the difference; weakest first: none, estimate, before-after, comparison, trial.",
            null=True,
            allowed=FIXED["method"],
        ),
        Column("note", "TEXT", "Caveats of the source.", null=True),
        Column("source", "TEXT", "Where the figures come from.", null=True),
    ),
    unique=(("review_id", "position"), ("use_id", "position")),
    constraints=("CHECK ((review_id IS NULL) <> (use_id IS NULL))",),
)

OUTCOME_RESULTS = View(
    "outcome_results",
    "One row for each figure of `outcomes`, of reviews and of uses, with the change worked out: by how much, whether for the better, and whether the target was met.",
    """
    SELECT outcomes.id,
           outcomes.review_id,
           outcomes.use_id,
           uses.lesson_id,
           reviews.title AS review_title,
           organisations.name AS organisation,
           reviews.sector,
           outcomes.position,
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
           outcomes.measures,
           outcomes.method,
           outcomes.period,
           outcomes.note,
           outcomes.source
    FROM outcomes
    LEFT JOIN reviews ON reviews.id = outcomes.review_id
    LEFT JOIN uses ON uses.id = outcomes.use_id
    LEFT JOIN organisations ON organisations.id = coalesce(reviews.organisation_id, uses.organisation_id)
    """,
    {
        "id": "Row number of the outcome in this build.",
        "review_id": "The review that states it; empty when a use does.",
        "use_id": "The use that states it; empty when a review does.",
        "lesson_id": "The lesson that was used, of a figure that a use states; empty when it is in another unit.",
        "review_title": "Title of the review; empty when a use states it.",
        "organisation": "Preferred name of the organisation whose figure it is.",
        "sector": "Sector of the review; empty when a use states it.",
        "position": "Order in the review or use, from 1.",
        "measure": "What was measured.",
        "unit": "Unit of the figures.",
        "baseline": "Value before.",
        "target": "Target value.",
        "result": "Value after.",
        "change": "Result less baseline, in the unit.",
        "change_per_cent": "Change as a percentage of the baseline.",
        "direction": "better, worse or no change; empty when baseline or result is missing.",
        "target_met": "1 when the result reached the target, 0 when not; empty when either is missing.",
        "better": "Which direction is an improvement.",
        "measures": "What the figure measures: outcome, output, input or context; empty when not stated, which never counts as an outcome.",
        "method": "How we know.",
        "period": "Period of the measurement.",
        "note": "Caveats of the source.",
        "source": "Where the figures come from.",
    },
)
