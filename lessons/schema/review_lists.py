"""Tables of what a review states in lists: partners, sources, links."""

from __future__ import annotations

from lessons.schema.dates import partial_date
from lessons.schema.model import Column, Table


def listed(name: str, what: str, column: str, sentence: str, *more: Column, of: str = "review") -> Table:
    """Return a table that holds one list of text for each review, or for each use."""
    return Table(
        name,
        sentence,
        (
            Column(f"{of}_id", "TEXT", f"The {of}.", references=(f"{of}s", "id")),
            Column("position", "INTEGER", "Order in the list, from 1."),
            Column(column, "TEXT", what),
            *more,
        ),
        primary_key=(f"{of}_id", "position"),
        indexes=((column,),),
        without_rowid=True,
    )


PERSON = Column(
    "person_id",
    "TEXT",
    "The person in that role, only if they consent to be named.",
    null=True,
    references=("people", "id"),
)
PARTNERS = listed("review_partners", "Name of the partner.", "partner", "Partners in the work reviewed, one per row.")
CONTRIBUTORS = listed(
    "review_contributors",
    "Role of the contributor.",
    "contributor",
    "Who contributed to the review, one per row.",
    PERSON,
)
TAGS = listed("review_tags", "The tag, as written.", "tag", "Tags of a review, one per row.")

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

REVIEW_CHECKS = Table(
    "review_checks",
    "One row for each time somebody checked the review itself.",
    (
        Column("review_id", "TEXT", "The review.", references=("reviews", "id")),
        Column("position", "INTEGER", "Order in the review, from 1."),
        *partial_date("date", "When.", null=False),
        Column("checked_by", "TEXT", "By whom.", allowed=("peer", "user", "independent")),
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
            "link_type",
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
        Column("cited_as", "TEXT", "The id as written."),
    ),
    primary_key=("from_review_id", "link_type", "cited_as"),
    indexes=(("to_review_id",),),
    without_rowid=True,
)

TABLES = (PARTNERS, CONTRIBUTORS, TAGS, SOURCES, REVIEW_CHECKS)
# Links lead to lessons too, so they come after those.
LINKS = (REVIEW_LINKS,)
