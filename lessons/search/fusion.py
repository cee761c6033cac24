"""Brings together what words and LSA say of documents, and lets the best results refine what the query points at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from lessons.search.lsa import cosines, unit
from lessons.search.matches import largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.search.lsa import Single
    from lessons.search.matches import Mask, Matches
    from lessons.search.reader import Reader
    from lessons.search.terms import QueryTerm

# What the cosine counts for, the best BM25 being 1, for up to so many words. The more a question says, the less is told by the
# one direction in which all of it points, and the more by which of its words a text has.
# Found with one setting for four collections, see docs/search.md.
COSINE_SHARE = 1.0
FEW_WORDS = 10
# The best results, which draw the query's vector towards their own, and how far. Source of the idea: Rocchio, "Relevance
# feedback in information retrieval", 1971.
FEEDBACK = 5
FEEDBACK_WEIGHT = np.float32(1.5)
# The power makes the very best count for most.
FEEDBACK_POWER = 3
# Documents that LSA looks at for their words, whether there are enough that have every word or others are to follow.
REFINED = 200
# Documents that are added by LSA: at most so many, none with a smaller cosine than this, nor than this share of the largest.
MOST_ADDED = 100
LEAST_COSINE = 0.05
SHARE_OF_MOST = 0.1


def with_lsa(
    reader: Reader, terms: Sequence[QueryTerm], allowed: Mask, by_words: Single, found: Matches, *, widen: bool
) -> Matches:
    """Return the match set with the cosines of its best documents to the terms counted in; widened by the nearest where asked."""
    first, _ = reader.index.span(reader.result_type)
    direction = reader.direction([word for term in terms for word in term.words])
    if direction is None or (not len(found.documents) and not widen):
        return found
    inside = np.full(len(allowed), -1, dtype=np.int64)
    inside[found.documents - first] = np.arange(len(found.documents))
    looked_at = np.zeros(len(allowed), np.bool_)
    looked_at[found.documents[largest(found.scores + found.complete, REFINED)] - first] = True
    if widen:
        looked_at[largest(by_words, REFINED)] = True
        looked_at[reader.index.vectors.promising(direction, first, first + len(allowed)) - first] = True
    looked_at &= allowed
    share = np.float32(COSINE_SHARE * min(1.0, FEW_WORDS / len(terms)))
    places = np.flatnonzero(looked_at)
    base = by_words[places]
    points, at = reader.index.vectors.among(places + first)
    rough = base + share * cosines(points, direction)[at]
    best = np.argsort(-rough, kind="stable")[:FEEDBACK]
    shares = rough[best] ** FEEDBACK_POWER
    shares /= max(float(shares.sum()), 1e-9)
    towards = unit(shares.astype(np.float32) @ points[at[best]])
    near = cosines(points, unit(direction + FEEDBACK_WEIGHT * towards))[at]
    fused = base + share * near
    scores = found.scores.copy()
    own = inside[places] >= 0
    scores[inside[places[own]]] = fused[own]
    found = replace(found, scores=scores)
    if not widen:
        return found
    limit = max(LEAST_COSINE, SHARE_OF_MOST * float(near.max(initial=0.0)))
    able = np.flatnonzero((near >= limit) & ~own)
    added = np.sort(able[largest(fused[able], MOST_ADDED)])
    return found.widened(places[added] + first, fused[added].astype(np.float32))
