"""Which documents a query allows before any of its words is weighed: by fields, phrases, prefixes and what it excludes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lessons.search.days import Days

if TYPE_CHECKING:
    from lessons.search.lsa import Positions
    from lessons.search.matches import Mask
    from lessons.search.reader import Reader
    from lessons.search.restrictions import Codes
    from lessons.search.terms import QueryTerm
    from lessons.search.understanding import Understanding


def allowed_by_fields(reader: Reader, understood: Understanding, first: int, end: int) -> Mask:
    """Return which documents the values of fields leave."""
    allowed = np.ones(end - first, dtype=np.bool_)
    for restriction in understood.restrictions:
        mask = _mask(reader, restriction, first, end)
        allowed &= ~mask if restriction.excluded else mask
    return allowed


def _mask(reader: Reader, restriction: Codes | Days, first: int, end: int) -> Mask:
    """Return which documents have one of the values."""
    if isinstance(restriction, Days):
        dates = reader.index.days[restriction.field][first:end]
        found = np.zeros(end - first, np.bool_)
        for low, high in restriction.ranges:
            found |= (dates >= low) & (dates <= high)
        return found
    return reader.index.facets.mask(list(restriction.codes))[first:end]


def require(reader: Reader, understood: Understanding, allowed: Mask, first: int) -> None:
    """Take out of the documents that are allowed those without a phrase or prefix, and those with something excluded."""
    for term in understood.terms:
        if term.exact:
            inside = np.zeros(len(allowed), np.bool_)
            inside[documents_of(reader, term) - first] = True
            allowed &= inside
    for term in understood.excluded:
        allowed[documents_of(reader, term) - first] = False


def documents_of(reader: Reader, term: QueryTerm) -> Positions:
    """Return the documents of one term."""
    return reader.documents(term.exact, exact=True) if term.exact else reader.documents(term.stemmed)
