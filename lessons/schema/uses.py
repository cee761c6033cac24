"""The tables of uses: what teams that wrote no review did with a lesson, and who took part."""

from __future__ import annotations

from lessons.schema.dates import PUBLICATION, partial_date
from lessons.schema.model import Column, Table
from lessons.schema.review_lists import PERSON, listed
from lessons.schemes import FIXED

USES = Table(
    "uses",
    "One row for each use: what a team did with a lesson, told in a file of its own. The view `adoptions` also has those that reviews tell.",
    (
        Column("id", "TEXT", "Permanent id, the last part of its address /uses/<id>.", primary_key=True),
        Column(
            "lesson_id",
            "TEXT",
            "The lesson; empty when it is in another unit.",
            null=True,
            references=("lessons", "id"),
        ),
        Column("cited_as", "TEXT", "The lesson's id as written; with its unit when that is another."),
        Column(
            "organisation_id",
            "TEXT",
            "The organisation that decided; empty when not stated.",
            null=True,
            references=("organisations", "id"),
        ),
        Column("decision", "TEXT", "What it decided about the lesson.", allowed=FIXED["decision"]),
        *partial_date("date", "Date of the decision; empty when not stated."),
        Column("why", "TEXT", "Why it decided this.", null=True),
        Column("evidence", "TEXT", "What shows that it did.", null=True),
        Column(
            "independent",
            "INTEGER",
            "1 when another organisation than the lesson's own used it, 0 when it was its own; empty when that is not known.",
            null=True,
            check="independent IN (0, 1)",
        ),
        Column("contact", "TEXT", "Where to ask: a role or a shared mailbox.", null=True),
        Column("author", "TEXT", "Who wrote the use down; the unit's name where it states none."),
        Column("handling", "TEXT", "Who may see the use.", allowed=FIXED["handling"]),
        Column("editorial_status", "TEXT", "Where the use stands in editing.", allowed=FIXED["status"]),
        *PUBLICATION,
        Column("file", "TEXT", "Path of the Markdown file inside the folder of entries."),
        Column("text", "TEXT", "Its text as plain text; empty when it has none.", null=True),
        Column("html", "TEXT", "Its text as sanitised HTML; empty when it has none.", null=True),
        Column("markdown", "TEXT", "The Markdown file as written."),
    ),
    indexes=(("lesson_id",), ("organisation_id",), ("published_earliest",)),
)

CONTRIBUTORS = listed(
    "use_contributors",
    "Role of the contributor.",
    "contributor",
    "Who took part in what a use tells, one per row.",
    PERSON,
    of="use",
)

TABLES = (USES, CONTRIBUTORS)
