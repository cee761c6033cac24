"""Tables that search reads beside the full-text indexes: its facets, and the vectors of latent semantic analysis."""

from __future__ import annotations

from lessons.schema.model import Column, Table

FACETS = Table(
    "facets",
    "One row for each facet of search, in the order in which they are offered. Their values are in the view `all_terms`.",
    (
        Column(
            "id", "TEXT", "Name of the facet: the scheme of its terms, and its name in addresses.", primary_key=True
        ),
        Column("label", "TEXT", "Name as shown."),
        Column(
            "lessons_only",
            "INTEGER",
            "1 when only lessons state it, and a review has what any of its lessons has; 0 when reviews state it.",
        ),
        Column("ordered", "INTEGER", "1 when its values have a natural order; others come by number of results."),
        Column("position", "INTEGER", "Order in which facets are offered, from 1."),
    ),
    without_rowid=True,
)

LSA_TERMS = Table(
    "lsa_terms",
    "The stems that take part in latent semantic analysis. The vector of a text is the sum of weight times vector over its stems.",
    (
        Column("term", "TEXT", "The stem, as in the stemmed full-text indexes.", primary_key=True),
        Column("weight", "REAL", "Its inverse document frequency, raised as ranking wants it."),
        Column("vector", "BLOB", "Its direction: int8 numbers, to be scaled to length 1."),
    ),
    search_only=True,
)


def vectors(what: str) -> Table:
    """Return the table of the LSA vectors of reviews or lessons."""
    return Table(
        f"lsa_{what}s",
        f"The LSA vector of each {what}; the cosine of two tells how much they are about the same.",
        (
            Column("number", "INTEGER", f"Row number of the {what} (`{what}s.number`).", primary_key=True),
            Column("vector", "BLOB", "Its direction: int8 numbers, to be scaled to length 1."),
        ),
        search_only=True,
    )


LSA_REVIEWS = vectors("review")
LSA_LESSONS = vectors("lesson")

TABLES = (FACETS, LSA_TERMS, LSA_REVIEWS, LSA_LESSONS)
