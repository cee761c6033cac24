"""Codes every value of every facet as a number, and lists for each document the numbers that it has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.search.model import FACETS, LESSON_FACETS, NOT_STATED, ORDERED_FACETS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

# Facets whose values are shown as they are where no label is known.
FREE = ("organisation", "year", "tag")

_REVIEW_PAIRS = """
    SELECT reviews.number, scheme, term FROM review_terms JOIN reviews ON reviews.id = review_id
    UNION SELECT number, 'result', result FROM reviews
    UNION SELECT number, 'type', type FROM reviews
    UNION SELECT number, 'organisation', organisation_id FROM reviews WHERE organisation_id IS NOT NULL
    UNION SELECT number, 'year', CAST(year AS TEXT) FROM reviews WHERE year IS NOT NULL
    UNION SELECT reviews.number, 'tag', tag FROM review_tags JOIN reviews ON reviews.id = review_id
"""
_LESSON_PAIRS = """
    SELECT number, 'kind', kind FROM lessons WHERE kind IS NOT NULL
    UNION ALL SELECT number, 'priority', priority FROM lessons WHERE priority IS NOT NULL
    UNION ALL SELECT number, 'lesson_status', CASE WHEN recurred THEN 'recurred' ELSE status END FROM lessons
    UNION ALL SELECT lessons.number, scheme, term FROM lesson_terms JOIN lessons ON lessons.id = lesson_id
              WHERE scheme IN ('change', 'barriers', 'enablers')
"""
_LABELLED = """
    SELECT scheme, slug, label FROM terms
    UNION ALL SELECT 'organisation', id, name FROM organisations
"""


@dataclass(frozen=True)
class Values:
    """All values of all facets: (facet, value, label) by their code, and the code of each (facet, value)."""

    rows: tuple[tuple[str, str, str], ...]
    code: dict[tuple[str, str], int]


Pairs = dict[int, set[tuple[str, str]]]


def pairs(connection: sqlite3.Connection) -> tuple[Pairs, Pairs]:
    """Return for each review and each lesson, by row number, its (facet, value) pairs, "not stated" among them."""
    reviews: Pairs = defaultdict(set)
    for number, facet, value in connection.execute(_REVIEW_PAIRS):
        if facet in FACETS:
            reviews[number].add((facet, value))
    lessons: Pairs = defaultdict(set)
    for number, review in connection.execute(
        "SELECT lessons.number, reviews.number FROM lessons JOIN reviews ON reviews.id = review_id"
    ):
        lessons[number] |= reviews[review]
    for number, facet, value in connection.execute(_LESSON_PAIRS):
        lessons[number].add((facet, value))
    common = tuple(facet for facet in FACETS if facet not in LESSON_FACETS)
    for (number,) in connection.execute("SELECT number FROM reviews"):
        _complete(reviews[number], common)
    for found in lessons.values():
        _complete(found, FACETS)
    return reviews, lessons


def _complete(found: set[tuple[str, str]], facets: Iterable[str]) -> None:
    """Add "not stated" for each facet of which the document has no value."""
    stated = {facet for facet, _ in found}
    found.update((facet, NOT_STATED) for facet in facets if facet not in stated)


def values(connection: sqlite3.Connection, used: Iterable[Pairs]) -> Values:
    """Return all values that occur, facet by facet: ordered schemes in their own order, others by label.

    Years come newest first; "Not stated" comes last.
    """
    labels = {(scheme, slug): label for scheme, slug, label in connection.execute(_LABELLED)}
    ordered = {slug for (slug,) in connection.execute("SELECT slug FROM schemes WHERE ordered")} | set(ORDERED_FACETS)
    position = {
        (scheme, slug): place for scheme, slug, place in connection.execute("SELECT scheme, slug, position FROM terms")
    }
    occurring = {pair for documents in used for found in documents.values() for pair in found}

    def key(pair: tuple[str, str]) -> tuple[int, bool, int, str, str]:
        facet, value = pair
        place = position.get(pair, 0) if facet in ordered else 0
        if facet == "year" and value != NOT_STATED:
            place = -int(value)
        return FACETS.index(facet), value == NOT_STATED, place, label(pair).casefold(), value

    def label(pair: tuple[str, str]) -> str:
        if pair[1] == NOT_STATED:
            return "Not stated"
        return labels.get(pair) or (pair[1] if pair[0] in FREE else worded(pair[1]))

    inside = sorted(occurring, key=key)
    return Values(
        tuple((*pair, label(pair)) for pair in inside),
        {pair: code for code, pair in enumerate(inside)},
    )


def worded(slug: str) -> str:
    """Return a slug as words: ``good-practice`` is "Good practice"."""
    return slug.replace("-", " ").replace("_", " ").capitalize()


def coded(documents: Pairs, numbers: Iterable[int], known: Values) -> Iterator[list[int]]:
    """Yield for each document, in the order of ``numbers``, the codes of its values in ascending order."""
    for number in numbers:
        yield sorted(known.code[pair] for pair in documents[number])
