"""Tables that only the search engine reads: prepared at build time so that a search is fast and light.

They repeat nothing that an analyst needs; the numbers inside the blobs are little-endian.
"""

from __future__ import annotations

from lessons.schema.model import Column, Table

TYPES = ("lessons", "reviews")

WORDS = Table(
    "search_words",
    "Every word of the collection with its stem and how often it occurs; spelling and search read it.",
    (
        Column("word", "TEXT", "The word in lower case without accents.", primary_key=True),
        Column("stem", "TEXT", "Its stem, shared by its other forms; the full-text indexes hold stems."),
        Column("occurrences", "INTEGER", "How often the word occurs in the texts of the reviews."),
    ),
    indexes=(("stem",),),
    without_rowid=True,
    search_only=True,
)

POSTINGS = Table(
    "search_postings",
    "For each stem, the documents that hold it, each with the weight that the stem has there.",
    (
        Column("stem", "TEXT", "The stem."),
        Column("type", "TEXT", "Which documents.", allowed=TYPES),
        Column("documents", "BLOB", "Positions of the documents in order of their row number, from 0: int32 each."),
        Column(
            "weights", "BLOB", "BM25F weight of the stem in each document without its rarity: uint8 each, 255 for 1."
        ),
        Column("titled", "BLOB", "Those of the documents that have the stem in their title or sentence: int32 each."),
    ),
    constraints=("PRIMARY KEY (stem, type)",),
    search_only=True,
)

MEANINGS = Table(
    "search_meanings",
    "For each stem that takes part in the search by meaning, where it points in the space of meanings.",
    (
        Column("stem", "TEXT", "The stem.", primary_key=True),
        Column("direction", "BLOB", "Its direction times its rarity, int16 each, all stems to one scale."),
    ),
    search_only=True,
)

FACET_VALUES = Table(
    "search_facet_values",
    "Every value of every facet, in the order in which it is shown when counts are equal.",
    (
        Column("code", "INTEGER", "Number of the value in the arrays of `search_arrays`, from 0.", primary_key=True),
        Column("facet", "TEXT", "Name of the facet, as in the address of a search."),
        Column("value", "TEXT", "The value as in the address of a search; `not-stated` where nothing is stated."),
        Column("label", "TEXT", "The value as shown."),
    ),
    constraints=("UNIQUE (facet, value)",),
    search_only=True,
)

ARRAYS = Table(
    "search_arrays",
    "Numeric arrays that the search engine loads into memory when it starts.",
    (
        Column("name", "TEXT", "Name of the array."),
        Column("type", "TEXT", "Which documents it speaks of, or `collection`.", allowed=(*TYPES, "collection")),
        Column("kind", "TEXT", "Type of one number, as numpy writes it, such as `<i4`."),
        Column("columns", "INTEGER", "Numbers in one row of the array."),
        Column("data", "BLOB", "The numbers, row by row."),
    ),
    constraints=("PRIMARY KEY (name, type)",),
    search_only=True,
)


def related(what: str, plural: str) -> Table:
    """Return the table of the nearest neighbours of each review or lesson."""
    return Table(
        f"related_{plural}",
        f"For each {what}, the {plural} of the same collection that are most like it, with the reason in words.",
        (
            Column(f"{what}_id", "TEXT", f"The {what}.", references=f"{plural}(id)"),
            Column("position", "INTEGER", "Order, most alike first, from 1."),
            Column(f"related_{what}_id", "TEXT", f"The {what} that is like it.", references=f"{plural}(id)"),
            Column("likeness", "REAL", "Cosine of the two in the space of meanings, 0 to 1."),
            Column("reason", "TEXT", "What they share, in words."),
        ),
        constraints=(f"PRIMARY KEY ({what}_id, position)",),
        without_rowid=True,
    )


RELATED_REVIEWS = related("review", "reviews")
RELATED_LESSONS = related("lesson", "lessons")

TABLES = (RELATED_REVIEWS, RELATED_LESSONS, WORDS, POSTINGS, MEANINGS, FACET_VALUES, ARRAYS)
