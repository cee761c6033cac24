"""The table of the figures that reviews and uses state."""

from __future__ import annotations

from lessons.schema.model import Column, Table
from lessons.schemes import FIXED

OUTCOMES = Table(
    "outcomes",
    "One row for each figure of the `outcomes` of a review or a use: what was measured, from what, to what, and how that is known; `measures` tells outcomes from the rest.",
    (
        Column(
            "id",
            "TEXT",
            "Id of the figure: <review or use>/<slug of what was measured>; a second one of the same name has -2.",
            primary_key=True,
        ),
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
        Column("unit", "TEXT", "Unit of baseline, target and actual.", null=True),
        Column(
            "baseline",
            "REAL",
            "Value before; where the method is comparison or trial, the value of those compared with.",
            null=True,
        ),
        Column("target", "REAL", "Target value.", null=True),
        Column(
            "actual",
            "REAL",
            "Value after, or that of those who took part: what entries state as the `result` of an outcome.",
            null=True,
        ),
        Column(
            "change",
            "REAL",
            "Actual less baseline, in the unit, worked out in decimals; empty when either is missing.",
            null=True,
        ),
        Column(
            "change_per_cent",
            "REAL",
            "Change as a percentage of the baseline, to ten digits; empty when there is none, or the baseline is 0.",
            null=True,
        ),
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
