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

# Facet and value.
Pair = tuple[str, str]
Values = dict[Pair, str]
Holders = dict[Pair, Longs]


def load(
    connection: sqlite3.Connection,
    lessons: Longs,
    reviews: Longs,
    owner: Longs,
    spans: Collection[tuple[int, int]],
) -> FacetIndex:
    """Return the facets of all documents, lessons first.

    ``lessons`` and ``reviews`` are row numbers in order, ``owner`` (lessons,) the position of each lesson's review, ``spans``
    those over which documents are searched. A review has its values and those that its lessons state of change, barriers and enablers;
    a lesson has the values of its review, but for those of these three of which it has its own. Of what only lessons state, a review has
    all that any of its lessons has. A document without any value of a facet has "not stated".
    """
    declared = {
        name: Declared(name, label, bool(lessons_only), bool(ordered))
        for name, label, lessons_only, ordered in connection.execute(_DECLARED)
    }
    values: Values = {}
    stated = _holders(connection, _STATED_BY_REVIEWS, reviews, values)
    from_lessons = _holders(connection, _STATED_FOR_REVIEWS, reviews, values)
    own = _holders(connection, _STATED_BY_LESSONS, lessons, values)
    for scheme, slug, label in connection.execute(_TERMS):
        values.setdefault((scheme, slug), label)
    rows = _ordered(connection, declared, values)
    codes: dict[str, dict[Pair, int]] = {name: {} for name in declared}
    for code, (facet, value, _) in enumerate(rows):
        codes[facet][facet, value] = code
    # One facet after the other: all of them at once would take several times the memory of what comes of it.
    found = []
    for name, about in declared.items():
        by_review, by_lesson = _pairs(stated, codes[name]), _pairs(own, codes[name])
        of_lessons = _inherited(by_review, owner, len(reviews))
        if name in REPLACED_BY_LESSONS:
            states = np.zeros(len(lessons), dtype=np.bool_)
            states[by_lesson[0]] = True
            of_lessons = of_lessons[:, ~states[of_lessons[0]]]
        if about.lessons_only:
            of_reviews = np.stack((owner[by_lesson[0]], by_lesson[1]))
        else:
            of_reviews = np.concatenate((by_review, _pairs(from_lessons, codes[name])), axis=1)
        not_stated = codes[name][name, NOT_STATED]
        of_lessons = _complete(np.concatenate((of_lessons, by_lesson), axis=1), len(lessons), not_stated)
        of_reviews = _complete(of_reviews, len(reviews), not_stated) + np.array([[len(lessons)], [0]])
        found.append(np.concatenate((of_lessons, of_reviews), axis=1).astype(np.int32))
    return FacetIndex.build(declared, rows, found, len(lessons) + len(reviews), spans)


def _holders(connection: sqlite3.Connection, sql: str, numbers: Longs, values: Values) -> Holders:
    """Return for each value that a query lists the positions of the documents that have it; new values are added."""
    found: Holders = {}
    for facet, value, label, listed in connection.execute(sql):
        values.setdefault((facet, value), label)
        found[facet, value] = np.searchsorted(numbers, np.fromstring(listed, dtype=np.int64, sep=","))
    return found


def _pairs(holders: Holders, codes: Mapping[Pair, int]) -> Longs:
    """Return position of document and code (2, pairs) for the values that have these codes."""
    there = [(holders[pair], code) for pair, code in codes.items() if pair in holders]
    if not there:
        return np.zeros((2, 0), dtype=np.int64)
    return np.stack(
        (
            np.concatenate([documents for documents, _ in there]),
            np.repeat([code for _, code in there], [len(documents) for documents, _ in there]),
        )
    )


def _inherited(pairs: Longs, owner: Longs, reviews: int) -> Longs:
    """Return position of lesson and code (2, pairs) for what lessons have from their reviews."""
    order = np.argsort(pairs[0], kind="stable")
    starts = np.searchsorted(pairs[0][order], np.arange(reviews + 1))
    counts = np.diff(starts)[owner]
    places = np.repeat(starts[owner] - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
    return np.stack((np.repeat(np.arange(len(owner)), counts), pairs[1][order][places]))


def _complete(pairs: Longs, count: int, not_stated: int) -> Longs:
    """Return the pairs of one facet in order, with "not stated" for each document that has no value."""
    stated = np.zeros(count, dtype=np.bool_)
    stated[pairs[0]] = True
    missing = np.flatnonzero(~stated)
    return _sorted(np.concatenate((pairs, np.stack((missing, np.full(len(missing), not_stated)))), axis=1))


def _sorted(pairs: Longs) -> Longs:
    """Return pairs by document, then by code, each once."""
    most = int(pairs[1].max(initial=0)) + 1
    # Sorting is all that is asked of unique() here, which builds a table of millions of numbers besides.
    keys = np.sort(pairs[0] * most + pairs[1])
    return np.stack(np.divmod(keys[np.diff(keys, prepend=-1) > 0], most))


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
