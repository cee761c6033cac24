"""Tables about the words of the unit: schemes, terms, synonyms, organisations."""

from __future__ import annotations

from lessons.schema.model import Column, ForeignKey, Table

SCHEMES = Table(
    "schemes",
    "One row for each scheme of terms, named as the field that uses it.",
    (
        Column("id", "TEXT", "Name of the scheme, as in the front matter.", primary_key=True),
        Column("label", "TEXT", "Name as shown."),
        Column("definition", "TEXT", "What the scheme is about, in one sentence.", null=True),
        Column("facet", "INTEGER", "1 when search offers the scheme as a facet."),
        Column("ordered", "INTEGER", "1 when its terms have a natural order, such as phases."),
        Column("position", "INTEGER", "Order in which schemes are shown, from 1."),
    ),
    without_rowid=True,
)

TERMS = Table(
    "terms",
    "One row for each term of each scheme; terms that entries use without a definition are here too.",
    (
        Column("id", "TEXT", "Id of the term: <scheme>/<slug>.", primary_key=True),
        Column("scheme", "TEXT", "The scheme.", references=("schemes", "id")),
        Column("slug", "TEXT", "The term as entries write it."),
        Column("label", "TEXT", "The term as shown."),
        Column("definition", "TEXT", "What the term means, in one sentence.", null=True),
        Column("broader", "TEXT", "Slug of the broader term in the same scheme.", null=True),
        Column(
            "cofog",
            "TEXT",
            "For a sector: division of the Classification of the Functions of Government, 01 to 10.",
            null=True,
        ),
        Column("position", "INTEGER", "Order in the vocabulary, from 1."),
    ),
    unique=(("scheme", "slug"),),
    foreign_keys=(ForeignKey(("scheme", "broader"), "terms", ("scheme", "slug"), deferred=True),),
)

SYNONYMS = Table(
    "synonyms",
    "Other words for a term; search looks for them too.",
    (
        Column("scheme", "TEXT", "Scheme of the term."),
        Column("term", "TEXT", "Slug of the term."),
        Column("synonym", "TEXT", "The other word or phrase."),
    ),
    primary_key=("scheme", "term", "synonym"),
    foreign_keys=(ForeignKey(("scheme", "term"), "terms", ("scheme", "slug")),),
    without_rowid=True,
)

ORGANISATIONS = Table(
    "organisations",
    "One row for each organisation that has a review or that a lesson is addressed to, under its preferred name.",
    (
        Column(
            "id",
            "TEXT",
            "Slug of the organisation, the last part of its address /organisations/<slug>.",
            primary_key=True,
        ),
        Column("name", "TEXT", "Preferred name.", unique=True),
        Column(
            "review_count",
            "INTEGER",
            "Number of its reviews in this database; 0 for one that is known only because a lesson is addressed to it.",
        ),
    ),
    without_rowid=True,
)

ORGANISATION_VARIANTS = Table(
    "organisation_variants",
    "Other names that entries and readers use for an organisation.",
    (
        Column("organisation_id", "TEXT", "The organisation.", references=("organisations", "id")),
        Column("variant", "TEXT", "The other name."),
    ),
    primary_key=("organisation_id", "variant"),
    without_rowid=True,
)

PEOPLE = Table(
    "people",
    "One row for each person who consents to be named and contributed to a review here; all others are named by their role.",
    (
        Column("id", "TEXT", "Slug of the person in the vocabulary.", primary_key=True),
        Column("name", "TEXT", "The name that the person chose."),
    ),
    without_rowid=True,
)

TABLES = (SCHEMES, TERMS, SYNONYMS, ORGANISATIONS, ORGANISATION_VARIANTS, PEOPLE)
