"""Tables about reviews: their single-valued facts, their text and their terms."""

from __future__ import annotations

from lessons.schema.dates import PUBLICATION, partial_date
from lessons.schema.model import Column, ForeignKey, Table
from lessons.schema.paragraphs import html_of
from lessons.schemes import FIXED, NOT_STATED

# What is not stated is a column without a value, here and everywhere.
_RESULTS = tuple(term for term in FIXED["result"] if term != NOT_STATED)

REVIEWS = Table(
    "reviews",
    "One row for each after-action review, with its single-valued facts.",
    (
        Column(
            "id",
            "TEXT",
            "Permanent id of the review: the stem of its file name and of its address /reviews/<id>.",
            primary_key=True,
        ),
        Column(
            "number",
            "INTEGER",
            "Row number, made from the id; search knows the row by it, and nothing else should.",
            unique=True,
        ),
        Column("unit_id", "TEXT", "The Lessons Learned Unit that keeps the review.", references=("units", "id")),
        Column("title", "TEXT", "Title of the review."),
        Column(
            "author",
            "TEXT",
            "Who wrote the review: a team, a role or a unit; the unit's name where the review states none.",
        ),
        *partial_date("date", "Date of what is reviewed, or of its source; empty when not stated."),
        Column(
            "date_precision",
            "TEXT",
            "How precise `date` is; empty when it is not stated.",
            null=True,
            allowed=("day", "month", "year"),
        ),
        Column("year", "INTEGER", "Year of `date`.", null=True),
        Column(
            "organisation_id",
            "TEXT",
            "Organisation whose work was reviewed; empty when not stated.",
            null=True,
            references=("organisations", "id"),
        ),
        Column("sector", "TEXT", "Sector, a term of the scheme `sector`; empty when not stated.", null=True),
        Column(
            "result",
            "TEXT",
            "Overall result of what was tried; empty when not stated.",
            null=True,
            allowed=_RESULTS,
        ),
        Column(
            "type",
            "TEXT",
            "Type of review.",
            allowed=FIXED["type"],
        ),
        Column("event", "TEXT", "What kind of thing was reviewed, a term of the scheme `event`.", null=True),
        Column("phase", "TEXT", "Phase of the work, a term of the scheme `phase`.", null=True),
        Column(
            "delivery_model", "TEXT", "How the service is delivered, a term of the scheme `delivery_model`.", null=True
        ),
        Column("level", "TEXT", "Level of government or organisation, a term of the scheme `level`.", null=True),
        Column("country", "TEXT", "Country, ISO 3166-1 alpha-2.", null=True),
        Column("place", "TEXT", "Place, in words.", null=True),
        Column("mission", "TEXT", "Mission or goal that the work served.", null=True),
        Column("contact", "TEXT", "Where to ask: a role or an address of the organisation.", null=True),
        Column(
            "summary",
            "TEXT",
            "Summary of at most 60 words: the front matter's, or the first paragraph of the section Summary or What happened; "
            "empty when there is none.",
            null=True,
        ),
        *partial_date("period_from", "Start of the period reviewed."),
        *partial_date("period_to", "End of the period reviewed; empty while the work continues."),
        Column("people_affected", "INTEGER", "Number of people affected.", null=True),
        Column("cost_amount", "REAL", "Cost, in `cost_currency`.", null=True),
        Column("cost_currency", "TEXT", "Currency of the cost, ISO 4217.", null=True),
        Column("cost_year", "INTEGER", "Year whose prices the cost is in.", null=True),
        Column("cost_note", "TEXT", "Note on the cost.", null=True),
        Column("handling", "TEXT", "Who may see the review.", allowed=FIXED["handling"]),
        Column(
            "editorial_status",
            "TEXT",
            "Where the review stands in editing.",
            allowed=FIXED["status"],
        ),
        *partial_date("review_due", "Date by which the review should be looked at again."),
        Column("language", "TEXT", "Language of the text, BCP 47.", null=True),
        Column("licence", "TEXT", "Licence of the text, an SPDX identifier.", null=True),
        Column("source_system", "TEXT", "Name of the system an imported record came from.", null=True),
        Column("source_system_id", "TEXT", "Id of the record in that system.", null=True),
        Column("source_system_url", "TEXT", "Address of the record in that system.", null=True),
        *partial_date("source_system_imported", "Date of the import."),
        Column("lesson_count", "INTEGER", "Number of lessons in the review."),
        *PUBLICATION,
        Column("file", "TEXT", "Path of the Markdown file inside the folder of entries."),
    ),
    indexes=(
        ("date_earliest",),
        ("published_earliest",),
        ("organisation_id",),
        ("sector",),
        ("result",),
        ("year",),
        ("source_system_id",),
        ("source_system_url",),
    ),
)

REVIEW_FILES = Table(
    "review_files",
    "The original file of each review, and what search reads of it beside its title, summary, sections and lessons. The view `review_text` has all its text.",
    (
        Column("review_id", "TEXT", "The review.", primary_key=True, references=("reviews", "id")),
        Column(
            "number",
            "INTEGER",
            "Row number of the review (`reviews.number`), by which the full-text indexes know it.",
            unique=True,
        ),
        Column(
            "facts",
            "TEXT",
            "Organisation, place, partners, mission, tags, labels of terms, outcomes, sources, owners and contacts, as searched.",
        ),
        Column("uses", "TEXT", "What the uses of its lessons say, as searched; empty when there are none."),
        Column("compounds", "TEXT", "Its words that are written with hyphens or points, joined, as searched."),
        Column(
            "normalised",
            "TEXT",
            "JSON object with those of its texts that search reads in another form (ligatures, scripts without spaces, …), by column of `review_text`.",
            null=True,
        ),
        Column("digest", "INTEGER", "A number made from all its text as searched: another when any of it has changed."),
        Column("markdown", "TEXT", "The whole original file."),
    ),
)

SECTIONS = Table(
    "sections",
    "One row for each level-2 section of a review except its lessons, as sanitised HTML and as plain text.",
    (
        Column("review_id", "TEXT", "The review.", references=("reviews", "id")),
        Column("position", "INTEGER", "Order in the review, from 1."),
        Column(
            "section",
            "TEXT",
            "Name of the section in the record (such as `what-happened`); empty for a heading that the record does not know.",
            null=True,
        ),
        Column("heading", "TEXT", "Heading as shown."),
        Column("html", "TEXT", "Content as sanitised HTML.", generated=html_of("text", "markup")),
        Column("text", "TEXT", "Content as plain text, one line a block."),
        Column(
            "markup",
            "TEXT",
            "The HTML where the content is more than paragraphs of plain text; else empty, and `html` is made from `text`.",
            null=True,
        ),
    ),
    primary_key=("review_id", "position"),
)

REVIEW_TERMS = Table(
    "review_terms",
    "Every vocabulary term that a review itself states, single-valued fields and lists alike; what its lessons state is in `lesson_terms`, and both, as facets count them, in `all_terms`.",
    (
        Column("review_id", "TEXT", "The review.", references=("reviews", "id")),
        Column(
            "scheme",
            "TEXT",
            "Scheme, named as the field: sector, result, type, event, phase, delivery_model, level, enablers, barriers, change, reviewed_by, handling, status.",
        ),
        Column("term", "TEXT", "Slug of the term."),
    ),
    primary_key=("review_id", "scheme", "term"),
    foreign_keys=(ForeignKey(("scheme", "term"), "terms", ("scheme", "slug")),),
    indexes=(("scheme", "term"),),
    without_rowid=True,
)


TABLES = (REVIEWS, REVIEW_FILES, SECTIONS, REVIEW_TERMS)
