"""Tables about lessons: the sentence, the advice, the status with its evidence, and who used or repeated it."""

from __future__ import annotations

from lessons.schema.dates import PUBLICATION, partial_date
from lessons.schema.model import Column, ForeignKey, Table
from lessons.schema.paragraphs import html_of
from lessons.schemes import FIXED, LessonStatus, terms_of

LESSONS = Table(
    "lessons",
    "One row for each lesson of each review.",
    (
        Column("id", "TEXT", "Permanent id: <review>#<lesson>, as entries cite it.", primary_key=True),
        Column(
            "number",
            "INTEGER",
            "Row number, made from the id; search knows the row by it, and nothing else should.",
            unique=True,
        ),
        Column("review_id", "TEXT", "The review that the lesson comes from.", references=("reviews", "id")),
        Column("local_id", "TEXT", "Id inside the review, the last part of its address /reviews/<review>/<lesson>."),
        Column("position", "INTEGER", "Order in the review, from 1."),
        Column("statement", "TEXT", "The lesson in one sentence that says what to do."),
        Column(
            "kind",
            "TEXT",
            "Whether to sustain what went well or to improve what did not.",
            null=True,
            allowed=FIXED["kind"],
        ),
        Column(
            "basis",
            "TEXT",
            "Whose advice the lesson is: the source's, or the reviewer's own reading; empty when not stated.",
            null=True,
            allowed=FIXED["basis"],
        ),
        Column(
            "recommendation",
            "TEXT",
            "What to do; empty only in imported records, which are kept as recorded.",
            null=True,
        ),
        Column("applies_when", "TEXT", "When the recommendation applies.", null=True),
        Column("does_not_apply_when", "TEXT", "When it does not apply.", null=True),
        Column(
            "priority",
            "TEXT",
            "How urgent it is.",
            null=True,
            allowed=FIXED["priority"],
        ),
        Column(
            "status",
            "TEXT",
            "How far the lesson has come, as its owner states it.",
            allowed=terms_of(LessonStatus),
        ),
        Column(
            "recurred",
            "INTEGER",
            "1 when a later review repeats the lesson: the same thing went wrong again.",
            check="recurred IN (0, 1)",
        ),
        Column(
            "evidence_strength",
            "TEXT",
            "How strong the evidence for the lesson is, by one rule from method, uses that worked, uses that did not, and recurrences.",
            null=True,
            allowed=FIXED["evidence_strength"],
        ),
        Column("evidence_reason", "TEXT", "Why it is as strong as that, in a sentence.", null=True),
        Column("owner", "TEXT", "Role that owns the lesson.", null=True),
        *partial_date(
            "due", "Date by which the recommendation should be carried out; after `due_latest` it is overdue."
        ),
        *partial_date(
            "respond_by",
            "Date by which the organisations that it is addressed to are asked to respond; after `respond_by_latest` a response is overdue.",
        ),
        Column("reason", "TEXT", "Why the lesson was rejected, superseded or closed.", null=True),
        Column("superseded_by", "TEXT", "Lesson or review that takes its place, as written.", null=True),
        *PUBLICATION,
    ),
    unique=(("review_id", "local_id"),),
    indexes=(("status",), ("kind",), ("published_earliest",)),
)

LESSON_TEXT = Table(
    "lesson_text",
    "The long text of each lesson; full-text search reads it.",
    (
        Column("lesson_id", "TEXT", "The lesson.", primary_key=True, references=("lessons", "id")),
        Column(
            "number",
            "INTEGER",
            "Row number of the lesson (`lessons.number`), by which the full-text indexes know it.",
            unique=True,
        ),
        Column("statement", "TEXT", "The lesson's sentence, as searched."),
        Column("advice", "TEXT", "Recommendation and when it applies, as searched."),
        Column(
            "body",
            "TEXT",
            "The lesson's prose, evidence, owner and uses as plain text, as searched.",
            generated="CASE WHEN support = '' THEN prose WHEN prose = '' THEN support ELSE prose || char(10) || support END",
        ),
        Column("prose", "TEXT", "The lesson's prose as plain text, one line a block."),
        Column(
            "support",
            "TEXT",
            "Its evidence and owner, and what its uses say, as searched; empty when there is nothing.",
        ),
        Column("context", "TEXT", "Title, summary, organisation and place of its review, as searched."),
        Column("compounds", "TEXT", "Its words that are written with hyphens or points, joined, as searched."),
        Column(
            "normalised",
            "TEXT",
            "JSON object with those of these texts that search reads in another form (ligatures, scripts without spaces, …), by column.",
            null=True,
        ),
        Column("html", "TEXT", "The lesson's prose as sanitised HTML.", generated=html_of("prose", "markup")),
        Column(
            "markup",
            "TEXT",
            "The HTML where the prose is more than paragraphs of plain text; else empty, and `html` is made from `prose`.",
            null=True,
        ),
    ),
)

LESSON_TERMS = Table(
    "lesson_terms",
    "Vocabulary terms of a lesson: change, barriers, enablers, kind, basis, priority and lesson_status, which it states, and evidence_strength, which is worked out.",
    (
        Column("lesson_id", "TEXT", "The lesson.", references=("lessons", "id")),
        Column("scheme", "TEXT", "Scheme of the term."),
        Column("term", "TEXT", "Slug of the term."),
    ),
    primary_key=("lesson_id", "scheme", "term"),
    foreign_keys=(ForeignKey(("scheme", "term"), "terms", ("scheme", "slug")),),
    indexes=(("scheme", "term"),),
    without_rowid=True,
)

LESSON_LINKS = Table(
    "lesson_links",
    "Which review used a lesson (builds_on) and which saw the same thing go wrong again (repeats).",
    (
        Column("from_review_id", "TEXT", "The review that used or repeated the lesson.", references=("reviews", "id")),
        Column(
            "link_type",
            "TEXT",
            "builds_on: the review's team used the lesson; repeats: the same thing went wrong again.",
            allowed=("builds_on", "repeats"),
        ),
        Column("position", "INTEGER", "Order in that review's list, from 1."),
        Column(
            "to_lesson_id",
            "TEXT",
            "The lesson; empty when it is in another unit.",
            null=True,
            references=("lessons", "id"),
        ),
        Column("cited_as", "TEXT", "The lesson's id as written, with its unit if it is in another."),
        Column(
            "decision",
            "TEXT",
            "What the team decided about the lesson.",
            null=True,
            allowed=FIXED["decision"],
        ),
        Column("why", "TEXT", "Why.", null=True),
        Column(
            "independent",
            "INTEGER",
            "1 when another organisation than the lesson's own used it, 0 when it was its own; empty when either is not stated or the lesson is in another unit.",
            null=True,
            check="independent IN (0, 1)",
        ),
    ),
    primary_key=("from_review_id", "link_type", "position"),
    indexes=(("to_lesson_id",),),
    without_rowid=True,
)

LESSON_VERSIONS = Table(
    "lesson_versions",
    "One row for each day on which another text of a lesson came to the main line of git while its review stood published, the last of the day. The view `lesson_history` says what changed.",
    (
        Column("lesson_id", "TEXT", "The lesson.", references=("lessons", "id")),
        Column("day", "TEXT", "The day (UTC), YYYY-MM-DD.", day=True),
        Column(
            "status",
            "TEXT",
            "How far the lesson had come by that text; empty when that is none of the statuses.",
            null=True,
            allowed=terms_of(LessonStatus),
        ),
        # Not whom: a name that was taken out of a review must not come back from its history.
        Column("owned", "INTEGER", "1 when that text names an owner, 0 when it names none.", check="owned IN (0, 1)"),
        *partial_date("due", "Date by which, by that text, the recommendation should be carried out."),
        *partial_date(
            "respond_by", "Date by which, by that text, the organisations that it is addressed to were to respond."
        ),
    ),
    primary_key=("lesson_id", "day"),
    without_rowid=True,
)

TABLES = (LESSONS, LESSON_TEXT, LESSON_TERMS, LESSON_VERSIONS, LESSON_LINKS)
