"""Reads facets and their values from the database: which document has which value, as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.schemes import REPLACED_BY_LESSONS
from lessons.search.facets import Declared, FacetIndex
from lessons.search.model import NOT_STATED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

Longs = npt.NDArray[np.int64]

_DECLARED = "SELECT id, label, lessons_only, ordered FROM facets ORDER BY position"
# One row a value: a list of numbers is read many times faster than as many rows.
_STATED_BY_REVIEWS = """
    SELECT all_terms.scheme, all_terms.term, max(all_terms.label), group_concat(reviews.number)
    FROM all_terms JOIN reviews ON reviews.id = all_terms.review_id
    WHERE all_terms.lesson_id IS NULL AND all_terms.stated_by = 'review' AND all_terms.scheme IN (SELECT id FROM facets)
    GROUP BY all_terms.scheme, all_terms.term
"""
# What reviews have from their lessons.
_STATED_FOR_REVIEWS = """
    SELECT all_terms.scheme, all_terms.term, max(all_terms.label), group_concat(reviews.number)
    FROM all_terms JOIN reviews ON reviews.id = all_terms.review_id
    WHERE all_terms.lesson_id IS NULL AND all_terms.stated_by = 'lesson' AND all_terms.scheme IN (SELECT id FROM facets)
    GROUP BY all_terms.scheme, all_terms.term
"""
_STATED_BY_LESSONS = """
    SELECT lesson_terms.scheme, lesson_terms.term, max(terms.label), group_concat(lessons.number)
    FROM lesson_terms
    JOIN lessons ON lessons.id = lesson_terms.lesson_id
    JOIN terms ON terms.scheme = lesson_terms.scheme AND terms.slug = lesson_terms.term
    WHERE lesson_terms.scheme IN (SELECT id FROM facets)
    GROUP BY lesson_terms.scheme, lesson_terms.term
"""
# Terms that nothing has can be asked for too: they find nothing, and what is new tomorrow may have them.
_TERMS = "SELECT scheme, slug, label FROM terms WHERE scheme IN (SELECT id FROM facets)"
_POSITIONS = "SELECT scheme, slug, position FROM terms"

Values = dict[tuple[str, str], str]


def load(
    connection: sqlite3.Connection,
    lessons: Longs,
    reviews: Longs,
    owner: Longs,
    parts: Collection[tuple[int, int]],
) -> FacetIndex:
    """Return the facets of all documents, lessons first.

    ``lessons`` and ``reviews`` are row numbers in order, ``owner`` (lessons,) the position of each lesson's review, ``parts``
    the spans over which documents are searched. A review has its values and those that its lessons state of change, barriers and enablers;
    a lesson has the values of its review, but for those of these three of which it has its own. A document without any value of a
    facet has "not stated".
    """
    declared = {
        name: Declared(name, label, bool(lessons_only), bool(ordered))
        for name, label, lessons_only, ordered in connection.execute(_DECLARED)
    }
    values: Values = {}
    by_reviews = _pairs(connection, _STATED_BY_REVIEWS, reviews, values)
    for_reviews = _pairs(connection, _STATED_FOR_REVIEWS, reviews, values)
    by_lessons = _pairs(connection, _STATED_BY_LESSONS, lessons, values)
    for scheme, slug, label in connection.execute(_TERMS):
        values.setdefault((scheme, slug), label)
    rows = _ordered(connection, declared, values)
    rank = {(facet, value): code for code, (facet, value, _) in enumerate(rows)}
    codes = np.array([rank[pair] for pair in values], dtype=np.int64)
    facet_of = np.array([list(declared).index(facet) for facet, _, _ in rows], dtype=np.int64)
    stated, from_lessons, own = (
        np.stack((pairs[0], codes[pairs[1]] if len(codes) else pairs[1]))
        for pairs in (by_reviews, for_reviews, by_lessons)
    )
    reviews_coded = np.concatenate((stated, from_lessons), axis=1)
    replaced = np.array([name in REPLACED_BY_LESSONS for name in declared], dtype=np.bool_)
    inherited = _not_replaced(_inherited(stated, owner, len(reviews)), own, len(lessons), facet_of, replaced)
    lessons_coded = np.concatenate((inherited, own), axis=1)
    not_stated = {name: rank[name, NOT_STATED] for name in declared}
    offered = {name: code for name, code in not_stated.items() if not declared[name].lessons_only}
    full_lessons = _complete(lessons_coded, len(lessons), facet_of, not_stated)
    full_reviews = _complete(reviews_coded, len(reviews), facet_of, offered)
    full_reviews[0] += len(lessons)
    starts, listed = _listed(
        np.concatenate((full_lessons, full_reviews), axis=1), len(lessons) + len(reviews), len(rows)
    )
    return FacetIndex.build(declared, rows, starts, listed, parts)


def _pairs(connection: sqlite3.Connection, sql: str, numbers: Longs, values: Values) -> Longs:
    """Return position of document and number of value (2, pairs) for the rows of a query; new values are added."""
    place = {pair: number for number, pair in enumerate(values)}
    documents, found = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for facet, value, label, listed in connection.execute(sql):
        values.setdefault((facet, value), label)
        number = place.setdefault((facet, value), len(place))
        rows = np.array(listed.split(","), dtype=np.int64)
        documents.append(np.searchsorted(numbers, rows))
        found.append(np.full(len(rows), number))
    return np.stack((np.concatenate(documents), np.concatenate(found)))


def _inherited(pairs: Longs, owner: Longs, reviews: int) -> Longs:
    """Return position of lesson and code (2, pairs) for what lessons have from their reviews."""
    order = np.argsort(pairs[0], kind="stable")
    starts = np.searchsorted(pairs[0][order], np.arange(reviews + 1))
    counts = np.diff(starts)[owner]
    places = np.repeat(starts[owner] - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
    return np.stack((np.repeat(np.arange(len(owner)), counts), pairs[1][order][places]))


def _not_replaced(
    inherited: Longs, own: Longs, lessons: int, facet_of: Longs, replaced: npt.NDArray[np.bool_]
) -> Longs:
    """Return what lessons have from their reviews without what they state otherwise; ``replaced`` says of which facets they may."""
    states = np.zeros((lessons, len(replaced)), dtype=np.bool_)
    states[own[0], facet_of[own[1]]] = True
    facets = facet_of[inherited[1]]
    return inherited[:, ~(replaced[facets] & states[inherited[0], facets])]


def _complete(pairs: Longs, count: int, facet_of: Longs, not_stated: Mapping[str, int]) -> Longs:
    """Return the pairs, with "not stated" for each facet of which a document has no value."""
    parts = [pairs]
    for code in not_stated.values():
        stated = np.zeros(count, dtype=np.bool_)
        stated[pairs[0][facet_of[pairs[1]] == facet_of[code]]] = True
        missing = np.flatnonzero(~stated)
        parts.append(np.stack((missing, np.full(len(missing), code))))
    return np.concatenate(parts, axis=1)


def _listed(pairs: Longs, count: int, values: int) -> tuple[Longs, npt.NDArray[np.int32]]:
    """Return the codes document by document, ascending, each once, and where those of each document begin."""
    keys = np.unique(pairs[0] * max(1, values) + pairs[1])
    document, codes = np.divmod(keys, max(1, values))
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(document, minlength=count), out=starts[1:])
    return starts, codes.astype(np.int32)


def _ordered(
    connection: sqlite3.Connection, declared: Mapping[str, Declared], values: Values
) -> tuple[tuple[str, str, str], ...]:
    """Return the values facet by facet: ordered schemes in their own order, others by label; newest year first."""
    position = {(scheme, slug): place for scheme, slug, place in connection.execute(_POSITIONS)}
    order = {name: place for place, name in enumerate(declared)}
    for name in declared:
        values.setdefault((name, NOT_STATED), "Not stated")

    def key(pair: tuple[str, str]) -> tuple[int, bool, int, str, str]:
        facet, value = pair
        place = position.get(pair, 0) if declared[facet].ordered else 0
        if facet == "year" and value != NOT_STATED:
            place = -int(value)
        return order[facet], value == NOT_STATED, place, values[pair].casefold(), value

    return tuple((*pair, "Not stated" if pair[1] == NOT_STATED else values[pair]) for pair in sorted(values, key=key))
