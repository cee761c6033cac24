"""Tables of what a review states in lists: partners, outcomes, sources, links."""

from __future__ import annotations

from lessons.schema.model import Column, Table
from lessons.schemes import FIXED


def listed(name: str, what: str, column: str, sentence: str, *more: Column) -> Table:
    """Return a table that holds one list of text for each review."""
    return Table(
        name,
        sentence,
        (
            Column("review_id", "TEXT", "The review.", references=("reviews", "id")),
            Column("position", "INTEGER", "Order in the list, from 1."),
            Column(column, "TEXT", what),
            *more,
        ),
        primary_key=("review_id", "position"),
        indexes=((column,),),
        without_rowid=True,
    )


PARTNERS = listed("review_partners", "Name of the partner.", "partner", "Partners in the work reviewed, one per row.")
CONTRIBUTORS = listed(
    "review_contributors",
    "Role of the contributor.",
    "contributor",
    "Who contributed to the review, one per row.",
    Column(
        "person_id",
        "TEXT",
        "The person in that role, only if they consent to be named.",
        null=True,
        references=("people", "id"),
    ),
)
TAGS = listed("review_tags", "The tag, as written.", "tag", "Tags of a review, one per row.")

OUTCOMES = Table(
    "outcomes",
    "One row for each figure of a review's `outcomes`: what was measured, from what, to what, and how that is known; `measures` tells outcomes from the rest.",
    (
        Column("id", "INTEGER", "Row number in this build.", primary_key=True),
        Column("review_id", "TEXT", "The review.", references=("reviews", "id")),
        Column("position", "INTEGER", "Order in the review, from 1."),
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
    unique=(("review_id", "position"),),
)

SOURCES = Table(
    "sources",
    "One row for each source that a review cites.",
    (
        Column("review_id", "TEXT", "The review.", references=("reviews", "id")),
        Column("position", "INTEGER", "Order in the review, from 1."),
        Column("cite", "TEXT", "The citation."),
        Column("url", "TEXT", "Address of the source.", null=True),
        Column("section", "TEXT", "Section of the source.", null=True),
    ),
    primary_key=("review_id", "position"),
    without_rowid=True,
)

REVIEWED = Table(
    "reviewed",
    "One row for each time somebody checked the review itself.",
    (
        Column("review_id", "TEXT", "The review.", references=("reviews", "id")),
        Column("position", "INTEGER", "Order in the review, from 1."),
        Column("date", "TEXT", "When, as written."),
        Column("by", "TEXT", "By whom.", allowed=("peer", "user", "independent")),
        Column("note", "TEXT", "What they found.", null=True),
    ),
    primary_key=("review_id", "position"),
    without_rowid=True,
)

REVIEW_LINKS = Table(
    "review_links",
    "Links from one review to another, or to one lesson of another.",
    (
        Column("from_review_id", "TEXT", "The review that links.", references=("reviews", "id")),
        Column(
            "kind",
            "TEXT",
            "related: stated as related; supersedes: takes the other's place; mentions: a link in its text.",
            allowed=("related", "supersedes", "mentions"),
        ),
        Column(
            "to_review_id",
            "TEXT",
            "The review linked to; empty when it is in another unit.",
            null=True,
            references=("reviews", "id"),
        ),
        Column(
            "to_lesson_id", "TEXT", "The lesson linked to, where one is meant.", null=True, references=("lessons", "id")
        ),
        Column("target", "TEXT", "The id as written."),
    ),
    primary_key=("from_review_id", "kind", "target"),
    indexes=(("to_review_id",),),
    without_rowid=True,
)

TABLES = (PARTNERS, CONTRIBUTORS, TAGS, OUTCOMES, SOURCES, REVIEWED)
# Links lead to lessons too, so they come after those.
LINKS = (REVIEW_LINKS,)
