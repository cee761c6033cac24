"""Tables about the database itself: build, units, redirects, stored documents, dictionary."""

from __future__ import annotations

from lessons.schema.model import Column, Table

BUILD_INFO = Table(
    "build_info",
    "What this database is and what it was built from, one fact per row; the site recognises the database by it.",
    (
        Column(
            "key",
            "TEXT",
            "Name of the fact: application (always `lessons`), schema_version, unit, audience, drafts, content_digest (of what it was built from), "
            "file_digest (SHA-256 of the SHA-256s of each MiB of the file, by which damage is noticed), builder_version, review_count, lesson_count, use_count, newest_date (of what was reviewed), newest_published, newest_day (of anything that happened; `open_lessons` reckons from it), reviews_left_out, links_dropped.",
            primary_key=True,
        ),
        Column("value", "TEXT", "The fact, as text."),
    ),
    without_rowid=True,
)

UNITS = Table(
    "units",
    "The Lessons Learned Units whose reviews are here; more than one after units were combined.",
    (
        Column("id", "TEXT", "Slug of the unit, as in <unit>:<review>#<lesson>.", primary_key=True),
        Column("name", "TEXT", "Name of the unit."),
        Column("description", "TEXT", "Whose reviews these are, in a sentence or two.", null=True),
        Column("contact", "TEXT", "Whom to ask about its reviews: a role or a shared mailbox.", null=True),
        Column("address", "TEXT", "Address of its own site.", null=True),
        Column("licence", "TEXT", "Licence of its reviews, where they state none themselves.", null=True),
        Column(
            "schema_version",
            "TEXT",
            "Schema version of its database when units were combined; empty in its own.",
            null=True,
        ),
        Column("checksum", "TEXT", "SHA-256 of its database when units were combined; empty in its own.", null=True),
    ),
    without_rowid=True,
)

REDIRECTS = Table(
    "redirects",
    "Former addresses, so that no link ever breaks silently.",
    (
        Column(
            "old", "TEXT", "Former address: a path such as /reviews/<id> or /reviews/<id>/<lesson>.", primary_key=True
        ),
        Column("new", "TEXT", "Where it is now; empty when it was withdrawn.", null=True),
        Column("http_status", "INTEGER", "301 moved, 410 withdrawn.", check="http_status IN (301, 410)"),
    ),
    without_rowid=True,
)

# The organisations that the vocabulary declares, by their ids, each with its names: the table `organisations` has only those of which something is told.
DECLARED_ORGANISATIONS = "organisations.json"

DOCUMENTS = Table(
    "documents",
    "Files that the site serves or reads from the database: the JSON Schema of the front matter, the vocabulary as written, the organisations that it declares, and the "
    "pages of the documentation.",
    (
        Column(
            "name",
            "TEXT",
            "Name: `schema.json`, `schema-of-uses.json`, `vocabulary.yml`, `organisations.json`, or `help/` and the name of a page.",
            primary_key=True,
        ),
        Column("media_type", "TEXT", "Media type."),
        Column("content", "TEXT", "The whole file."),
    ),
    without_rowid=True,
)

DATA_DICTIONARY = Table(
    "data_dictionary",
    "Every table, view and column with its type, its keys, the values that it takes and its meaning in one sentence, in order.",
    (
        Column("table_name", "TEXT", "Table, view, full-text index or list of words."),
        Column("column_name", "TEXT", "Column; an empty text in the row of the table itself."),
        Column("table_position", "INTEGER", "Order of the table among all, from 1."),
        Column("position", "INTEGER", "Order of the column in the table, from 1; 0 in the row of the table itself."),
        Column(
            "data_type",
            "TEXT",
            "Type of the column's values: TEXT, INTEGER, REAL or BLOB; of a table what it is: table, view, full-text index or list of words.",
        ),
        Column(
            "key_role",
            "TEXT",
            "What the column is for finding one row.",
            null=True,
            allowed=("primary key", "part of the primary key", "unique"),
        ),
        Column("refers_to", "TEXT", "Table and column that the values are from, such as `reviews.id`.", null=True),
        Column(
            "allowed_values",
            "TEXT",
            "JSON array of the only values that the column takes; empty when it takes others too.",
            null=True,
        ),
        Column(
            "may_be_empty",
            "INTEGER",
            "1 when a row may be without a value, 0 when none is; empty for a table.",
            null=True,
            check="may_be_empty IN (0, 1)",
        ),
        Column("meaning", "TEXT", "What it holds, in one sentence."),
    ),
    primary_key=("table_name", "column_name"),
)

TABLES = (BUILD_INFO, UNITS, REDIRECTS, DOCUMENTS, DATA_DICTIONARY)
