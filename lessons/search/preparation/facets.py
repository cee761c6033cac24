"""Codes every value of every facet as a number, and lists for each document the numbers that it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.model import FACETS, LESSON_FACETS, NOT_STATED, ORDERED_FACETS

if TYPE_CHECKING:
    import sqlite3

Longs = npt.NDArray[np.int64]

# Facets whose values are shown as they are where no label is known.
FREE = ("organisation", "year", "tag")
REVIEW_FACETS = tuple(facet for facet in FACETS if facet not in LESSON_FACETS)

_OF_REVIEWS = """
    SELECT reviews.number, scheme, term FROM review_terms JOIN reviews ON reviews.id = review_id
    UNION SELECT number, 'result', result FROM reviews
    UNION SELECT number, 'type', type FROM reviews
    UNION SELECT number, 'organisation', organisation_id FROM reviews WHERE organisation_id IS NOT NULL
    UNION SELECT number, 'year', CAST(year AS TEXT) FROM reviews WHERE year IS NOT NULL
    UNION SELECT reviews.number, 'tag', tag FROM review_tags JOIN reviews ON reviews.id = review_id
"""
_OF_LESSONS = """
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
class Coded:
    """The codes of the values that each document has: ``starts`` (documents + 1,) and ``codes``, ascending in each."""

    starts: Longs
    codes: npt.NDArray[np.int32]


class _Codes(dict[tuple[str, str], int]):
    """A code for each (facet, value), given in the order in which they are first met."""

    def __missing__(self, pair: tuple[str, str]) -> int:
        code = self[pair] = len(self)
        return code


def code(
    connection: sqlite3.Connection, reviews: Longs, lessons: Longs, owner: Longs
) -> tuple[tuple[tuple[str, str, str], ...], Coded, Coded]:
    """Return all values as (facet, value, label) in the order in which they are shown, and the codes of all documents.

    ``reviews`` and ``lessons`` are row numbers, ``owner`` the position of each lesson's review. A lesson has the values of its
    review and its own; where neither states any, "not stated".
    """
    met = _Codes()
    of_reviews = _read(connection, _OF_REVIEWS, reviews, met)
    # Row by row what the review has, then what the lesson itself has.
    order = np.argsort(of_reviews[0], kind="stable")
    starts = np.searchsorted(of_reviews[0][order], np.arange(len(reviews) + 1))
    counts = np.diff(starts)[owner]
    places = np.repeat(starts[owner] - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
    inherited = np.stack((np.repeat(np.arange(len(lessons)), counts), of_reviews[1][order][places]))
    of_lessons = np.concatenate((inherited, _read(connection, _OF_LESSONS, lessons, met)), axis=1)
    full_reviews = _complete(of_reviews, len(reviews), REVIEW_FACETS, met)
    full_lessons = _complete(of_lessons, len(lessons), FACETS, met)
    rows, rank = _ranked(connection, met)
    return rows, _listed(full_reviews, len(reviews), rank), _listed(full_lessons, len(lessons), rank)


def _read(connection: sqlite3.Connection, sql: str, numbers: Longs, met: _Codes) -> Longs:
    """Return position of document and code of value (2, pairs) for the rows of a query."""
    pairs = [(number, met[facet, value]) for number, facet, value in connection.execute(sql) if facet in FACETS]
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return np.stack((np.searchsorted(numbers, found[0]), found[1]))


def _complete(pairs: Longs, count: int, facets: tuple[str, ...], met: _Codes) -> Longs:
    """Return the pairs and "not stated" for each facet of which a document has no value."""
    facet_of = np.array([FACETS.index(facet) for facet, _ in met], dtype=np.int64)
    stated = np.zeros((count, len(FACETS)), dtype=np.bool_)
    stated[pairs[0], facet_of[pairs[1]]] = True
    parts = [pairs]
    for facet in facets:
        missing = np.flatnonzero(~stated[:, FACETS.index(facet)])
        if len(missing):
            parts.append(np.stack((missing, np.full(len(missing), met[facet, NOT_STATED]))))
    return np.concatenate(parts, axis=1)


def _listed(pairs: Longs, count: int, rank: Longs) -> Coded:
    """Return the pairs document by document, each once, with the final codes."""
    keys = np.unique(pairs[0] * len(rank) + rank[pairs[1]]) if len(rank) else np.zeros(0, dtype=np.int64)
    document, codes = np.divmod(keys, max(1, len(rank)))
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(document, minlength=count), out=starts[1:])
    return Coded(starts, codes.astype(np.int32))


def _ranked(connection: sqlite3.Connection, met: _Codes) -> tuple[tuple[tuple[str, str, str], ...], Longs]:
    """Return the values facet by facet, and for each code met its place among them.

    Ordered schemes keep their own order, others go by label; years come newest first, "Not stated" last.
    """
    labels = {(scheme, slug): label for scheme, slug, label in connection.execute(_LABELLED)}
    ordered = {slug for (slug,) in connection.execute("SELECT slug FROM schemes WHERE ordered")} | set(ORDERED_FACETS)
    position = {
        (scheme, slug): place for scheme, slug, place in connection.execute("SELECT scheme, slug, position FROM terms")
    }

    def label(pair: tuple[str, str]) -> str:
        if pair[1] == NOT_STATED:
            return "Not stated"
        return labels.get(pair) or (pair[1] if pair[0] in FREE else worded(pair[1]))

    def key(pair: tuple[str, str]) -> tuple[int, bool, int, str, str]:
        facet, value = pair
        place = position.get(pair, 0) if facet in ordered else 0
        if facet == "year" and value != NOT_STATED:
            place = -int(value)
        return FACETS.index(facet), value == NOT_STATED, place, label(pair).casefold(), value

    inside = sorted(met, key=key)
    rank = np.empty(len(met), dtype=np.int64)
    rank[[met[pair] for pair in inside]] = np.arange(len(met))
    return tuple((*pair, label(pair)) for pair in inside), rank


def worded(slug: str) -> str:
    """Return a slug as words: ``good-practice`` is "Good practice"."""
    return slug.replace("-", " ").replace("_", " ").capitalize()
