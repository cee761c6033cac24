"""Decides which documents answer a query, before any filter, and what each is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.postings import NOTHING, Found, Positions, Reader, TimeUp

if TYPE_CHECKING:
    from lessons.search.understanding import Understanding, Wanted

# With fewer than these that have every word, documents with some of the words follow.
ENOUGH = 20
# A synonym is worth less than the word that was typed.
SYNONYM_WORTH = 0.8


@dataclass(frozen=True)
class Matches:
    """The match set of a query: positions in ascending order, what each is worth, and whether it has every word.

    ``partial`` says that time ran out before all words were looked up.
    """

    documents: Positions
    worth: npt.NDArray[np.float32]
    complete: npt.NDArray[np.bool_]
    partial: bool = False


def match(reader: Reader, understood: Understanding) -> Matches:
    """Return the match set."""
    first, end = reader.index.span(reader.result_type)
    allowed, partial = _allowed(reader, understood, first, end)
    worth = np.zeros(end - first, dtype=np.float32)
    hits = np.zeros(end - first, dtype=np.uint8)
    looked_up = 0
    for wanted in understood.wanted:
        try:
            found = find_wanted(reader, wanted)
        except TimeUp:
            partial = True
            break
        looked_up += 1
        places = found.documents - first
        worth[places] += found.worth
        hits[places] += 1
        if wanted.group.required:
            required = np.zeros(end - first, dtype=np.bool_)
            required[places] = True
            allowed &= required
    complete = allowed & (hits == len(understood.wanted))
    chosen = complete
    if looked_up and np.count_nonzero(complete) < ENOUGH:
        chosen = allowed & (2 * hits.astype(np.int16) >= len(understood.wanted)) & (hits > 0)
    documents = np.flatnonzero(chosen)
    return Matches(documents + first, worth[documents], complete[documents], partial)


def _allowed(reader: Reader, understood: Understanding, first: int, end: int) -> tuple[npt.NDArray[np.bool_], bool]:
    """Return which documents the restrictions and exclusions leave, and whether time ran out."""
    allowed = np.ones(end - first, dtype=np.bool_)
    facets = reader.index.facets
    for restriction in understood.restrictions:
        mask = facets.mask(list(restriction.codes))[first:end]
        allowed &= ~mask if restriction.excluded else mask
    try:
        for clause in understood.excluded:
            allowed[reader.find(clause).documents - first] = False
    except TimeUp:
        return allowed, True
    return allowed, False


def find_wanted(reader: Reader, wanted: Wanted) -> Found:
    """Return the documents with any of the alternatives of one thing wanted."""
    parts = [reader.find(clause) for clause in wanted.group.clauses]
    for clause, share in wanted.others:
        found = reader.find(clause)
        parts.append(Found(found.documents, found.worth * np.float32(share * SYNONYM_WORTH)))
    return reader.any_of(parts) if parts else NOTHING
