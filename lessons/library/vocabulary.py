"""The words of the unit: schemes, terms with their definitions and synonyms, organisations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lessons.library.rows import column, fetch, fetch_one
from lessons.schemes import worded

if TYPE_CHECKING:
    import sqlite3


# One short word with two capitals or more: JPL, LaRC, DfE.
ABBREVIATION = re.compile(r"(?=(?:.*[A-Z]){2})[A-Za-z0-9&./-]{2,10}")


@dataclass(frozen=True)
class StoredTerm:
    """One term: its slug, label and one-sentence definition; ``broader`` is a slug of the same scheme."""

    scheme: str
    slug: str
    label: str
    definition: str | None
    broader: str | None
    position: int
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class StoredScheme:
    """One scheme of terms; ``facet`` says that search offers it, ``ordered`` that its terms have a natural order."""

    slug: str
    label: str
    definition: str | None
    facet: int
    ordered: int
    position: int


@dataclass(frozen=True)
class StoredVocabulary:
    """Every scheme and term of a database, loaded once: the table is small and each page needs its labels."""

    schemes: dict[str, StoredScheme] = field(default_factory=dict)
    terms: dict[tuple[str, str], StoredTerm] = field(default_factory=dict)
    # What abbreviated names of organisations stand for.
    in_full: dict[str, str] = field(default_factory=dict)

    def organisation(self, name: str) -> str:
        """Return an organisation's name, with what it stands for where it is an abbreviation that the vocabulary writes out."""
        return f"{name} ({self.in_full[name]})" if name in self.in_full else name

    def label(self, scheme: str, slug: str) -> str:
        """Return the term's label; an unknown slug is shown as words."""
        term = self.terms.get((scheme, slug))
        return term.label if term else worded(slug)

    def scheme_label(self, scheme: str) -> str:
        """Return the scheme's label."""
        return self.schemes[scheme].label if scheme in self.schemes else worded(scheme)

    def of_scheme(self, scheme: str) -> list[StoredTerm]:
        """Return the terms of a scheme in the vocabulary's order."""
        return sorted((term for key, term in self.terms.items() if key[0] == scheme), key=lambda term: term.position)


@dataclass(frozen=True)
class StoredOrganisation:
    """One organisation under its preferred name, with the number of its reviews."""

    id: str
    name: str
    review_count: int


def vocabulary(connection: sqlite3.Connection) -> StoredVocabulary:
    """Load every scheme and term."""
    schemes = fetch(
        connection,
        StoredScheme,
        "SELECT id AS slug, label, definition, facet, ordered, position FROM schemes ORDER BY position",
    )
    synonyms: dict[tuple[str, str], list[str]] = {}
    for scheme, slug, synonym in connection.execute("SELECT scheme, term, synonym FROM synonyms ORDER BY synonym"):
        synonyms.setdefault((scheme, slug), []).append(synonym)
    terms = {
        (scheme, slug): StoredTerm(
            scheme, slug, label, definition, broader, position, tuple(synonyms.get((scheme, slug), ()))
        )
        for scheme, slug, label, definition, broader, position in connection.execute(
            "SELECT scheme, slug, label, definition, broader, position FROM terms"
        )
    }
    return StoredVocabulary({scheme.slug: scheme for scheme in schemes}, terms, written_out(connection))


def written_out(connection: sqlite3.Connection) -> dict[str, str]:
    """Return for each organisation whose name is an abbreviation the first other name of it that is none."""
    found: dict[str, str] = {}
    for name, variant in connection.execute(
        "SELECT name, variant FROM organisations JOIN organisation_variants ON organisation_id = organisations.id ORDER BY name, variant"
    ):
        if ABBREVIATION.fullmatch(name) and " " in variant and len(variant) > len(name):
            found.setdefault(name, variant)
    return found


def organisations(connection: sqlite3.Connection) -> list[StoredOrganisation]:
    """Return every organisation that has a review, by name."""
    sql = "SELECT id, name, review_count FROM organisations WHERE review_count > 0 ORDER BY name COLLATE NOCASE, id"
    return fetch(connection, StoredOrganisation, sql)


def organisation(connection: sqlite3.Connection, organisation_id: str) -> StoredOrganisation | None:
    """Return the organisation with this slug, or None."""
    sql = "SELECT id, name, review_count FROM organisations WHERE id = ?"
    return fetch_one(connection, StoredOrganisation, sql, (organisation_id,))


def variants(connection: sqlite3.Connection, organisation_id: str) -> list[str]:
    """Return the other names of an organisation."""
    sql = "SELECT variant FROM organisation_variants WHERE organisation_id = ? ORDER BY variant"
    return column(connection, sql, (organisation_id,))


SQL = {
    "organisation": """
        SELECT organisations.id, organisations.name, sum(lesson_count)
        FROM organisations JOIN reviews ON reviews.organisation_id = organisations.id
        GROUP BY organisations.id""",
    "tag": """
        SELECT tag, tag, sum(lesson_count)
        FROM (SELECT DISTINCT review_id, tag FROM review_tags) JOIN reviews ON reviews.id = review_id
        GROUP BY tag""",
}


def lessons_by(connection: sqlite3.Connection, facet: str) -> list[tuple[str, str, int]] | None:
    """Return (value, label, lessons) for every value of a facet; None for a facet that lessons state as well."""
    return connection.execute(SQL[facet]).fetchall() if facet in SQL else None
