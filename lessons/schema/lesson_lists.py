"""Tables with what a lesson has several of: evidence, whom it is addressed to, which causes it reads like."""

from __future__ import annotations

from lessons.schema.model import Column, Table

LESSON_EVIDENCE = Table(
    "lesson_evidence",
    "Evidence for a lesson's status, one statement per row.",
    (
        Column("lesson_id", "TEXT", "The lesson.", references=("lessons", "id")),
        Column("position", "INTEGER", "Order in the lesson, from 1."),
        Column("evidence", "TEXT", "The statement, as plain text."),
    ),
    primary_key=("lesson_id", "position"),
    without_rowid=True,
)

# Characters; the longest has half as many. And as many as there may be.
LONGEST_CAUSE, MOST_CAUSES = 160, 2_000

CAUSES = Table(
    "causes",
    "The causes of what goes wrong, as inquiries, audits and post-mortems know them, of which a lesson may read like.",
    (
        Column(
            "number",
            "INTEGER",
            "Place among them, from 0.",
            primary_key=True,
            check=f"number BETWEEN 0 AND {MOST_CAUSES - 1}",
        ),
        Column("cause", "TEXT", "The cause.", unique=True, check=f"length(cause) <= {LONGEST_CAUSE}"),
    ),
)

LESSON_CAUSES = Table(
    "lesson_causes",
    "Which causes a lesson that says what to improve reads like most, at most three: worked out from its words, as a suggestion.",
    (
        Column("lesson_id", "TEXT", "The lesson.", references=("lessons", "id")),
        Column(
            "position",
            "INTEGER",
            "Order in the lesson, from 1 to 3: the likest first.",
            check="position BETWEEN 1 AND 3",
        ),
        Column("cause", "TEXT", "The cause, one of the table `causes`.", check=f"length(cause) <= {LONGEST_CAUSE}"),
        Column(
            "similarity",
            "INTEGER",
            "How much it reads like that, 1 to 1000. Where a lesson reads like its first cause for certain, the squares of its figures for all causes add up to a million, otherwise to less.",
            check="similarity BETWEEN 1 AND 1000",
        ),
    ),
    primary_key=("lesson_id", "position"),
    unique=(("lesson_id", "cause"),),
    indexes=(("cause", "similarity"),),
    without_rowid=True,
)

LESSON_CAUSE_VECTORS = Table(
    "lesson_cause_vectors",
    "How much a lesson that says what to improve reads like every cause: two whose vectors point the same way may tell of the same mistake.",
    (
        Column("lesson_id", "TEXT", "The lesson.", primary_key=True, references=("lessons", "id")),
        Column(
            "similarities",
            "TEXT",
            "Two hexadecimal digits for each cause, in the order of `causes.number`. The squares of these figures add up to 255 times 255 where the lesson is certain of its first cause, otherwise to less.",
            check=f"length(similarities) BETWEEN 2 AND {2 * MOST_CAUSES} AND length(similarities) % 2 = 0 AND similarities NOT GLOB '*[^0-9a-f]*'",
        ),
    ),
    without_rowid=True,
)

LESSON_ADDRESSEES = Table(
    "lesson_addressees",
    "Which organisations a lesson is addressed to, one per row; they are asked to say whether they use it.",
    (
        Column("lesson_id", "TEXT", "The lesson.", references=("lessons", "id")),
        Column("position", "INTEGER", "Order in the lesson, from 1."),
        Column("organisation_id", "TEXT", "The organisation.", references=("organisations", "id")),
        Column(
            "added",
            "TEXT",
            "Day (UTC) on which it was added, YYYY-MM-DD, where git knows an earlier text of the lesson without it; empty where it was addressed from the first.",
            null=True,
            day=True,
        ),
    ),
    primary_key=("lesson_id", "position"),
    unique=(("lesson_id", "organisation_id"),),
    indexes=(("organisation_id",),),
    without_rowid=True,
)

TABLES = (LESSON_EVIDENCE, CAUSES, LESSON_CAUSES, LESSON_CAUSE_VECTORS, LESSON_ADDRESSEES)
